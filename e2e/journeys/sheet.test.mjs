// A meeting on three phones: its run sheet, the sharing queue, and what those who are there see of each other.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits, hasBones, walk } from '../harness/check.mjs'
import { comeIn, foundGroup, join } from '../harness/group.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'

let site, browser, chair, group
before(async () => {
  site = await startSite({ demo: false })
  browser = await openBrowser()
  const tab = await visit(browser, site)
  await setUp(tab.page, site)
  group = await foundGroup(tab.page, { persona: 'Hazel' })
  chair = await tab.context.storageState()
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Everything that a page can be put to while nobody touches it. */
async function sound(tab) {
  await axe(tab.page)
  await fits(tab.page)
  await hasBones(tab.page)
}

/** Somebody who has just joined, in a tab of their own. */
async function enter(persona, look) {
  const tab = await visit(browser, site, look)
  await comeIn(tab.page)
  await join(tab.page, group, persona)
  return tab
}

/** Puts a meeting on the calendar that begins in some minutes, and gives the address of its date. */
async function soon(tab, title) {
  const at = new Date(Date.now() + 20 * 60_000)
  await tab.page.goto(`${group}/meetings/new`)
  const timeZone = await tab.page.locator('[name=zone]').inputValue()
  const part = (options) => new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', ...options }).format(at)
  await tab.page.getByLabel('Name of the meeting').fill(title)
  await tab.page.locator('[name=date]').fill(part({ year: 'numeric', month: '2-digit', day: '2-digit' }))
  await tab.page.locator('[name=time]').fill(part({ hour: '2-digit', minute: '2-digit' }))
  await tab.page.locator('[name=repeats][value=once]').check()
  await tab.page.locator('[name=way][value=person]').check()
  await tab.page.locator('[name=area]').fill('In the hall')
  await tab.page.locator('[name=press][value=look]').first().click()
  await tab.page.locator('[name=press][value=keep]').click()
  await tab.page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/)
  return new URL(tab.page.url()).pathname
}

/** Waits until a tab says something. */
const says = (tab, words) => tab.page.locator('main').getByText(words).filter({ visible: true }).first().waitFor()
const press = (tab, name) => tab.page.getByRole('button', { name, exact: true }).filter({ visible: true }).first().click()
const hands = (tab) => tab.page.locator('[data-hands] [data-name]').allInnerTexts()

/** Waits until a tab shows these hands, in this order. */
async function shows(tab, ...names) {
  await tab.page.waitForFunction((want) => {
    const shown = [...document.querySelectorAll('[data-hands] [data-name]')].map((one) => one.textContent.trim())
    return JSON.stringify(shown) === want
  }, JSON.stringify(names)).catch(async () => assert.deepEqual(await hands(tab), names))
}

async function lead(tab, date) {
  await tab.page.goto(`${date}/sheet`)
  await press(tab, 'Make it')
  await says(tab, 'The run sheet of this date is made.')
}

const anaIs = 'Marisol of the quay'

test('a meeting on three phones', async () => {
  const host = await visit(browser, site, { state: chair, mode: 'dark' })
  const ana = await enter(anaIs, { mode: '320 px' })
  const third = await enter('Pip', { mode: 'dark' })
  const date = await soon(host, 'An evening on three phones')
  await lead(host, date)
  await sound(host)
  await host.page.getByRole('link', { name: 'Rehearse alone' }).first().click()
  await says(host, 'You are alone here.')
  await sound(host)
  await host.page.getByRole('link', { name: 'Next part' }).click()
  await says(host, 'Part 2 of 9')

  for (const tab of [host, ana, third]) {
    await tab.page.goto(`${date}/sheet`)
    await press(tab, 'I am here, show it')
    await says(tab, 'Look again')
  }
  await press(host, 'Begin the meeting')
  await says(host, 'You chair.')
  for (const tab of [ana, third]) await says(tab, 'Now')
  await sound(host)
  for (let n = 0; n < 5; n++) await press(host, 'Next part').then(() => host.page.waitForTimeout(50))
  for (const tab of [host, ana, third]) await tab.page.locator('[data-part]').filter({ hasText: 'Sharing' }).waitFor()

  await press(ana, 'Raise a hand')
  await shows(host, anaIs)
  await press(third, 'Raise a hand')
  for (const tab of [host, ana, third]) await shows(tab, anaIs, 'Pip')
  await sound(ana)
  await ana.page.reload()
  assert.ok((await walk(ana.page)).includes('Take my hand down'))

  for (const tab of [host, ana, third]) await tab.page.reload() // in the middle of it
  for (const tab of [host, ana, third]) await shows(tab, anaIs, 'Pip')
  await host.page.getByLabel('A hand in the room, without a phone').fill('in the second row')
  await press(host, 'Add a hand from the room')
  for (const tab of [host, ana, third]) await shows(tab, anaIs, 'Pip', 'in the second row')

  third.watch.expect(/ERR_INTERNET_DISCONNECTED|WebSocket connection/)
  await third.context.setOffline(true)
  await press(host, 'Thank and next')
  for (const tab of [host, ana]) await shows(tab, 'Pip', 'in the second row')
  await ana.page.locator('[data-says]').filter({ hasText: 'It is your turn.' }).waitFor({ state: 'attached' })
  await says(ana, 'Speaking now')
  await press(host, 'More time')
  await host.page.locator('[data-turn-says]').filter({ hasText: 'of about 4' }).waitFor()
  await third.context.setOffline(false)
  await shows(third, 'Pip', 'in the second row')
  await third.page.locator('[data-turn] [data-name]').filter({ hasText: anaIs }).waitFor()
  await sound(host)

  await press(ana, 'I pass')
  await says(host, 'Nobody waits.').catch(() => {})
  await press(third, 'Not today')
  for (const tab of [host, ana]) await shows(tab, 'in the second row')
  await says(third, 'You are left in peace today.')

  await press(host, 'Next part')
  await says(ana, 'Something to celebrate')
  await ana.page.getByLabel('In your own words').fill('I rang my sister')
  await press(ana, 'Tell those who are here')
  await says(third, 'I rang my sister')
  await sound(third)
  await press(host, 'Undo')
  await ana.page.locator('[data-part]').filter({ hasText: 'Sharing' }).waitFor()

  await host.page.emulateMedia({ media: 'print' })
  assert.ok(await host.page.locator('.sheet-paper').isVisible(), 'the sheet is not on paper')
  assert.ok(!await host.page.locator('.sheet-now').first().isVisible(), 'the queue is on paper')
  await host.page.emulateMedia({ media: 'screen' })

  await host.page.goto(`${date}/sheet/end`)
  await sound(host)
  await press(host, 'End the meeting')
  for (const tab of [host, ana, third]) await says(tab, 'This meeting is over')
  for (const tab of [host, ana, third]) await tab.close()
})

test('a meeting without scripts, and its run sheets', async () => {
  const host = await visit(browser, site, { state: chair, scripts: false, mode: '320 px' })
  await host.page.goto(`${group}/run-sheets`)
  await sound(host)
  await host.page.getByLabel('Its name').fill('Speaker evening')
  await press(host, 'Make it')
  await says(host, 'It is made. Change what does not fit.')
  await sound(host)
  await host.page.getByRole('link', { name: 'Add a part' }).click()
  await sound(host)
  await host.page.getByLabel('What is it?').selectOption('reading')
  await host.page.getByLabel('Its text').fill('A text of ours')
  host.watch.expect(/status of 422/)
  await press(host, 'Keep it')
  await host.page.getByRole('link', { name: /Say that the group may use this text/ }).waitFor()
  await sound(host)
  await host.page.getByLabel('We may use this text.').check()
  await press(host, 'Keep it')
  await says(host, 'It is kept.')
  await host.page.getByRole('button', { name: 'Earlier: A reading' }).click()
  await says(host, 'It has another place now.')
  await host.page.goto(`${group}/run-sheets/setting`)
  await sound(host)

  const date = await soon(host, 'An evening without scripts')
  await host.page.goto(`${date}/sheet`)
  await host.page.getByLabel('Speaker evening').check()
  await press(host, 'Make it')
  await press(host, 'I am here, show it')
  await press(host, 'Begin the meeting')
  await press(host, 'Next part')
  await says(host, 'Minute 1 of about 2')
  const ana = await enter('Wren', { scripts: false })
  await ana.page.goto(`${date}/sheet`)
  await says(ana, 'Follow this meeting')
  await sound(ana)
  await press(ana, 'I am here, show it')
  await ana.page.goto(`${date}/queue`)
  await press(ana, 'Raise a hand')
  await host.page.getByRole('link', { name: 'Look again' }).click()
  assert.equal((await hands(host)).length, 1)
  await press(host, 'Thank and next')
  await ana.page.getByRole('link', { name: 'Look again' }).click()
  await says(ana, 'Speaking now')
  await sound(ana)
  await sound(host)
  for (const tab of [host, ana]) await tab.close()
})
