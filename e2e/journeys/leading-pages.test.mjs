// The pages of whoever leads a group bear every way of looking at them.
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { fits, hasBones } from '../harness/check.mjs'
import { lowTide, person } from '../harness/low-tide.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

test('pages of whoever leads bear every way of looking', async (t) => {
  const { site, state, tab, path, lead } = await lowTide(t, browser)
  await person(tab.page, lead, 'Ada')
  const ada = new URL(tab.page.url()).pathname
  await tab.close()
  const paths = [
    lead, lead + '/begin', lead + '/poster', lead + '/askings', lead + '/people', ada, ada + '/removal', lead + '/greeters',
    path + '/invitations', lead + '/bans', lead + '/settings', lead + '/state', lead + '/state/archive',
  ]
  await inEveryWay(t, browser, site, paths, { state, name: (one) => one.replace(path, ''), keyboard: 'light' })
  for (const language of ['es', 'fr']) {
    await t.test(language, async () => {
      const other = await visit(browser, site, { mode: '320 px', state })
      await other.context.addCookies([{ name: 'reading', value: `l=${language}`, url: site.url }])
      for (const one of paths) {
        await other.page.goto(one)
        await fits(other.page)
        await hasBones(other.page)
      }
      await other.close()
    })
  }
})
