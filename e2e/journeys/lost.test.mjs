// Somebody who lost every key asks to be let in, a person they chose confirms it, and their old device can stop it.
// That the door opens after three days is for the Go tests, where the clock can be moved.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { follow } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'

const refused = /status of 422/

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Comes in and keeps the seat with six words; tells the sign-in name. */
async function keepSeat(page) {
  await page.goto('/come-in')
  await page.getByLabel('18 or over').check()
  await page.getByLabel('I agree to this.').check()
  await page.getByLabel('Mine alone').check()
  await page.getByRole('button', { name: 'Come in' }).click()
  await page.waitForURL('**/come-in/done')
  const name = await page.locator('.secret code').innerText()
  await page.goto('/settings/keys/phrase')
  await page.getByRole('button', { name: 'Make a phrase' }).click()
  await page.getByLabel('I wrote it down or printed it.').check()
  await page.getByRole('button', { name: 'Keep my seat with it' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/phrase'))
  return name
}

/** One trusts the other, through a link that is handed over. */
async function trust(ana, ben) {
  await ana.page.goto('/settings')
  await ana.page.getByRole('link', { name: 'People you trust' }).click()
  await sound(ana)
  await ana.page.getByLabel('What do you call them?').fill('the one with the dog')
  await ana.page.getByRole('button', { name: 'Make a link' }).click()
  const link = await ana.page.locator('.secret code').innerText()
  await sound(ana)
  await ana.page.getByRole('link', { name: 'I have given it to them' }).click()
  await ana.page.getByText('Has not opened the link yet.').waitFor()

  await ben.page.goto(new URL(link).pathname)
  await ben.page.getByText('asks whether you would confirm, one day, that it is them').waitFor()
  await sound(ben)
  ben.watch.expect(refused)
  await ben.page.getByRole('button', { name: 'Yes, I would' }).click()
  await ben.page.getByRole('alert').filter({ hasText: 'There is a problem' }).waitFor()
  await sound(ben)
  await ben.page.getByLabel('What do you call them?').fill('my neighbour')
  await ben.page.getByRole('button', { name: 'Yes, I would' }).click()
  await ben.page.getByText('You said yes.').waitFor()
  await sound(ben)
}

/** Asks on another device; tells the code that it shows. */
async function ask(lost, name) {
  await lost.page.goto('/sign-in')
  await lost.page.getByRole('link', { name: 'I lost all my keys' }).click()
  await sound(lost)
  await lost.page.getByLabel('Your sign-in name').fill(name)
  await lost.page.getByRole('button', { name: 'Ask to be let in' }).click()
  await lost.page.waitForURL('**/lost/waiting')
  await sound(lost)
  return lost.page.locator('.secret code').innerText()
}

for (const way of [{ mode: 'light' }, { mode: 'dark', scripts: false }, { mode: '320 px' }, { mode: 'forced colours' }]) {
  test(`confirmed by a friend, stopped by its owner: ${way.mode}${way.scripts === false ? ' without scripts' : ''}`, async () => {
    const ana = await visit(browser, site, way)
    const ben = await visit(browser, site, way)
    const lost = await visit(browser, site, way)
    const name = await keepSeat(ana.page)
    await keepSeat(ben.page)
    await trust(ana, ben)
    const code = await ask(lost, name)
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)

    await ana.page.goto('/home')
    assert.equal(await ana.page.getByText('Somebody asks to be let in to your seat').count(), 0, 'asking alone alarms nobody')
    await ben.page.goto('/settings/trust')
    await ben.page.getByRole('link', { name: 'Confirm a code my neighbour' }).click()
    await sound(ben)
    for (const typed of ['0000-0000', code.toLowerCase().replace('-', ' ')]) {
      await ben.page.getByLabel('The code they said').fill(typed)
      await follow(ben.page, () => ben.page.getByRole('button', { name: 'Yes, it is them' }).click())
    }
    await ben.page.getByText('Thank you.').waitFor()

    await lost.page.getByRole('link', { name: 'Look again' }).click()
    await lost.page.getByRole('heading', { name: 'It is confirmed' }).waitFor()
    await sound(lost)

    await ana.page.goto('/home')
    await ana.page.getByRole('heading', { name: 'Somebody asks to be let in to your seat' }).waitFor()
    await sound(ana)
    await ana.page.getByRole('link', { name: 'Look at it' }).first().click()
    await sound(ana)
    await ana.page.getByRole('button', { name: 'This is not me: stop it' }).click()
    await ana.page.getByText('Nobody asks.').waitFor()
    await sound(ana)

    await lost.page.getByRole('link', { name: 'Look again' }).click()
    await lost.page.getByRole('heading', { name: 'Somebody stopped this' }).waitFor()
    await sound(lost)

    await ben.page.goto('/settings/trust')
    await ben.page.getByRole('button', { name: 'End it my neighbour' }).click()
    await ben.page.getByText('The other person was not told.').waitFor()
    await ana.page.goto('/settings/trust')
    await ana.page.getByText('Nobody yet.').waitFor()
    for (const tab of [ana, ben, lost]) await tab.close()
  })
}

test('a name that nobody has looks the same, and by keyboard alone', async () => {
  const tab = await visit(browser, site)
  await tab.page.goto('/lost')
  assert.ok((await walk(tab.page)).includes('Ask to be let in'))
  await tab.page.goto('/lost')
  await tab.page.getByLabel('Your sign-in name').focus()
  await tab.page.keyboard.type('Nobody Here-0000')
  await tab.page.keyboard.press('Enter')
  await tab.page.waitForURL('**/lost/waiting')
  assert.ok((await walk(tab.page)).includes('Stop asking'))
  await tab.page.getByRole('button', { name: 'Stop asking' }).focus()
  await tab.page.keyboard.press('Enter')
  await tab.page.getByText('This device does not ask any more.').waitFor()
  await tab.close()
})
