// Content notes, as their reader meets them, and the help lines beside what somebody writes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { transcript } from '../harness/transcript.mjs'
import { walkIn } from '../harness/walk-in.mjs'

let site, browser, member
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  member = await walkIn(browser, site, 'member')
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const folded = 'for a reader who chose blur'
const out = 'for a reader who chose hide'
const shown = 'for a reader who chose show'

for (const way of [{ mode: 'light' }, { mode: 'dark', scripts: false }]) {
  test(`a reader chooses${way.scripts === false ? ' without scripts' : ''}`, async () => {
    const tab = await visit(browser, site, { ...way, state: member })
    await tab.page.goto('/settings')
    await tab.page.getByRole('link', { name: 'Content notes' }).click()
    await tab.page.waitForURL('**/settings/content-notes')
    const grief = tab.page.getByRole('group', { name: 'Grief and death' })
    await grief.getByRole('radio', { name: 'Show' }).check({ force: true })
    await tab.page.getByRole('group', { name: 'Sex', exact: true }).getByRole('radio', { name: 'Leave out' }).check({ force: true })
    await tab.page.getByRole('button', { name: 'Keep these choices' }).click()
    await tab.page.getByText('Changed.').waitFor()
    assert.ok(await grief.getByRole('radio', { name: 'Show' }).isChecked())
    assert.ok(await tab.page.getByRole('group', { name: 'Sex', exact: true }).getByRole('radio', { name: 'Leave out' }).isChecked())
    assert.ok(await tab.page.getByRole('group', { name: 'Hate' }).getByRole('radio', { name: 'Fold' }).isChecked(), 'what nobody chose is folded')
    await tab.page.getByText('Nobody else sees what you choose here').waitFor()
    await tab.close()
  })
}

test('the choices by keyboard', async () => {
  const tab = await visit(browser, site, { mode: 'dark', state: member })
  await tab.page.goto('/settings/content-notes')
  const stops = await walk(tab.page)
  assert.ok(stops.some((name) => /Keep these choices/.test(name)), stops.join('\n'))
  await tab.close()
})

for (const scripts of [true, false]) {
  test(`what is folded is neither read aloud nor found${scripts ? '' : ', without scripts'}`, async () => {
    const tab = await visit(browser, site, { scripts })
    await tab.page.goto('/ui')
    const words = (text) => tab.page.getByText(text)
    let aloud = await transcript(tab.page)
    assert.match(aloud, new RegExp(shown))
    assert.match(aloud, /About: Use and cravings/)
    assert.match(aloud, /You chose not to see this: Use and cravings/)
    for (const hidden of [folded, out]) assert.doesNotMatch(aloud, new RegExp(hidden))
    if (scripts) {
      assert.equal(await tab.page.evaluate((text) => window.find(text), folded), false, 'a search in the page opens a fold')
      assert.equal(await tab.page.evaluate((text) => window.find(text), shown), true)
    }
    for (const [summary, hidden] of [[/About: .* Read/s, folded], [/Show it this once/, out]]) {
      const fold = tab.page.locator('#g-content-notes').locator('xpath=ancestor::section').locator('summary', { hasText: summary })
      await fold.focus()
      await tab.page.keyboard.press('Enter')
      await words(hidden).waitFor()
      aloud = await transcript(tab.page)
      assert.match(aloud, new RegExp(hidden))
    }
    await axe(tab.page)
    await tab.close()
  })
}

const writing = (page) => page.getByRole('form', { name: 'Writing' })
const lines = (page) => page.locator('help-beside details[data-lines]')

test('help lines open beside words that sound like danger, for the writer alone', async () => {
  const tab = await visit(browser, site, { mode: 'dark' })
  const asked = []
  tab.page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  await tab.page.clock.install()
  const phrases = tab.page.waitForResponse(/\/heard\./)
  await tab.page.goto('/ui')
  await (await phrases).finished()
  const box = writing(tab.page).getByLabel('What would you like to say?')
  const before = asked.length

  await box.pressSequentially('It rained, and I do not want to die of boredom. ')
  await tab.page.clock.runFor(400)
  assert.equal(await lines(tab.page).getAttribute('open'), null, 'calm words opened the lines')

  await box.pressSequentially('I want to die')
  await tab.page.locator('help-beside details[open]').waitFor()
  assert.equal(await tab.page.evaluate(() => document.activeElement.tagName), 'TEXTAREA', 'the lines took the focus')
  assert.match(await tab.page.locator('help-beside [role=status]').innerText(), /Only you see them/)
  const call = lines(tab.page).getByRole('link', { name: /^Call / }).first()
  assert.match(await call.getAttribute('href'), /^tel:\d{3}$/)
  assert.ok((await call.boundingBox()).height >= 44, 'calling needs a large target')
  await axe(tab.page)
  await fits(tab.page)

  // Nothing was sent, and nothing is kept in the browser.
  assert.deepEqual(asked.slice(before).filter((one) => !one.startsWith('GET /assets/')), [])
  assert.deepEqual(await tab.page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0])

  // Closed, it stays closed on this page; sending was never stopped.
  await lines(tab.page).getByRole('button', { name: 'Not now' }).click()
  assert.equal(await tab.page.evaluate(() => document.activeElement.tagName), 'TEXTAREA')
  await box.pressSequentially(', I really want to die')
  await tab.page.clock.runFor(400)
  assert.equal(await lines(tab.page).getAttribute('open'), null, 'the lines came back')
  assert.ok(await writing(tab.page).getByRole('button', { name: 'Send' }).isEnabled())
  await tab.close()
})

test('help lines beside words without scripts', async () => {
  const tab = await visit(browser, site, { mode: '320 px', scripts: false })
  await tab.page.goto('/ui')
  assert.equal(await lines(tab.page).getAttribute('open'), null)
  await lines(tab.page).locator('summary').click()
  await lines(tab.page).getByRole('link', { name: /^Call / }).first().waitFor()
  assert.equal(await lines(tab.page).getByRole('button', { name: 'Not now' }).count(), 0, 'a button that does nothing')
  await fits(tab.page)
  await tab.close()
})
