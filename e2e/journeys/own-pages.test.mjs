// The pages of whoever has come in bear every way of looking at them.
import { after, before, test } from 'node:test'
import { openBrowser } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'
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

test('pages of whoever has come in', (t) => inEveryWay(t, browser, site, own, { state }))
