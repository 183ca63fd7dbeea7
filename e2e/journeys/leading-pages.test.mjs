// The pages of whoever leads a group bear every way of looking at them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { modes, openBrowser, visit } from '../harness/browser.mjs'
import { fits, hasBones, lookAt, walk } from '../harness/check.mjs'
import { lowTide, person } from '../harness/low-tide.mjs'

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
  for (const way of [...Object.keys(modes).map((mode) => ({ mode })), { mode: 'light', scripts: false }]) {
    const look = await visit(browser, site, { ...way, state })
    for (const one of paths) await t.test(`${one.replace(path, '')} ${way.mode}`, () => lookAt(look, one))
    await look.close()
  }
  await t.test('by keyboard', async () => {
    const keys = await visit(browser, site, { state })
    for (const one of paths) {
      await keys.page.goto(one)
      assert.ok((await walk(keys.page)).length > 5)
    }
    await keys.close()
  })
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
