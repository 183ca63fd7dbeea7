// Debian's Chromium, the ways of looking at a page, and a watch over everything a page does that it should not.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

/** The six ways of looking that every page must bear, and the language cookie and preferences each stands for. */
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

/** Starts Chromium so that it asks no other machine for anything: names but localhost resolve to nothing. */
export async function openBrowser() {
  const home = mkdtempSync(join(tmpdir(), 'handrail-chromium-'))
  const browser = await chromium.launch({
    executablePath: process.env.HANDRAIL_CHROMIUM ?? '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost',
    ],
  })
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true }))
  return browser
}

/**
 * Opens a tab of its own, with its own cookies, that looks in one of the modes.
 * @returns {Promise<Visit>} close it with visit.close(), which fails on anything the watch saw
 */
export async function visit(browser, site, { mode = 'light', scripts = true, reducedMotion = 'reduce', state } = {}) {
  const { textSize, language, ...look } = modes[mode]
  const context = await browser.newContext({ baseURL: site.url, reducedMotion, storageState: state, ...look })
  if (language) await context.addCookies([{ name: 'lang', value: language, url: site.url }])
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  if (!scripts) {
    await devtools.send('Emulation.setScriptExecutionDisabled', { value: true })
    withoutScripts.set(page, devtools)
  }
  if (textSize) {
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16 * textSize, fixed: 13 * textSize } })
  }
  return new Visit(context, page, new Watch(context, new URL(site.url).host))
}

class Visit {
  constructor(context, page, watch) {
    this.context = context
    this.page = page
    this.watch = watch
  }

  /** Closes the tab; throws when it did something a page should not do. */
  async close() {
    await this.context.close()
    this.watch.check()
  }
}

/** Keeps what a page does that it should not: errors in the console, refusals by its own policy, requests to other hosts. */
class Watch {
  #host
  #expected = []
  problems = []
  requests = []

  constructor(context, host) {
    this.#host = host
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()} (${message.location().url})`)
    })
    context.on('weberror', (err) => this.#note(`script: ${err.error().stack}`))
    context.on('request', (request) => this.#request(request.url()))
    context.on('page', (page) => page.on('websocket', (socket) => this.#request(socket.url())))
    for (const page of context.pages()) page.on('websocket', (socket) => this.#request(socket.url()))
  }

  /** Says that something is meant to happen here, such as the answer 404 on a page that does not exist. */
  expect(pattern) {
    this.#expected.push(pattern)
  }

  check() {
    if (this.problems.length > 0) throw new Error(`the page did what it should not:\n  ${this.problems.join('\n  ')}`)
  }

  #request(address) {
    const url = new URL(address)
    this.requests.push(address)
    const near = url.host === this.#host || url.protocol === 'blob:' && url.origin.endsWith(this.#host)
    if (!near) this.#note(`asked elsewhere: ${address}`)
  }

  #note(problem) {
    if (!this.#expected.some((pattern) => pattern.test(problem))) this.problems.push(problem)
  }
}
