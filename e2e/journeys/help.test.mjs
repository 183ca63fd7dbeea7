// Somebody frightened, on a cheap phone, with no account: numbers to call, whatever works and whatever does not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

async function demo(t) {
  const site = await startSite()
  t.after(() => site.stop())
  return site
}

for (const scripts of [true, false]) {
  test(`help lines${scripts ? '' : ' without scripts'}`, async (t) => {
    const tab = await visit(browser, await demo(t), { mode: 'dark', scripts })
    await tab.page.goto('/')
    await tab.page.getByRole('navigation', { name: 'Always here' }).getByRole('link', { name: 'Help' }).click()
    await tab.page.waitForURL('**/help')

    // The number for danger to life comes before all others and can be called with one tap.
    const calls = tab.page.locator('main a[href^="tel:"]')
    assert.match(await calls.first().getAttribute('href'), /^tel:\d{3}$/)
    assert.ok(await calls.count() > 2)
    for (const link of await calls.all()) assert.match(await link.getAttribute('href'), /^tel:[+*#\d]+$/)
    const box = await tab.page.getByRole('link', { name: /^Call / }).first().boundingBox()
    assert.ok(box.height >= 44 && box.width >= 44, 'calling needs a large target')

    // Another country by a plain form.
    await tab.page.getByLabel('Numbers for').selectOption('US')
    await tab.page.getByRole('button', { name: 'Show' }).click()
    await tab.page.waitForURL('**/help?country=US')
    assert.equal(await calls.first().getAttribute('href'), 'tel:911')
    assert.ok(await tab.page.locator('main a[href^="sms:"]').count() > 0, 'somebody who cannot speak can write')
    const body = tab.page.getByRole('region', { name: 'If it is about your body' })
    assert.match(await body.innerText(), /stopping all at once can be dangerous/)
    await tab.close()
  })
}

test('help lines without a connection', async (t) => {
  const site = await startSite()
  const tab = await visit(browser, site, { mode: 'dark' })
  try {
    await tab.page.goto('/')
    await tab.page.evaluate(() => navigator.serviceWorker.ready)
    await tab.page.waitForFunction(async () => (await caches.match('/help')) && (await caches.match('/offline')))
    await tab.page.waitForFunction(() => navigator.serviceWorker.controller)
    await tab.page.waitForLoadState('networkidle')
  } finally {
    await site.stop() // from here on there is no server at all
  }
  tab.watch.expect(/ERR_CONNECTION|ERR_FAILED|Failed to fetch/)

  await tab.page.goto('/help')
  assert.match(await tab.page.locator('main a[href^="tel:"]').first().getAttribute('href'), /^tel:\d{3}$/)
  assert.notEqual(await tab.page.evaluate(() => getComputedStyle(document.querySelector('main a[href^="tel:"]')).fontSize), '16px', 'it has its style')

  await tab.page.goto('/settings/visit')
  await tab.page.getByRole('heading', { name: 'You are offline' }).waitFor()
  await tab.page.getByRole('main').getByRole('link', { name: 'Help lines' }).click()
  await tab.page.locator('main a[href^="tel:"]').first().waitFor()
  await tab.close()
})

test('what is kept for being offline holds nothing of anybody', async (t) => {
  const tab = await visit(browser, await demo(t), { mode: 'dark' })
  await tab.page.goto('/')
  await tab.page.evaluate(() => navigator.serviceWorker.ready)
  await tab.page.waitForFunction(() => navigator.serviceWorker.controller)
  for (const path of ['/about', '/settings/reading', '/safety', '/privacy']) await tab.page.goto(path)
  await tab.page.waitForLoadState('networkidle')
  const kept = await tab.page.evaluate(async () => {
    const all = []
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname)
    }
    return all
  })
  const private_ = kept.filter((path) => /^\/(settings|admin|set-up|exit|connection)/.test(path))
  assert.deepEqual(private_, [])
  assert.ok(kept.includes('/help'))
  await tab.close()
})
