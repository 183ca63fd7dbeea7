// Somebody needs company at this minute: a phone, a slow line, no account, no scripts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound } from '../harness/check.mjs'
import { list } from '../harness/listings.mjs'
import { startSite } from '../harness/site.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

test('when there is nobody, it says so and shows who answers', async () => {
  const tab = await visit(browser, site, { mode: 'dark', scripts: false })
  await tab.page.goto('/now')
  await tab.page.getByRole('heading', { level: 1 }).waitFor()
  assert.ok(await tab.page.locator('main a[href^="tel:"]').count() > 0)
  await sound(tab)
  await tab.close()
})

test('company at this minute', async (t) => {
  list(site)
  const tab = await visit(browser, site, { mode: 'dark', worker: false })
  const { page } = tab
  await page.goto('/')
  const carried = []
  page.on('response', (r) => { if (r.request().resourceType() !== 'other') carried.push(r) })
  await page.getByRole('link', { name: 'Company, now' }).click()
  await page.getByRole('heading', { level: 1, name: 'There is company now.' }).waitFor()
  const running = page.getByRole('region', { name: 'On now, from anywhere' })
  assert.match(await running.innerText(), /Open Wire/)
  assert.match(await running.innerText(), /Just There[^]*Just begun/)
  assert.match(await running.innerText(), /For newcomers/)
  assert.match(await page.getByRole('region', { name: 'In the next hour' }).innerText(), /Next Wire/)
  assert.equal(await page.locator('script').count(), 0)
  assert.deepEqual(carried.filter((r) => r.request().resourceType() === 'script').map((r) => r.url()), [])

  // From here into a meeting: two taps, and the way in is a plain link.
  await running.getByRole('link', { name: 'Open Wire' }).click()
  assert.equal(await page.getByRole('link', { name: 'Go to the meeting online' }).getAttribute('href'), 'https://us02web.zoom.us/j/1?pwd=abc')
  assert.match(await page.locator('main').innerText(), /Passcode: lantern/)
  await tab.close()
  await t.test('weighs at most 20 KB in all', async () => {
    const fresh = await visit(browser, site, { mode: 'dark', worker: false })
    const sizes = []
    const devtools = await fresh.context.newCDPSession(fresh.page)
    await devtools.send('Network.enable')
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => sizes.push(encodedDataLength))
    await fresh.page.goto('/now')
    await fresh.page.waitForLoadState('networkidle')
    const sum = sizes.reduce((a, b) => a + b, 0)
    assert.ok(sizes.length >= 2 && sum <= 20_000, `${sum} bytes in ${sizes.length} answers`)
    await fresh.close()
  })
})

test('in every way of looking', async (t) => {
  await inEveryWay(t, browser, site, ['/now'], { keyboard: 'dark' })
})
