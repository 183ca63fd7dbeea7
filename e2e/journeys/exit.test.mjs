// Somebody looks over the shoulder: one tap, or three presses of Shift, and nothing of this place is to be seen or found by going back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'

let site, browser, name
before(async () => {
  site = await startSite({ demo: false })
  browser = await openBrowser({ memory: true })
  const tab = await visit(browser, site)
  await setUp(tab.page, site)
  name = 'Linden House'
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

// hidesAll: neither the window's title nor anything on it says where one was.
async function hidesAll(page) {
  const shown = await page.evaluate(() => `${document.title} ${document.body?.innerText ?? ''}`)
  assert.doesNotMatch(shown, new RegExp(`${name}|Help|Leave|safe|recover`, 'i'), `shown: ${shown}`)
}

async function goBackAndForth(page) {
  for (const step of ['goBack', 'goBack', 'goForward', 'goForward']) {
    await page[step]({ waitUntil: 'load' }).catch(() => null)
    await page.waitForLoadState()
    if (page.url() !== 'about:blank') await page.waitForURL('**/month')
    await hidesAll(page)
  }
}

const leave = (page) => page.getByRole('navigation', { name: 'Always here' }).getByRole('button', { name: 'Leave quickly' })

for (const scripts of [true, false]) {
  test(`leaving${scripts ? '' : ' without scripts'}, and going back`, async () => {
    const tab = await visit(browser, site, { scripts })
    await tab.page.goto('/')
    await tab.page.goto('/safety')
    await leave(tab.page).click()
    await tab.page.waitForURL('**/month')
    await hidesAll(tab.page)
    await goBackAndForth(tab.page)
    await tab.close()
  })
}

// Measures, in the page itself, from the moment of the press until a frame with the cover has been drawn.
async function watchCover(page) {
  let said
  const covered = new Promise((heard) => { said = heard })
  await page.exposeFunction('covered', (ms) => said(ms))
  await page.evaluate(() => {
    let pressed = 0
    const begin = (event) => { pressed = event.timeStamp }
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, begin, true)
    const look = () => {
      const hidden = [[5, 5], [innerWidth / 2, innerHeight / 2], [innerWidth - 5, innerHeight - 5]].every(([x, y]) => {
        const top = document.elementFromPoint(x, y)
        return top?.classList.contains('veil') && getComputedStyle(top).opacity === '1'
      })
      if (pressed && hidden) requestAnimationFrame(() => window.covered(performance.now() - pressed))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return covered
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
  test(`the screen is covered at once by ${how}, however slow the server is`, async () => {
    const tab = await visit(browser, site, { worker: false })
    await tab.page.goto('/safety')
    await tab.page.waitForFunction(() => customElements.get('quick-exit'))
    await tab.context.route('**/exit', async (route) => {
      await new Promise((done) => setTimeout(done, 700))
      await route.continue().catch(() => {})
    })
    const covered = watchCover(tab.page)
    await press(tab.page)
    const ms = await (await Promise.all([covered]))[0]
    assert.ok(ms <= 100, `covered after ${ms} ms`)
    await tab.page.waitForURL('**/month')
    await hidesAll(tab.page)
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
