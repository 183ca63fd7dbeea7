// Debian's Chromium, the ways of looking at a page, and a watch over everything a page does that it should not.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

/**
 * The six ways of looking that every page must bear: the size of the window, what the device prefers, the language. Those without a
 * language show the same document: turn makes an open page look so.
 */
export const modes = {
  light: { viewport: desk, colorScheme: 'light' },
  dark: { viewport: phone, colorScheme: 'dark' },
  'forced colours': { viewport: phone, forcedColors: 'active' },
  '320 px': { viewport: { width: 320, height: 640 } },
  '200 % text': { viewport: phone, textSize: 2 },
  'right to left': { viewport: phone, language: 'en-XB' },
}

const withoutScripts = new WeakMap() // page -> the session that keeps its scripts from running

/** Does something that needs scripts, in a page that was opened without them too: what has not run until then does not run any more. */
export async function withScripts(page, work) {
  const devtools = withoutScripts.get(page)
  await devtools?.send('Emulation.setScriptExecutionDisabled', { value: false })
  try {
    return await work()
  } finally {
    await devtools?.send('Emulation.setScriptExecutionDisabled', { value: true })
  }
}

/** Flags with which Chromium asks no other machine for anything: names but localhost resolve to nothing. */
export const safeFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost',
]

// Debian's Chromium without its windows: the same engine, for half the processor time. Where it is not installed, Chromium itself.
const shell = '/usr/bin/chromium-headless-shell'

// No page is open long enough to make up for optimising its scripts, and axe comes anew with each.
const quick = '--js-flags=--no-opt --no-maglev'

/** Starts Chromium for Playwright. */
export async function openBrowser() {
  const home = mkdtempSync(join(tmpdir(), 'handrail-chromium-'))
  const browser = await chromium.launch({
    executablePath: process.env.HANDRAIL_CHROMIUM ?? (existsSync(shell) ? shell : '/usr/bin/chromium'), env: { ...process.env, HOME: home }, args: [...safeFlags, quick],
  })
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  return browser
}

/**
 * Opens a tab of its own, with its own cookies, that looks in one of the modes.
 * scripts, worker: whether pages may run scripts and a service worker; state: the cookies of an earlier visit.
 * @returns {Promise<Visit>} close it with visit.close(), which fails on anything the watch saw
 */
export async function visit(browser, site, { mode = 'light', scripts = true, worker = true, state } = {}) {
  const { textSize, language, ...look } = modes[mode]
  const context = await browser.newContext({
    baseURL: site.url, reducedMotion: 'reduce', storageState: state, serviceWorkers: worker ? 'allow' : 'block', ...look,
  })
  if (language) await context.addCookies([{ name: 'reading', value: `l=${language}`, url: site.url }])
  const page = await context.newPage()
  const goto = page.goto.bind(page)
  page.goto = (...to) => goto(...to).catch(async (failed) => {
    if (!/interrupted by another navigation/.test(failed.message)) throw failed
    await page.waitForLoadState() // an open page came anew by itself, because its session ended
    return goto(...to)
  })
  const devtools = await context.newCDPSession(page)
  if (!scripts) {
    await devtools.send('Emulation.setScriptExecutionDisabled', { value: true })
    withoutScripts.set(page, devtools)
  }
  if (textSize) await setText(devtools, textSize)
  return new Visit(context, page, new Watch(context, new URL(site.url).host), devtools, mode)
}

// setText sets how many times larger than usual text is, for whoever has not chosen a size on the site.
async function setText(devtools, size) {
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16 * size, fixed: 13 * size } })
}

class Visit {
  #devtools
  #mode

  constructor(context, page, watch, devtools, mode) {
    this.context = context
    this.page = page
    this.watch = watch
    this.#devtools = devtools
    this.#mode = mode
  }

  /** Makes the page that is open look as in one of the modes without a language. */
  async turn(mode) {
    if (mode === this.#mode) return
    const { viewport, textSize = 1, colorScheme = 'light', forcedColors = 'none', language } = modes[mode]
    assert.equal(language, modes[this.#mode].language, `in ${mode} it is another document`)
    await this.page.emulateMedia({ colorScheme, forcedColors })
    await setText(this.#devtools, textSize)
    await this.page.setViewportSize(viewport)
    this.#mode = mode
  }

  /** Closes the tab; throws when it did something a page should not do. */
  async close() {
    await this.context.close()
    this.watch.check()
  }
}

/**
 * Keeps what a page does that it should not: errors in the console, refusals by its own policy, requests to other hosts.
 * A request that the policy stopped before it left counts as a refusal, not as a request.
 */
class Watch {
  #host
  #expected = []
  #away = new Map() // request to another host -> its address
  problems = []

  constructor(context, host) {
    this.#host = host
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (err) => this.#note(`script: ${err.error().stack}`))
    context.on('request', (request) => this.#sent(request, request.url()))
    context.on('requestfailed', (request) => { if (request.failure()?.errorText === 'csp') this.#away.delete(request) })
    const sockets = (page) => page.on('websocket', (socket) => this.#sent(socket, socket.url()))
    context.on('page', sockets)
    context.pages().forEach(sockets)
  }

  /** The addresses on other hosts that the page asked for something. */
  get elsewhere() {
    return [...this.#away.values()]
  }

  /** Says that something is meant to happen here, such as the answer 404 on a page that does not exist. */
  expect(pattern) {
    this.#expected.push(pattern)
  }

  /** Throws what was seen since it was last asked: what one page did is not held against the next. */
  check() {
    const all = [...this.problems.splice(0), ...this.elsewhere.map((address) => `asked elsewhere: ${address}`)]
    this.#away.clear()
    if (all.length > 0) throw new Error(`the page did what it should not:\n  ${all.join('\n  ')}`)
  }

  #sent(request, address) {
    const url = new URL(address)
    const near = url.host === this.#host || url.protocol === 'blob:' && url.origin.endsWith(this.#host)
    if (!near) this.#away.set(request, address)
  }

  #note(problem) {
    if (!this.#expected.some((pattern) => pattern.test(problem))) this.problems.push(problem)
  }
}
