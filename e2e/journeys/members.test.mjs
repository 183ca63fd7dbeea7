// Stewards look after seats and after the links that let people in.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits, hasBones } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'
import { inEveryWay } from '../harness/ways.mjs'

const refused = /status of 422/

let site, browser, state
before(async () => {
  site = await startSite({ demo: false })
  browser = await openBrowser()
  const tab = await visit(browser, site)
  await setUp(tab.page, site)
  state = await tab.context.storageState()
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const steward = (wish) => visit(browser, site, { ...wish, state })

/** Opens or shuts the door of the place. */
async function door(choice) {
  const tab = await steward({ scripts: false })
  await tab.page.goto('/admin/site')
  await tab.page.getByLabel(choice).check()
  await tab.page.getByRole('button', { name: 'Keep the changes' }).click()
  await tab.page.getByText('Changed. Everybody sees it from now on.').waitFor()
  await tab.close()
}

/** Somebody comes in, or asks to, in a tab of their own; gives their sign-in name. */
async function arrive(tab, path = '/come-in', button = 'Come in') {
  await tab.page.goto(path)
  await tab.page.getByLabel('18 or over').check()
  await tab.page.getByLabel('I agree to this.').check()
  await tab.page.getByLabel('Mine alone').check()
  await tab.page.getByRole('button', { name: button, exact: true }).click()
  await tab.page.waitForURL('**/come-in/done')
  return tab.page.locator('.secret code').innerText()
}

/** Does one thing about the seat that is open, for a reason. */
async function act(page, label, sure) {
  await page.getByRole('link', { name: label, exact: true }).click()
  await page.getByLabel('Why?').fill('They asked me to')
  if (sure) await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: label, exact: true }).click()
  await page.waitForURL(/\/admin\/members\/[^/]+$/)
}

/** Chooses a language for whoever is signed in. */
async function choose(page, language) {
  await page.goto('/settings/reading')
  await page.locator(`input[name=language][value=${language}]`).check()
  await page.locator('form button.btn-do').click()
  await page.waitForURL((url) => url.pathname.startsWith('/settings'))
  assert.equal(await page.evaluate(() => document.documentElement.lang), language)
}

