// A running Handrail for a journey: the real program, on a free port of this machine, in a folder of its own.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const patience = 30_000 // milliseconds that a start may take on a busy machine

/**
 * Starts `handrail serve` and answers when it says where to open it. Where HANDRAIL_BUILT_DEMO names the folder of a demo that was built
 * before, a demo is a copy of that: to build one takes longer than to start.
 * @param {{demo?: boolean, data?: string, port?: number, flags?: string[]}} [wish] demo: with the fictional community;
 *   data: a folder to keep; without it an empty one is made, and removed again by stop.
 * @returns {Promise<Site>}
 */
export async function startSite({ demo = true, data, port, flags = [] } = {}) {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'handrail-e2e-'))
  if (demo && data === undefined && process.env.HANDRAIL_BUILT_DEMO) cpSync(process.env.HANDRAIL_BUILT_DEMO, folder, { recursive: true })
  port ??= await freePort()
  const args = ['serve', '--data', folder, '--listen', `localhost:${port}`, ...(demo ? ['--demo'] : []), ...flags]
  const program = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment() })
  const site = new Site(program, folder, data === undefined)
  try {
    await site.opened()
  } catch (err) {
    await site.stop()
    throw err
  }
  return site
}

class Site {
  #program
  #ownFolder
  #ended = false

  constructor(program, data, ownFolder) {
    this.#program = program
    this.#ownFolder = ownFolder
    this.data = data
    this.output = ''
    this.url = ''
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => { this.output += text })
    }
    program.on('exit', () => { this.#ended = true })
    program.on('error', (err) => { this.#ended = true; this.output += err.message })
  }

  /** Waits until the program has printed its address and answers /readyz there. */
  async opened() {
    for (let waited = 0; waited < patience; waited += 50) {
      if (this.#ended) throw new Error(`handrail ended before it was ready:\n${this.output}`)
      this.url = this.output.match(/http:\/\/localhost:\d+/)?.[0] ?? ''
      if (this.url && await ready(this.url)) return
      await new Promise((done) => setTimeout(done, 50))
    }
    throw new Error(`handrail was not ready after ${patience / 1000} s:\n${this.output}`)
  }

  /** The one-time link that an empty site prints; '' when there is none. */
  get setUpLink() {
    return this.output.match(/http:\/\/localhost:\d+\/set-up\S*/)?.[0] ?? ''
  }

  /** Ends the program and removes its folder, if the folder was made for it. */
  async stop() {
    if (!this.#ended) {
      const gone = new Promise((done) => this.#program.once('exit', done))
      this.#program.kill('SIGTERM')
      const late = setTimeout(() => this.#program.kill('SIGKILL'), 15_000)
      await gone
      clearTimeout(late)
    }
    if (this.#ownFolder) rmSync(this.data, { recursive: true, force: true })
  }
}

async function ready(url) {
  try {
    return (await fetch(url + '/readyz')).ok
  } catch {
    return false
  }
}

// binary is the program to test: HANDRAIL_BINARY, or one built from this checkout.
function binary() {
  if (process.env.HANDRAIL_BINARY) return process.env.HANDRAIL_BINARY
  const path = join(mkdtempSync(join(tmpdir(), 'handrail-e2e-bin-')), 'handrail')
  process.on('exit', () => rmSync(dirname(path), { recursive: true, force: true }))
  execFileSync('go', ['build', '-o', path, './cmd/handrail'], { cwd: checkout, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } })
  process.env.HANDRAIL_BINARY = path
  return path
}

// cleanEnvironment keeps settings of the person who runs the tests out of the site.
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HANDRAIL_')))
}

function freePort() {
  return new Promise((found, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, 'localhost', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })
}
