// What a page costs somebody who pays for each megabyte.
import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'

const kilobyte = 1024

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

for (const path of ['/', '/help', '/privacy', '/settings/reading']) {
  test(`the weight of ${path}`, async (t) => {
    const tab = await visit(browser, site, { worker: false })
    const devtools = await tab.context.newCDPSession(tab.page)
    await devtools.send('Network.enable')
    let wire = 0
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => { wire += encodedDataLength })
    const parts = { stylesheet: 0, script: 0 }
    const bodies = []
    tab.page.on('response', (answer) => {
      const kind = answer.request().resourceType()
      if (kind in parts) bodies.push(answer.body().then((body) => { parts[kind] += gzipSync(body).length }))
    })
    await tab.page.goto(path)
    await Promise.all(bodies)
    t.diagnostic(`${wire} bytes on the wire, style ${parts.stylesheet}, script ${parts.script} compressed`)
    assert.ok(parts.stylesheet > 0 && parts.stylesheet <= 20 * kilobyte, `style: ${parts.stylesheet} bytes compressed`)
    assert.ok(parts.script > 0 && parts.script <= 30 * kilobyte, `script until the page has loaded: ${parts.script} bytes compressed`)
    assert.ok(wire > 0 && wire <= 100 * kilobyte, `the whole page: ${wire} bytes as sent`)
    await tab.close()
  })
}

test('nothing moves by itself', async () => {
  const tab = await visit(browser, site)
  for (const path of ['/', '/help', '/ui']) {
    await tab.page.goto(path)
    assert.equal(await tab.page.evaluate(() => document.getAnimations().length), 0, path)
  }
  await tab.close()
})
