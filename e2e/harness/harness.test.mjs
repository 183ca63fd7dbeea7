// The watch and the checks themselves: each finds what it is there to find, on pages made wrong on purpose.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { modes, openBrowser, visit } from './browser.mjs'
import { axe, fits, hasBones, sound, walk } from './check.mjs'
import { follow } from './hands.mjs'
import { lookOtherwise } from './ways.mjs'

const policy = "default-src 'none'; script-src 'nonce-R' 'strict-dynamic'; style-src 'nonce-R'; connect-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types handrail"
const page = (body, head = '') => `<!doctype html><html lang="en"><head><title>A page</title>
  <meta name="viewport" content="width=device-width">
  <style nonce="R">body{color:#111;background:#fff} p,h1{overflow-wrap:break-word}</style>${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`

const pages = {
  '/readyz': 'ready',
  '/good': page('<p>All is well.</p><p><a href="/good">A link</a></p><p><button>Go</button></p>'),
  '/inline': page('<p>Hello</p><script>window.ran = true</script>'),
  '/slow': page('<a href="/come">On</a>'),
  '/come': page('<script nonce="R">addEventListener("load", () => { document.body.dataset.ready = "yes" })</script>'),
  '/throws': page('<script nonce="R">throw new Error("broken on purpose")</script>'),
  '/elsewhere': page('<script nonce="R">fetch("http://elsewhere.example/").catch(() => {})</script>')
    .replace('<head>', '<head><meta http-equiv="x">'),
  '/markup': page('<script nonce="R">document.querySelector("h1").innerHTML = "<b>x</b>"</script>'),
  '/image': page('<form><input type="text"></form>'),
  '/wide': page('<div class="w">x</div>', '<style nonce="R">.w{inline-size:2000px}</style>'),
  '/bare': page('<a href="/good">A link</a>', '<style nonce="R">a{outline:none}</style>'),
  '/covered': page('<a href="/good">A link</a><div class="c"></div>', '<style nonce="R">.c{position:fixed;inset:0;background:#fff}</style>'),
  '/in-dark': page('<p class="d">Words</p>', '<style nonce="R">@media (prefers-color-scheme: dark) { .d { color: #222; background: #000 } }</style>'),
  '/in-forced': page('<p class="d">Words</p>', '<style nonce="R">@media (forced-colors: active) { .d { forced-color-adjust: none; color: #222; background: #000 } }</style>'),
  '/in-narrow': page('<div class="w">x</div>', '<style nonce="R">@media (max-width: 330px) { .w { inline-size: 400px } }</style>'),
  '/in-small': page('<p><button>A</button><button>B</button></p>', '<style nonce="R">@media (max-width: 330px) { button { inline-size: 12px; block-size: 12px; padding: 0; margin: 0 } }</style>'),
  '/in-huge': page('<div class="w">x</div>', '<style nonce="R">.w { inline-size: 14rem }</style>'),
  '/large': page('<p class="rem">x</p>', '<style nonce="R">.rem{inline-size:10rem}</style>'),
}

let server, site, browser
before(async () => {
  server = createServer((request, response) => {
    const body = pages[request.url]
    const open = request.url === '/elsewhere' ? policy.replace("connect-src 'self'", 'connect-src *') : policy
    response.writeHead(body ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': open })
    response.end(body ?? page('<p>Not here.</p>'))
  })
  await new Promise((listening) => server.listen(0, 'localhost', listening))
  site = { url: `http://localhost:${server.address().port}` }
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await new Promise((closed) => server.close(closed))
})

const open = async (path, wish) => {
  const tab = await visit(browser, site, wish)
  tab.watch.expect(/favicon/)
  await tab.page.goto(path)
  return tab
}

for (const mode of Object.keys(modes)) {
  test(`a good page passes in ${mode}`, async () => {
    const tab = await open('/good', { mode })
    await axe(tab.page)
    await fits(tab.page)
    await hasBones(tab.page)
    assert.deepEqual(await walk(tab.page), ['A link', 'Go'])
    await tab.close()
  })
}

test('a good page passes without scripts', async () => {
  const tab = await open('/good', { scripts: false })
  await axe(tab.page)
  await fits(tab.page)
  await tab.close()
})

for (const [path, sign] of [
  ['/inline', /Content Security Policy/], ['/throws', /broken on purpose/], ['/elsewhere', /asked elsewhere/],
  ['/markup', /TrustedHTML/], ['/nowhere', /404/],
]) {
  test(`the watch sees ${path}`, async () => {
    const tab = await open(path)
    await tab.page.waitForLoadState('networkidle')
    await assert.rejects(tab.close(), sign)
  })
}

test('what is expected is no problem', async () => {
  const tab = await visit(browser, site)
  tab.watch.expect(/status of 404/)
  await tab.page.goto('/nowhere')
  await tab.close()
})

for (const [path, check, sign] of [
  ['/image', axe, /label/], ['/wide', fits, /wider than/], ['/bare', walk, /no mark/], ['/covered', walk, /covered/],
]) {
  test(`${check.name} sees ${path}`, async () => {
    const tab = await open(path)
    await assert.rejects(check(tab.page), sign)
    await tab.close()
  })
}

for (const [path, mode, sign] of [
  ['/in-dark', 'dark', /color-contrast/], ['/in-forced', 'forced colours', /color-contrast/], ['/in-narrow', '320 px', /wider than/],
  ['/in-small', '320 px', /target-size/], ['/in-huge', '200 % text', /wider than/],
]) {
  test(`a page that is made to look otherwise: what is wrong ${path} is seen in ${mode} alone`, async () => {
    const tab = await open(path)
    await sound(tab)
    await assert.rejects(lookOtherwise(tab, mode), sign)
    await tab.turn('light')
    await sound(tab)
    await tab.close()
    const other = await open(path, { mode })
    await assert.rejects(sound(other), sign)
    await other.close()
  })
}

test('a page in another language has to come anew', async () => {
  const tab = await open('/good')
  await assert.rejects(tab.turn('right to left'), /another document/)
  await tab.close()
})

test('what follows a press is looked at when it has come', async () => {
  const tab = await open('/slow')
  await follow(tab.page, () => tab.page.getByRole('link', { name: 'On' }).press('Enter'))
  assert.equal(await tab.page.evaluate(() => document.body.dataset.ready), 'yes')
  await tab.close()
})

test('200 % text doubles what is measured in rem', async () => {
  const widths = []
  for (const mode of ['dark', '200 % text']) {
    const tab = await open('/large', { mode })
    widths.push(await tab.page.evaluate(() => document.querySelector('.rem').getBoundingClientRect().width))
    await tab.close()
  }
  assert.deepEqual(widths, [160, 320])
})
