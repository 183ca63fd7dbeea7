// Somebody looks over the shoulder: one tap, or three presses of Shift, and nothing of this place is to be seen or found by going back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { openWithMemory } from '../harness/history.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'

const name = 'Linden House'

let site, browser
before(async () => {
  site = await startSite({ demo: false })
  browser = await openBrowser()
  const tab = await visit(browser, site)
  await setUp(tab.page, site)
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

// Nothing that is shown, the title included, says where one was.
const telling = new RegExp(`${name}|Help|Leave|safe|recover`, 'i')
const shown = "`${document.title} ${document.body?.innerText ?? ''}`"

for (const scripts of [true, false]) {
  test(`going back after leaving${scripts ? '' : ' without scripts'} shows nothing`, async () => {
    const tab = await openWithMemory({ scripts })
    try {
      await tab.open(site.url + '/')
      for (const path of ['/safety', '/privacy']) {
        await tab.press(`main a[href="${path}"]`)
        await tab.until(`location.pathname === '${path}'`)
        await tab.settled()
      }
      assert.match(await tab.evaluate(shown), telling)
      await tab.press('.strip .leave')
      await tab.until("location.pathname === '/month'")
      await tab.settled()
      assert.doesNotMatch(await tab.evaluate(shown), telling)
      for (const step of [-1, -1, -1, 1, 1, 1]) {
        await tab.go(step)
        assert.doesNotMatch(await tab.evaluate(shown), telling, `${step < 0 ? 'back' : 'forward'} shows ${await tab.evaluate('location.pathname')}`)
      }
    } finally {
      await tab.close()
    }
  })
}

const leave = (page) => page.getByRole('navigation', { name: 'Always here' }).getByRole('button', { name: 'Leave quickly' })

// Measures, in the page itself, from the moment of the press until a frame with the cover has been drawn; after a second it says
// what was still to be seen.
async function watchCover(page) {
  let said
  const covered = new Promise((heard) => { said = heard })
  await page.exposeFunction('covered', (ms, above) => said({ ms, above }))
  await page.evaluate(() => {
    let pressed = 0
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, (event) => { pressed = event.timeStamp }, true)
    const look = () => {
      const points = [[5, 5], [innerWidth / 2, innerHeight / 2], [innerWidth - 5, innerHeight - 5], [innerWidth / 2, 20], [60, 20]]
      const above = points.map(([x, y]) => document.elementFromPoint(x, y))
        .filter((top) => !top?.classList.contains('veil') || getComputedStyle(top).opacity !== '1').map((top) => top?.outerHTML.slice(0, 100))
      const since = performance.now() - pressed
      if (pressed && above.length === 0) requestAnimationFrame(() => window.covered(performance.now() - pressed, []))
      else if (pressed && since > 1000) window.covered(since, above)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return () => covered
}

const presses = {
  'a tap': (page) => leave(page).click({ noWaitAfter: true }),
  'three presses of Shift': async (page) => { for (let i = 0; i < 3; i++) await page.keyboard.press('Shift') },
  'the first stop of the keyboard': async (page) => {
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Leave this site now/)
    await page.keyboard.press('Enter')
  },
}
for (const [how, press] of Object.entries(presses)) {
  test(`the screen is covered at once by ${how}, however slow the server is`, async (t) => {
    const tab = await visit(browser, site, { worker: false })
    await tab.page.goto('/safety')
    await tab.page.waitForFunction(() => customElements.get('quick-exit'))
    await tab.context.route('**/exit', async (route) => {
      await new Promise((done) => setTimeout(done, 700))
      await route.continue().catch(() => {})
    })
    const covered = await watchCover(tab.page)
    await press(tab.page)
    const { ms, above } = await covered()
    t.diagnostic(`covered after ${Math.round(ms)} ms`)
    assert.deepEqual(above, [], 'still to be seen')
    assert.ok(ms <= 100, `covered after ${ms} ms`)
    await tab.page.waitForURL('**/month')
    assert.doesNotMatch(await tab.page.evaluate(shown), telling)
    await tab.close()
  })
}

test('leaving clears what the browser kept, and ends the visit', async () => {
  const site = await startSite({ demo: false })
  try {
    const tab = await visit(browser, site)
    await setUp(tab.page, site)
    await tab.page.goto('/admin')
    await tab.page.evaluate(() => navigator.serviceWorker.ready)
    const before = await tab.context.cookies()
    await leave(tab.page).click()
    await tab.page.waitForURL('**/month')
    await tab.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistrations()).length === 0)
    assert.deepEqual(await tab.page.evaluate(() => caches.keys()), [])
    assert.deepEqual((await tab.context.cookies()).map((c) => c.name).filter((name) => name !== 'away'), [])

    // The key of that visit opens nothing any more, wherever it was copied to.
    const thief = await visit(browser, site, { worker: false })
    await thief.context.addCookies(before)
    thief.watch.expect(/status of 404/)
    assert.equal((await thief.page.goto('/admin')).status(), 404)
    await thief.close()
    await tab.close()
  } finally {
    await site.stop()
  }
})

test('a page that is opened on purpose afterwards is there again', async () => {
  const tab = await visit(browser, site)
  await tab.page.goto('/')
  await leave(tab.page).click()
  await tab.page.waitForURL('**/month')
  await tab.page.goto('/help')
  await tab.page.locator('main a[href^="tel:"]').first().waitFor()
  await tab.close()
})

test('two presses of Shift, or Shift with another key, stay', async () => {
  const tab = await visit(browser, site)
  await tab.page.goto('/safety')
  await tab.page.waitForFunction(() => customElements.get('quick-exit'))
  await tab.page.keyboard.press('Shift')
  await tab.page.keyboard.press('Shift')
  assert.match(await tab.page.locator('quick-exit [role=status]').innerText(), /once more to leave/)
  for (const key of ['Shift+Tab', 'Shift+A', 'Shift']) await tab.page.keyboard.press(key)
  assert.equal(new URL(tab.page.url()).pathname, '/safety')
  assert.equal(await tab.page.locator('.veil').count(), 0)
  await tab.close()
})
