// Takes a picture of every page, phone and desk, light and dark, to be looked at:  node e2e/shots.mjs FOLDER
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './harness/browser.mjs'
import { startSite } from './harness/site.mjs'
import { laidOutWhole } from './harness/check.mjs'
import { answer, found, passkeyAndPhrase, spendLink } from './harness/steward.mjs'
import { development, nowhere, open, stewards } from './pages.mjs'

const folder = process.argv[2] ?? 'shots'
mkdirSync(folder, { recursive: true })
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } }
const browser = await openBrowser()
const demo = await startSite()
const own = await startSite({ demo: false })
try {
  await inEverySize(demo, [...open, ...development, nowhere])
  await inEverySize(own, [new URL(own.setUpLink).pathname])
  const steward = await browser.newContext({ baseURL: own.url })
  const page = await steward.newPage()
  await spendLink(page, own)
  await inEverySize(own, ['/set-up'], await steward.storageState())
  await answer(page)
  await page.goto('/set-up/steward')
  await inEverySize(own, ['/set-up/steward'], await steward.storageState())
  await found(page)
  await passkeyAndPhrase(page)
  await inEverySize(own, stewards, await steward.storageState())
} finally {
  await browser.close()
  await Promise.all([demo.stop(), own.stop()])
}

async function inEverySize(site, paths, storageState) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ baseURL: site.url, viewport, colorScheme, reducedMotion: 'reduce', storageState })
      const page = await context.newPage()
      for (const path of paths) {
        await page.goto(path)
        await laidOutWhole(page, () => page.screenshot({ path: join(folder, `${nameOf(path)}-${size}-${colorScheme}.png`) }))
      }
      await context.close()
    }
  }
}

function nameOf(path) {
  if (path === '/') return 'front'
  if (/^\/set-up\/.{40}/.test(path)) return 'set-up-link'
  return path.slice(1).replace(/[^a-z0-9]+/gi, '-')
}
