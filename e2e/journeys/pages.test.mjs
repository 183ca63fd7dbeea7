// Every page that anybody may open bears every way of looking at it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { modes, openBrowser, visit } from '../harness/browser.mjs'
import { lookAt } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { development, nowhere, open, saysNotFound } from '../pages.mjs'

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const ways = [...Object.keys(modes).map((mode) => ({ mode })), { mode: 'light', scripts: false }, { mode: '320 px', scripts: false }]
for (const way of ways) {
  test(`${way.mode}${way.scripts === false ? ' without scripts' : ''}`, async (t) => {
    const tab = await visit(browser, site, way)
    for (const path of [...open, ...development]) await t.test(path, () => lookAt(tab, path))
    await t.test(nowhere, async () => {
      tab.watch.expect(saysNotFound)
      assert.equal(await lookAt(tab, nowhere), 404)
    })
    await tab.close()
  })
}

test('the page leans to the other side for languages that do', async () => {
  const tab = await visit(browser, site, { mode: 'right to left' })
  await tab.page.goto('/')
  assert.deepEqual(await tab.page.evaluate(() => [document.documentElement.dir, getComputedStyle(document.body).direction]), ['rtl', 'rtl'])
  await tab.close()
})