for (const scripts of [true, false]) {
  const way = scripts ? '' : ' without scripts'

  test(`who asks is let in${way}`, async (t) => {
    await door('People ask, and a steward says yes')
    t.after(() => door('Anybody can come in'))
    const guest = await visit(browser, site, { mode: 'dark', scripts })
    const name = await arrive(guest, '/come-in', 'Ask to come in')
    const tab = await steward({ scripts })
    await tab.page.goto('/admin')
    await tab.page.getByRole('link', { name: /Answer 1 person/ }).click()
    await tab.page.getByRole('region', { name: 'Waiting to be let in' }).getByRole('link', { name }).click()
    await tab.page.getByText('Waits to be let in').waitFor()

    // Without a reason nothing is done, and it is said where.
    await tab.page.getByRole('link', { name: 'Let them in', exact: true }).click()
    tab.watch.expect(refused)
    await tab.page.getByRole('button', { name: 'Let them in' }).click()
    await tab.page.getByRole('alert').getByRole('link', { name: 'Write something here.' }).click()
    assert.equal(await tab.page.evaluate(() => document.activeElement.name), 'reason')
    await axe(tab.page)
    await tab.page.keyboard.type('I know them from the hall')
    await tab.page.keyboard.press('Enter')
    await tab.page.getByText('They are in now.').waitFor()
    await tab.page.getByText('“I know them from the hall”').waitFor()
    await guest.page.goto('/home')
    await guest.page.getByText(/A steward has let you in/).first().waitFor()
    await guest.close()
    await tab.close()
  })

  test(`a seat is found by its name, paused, and closed${way}`, async () => {
    const guest = await visit(browser, site, { scripts })
    const name = await arrive(guest)
    const tab = await steward({ mode: 'dark', scripts })
    await tab.page.goto('/admin/members')
    tab.watch.expect(refused)
    await tab.page.getByLabel('Sign-in name').fill(name.slice(0, -1))
    await tab.page.getByRole('button', { name: 'Find' }).click()
    await tab.page.getByRole('alert').getByText(/Nobody here has this sign-in name/).waitFor()
    assert.ok(!tab.page.url().includes(name.slice(0, -1)), 'the name is not in the address')
    await tab.page.getByLabel('Sign-in name').fill(name)
    await tab.page.getByRole('button', { name: 'Find' }).click()
    await tab.page.getByRole('heading', { name, level: 1 }).waitFor()
    assert.ok(!tab.page.url().includes(name.slice(0, -5)), 'the name is not in the address')

    await act(tab.page, 'Pause this seat')
    await guest.page.goto('/home')
    await guest.page.getByText(/A steward has paused your seat/).waitFor()
    await act(tab.page, 'End the pause')
    guest.watch.expect(/status of 401/) // their open page is cut, and asks again
    await act(tab.page, 'Close this seat', true)
    await tab.page.getByText('Nobody can open it again.').waitFor()
    assert.equal(await tab.page.getByRole('link', { name: /pause|seat$/i }).count(), 0, 'nothing is left to do')
    await guest.page.goto('/home')
    assert.equal(await guest.page.getByText(/Good (morning|afternoon|evening)|Good that you/).count(), 0, 'they are signed out')
    await guest.close()
    await tab.close()
  })

  test(`a link lets somebody in, is printed, and is taken back${way}`, async (t) => {
    await door('Only with an invitation')
    t.after(() => door('Anybody can come in'))
    const tab = await steward({ scripts })
    await tab.page.goto('/admin/invitations')
    await tab.page.getByLabel('For how many people?').fill('2')
    await tab.page.getByLabel('A day').check()
    await tab.page.getByRole('button', { name: 'Make the link' }).click()
    const link = await tab.page.locator('.secret code').innerText()
    assert.equal(await tab.page.getByRole('button', { name: 'Copy' }).count(), scripts ? 1 : 0)
    await axe(tab.page)
    await fits(tab.page)

    // On paper there is the sheet, and nothing else.
    await tab.page.emulateMedia({ media: 'print' })
    const paper = (await tab.page.locator('body').innerText()).trim()
    assert.match(paper, /^Linden House\s+You are invited\./)
    assert.ok(!/shown this once|Invitations|Print|recover/i.test(paper), paper)
    await tab.page.emulateMedia({ media: 'screen' })

    const guest = await visit(browser, site, { scripts })
    await arrive(guest, new URL(link).pathname)
    await guest.close()
    await tab.page.goto('/admin/invitations')
    await tab.page.getByText('For 1 more person').waitFor()
    assert.equal(await tab.page.getByText(link).count(), 0, 'the link is shown once')
    await tab.page.getByRole('button', { name: 'Take it back: link 1' }).click()
    await tab.page.getByText('The link opens nothing any more.').waitFor()
    await tab.close()
  })
}

test('pages about one seat bear every way of looking', async (t) => {
  const guest = await visit(browser, site)
  const name = await arrive(guest)
  await guest.close()
  const first = await steward()
  await first.page.goto('/admin/members')
  await first.page.getByRole('link', { name }).click()
  await first.page.waitForURL(/\/admin\/members\/[^/?]+$/)
  const seat = new URL(first.page.url()).pathname
  await first.close()
  const paths = [seat, seat + '/pause', seat + '/closure', seat + '/reset']
  await inEveryWay(t, browser, site, paths, { state, name: (path) => path.slice(seat.length) || 'the seat', keyboard: 'light' })
  for (const [language, says] of [['es', 'Personas'], ['fr', 'Membres']]) {
    await t.test(language, async () => {
      const tab = await steward({ mode: '320 px' })
      await choose(tab.page, language)
      await tab.page.goto('/admin/members')
      await tab.page.getByRole('heading', { name: says, level: 1 }).waitFor()
      for (const path of ['/admin/members', '/admin/invitations', ...paths]) {
        await tab.page.goto(path)
        await fits(tab.page)
        await hasBones(tab.page)
      }
      await choose(tab.page, 'en')
      await tab.close()
    })
  }
})
