// A browser as people have it, that keeps pages which were left and shows them again on going back. Playwright cannot follow a page
// into that memory, so this speaks the DevTools protocol over a pipe, just enough to open, press and go back.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { safeFlags } from './browser.mjs'

const patience = 15_000 // milliseconds

/** Starts Chromium with one empty tab. */
export async function openWithMemory({ scripts = true } = {}) {
  const tab = new Tab()
  await tab.attach()
  if (!scripts) await tab.send('Emulation.setScriptExecutionDisabled', { value: true })
  return tab
}

class Tab {
  #home = mkdtempSync(join(tmpdir(), 'handrail-chromium-'))
  #waiting = new Map() // message id -> its promise
  #received = ''
  #session
  #next = 1

  constructor() {
    const flags = [...safeFlags, '--headless=new', '--remote-debugging-pipe', `--user-data-dir=${this.#home}/profile`, 'about:blank']
    const program = process.env.HANDRAIL_CHROMIUM ?? '/usr/bin/chromium'
    this.browser = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: this.#home } })
    this.browser.stdio[4].setEncoding('utf8').on('data', (text) => this.#hear(text))
  }

  async attach() {
    const { targetInfos } = await this.send('Target.getTargets')
    const { targetId } = targetInfos.find((target) => target.type === 'page')
    this.#session = (await this.send('Target.attachToTarget', { targetId, flatten: true })).sessionId
    await this.send('Page.enable')
  }

  send(method, params = {}) {
    const id = this.#next++
    this.browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.#session }) + '\0')
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed, method }))
  }

  /** Opens an address as if it had been typed. */
  async open(address) {
    await this.send('Page.navigate', { url: address, transitionType: 'typed' })
    await this.until(`location.href === ${JSON.stringify(address)} && document.readyState === 'complete'`)
  }

  /** Presses the middle of what the selector finds. */
  async press(selector) {
    const { x, y } = await this.evaluate(`(() => {
      const found = document.querySelector(${JSON.stringify(selector)})
      found.scrollIntoView({ block: 'center', behavior: 'instant' })
      const box = found.getBoundingClientRect()
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    })()`)
    for (const type of ['mousePressed', 'mouseReleased']) {
      await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 })
    }
  }

  /**
   * Goes through the history as the arrows of the browser do.
   * @param {number} by -1 is back, 1 is forward
   * @returns {Promise<boolean>} whether there was somewhere to go
   */
  async go(by) {
    const { currentIndex, entries } = await this.send('Page.getNavigationHistory')
    const entry = entries[currentIndex + by]
    if (!entry) return false
    await this.send('Page.navigateToHistoryEntry', { entryId: entry.id })
    await this.settled()
    return true
  }

  /** Waits until nothing has moved on for half a second: refreshes and replacements included. */
  async settled() {
    let last, same = 0
    for (let waited = 0; same < 5; waited += 100) {
      if (waited > patience) throw new Error(`still moving at ${last}`)
      await new Promise((done) => setTimeout(done, 100))
      const now = await this.evaluate('location.href + document.readyState + document.title').catch(() => 'between pages')
      same = now === last && now.includes('complete') ? same + 1 : 0
      last = now
    }
  }

  async until(expression) {
    for (let waited = 0; waited < patience; waited += 50) {
      if (await this.evaluate(expression).catch(() => false)) return
      await new Promise((done) => setTimeout(done, 50))
    }
    throw new Error(`waited in vain for: ${expression}`)
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async close() {
    const gone = new Promise((done) => this.browser.once('exit', done))
    this.send('Browser.close').catch(() => {})
    await gone
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }

  #hear(text) {
    const messages = (this.#received + text).split('\0')
    this.#received = messages.pop()
    for (const message of messages.map((one) => JSON.parse(one))) {
      const waiter = this.#waiting.get(message.id)
      this.#waiting.delete(message.id)
      if (message.error) waiter?.failed(new Error(`${waiter.method}: ${message.error.message}`))
      else waiter?.done(message.result)
    }
  }
}
