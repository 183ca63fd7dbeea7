// An open page hears from the server at once, and no longer than its visit lasts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'

let site, browser, state
before(async () => {
  site = await startSite({ demo: false })
  browser = await openBrowser()
  const tab = await visit(browser, site)
  await setUp(tab.page, site)
  state = await tab.context.storageState()
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

test('a word goes there and comes back through the socket', async () => {
  const tab = await visit(browser, site, { state })
  const socket = tab.page.waitForEvent('websocket')
  await tab.page.goto('/admin/live')
  assert.equal(new URL((await socket).url()).host, new URL(site.url).host)
  await tab.page.getByText('The connection is open.').waitFor()
  await tab.page.getByRole('button', { name: 'Send a word to the server' }).click()
  await tab.page.getByText(/It arrived, after [\d.,]+ ms\./).waitFor()
  await tab.close()
})

test('without scripts the page says that it needs them', async () => {
  const tab = await visit(browser, site, { state, scripts: false })
  await tab.page.goto('/admin/live')
  await tab.page.getByText(/This one page needs scripts/).waitFor()
  assert.equal(await tab.page.getByRole('button', { name: 'Send a word' }).count(), 0)
  await tab.close()
})

test('signing out in one tab closes the socket of the other within two seconds', async () => {
  const tab = await visit(browser, site, { state })
  tab.watch.expect(/status of 404/)
  const opened = tab.page.waitForEvent('websocket')
  await tab.page.goto('/admin/live')
  const socket = await opened
  await tab.page.getByText('The connection is open.').waitFor()
  const other = await tab.context.newPage()
  await other.goto('/settings/visit')
  const closed = socket.waitForEvent('close').then(() => performance.now())
  const began = performance.now()
  await other.getByRole('button', { name: 'Sign out on this device' }).click()
  const ms = await closed - began
  assert.ok(ms < 2000, `closed after ${ms} ms`)
  // The page that was open is no longer shown to somebody who is not there any more.
  await tab.page.getByRole('heading', { name: 'Try the live connection' }).waitFor({ state: 'detached' })
  await tab.close()
})
