// Whoever opens the one-time link sets the place up, keeps its key, and looks after it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { answer, found, passkeyAndPhrase, phraseAndApp, setUp, spendLink } from '../harness/steward.mjs'
import { inEveryWay } from '../harness/ways.mjs'
import { saysNotFound, stewards } from '../pages.mjs'

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

async function emptySite(t) {
  const site = await startSite({ demo: false })
  t.after(() => site.stop())
  return site
}

for (const scripts of [true, false]) {
  test(`the place is set up once${scripts ? '' : ' without scripts'}`, async (t) => {
    const site = await emptySite(t)
    const tab = await visit(browser, site, { scripts })
    await spendLink(tab.page, site)

    // A mistake is said at the top, at the field, and in the title; nothing that was typed is lost.
    tab.watch.expect(/status of 422/)
    await tab.page.getByLabel('What is it called?').fill('')
    await tab.page.getByLabel('Who runs it?').fill('Some neighbours')
    await tab.page.getByRole('button', { name: 'Open the doors' }).click()
    const summary = tab.page.getByRole('alert').filter({ hasText: 'There is a problem' })
    await summary.waitFor()
    assert.match(await tab.page.title(), /^Error: /)
    await axe(tab.page)
    assert.equal(await tab.page.getByLabel('Who runs it?').inputValue(), 'Some neighbours')
    const words = await summary.getByRole('link').first().innerText()
    assert.equal(await tab.page.locator('.field').filter({ hasText: words }).count(), 1, `"${words}" stands at the field too`)
    await summary.getByRole('link').first().click()
    assert.equal(await tab.page.evaluate(() => document.activeElement.name), 'name')

    await tab.page.getByLabel('What is it called?').fill('Linden House')
    await tab.page.getByRole('button', { name: 'Open the doors' }).click()
    await tab.page.waitForURL('**/set-up/key')
    const key = await tab.page.locator('code').first().innerText()
    assert.ok(key.length > 40, 'the key is shown')
    await tab.page.getByLabel(/I have put it somewhere safe/).check()
    await tab.page.getByRole('button', { name: 'Go on' }).click()
    await found(tab.page)
    tab.watch.expect(saysNotFound)
    assert.equal((await tab.page.goto('/admin')).status(), 404, 'a seat without keys looks after nothing')
    await tab.page.goto('/settings/keys')
    await (scripts ? passkeyAndPhrase(tab.page) : phraseAndApp(tab.page))
    await tab.page.goto('/admin')
    await tab.page.getByText('A steward has a seat with two keys.').waitFor()
    assert.equal(await tab.page.getByRole('banner').getByText('Linden House').count(), 1)

    assert.equal((await tab.page.goto('/set-up/key')).status(), 404, 'the key is shown once')
    await tab.close()
  })
}

test('the link works once, and for nobody else', async (t) => {
  const site = await emptySite(t)
  const first = await visit(browser, site)
  await setUp(first.page, site)
  const second = await visit(browser, site)
  second.watch.expect(saysNotFound)
  for (const path of [new URL(site.setUpLink).pathname, ...stewards]) {
    assert.equal((await second.page.goto(path)).status(), 404, path)
  }
  await second.close()
  await first.close()
})

test('pages of whoever looks after the place', async (t) => {
  const site = await emptySite(t)
  await inEveryWay(t, browser, site, [new URL(site.setUpLink).pathname])
  const first = await visit(browser, site)
  await spendLink(first.page, site)
  await inEveryWay(t, browser, site, ['/set-up'], { state: await first.context.storageState() })
  await answer(first.page)
  await inEveryWay(t, browser, site, ['/set-up/key', '/set-up/steward'], { state: await first.context.storageState() })
  await first.page.goto('/set-up/steward')
  await found(first.page)
  await passkeyAndPhrase(first.page)
  const state = await first.context.storageState()
  await first.close()
  await inEveryWay(t, browser, site, stewards, { state, keyboard: 'light' })
})

test('a change of the place is seen by everybody', async (t) => {
  const site = await emptySite(t)
  const tab = await visit(browser, site, { scripts: false })
  await setUp(tab.page, site, { scripts: false })
  await tab.page.goto('/admin/site')
  await tab.page.getByLabel('A word of welcome').fill('Sit down by the *fire*. <script>alert(1)</script>')
  await tab.page.getByRole('button', { name: 'Keep the changes' }).click()
  await tab.page.getByText('Changed. Everybody sees it from now on.').waitFor()
  await tab.close()
  const visitor = await visit(browser, site)
  await visitor.page.goto('/')
  assert.equal(await visitor.page.locator('.said em').innerText(), 'fire')
  assert.equal(await visitor.page.locator('.said script').count(), 0)
  await visitor.close()
})
