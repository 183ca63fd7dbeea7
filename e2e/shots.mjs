// Takes a picture of every page, phone and desk, light and dark, to be looked at:  node e2e/shots.mjs FOLDER
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from './harness/browser.mjs'
import { startSite } from './harness/site.mjs'
import { laidOutWhole } from './harness/check.mjs'
import { setUp } from './harness/steward.mjs'
import { development, nowhere, open, stewards } from './pages.mjs'

const folder = process.argv[2] ?? 'shots'
mkdirSync(folder, { recursive: true })
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } }
const browser = await openBrowser()
const demo = await startSite()
const own = await startSite({ demo: false })
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) await shoot(own, [new URL(own.setUpLink).pathname], { viewport, colorScheme }, `${size}-${colorScheme}`)
  }
  const steward = await browser.newContext({ baseURL: own.url })
  await setUp(await steward.newPage(), own)
  const state = await steward.storageState()
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      const look = { viewport, colorScheme, reducedMotion: 'reduce' }
      await shoot(demo, [...open, ...development, nowhere], { ...look }, `${size}-${colorScheme}`)
      await shoot(own, stewards, { ...look, storageState: state }, `${size}-${colorScheme}`)
    }
  }
} finally {
  await browser.close()
  await Promise.all([demo.stop(), own.stop()])
}

async function shoot(site, paths, look, suffix) {
  const context = await browser.newContext({ baseURL: site.url, ...look })
  const page = await context.newPage()
  for (const path of paths) {
    await page.goto(path)
    const name = path === '/' ? 'front' : path.startsWith('/set-up/') && path !== '/set-up/key' ? 'set-up-link' : path.slice(1).replace(/[^a-z0-9]+/gi, '-')
    await laidOutWhole(page, () => page.screenshot({ path: join(folder, `${name}-${suffix}.png`) }))
  }
  await context.close()
}
