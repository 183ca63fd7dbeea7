// The pages of whoever has come in bear every way of looking at them.
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { lookAt } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { own } from '../pages.mjs'

let site, browser, state
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  state = await walkIn(browser, site, 'member')
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

for (const way of [{ mode: 'light' }, { mode: 'dark' }, { mode: '320 px', scripts: false }, { mode: '200 % text' }, { mode: 'right to left' }]) {
  test(`${way.mode}${way.scripts === false ? ' without scripts' : ''}`, async (t) => {
    const tab = await visit(browser, site, { ...way, state })
    for (const path of own) await t.test(path, () => lookAt(tab, path))
    await tab.close()
  })
}
