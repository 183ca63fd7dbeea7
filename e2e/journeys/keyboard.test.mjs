// With the keyboard alone: every stop can be seen, nothing traps, the ways out come first.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { development, open } from '../pages.mjs'

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

for (const mode of ['light', '320 px']) {
  test(`every stop in ${mode}`, async (t) => {
    const tab = await visit(browser, site, { mode })
    for (const path of [...open, ...development].filter((path) => path !== '/month')) {
      await t.test(path, async () => {
        await tab.page.goto(path)
        // Where something went wrong the focus begins at the summary; everywhere else at the top.
        const top = await tab.page.evaluate(() => document.activeElement === document.body)
        const stops = await walk(tab.page, 400)
        if (!top) stops.push(...await walk(tab.page, 400)) // past the end one comes to the top
        if (top) assert.deepEqual(stops.slice(0, 2), ['Skip to the page', 'Leave this site now, or press Shift three times'])
        assert.ok(stops.includes('Help') && stops.includes('Leave quickly'), 'help and the way out are on every page')
        assert.ok(stops.length < 400, 'the walk ends')
      })
    }
    await tab.close()
  })
}

test('the skip link skips', async () => {
  const tab = await visit(browser, site)
  await tab.page.goto('/help')
  await tab.page.keyboard.press('Tab')
  await tab.page.keyboard.press('Enter')
  await tab.page.keyboard.press('Tab')
  assert.ok(await tab.page.evaluate(() => document.querySelector('main').contains(document.activeElement)))
  await tab.close()
})

test('choices of reading are made and kept', async () => {
  const tab = await visit(browser, site)
  await tab.page.goto('/settings/reading')
  const choice = tab.page.getByRole('radio', { name: 'Always dark' })
  await choice.focus()
  await tab.page.keyboard.press('Space')
  await tab.page.keyboard.press('Enter')
  await tab.page.getByText('Changed.').waitFor()
  await tab.page.goto('/')
  assert.equal(await tab.page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  await tab.close()
})
