// Somebody frightened, on a borrowed phone, is inside within a minute; and whoever has a key comes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, lookAt, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { totp } from '../harness/steward.mjs'
import { matchesGolden, transcript } from '../harness/transcript.mjs'
import { inEachMode } from '../harness/ways.mjs'

const refused = /status of 4(03|22)/

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Fills in the one screen. */
async function comeIn(page, { device = 'Mine alone' } = {}) {
  await page.goto('/come-in')
  await page.getByLabel('18 or over').check()
  await page.getByLabel('I agree to this.').check()
  if (device) await page.getByLabel(device).check()
  await page.getByRole('button', { name: 'Come in' }).click()
  await page.waitForURL('**/come-in/done')
}

const nameIn = (page) => page.locator('.secret code').innerText()

/** Keeps the seat with six words and tells them. */
async function keepWithPhrase(page) {
  await page.goto('/settings/keys/phrase')
  await page.getByRole('button', { name: 'Make a phrase' }).click()
  const words = await page.locator('.words code').innerText()
  await page.getByLabel('I wrote it down or printed it.').check()
  await page.getByRole('button', { name: 'Keep my seat with it' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/phrase'))
  return words
}

async function signOut(page) {
  await page.goto('/settings/visit')
  await page.getByRole('button', { name: 'Sign out on this device' }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** A phone of the cheap sort, on a slow network. */
async function slow(tab) {
  const devtools = await tab.context.newCDPSession(tab.page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
}

for (const scripts of [true, false]) {
  test(`inside within a minute${scripts ? '' : ' without scripts'}`, async (t) => {
    const tab = await visit(browser, site, { mode: 'dark', scripts })
    await slow(tab)
    const began = Date.now()
    await tab.page.goto('/')
    await tab.page.getByRole('link', { name: 'Come in', exact: true }).click()
    await tab.page.waitForURL('**/come-in')
    assert.equal(await tab.page.locator(':checked').count(), 0, 'nothing is chosen beforehand')
    await tab.page.getByLabel('18 or over').check()
    await tab.page.getByLabel('I agree to this.').check()
    await tab.page.getByRole('button', { name: 'Come in' }).click()
    await tab.page.getByRole('heading', { name: 'You are in.' }).waitFor()
    const inside = Date.now() - began
    await tab.page.getByRole('link', { name: 'Go on' }).click()
    await tab.page.waitForURL('**/home')
    t.diagnostic(`inside after ${inside} ms, at home after ${Date.now() - began} ms, on a throttled phone`)
    assert.ok(inside < 60_000)
    assert.match((await tab.context.cookies()).find((c) => c.name === 'seat').value, /^.{43}$/)
    assert.equal((await tab.context.cookies()).find((c) => c.name === 'seat').expires, -1, 'a borrowed phone forgets')
    await tab.close()
  })

  test(`mistakes are said, and nothing typed is lost${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { scripts })
    tab.watch.expect(refused)
    await tab.page.goto('/come-in')
    await tab.page.getByText('Choose a sign-in name').click()
    await tab.page.getByLabel('Your sign-in name').fill('Quiet Wren')
    await tab.page.getByLabel('Mine alone').check()
    await tab.page.getByRole('button', { name: 'Come in' }).click()
    const summary = tab.page.getByRole('alert').filter({ hasText: 'There is a problem' })
    await summary.waitFor()
    assert.equal(await summary.getByRole('link').count(), 2)
    assert.equal(await tab.page.getByLabel('Your sign-in name').inputValue(), 'Quiet Wren')
    assert.ok(await tab.page.getByLabel('Mine alone').isChecked())
    await axe(tab.page)
    await summary.getByRole('link').first().click()
    assert.equal(await tab.page.evaluate(() => document.activeElement.name), 'age')
    await tab.close()
  })

  test(`in again with six words${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { scripts })
    tab.watch.expect(refused)
    const { page } = tab
    await comeIn(page)
    const name = await nameIn(page)
    assert.match(name, /^\p{L}+ \p{L}+-\d{4}$/u)
    const words = await keepWithPhrase(page)
    await signOut(page)
    await page.goto('/sign-in')
    const form = page.locator('form#words')
    await form.getByLabel('Your sign-in name').fill(name)
    await form.getByLabel('Your phrase or passphrase').fill('something else')
    await form.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: 'do not go together' }).waitFor()
    assert.equal(await form.getByLabel('Your sign-in name').inputValue(), name)
    assert.equal(await form.getByLabel('Your phrase or passphrase').inputValue(), '')
    await form.getByLabel('Your phrase or passphrase').fill(words.toUpperCase())
    await form.getByLabel('Remember me for 30 days.').check()
    await form.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/home')

    // Hidden at once, and opened with the same words.
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Hide for now' }).click()
    await page.waitForURL((url) => url.pathname === '/')
    tab.watch.expect(/status of 401/)
    assert.equal((await page.goto('/home')).status(), 401)
    await page.goto('/open-again')
    await axe(page)
    assert.equal(await page.title(), 'Open again')
    await page.getByLabel('Your phrase or passphrase').fill(words)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.waitForURL('**/home')
    await tab.close()
  })
}

test('somebody young meets help, and cannot just answer again', async () => {
  const tab = await visit(browser, site, { mode: 'dark' })
  await tab.page.goto('/come-in')
  await tab.page.getByLabel('Under 18').check()
  await tab.page.getByRole('button', { name: 'Come in' }).click()
  await tab.page.getByRole('heading', { name: 'Good that you came.' }).waitFor()
  assert.ok(await tab.page.locator('main a[href^="tel:"]').count() >= 2)
  for (const path of ['/come-in', '/invitation/any']) {
    await lookAt(tab, path)
    assert.equal(await tab.page.getByText('How old are you?').count(), 0, path)
  }
  const cookies = await tab.context.cookies()
  assert.deepEqual(cookies.map((c) => [c.name, c.value, c.expires]), [['page', '1', -1]])
  await tab.close()
})

test('in with a passkey, and hidden and open again with it', async () => {
  const tab = await visit(browser, site)
  const { page } = tab
  const devtools = await tab.context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await comeIn(page)
  await page.goto('/settings/keys')
  await page.getByRole('button', { name: 'Make a passkey' }).first().click()
  await page.getByRole('heading', { name: 'What you hold' }).waitFor()
  await signOut(page)
  await page.goto('/sign-in?next=/settings/devices')
  await page.getByRole('button', { name: 'Use my passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/settings/devices')
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Hide for now' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/open-again')
  await page.getByRole('button', { name: 'Use my passkey' }).click()
  await page.waitForURL('**/home')

  // Somebody else's phone has none: that is said, and there is another way.
  await signOut(page)
  await devtools.send('WebAuthn.disable')
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Use my passkey' }).click()
  await page.getByRole('alert').filter({ hasText: 'No passkey came.' }).waitFor()
  await tab.close()
})

for (const scripts of [true, false]) {
  test(`in with words and the code of an app${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { mode: 'dark', scripts })
    tab.watch.expect(refused)
    const { page } = tab
    await comeIn(page)
    const name = await nameIn(page)
    const words = await keepWithPhrase(page)
    await page.goto('/settings/keys/app')
    await page.getByRole('button', { name: 'Begin' }).click()
    const secret = (await page.locator('.secret code').first().innerText()).replaceAll(/\s/g, '')
    await page.getByLabel('Six digits').fill(totp(secret))
    await page.getByRole('button', { name: 'Use this app' }).click()
    await page.waitForURL('**/settings/keys/codes')
    await signOut(page)
    await page.goto('/sign-in')
    const form = page.locator('form#words')
    await form.getByLabel('Your sign-in name').fill(name)
    await form.getByLabel('Your phrase or passphrase').fill(words)
    await form.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL((url) => url.pathname === '/sign-in/step')
    await axe(page)
    await page.getByLabel('The code of your app').fill('000000')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: 'That code does not fit.' }).waitFor()
    await axe(page)
    // The code that set the app up counts no more; the one after it does.
    await page.getByLabel('The code of your app').fill(totp(secret, Date.now() + 30_000))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/home')
    await tab.close()
  })
}

test('with the keyboard alone', async () => {
  const tab = await visit(browser, site, { mode: '320 px' })
  const { page } = tab
  await page.goto('/come-in')
  const to = async (name) => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((n) => document.activeElement.name === n || document.activeElement.textContent.trim() === n, name)) return
    }
    assert.fail(`${name} is not reached`)
  }
  await to('age')
  await page.keyboard.press('ArrowDown') // from nothing to the first or the second, as browsers do
  while (await page.evaluate(() => document.activeElement.value) !== 'over') await page.keyboard.press('ArrowDown')
  await to('consent')
  await page.keyboard.press('Space')
  await to('device')
  await page.keyboard.press('Space')
  await to('Come in')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/come-in/done')
  assert.ok((await walk(page)).includes('Go on'))
  await to('Go on')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/home')
  await tab.close()
})

for (const shown of [undefined, ['right to left']]) {
  test(`pages behind the door${shown ? `, ${shown}` : ''}`, async (t) => {
    const tab = await visit(browser, site, { mode: shown?.[0] })
    await tab.page.goto('/come-in')
    await fillInAnyLanguage(tab.page)
    await t.test('on coming in', (t) => inEachMode(t, tab, shown))
    for (const path of ['/come-in/done', '/sign-in']) {
      await t.test(path, async (t) => {
        await tab.page.goto(path)
        await inEachMode(t, tab, shown)
      })
    }
    await tab.close()
  })
}

async function fillInAnyLanguage(page) {
  await page.locator('[name=age][value=over]').check()
  await page.locator('[name=consent]').check()
  await page.locator('[name=device][value=own]').check()
  await page.locator('form#door .btn-do').click()
  await page.waitForURL('**/come-in/done')
}

for (const [language, words] of Object.entries({
  es: { ask: '¿Cuántos años tienes?', inside: 'Ya estás dentro.', name: /-\d{4}$/ },
  fr: { ask: 'Quel âge avez-vous ?', inside: 'Vous y êtes.', name: /-\d{4}$/ },
})) {
  test(`coming in, read in ${language}`, async () => {
    const tab = await visit(browser, site, { mode: 'dark' })
    await tab.context.addCookies([{ name: 'reading', value: `l=${language}`, url: site.url }])
    await lookAt(tab, '/come-in')
    assert.ok(await tab.page.getByText(words.ask.replaceAll(' ?', '\u00a0?')).or(tab.page.getByText(words.ask)).first().isVisible())
    await fillInAnyLanguage(tab.page)
    await tab.page.getByRole('heading', { name: words.inside }).waitFor()
    assert.match(await nameIn(tab.page), words.name)
    await lookAt(tab, '/sign-in')
    await tab.close()
  })
}

test('what a screen reader says of coming in', async () => {
  const tab = await visit(browser, site, { mode: 'dark' })
  tab.watch.expect(refused)
  await tab.page.goto('/come-in')
  let said = `# The screen\n${await transcript(tab.page)}`
  await tab.page.getByRole('button', { name: 'Come in' }).click()
  await tab.page.getByRole('alert').filter({ hasText: 'There is a problem' }).waitFor()
  said += `\n# Sent empty\n${await transcript(tab.page)}`
  await comeIn(tab.page)
  said += `\n# Inside\n${await transcript(tab.page, [[await nameIn(tab.page), 'Some Name-1234']])}`
  matchesGolden('coming-in.txt', said)
  await tab.close()
})
