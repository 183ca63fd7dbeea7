// What every page must bear: axe finds nothing, nothing sticks out sideways, the focus is always to be seen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import assert from 'node:assert/strict'
import { withScripts } from './browser.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules of axe that can come to something else when nothing but colours changes. */
const ofColours = ['color-contrast', 'link-in-text-block']

const everyRule = { 'target-size': { enabled: true } } // off unless it is asked for

/** What axe is to look at: all its rules, target size among them; where nothing but colours changes; where they stay and the rest changes. */
export const everything = { rules: everyRule }
export const colours = { runOnly: ofColours }
export const allButColours = { rules: { ...everyRule, ...Object.fromEntries(ofColours.map((rule) => [rule, { enabled: false }])) } }

/** Runs axe over the page; throws with what it found. */
export async function axe(page, rules = everything) {
  const found = await laidOutWhole(page, () => withScripts(page, () => violations(page, rules)))
  assert.deepEqual(found.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.join('\n    ')}`), [], `axe on ${page.url()}`)
}

/**
 * Makes the window as high as the page meanwhile: what lies under a bar that sticks to the edge is under it only until one scrolls.
 * That the focus is never covered is for walk to see.
 */
export async function laidOutWhole(page, work) {
  const size = page.viewportSize()
  await page.waitForLoadState() // a link that was pressed may have led to a page of which nothing has come yet
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, await page.evaluate(() => document.documentElement.scrollHeight)) })
  try {
    return await work()
  } finally {
    await page.setViewportSize(size)
  }
}

async function violations(page, rules) {
  const run = await bringAxe(page)
  return run(`axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...rules })})
    .then((r) => r.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 200) + ' ' + n.failureSummary) })))`)
}

const sessions = new WeakMap() // page -> the session through which axe is spoken to

// bringAxe brings axe into the document, unless it is there: over the debugging protocol, in a world of its own, so that the page's
// policy stays as strict as it is.
async function bringAxe(page) {
  if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page))
  const devtools = sessions.get(page)
  const { frameTree } = await devtools.send('Page.getFrameTree')
  const world = await devtools.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' })
  const run = async (expression) => {
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
      expression, contextId: world.executionContextId, awaitPromise: true, returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  if (await run('typeof axe') === 'undefined') await run(axeSource + ';0')
  return run
}

/** Nothing sticks out past the side of the window (WCAG 1.4.10). */
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth
    if (document.scrollingElement.scrollWidth <= room) return []
    return [...document.querySelectorAll('body *')].filter((e) => {
      const box = e.getBoundingClientRect()
      return box.width > 0 && (box.right > room + 1 || box.left < -1)
    }).slice(0, 5).map((e) => `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`)
      .concat(`${document.scrollingElement.scrollWidth} > ${room}`)
  })
  assert.deepEqual(wide, [], `${page.url()} is wider than the window`)
}

/** One page has one first heading, a title and a language. */
export async function hasBones(page) {
  const bones = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title.trim() !== '',
    lang: document.documentElement.lang !== '',
    main: document.querySelectorAll('main').length,
  }))
  assert.deepEqual(bones, { headings: 1, title: true, lang: true, main: 1 }, page.url())
}

/**
 * Walks the page with the Tab key; each stop must be in view, not covered, and look otherwise while it has the focus.
 * @returns {Promise<string[]>} the names of the stops in order
 */
export async function walk(page, most = 200) {
  await page.evaluate(observeStops)
  const stops = []
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => window.observeStop())
    assert.ok(stop.lastMarked, `focus on "${stops.at(-1)}" has no mark`)
    if (stop.end) break
    if (stop.again) continue // a further part of the same control, such as the months of a date
    assert.ok(stop.seen, `focus on "${stop.name}" is out of view`)
    assert.ok(!stop.covered, `focus on "${stop.name}" is covered`)
    stops.push(stop.name)
  }
  return stops
}

// observeStops runs in the page. window.observeStop then tells about the element that has the focus, and about the one before it
// whether it looked otherwise while it had it.
function observeStops() {
  let first, last, lastLook
  const parts = (e) => [e, ...(e.labels ?? []), ...(/^(radio|checkbox)$/.test(e.type) ? [e.nextElementSibling ?? e] : [])]
  const look = (e) => JSON.stringify(parts(e).map((part) => {
    const style = getComputedStyle(part)
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow]
  }))
  const name = (e) => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.name || e.tagName).trim().replace(/\s+/g, ' ').slice(0, 60)
  window.observeStop = () => {
    const e = document.activeElement
    const lastMarked = !last || last === e || look(last) !== lastLook
    if (!e || e === document.body || e === first && last !== e) return { end: true, lastMarked }
    const again = last === e
    first ??= e
    last = e
    if (!again) lastLook = look(e)
    const box = e.getClientRects()[0] ?? e.getBoundingClientRect() // the first line of a link that is broken into lines
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12))
    return {
      name: name(e), again, lastMarked,
      seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
      covered: !top || ![e, ...(e.labels ?? [])].some((one) => one.contains(top) || top.contains(one)),
    }
  }
}

/** Puts the page as it stands to every check that a page can be put to while nobody touches it; axe with every rule, or only some. */
export async function sound(tab, rules = everything) {
  await axe(tab.page, rules)
  await fits(tab.page)
  await hasBones(tab.page)
  tab.watch.check()
}

/**
 * Opens a page and puts it to every such check.
 * @returns {Promise<number>} the status it came with
 */
export async function lookAt(tab, path) {
  const answer = await tab.page.goto(path)
  await sound(tab)
  return answer.status()
}
