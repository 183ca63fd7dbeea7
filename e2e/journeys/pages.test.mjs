// Every page that anybody may open bears every way of looking at it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { modes, openBrowser, visit } from '../harness/browser.mjs'
import { lookAt } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { inEveryWay } from '../harness/ways.mjs'
import { development, nowhere, open } from '../pages.mjs'

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

test('pages of the house', (t) => inEveryWay(t, browser, site, [...open, ...development]))

test('a page that does not exist', (t) => inEveryWay(t, browser, site, [nowhere], { status: 404 }))

// To look at a page that is made to look otherwise is as good as to look at one that comes so: here each mode has its own, and axe all
// its rules, on the page with every component and on the one that everybody sees first.
for (const mode of Object.keys(modes)) {
  test(`pages that come in ${mode}`, async (t) => {
    const tab = await visit(browser, site, { mode })
    for (const path of ['/', '/ui']) await t.test(path, () => lookAt(tab, path))
    await tab.close()
  })
}

test('the page leans to the other side for languages that do', async () => {
  const tab = await visit(browser, site, { mode: 'right to left' })
  await tab.page.goto('/')
  assert.deepEqual(await tab.page.evaluate(() => [document.documentElement.dir, getComputedStyle(document.body).direction]), ['rtl', 'rtl'])
  await tab.close()
})
