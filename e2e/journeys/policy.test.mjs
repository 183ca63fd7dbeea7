// What a page refuses, even if somebody managed to get it into the page; and what goes on working all the same.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

// smuggle puts markup into the main part of a page on its way to the browser; the page's headers stay as they are.
async function smuggle(tab, path, markup) {
  await tab.page.route('**' + path, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/<main[^>]*>/, (main) => main + markup) })
  })
  await tab.page.goto(path)
  await tab.page.waitForLoadState('networkidle')
}

const injections = {
  'an inline script': '<script>window.hurt = 1</script>',
  'an event handler': '<img src="/nothing.png" alt="" onerror="window.hurt = 1">',
  'a script of another host': '<script src="http://elsewhere.example/x.js"></script>',
  'a script with a guessed nonce': '<script nonce="AAAAAAAAAAAAAAAAAAAAAA">window.hurt = 1</script>',
  'a data script': '<script src="data:text/javascript,window.hurt=1"></script>',
  'an inline style': '<p id="styled" style="color: rgb(1, 2, 3)">x</p>',
  'a base': '<base href="http://elsewhere.example/">',
  'a frame': '<iframe src="http://elsewhere.example/" title="x"></iframe>',
  'a picture of another host': '<img src="http://elsewhere.example/x.png" alt="">',
  'a script in an attribute of htmx': '<p hx-on:load="window.hurt = 1" hx-on::init="window.hurt = 1" hx-get="/about" hx-trigger="load[window.hurt = 1]" hx-vals="js:{a: window.hurt = 1}">x</p>',
}
for (const [what, markup] of Object.entries(injections)) {
  test(`${what} does nothing`, async () => {
    const tab = await visit(browser, site, { worker: false })
    tab.watch.expect(/Content Security Policy|status of 404|attributes hold no code|no-code/)
    await smuggle(tab, '/about', markup)
    const state = await tab.page.evaluate(() => ({
      hurt: window.hurt, base: document.baseURI, frames: frames.length && frames[0].length,
      colour: document.getElementById('styled') && getComputedStyle(document.getElementById('styled')).color,
    }))
    assert.equal(state.hurt, undefined)
    assert.ok(state.base.startsWith(site.url))
    assert.notEqual(state.colour, 'rgb(1, 2, 3)')
    assert.deepEqual(tab.watch.elsewhere, [])
    await tab.close()
  })
}

test('a form of another place is not sent', async () => {
  const tab = await visit(browser, site, { worker: false })
  tab.watch.expect(/form-action|Content Security Policy/)
  await smuggle(tab, '/about', '<form action="http://elsewhere.example/" method="get"><button>Give</button></form>')
  const refused = tab.context.waitForEvent('console', (message) => /violates.*form-action/.test(message.text()))
  await tab.page.evaluate(() => document.querySelector('main form').requestSubmit())
  await refused
  assert.equal(new URL(tab.page.url()).pathname, '/about')
  await tab.close()
})

test('text from the page becomes neither markup nor a script address', async () => {
  const tab = await visit(browser, site, { worker: false })
  await tab.page.goto('/about')
  const refused = await tab.page.evaluate(() => {
    const tries = {
      innerHTML: () => { document.body.innerHTML = '<img src=x onerror=1>' },
      script: () => { document.createElement('script').src = '/assets/x.js' },
      evaluate: () => { window.setTimeout('window.hurt = 1') },
      policy: () => window.trustedTypes.createPolicy('another', {}),
      second: () => window.trustedTypes.createPolicy('handrail', {}),
    }
    return Object.keys(tries).filter((name) => {
      try {
        tries[name]()
        return false
      } catch (err) {
        return err instanceof TypeError || err instanceof EvalError
      }
    })
  })
  assert.deepEqual(refused, ['innerHTML', 'script', 'evaluate', 'policy', 'second'])
  tab.watch.problems.length = 0 // the browser says in the console what it refused
  await tab.close()
})

test('htmx goes on working', async () => {
  const tab = await visit(browser, site, { worker: false })
  await smuggle(tab, '/about', '<button hx-get="/safety" hx-select="h1" hx-target="#here" hx-swap="innerHTML">Fetch</button><div id="here"></div>')
  await tab.page.getByRole('button', { name: 'Fetch' }).click()
  await tab.page.locator('#here h1').waitFor()
  assert.match(await tab.page.locator('#here h1').innerText(), /What we protect/)
  await tab.close()
})

test('the service worker goes on working', async () => {
  const tab = await visit(browser, site)
  await tab.page.goto('/')
  assert.equal(await tab.page.evaluate(async () => (await navigator.serviceWorker.ready).active.scriptURL), site.url + '/sw.js')
  await tab.close()
})

test('every answer of a page brings a new nonce', async () => {
  const nonces = new Set()
  for (let i = 0; i < 5; i++) {
    const policy = (await fetch(site.url + '/')).headers.get('content-security-policy')
    nonces.add(policy.match(/'nonce-([^']{22,})'/)[1])
  }
  assert.equal(nonces.size, 5)
})
