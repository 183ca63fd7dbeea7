// What every page must bear: axe finds nothing, nothing sticks out sideways, the focus is always to be seen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import assert from 'node:assert/strict'
import { withScripts } from './browser.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Runs axe over the page with all its rules, target size among them; throws with what it found. */
export async function axe(page) {
  const found = await withScripts(page, () => violations(page))
  assert.deepEqual(found.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.join('\n    ')}`), [], `axe on ${page.url()}`)
}

// violations runs axe over the debugging protocol, in a world of its own: the page's policy stays as strict as it is.
async function violations(page) {
  const devtools = await page.context().newCDPSession(page)
  const { frameTree } = await devtools.send('Page.getFrameTree')
  const world = await devtools.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' })
  const run = async (expression) => {
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', {
      expression, contextId: world.executionContextId, awaitPromise: true, returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  await run(axeSource + ';0')
  const found = await run(`axe.run(document, {
    resultTypes: ['violations'], rules: { 'target-size': { enabled: true } },
  }).then((r) => r.violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 200) + ' ' + n.failureSummary) })))`)
  await devtools.detach()
  return found
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
 * Walks the page with the Tab key; each stop must be visible, in view, not covered and drawn with a focus mark.
 * @returns {Promise<string[]>} the names of the stops in order
 */
export async function walk(page, most = 200) {
  const stops = []
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const e = document.activeElement
      if (!e || e === document.body) return null
      const box = e.getBoundingClientRect()
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12))
      const style = getComputedStyle(e)
      return {
        name: (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.getAttribute('name') || e.tagName).trim().replace(/\s+/g, ' ').slice(0, 60),
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        covered: !(top && (e.contains(top) || top.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(top)))),
        marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none',
        first: e === document.querySelector('[data-walked]'),
      }
    })
    if (!stop || stop.first) break
    if (stops.length === 0) await page.evaluate(() => document.activeElement.setAttribute('data-walked', ''))
    assert.ok(stop.seen, `focus on "${stop.name}" is out of view`)
    assert.ok(!stop.covered, `focus on "${stop.name}" is covered`)
    assert.ok(stop.marked, `focus on "${stop.name}" has no mark`)
    stops.push(stop.name)
  }
  return stops
}
