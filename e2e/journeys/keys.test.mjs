// On the second visit somebody keeps their seat: with a passkey, with six words, with words of their own and an app, with codes.
// Then they come back with each, and look after the devices they are signed in on.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { lookAt, sound, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { lookOtherwise } from '../harness/ways.mjs'

const refused = /status of 422/

let site, browser
before(async () => {
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function comeIn(page) {
  await page.goto('/come-in')
  await page.getByLabel('18 or over').check()
  await page.getByLabel('I agree to this.').check()
  await page.getByLabel('Mine alone').check()
  await page.getByRole('button', { name: 'Come in' }).click()
  await page.waitForURL('**/come-in/done')
}

/** A phone that looks at a finger and holds passkeys. */
async function phone(tab) {
  const devtools = await tab.context.newCDPSession(tab.page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

/** The code of an authenticator app (RFC 6238) at a moment, from the secret as the page shows it. */
function totp(shown, at = Date.now()) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...shown.replace(/\s/g, '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(step).digest()
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const secretOn = (page) => page.locator('.secret code').innerText()

async function keepPhrase(tab) {
  await tab.page.goto('/settings/keys')
  await tab.page.getByRole('button', { name: 'Make a phrase' }).click()
  await tab.page.waitForURL('**/settings/keys/phrase')
  const words = await secretOn(tab.page)
  const name = await tab.page.locator('.facts dd').first().innerText()
  await tab.page.getByLabel('I wrote it down or printed it.').check()
  await tab.page.getByRole('button', { name: 'Keep my seat with it' }).click()
  await tab.page.getByText('Your phrase is kept.').waitFor()
  return { words, name }
}

async function signIn(tab, { name, words, code }) {
  await tab.page.goto('/sign-in')
  await tab.page.getByRole('textbox', { name: 'Your sign-in name' }).fill(name)
  await tab.page.getByRole('textbox', { name: 'Your phrase or passphrase' }).fill(words)
  await tab.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  if (code) {
    await tab.page.getByRole('textbox', { name: /[Cc]ode/ }).fill(code)
    await tab.page.locator('main form button').filter({ hasNotText: 'Show what I type' }).first().click()
  }
  await tab.page.waitForURL('**/home')
}

test('a passkey keeps the seat, and shows who it is', async () => {
  const tab = await visit(browser, site, { mode: 'dark' })
  await comeIn(tab.page)
  await tab.page.goto('/settings')
  await tab.page.getByRole('link', { name: 'Keys', exact: true }).click()
  await tab.page.getByRole('heading', { name: 'Keep my seat', level: 1 }).waitFor()
  await sound(tab)
  await phone(tab) // from here on nobody else speaks to the browser: the phone would be gone
  const before = (await tab.context.cookies()).find((c) => c.name === 'seat').value
  await tab.page.getByRole('button', { name: 'Make a passkey' }).click()
  await tab.page.getByText('Your passkey is kept.').waitFor()
  assert.notEqual((await tab.context.cookies()).find((c) => c.name === 'seat').value, before, 'another token comes with a key')

  // The same phone holds only one of them.
  await tab.page.getByText('Other keys').click()
  await tab.page.getByRole('button', { name: 'Make another passkey' }).click()
  await tab.page.getByRole('alert').filter({ hasText: 'This device holds one of your passkeys already.' }).waitFor()

  await tab.page.goto('/settings/prove?next=/settings/name')
  await tab.page.getByRole('button', { name: 'Use my passkey' }).click()
  await tab.page.waitForURL((url) => url.pathname === '/settings/name')
  for (const path of ['/settings/keys', '/settings/prove', '/settings']) await lookAt(tab, path)
  await tab.close()
})

for (const scripts of [true, false]) {
  test(`six words keep the seat${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { mode: '320 px', scripts })
    tab.watch.expect(refused)
    await comeIn(tab.page)
    await tab.page.goto('/settings/keys')
    await sound(tab)
    if (!scripts) {
      assert.equal(await tab.page.getByRole('button', { name: 'Make a passkey' }).count(), 0)
      await tab.page.getByText('This browser makes no passkeys, or its scripts are off.').waitFor()
    }
    await tab.page.getByRole('button', { name: 'Make a phrase' }).click()
    await tab.page.waitForURL((url) => url.pathname === '/settings/keys/phrase' && url.search === '')
    const first = await secretOn(tab.page)
    assert.equal(first.trim().split(/\s+/).length, 6)
    await sound(tab)
    await tab.page.getByRole('button', { name: 'Make another one' }).click()
    await tab.page.waitForFunction((words) => document.querySelector('.secret code').textContent !== words, first)
    const words = await secretOn(tab.page)

    await tab.page.getByRole('button', { name: 'Keep my seat with it' }).click()
    await tab.page.getByRole('alert').filter({ hasText: 'Write the words down first' }).waitFor()
    await sound(tab)
    assert.equal(await secretOn(tab.page), words, 'the words stay until they are kept')

    // On paper: the words, the name, the address, and nothing that tells what for.
    await tab.page.emulateMedia({ media: 'print' })
    const paper = (await tab.page.locator('body').innerText()).toLowerCase()
    for (const part of [words, new URL(site.url).host]) assert.ok(paper.includes(part.toLowerCase()), `${part} is not on paper`)
    for (const telling of ['lantern', 'handrail', 'help', 'leave', 'settings', 'seat', 'recovery']) assert.ok(!paper.includes(telling), `"${telling}" is on paper`)
    await tab.page.emulateMedia({ media: 'screen' })

    const name = await tab.page.locator('.facts dd').first().innerText()
    await tab.page.getByLabel('I wrote it down or printed it.').check()
    await tab.page.getByRole('button', { name: 'Keep my seat with it' }).click()
    await tab.page.getByText('Your phrase is kept.').waitFor()
    await tab.page.goBack().catch(() => {}) // the browser keeps nothing to go back to
    assert.ok(!(await tab.page.locator('body').innerText()).includes(words), 'going back does not show them again')

    const elsewhere = await visit(browser, site, { scripts })
    await signIn(elsewhere, { name, words: words.toUpperCase() })
    await elsewhere.close()
    await tab.close()
  })

  test(`an app, codes and devices${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { scripts })
    tab.watch.expect(refused)
    await comeIn(tab.page)
    const { name, words } = await keepPhrase(tab)

    await tab.page.goto('/settings/keys/app')
    await tab.page.getByRole('button', { name: 'Begin' }).click()
    await tab.page.getByRole('img', { name: 'A square code for the app' }).waitFor()
    await sound(tab)
    const app = await secretOn(tab.page)
    await tab.page.getByLabel('Six digits').fill('000000')
    await tab.page.getByRole('button', { name: 'Use this app' }).click()
    await tab.page.getByRole('alert').filter({ hasText: 'That code does not fit.' }).waitFor()
    assert.equal(await secretOn(tab.page), app, 'after a mistake the app is still the same')
    await tab.page.getByLabel('Six digits').fill(totp(app))
    await tab.page.getByRole('button', { name: 'Use this app' }).click()
    await tab.page.waitForURL('**/settings/keys/codes')
    await sound(tab)
    await tab.page.getByRole('button', { name: 'Make ten codes' }).click()
    await tab.page.getByText('Your ten codes').waitFor()
    await sound(tab)
    const codes = (await secretOn(tab.page)).trim().split(/\s+/)
    assert.equal(codes.length, 10)
    await tab.page.getByRole('link', { name: 'I have put them somewhere safe' }).click()
    await tab.page.getByText('10 codes are left.').waitFor()
    await sound(tab)

    // Another device takes both steps; then it is signed out from here, quietly.
    const other = await visit(browser, site, { scripts })
    other.watch.expect(/status of 401/)
    await signIn(other, { name, words, code: codes[0] })
    await tab.page.goto('/settings/devices')
    await sound(tab)
    await tab.page.getByRole('button', { name: /^Sign out Chrome on Linux/ }).click()
    await tab.page.getByText('You are signed in nowhere else.').waitFor()
    // Its open page may be coming anew by itself at this moment, so the door is tried beside it.
    assert.equal((await other.context.request.get('/settings')).status(), 401, 'the other device finds the door closed')
    await other.close()

    // Showing a key takes both steps too.
    await tab.page.goto('/settings/prove?next=/settings/keys')
    await tab.page.getByLabel('Your six words').fill(words)
    await tab.page.getByLabel('Code from your app').fill('000000')
    await tab.page.getByRole('button', { name: 'Go on' }).click()
    await tab.page.getByRole('alert').filter({ hasText: 'That code does not fit.' }).waitFor()
    await sound(tab)
    assert.equal(await tab.page.getByLabel('Your six words').inputValue(), '', 'words are not given back')
    await tab.page.getByLabel('Your six words').fill(words)
    await tab.page.getByLabel('Code from your app').fill(codes[1])
    await tab.page.getByRole('button', { name: 'Go on' }).click()
    await tab.page.waitForURL('**/settings/keys')

    await tab.page.getByRole('link', { name: 'Take away Authenticator app' }).click()
    await tab.page.waitForURL('**/removal')
    await sound(tab)
    await tab.page.getByRole('button', { name: 'Take it away' }).click()
    await tab.page.getByText('That key is gone.').waitFor()
    await tab.close()
  })

  test(`a passphrase, another name, and what was agreed to${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { scripts })
    tab.watch.expect(refused)
    await comeIn(tab.page)
    await tab.page.goto('/settings/keys/passphrase')
    await sound(tab)
    const field = tab.page.getByLabel('Passphrase', { exact: true })
    const toggle = tab.page.getByRole('button', { name: 'Show what I type' })
    if (scripts) {
      await toggle.click()
      assert.equal(await field.getAttribute('type'), 'text')
      assert.equal(await toggle.getAttribute('aria-pressed'), 'true')
    } else {
      assert.equal(await toggle.count(), 0)
    }
    await field.fill('correct horse')
    await tab.page.getByRole('button', { name: 'Keep this passphrase' }).click()
    await tab.page.getByRole('alert').filter({ hasText: 'There is a problem' }).waitFor()
    await sound(tab)
    assert.equal(await field.inputValue(), '', 'what was typed is not given back')
    assert.equal(await field.getAttribute('type'), 'password')
    await field.fill('violet tractors hum beneath Lisbon')
    await tab.page.getByRole('button', { name: 'Keep this passphrase' }).click()
    await tab.page.getByText('Your passphrase is kept.').waitFor()

    await tab.page.goto('/settings/name')
    const before = await secretOn(tab.page)
    await tab.page.getByLabel('Another name').fill('Blue Door')
    await tab.page.getByRole('button', { name: 'Change it' }).click()
    await tab.page.getByText('The name you had before opens nothing any more.').waitFor()
    assert.match(await secretOn(tab.page), /^Blue Door-\d{4}$/)
    assert.notEqual(await secretOn(tab.page), before)
    await sound(tab)

    await tab.page.goto('/settings/agreed')
    await tab.page.getByRole('button', { name: 'Take my yes back' }).click()
    await tab.page.getByRole('alert').filter({ hasText: 'Tick this if you want to take it back.' }).waitFor()
    await tab.page.getByLabel('I take back what I agreed to.').check()
    await tab.page.getByRole('button', { name: 'Take my yes back' }).click()
    await tab.page.getByText('You have taken it back. You take part again once you agree.').waitFor()
    await sound(tab)
    await tab.page.getByLabel('I agree.').check()
    await tab.page.getByRole('button', { name: 'Say so' }).click()
    await tab.page.getByText('You agreed that this site keeps what you choose to write.').waitFor()
    await tab.close()
  })
}

test('by keyboard alone', async () => {
  const tab = await visit(browser, site)
  await comeIn(tab.page)
  await keepPhrase(tab)
  for (const path of ['/settings', '/settings/keys', '/settings/keys/phrase', '/settings/keys/passphrase', '/settings/keys/app', '/settings/keys/codes',
    '/settings/prove', '/settings/name', '/settings/devices', '/settings/agreed']) {
    await tab.page.goto(path)
    assert.ok((await walk(tab.page)).length > 4, path)
  }
  await tab.page.goto('/settings/keys')
  await tab.page.getByText('Other keys').focus()
  await tab.page.keyboard.press('Enter')
  await tab.page.getByRole('link', { name: 'Choose a passphrase' }).focus()
  await tab.page.keyboard.press('Enter')
  await tab.page.waitForURL('**/passphrase')
  await tab.page.getByLabel('Passphrase', { exact: true }).focus()
  await tab.page.keyboard.type('violet tractors hum beneath Lisbon')
  await tab.page.keyboard.press('Enter')
  await tab.page.getByText('Your passphrase is kept.').waitFor()
  await tab.close()
})

for (const [language, heading] of [['es', 'Guardar mi plaza'], ['fr', 'Garder ma place'], ['en-XB', null]]) {
  test(`narrow and large, read in ${language}`, async () => {
    const tab = await visit(browser, site, { mode: '320 px' })
    const { page } = tab
    const look = async () => {
      await sound(tab)
      await lookOtherwise(tab, '200 % text')
      await tab.turn('320 px')
    }
    const open = async (path) => {
      await page.goto(path)
      await look()
    }
    await comeIn(page)
    await tab.context.addCookies([{ name: 'reading', value: `l=${language}`, url: site.url }])
    await open('/settings/keys')
    if (heading) await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    await page.locator('#phrase button').click()
    await page.waitForURL('**/phrase')
    await look()
    await page.locator('#kept input[type=checkbox]').check()
    await page.locator('#kept button').first().click()
    await page.waitForURL('**/settings/keys')
    await page.locator('.fold summary').click()
    await look()
    await open('/settings/keys/app')
    await page.locator('#app button').click()
    await page.locator('svg.qr-code').waitFor()
    await look()
    for (const path of ['/settings', '/settings/keys/passphrase', '/settings/keys/codes', '/settings/prove', '/settings/name', '/settings/devices', '/settings/agreed']) {
      await open(path)
    }
    await tab.close()
  })
}
