// Setting up an empty site, as whoever looks after it does once: the link, the questions, and a seat with two keys.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'

/** Spends the one-time link in this tab; ends on the questions. */
export async function spendLink(page, site) {
  assert.notEqual(site.setUpLink, '', 'an empty site prints a one-time link')
  await page.goto(site.setUpLink)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/set-up')
}

/** Goes all the way; ends on the overview of whoever looks after the site. */
export async function setUp(page, site, { scripts = true } = {}) {
  await spendLink(page, site)
  await answer(page)
  await page.getByRole('link', { name: 'Not now' }).click()
  await found(page)
  await (scripts ? passkeyAndPhrase(page) : phraseAndApp(page))
  await page.goto('/admin')
  await page.getByRole('heading', { name: 'Looking after this place' }).waitFor()
}

/** Answers the questions of set-up; ends on the page that shows the server's key. */
export async function answer(page) {
  await page.getByLabel('What is it called?').fill('Linden House')
  await page.getByLabel('A word of welcome').fill('Come in, and **take your time**.')
  await page.getByRole('button', { name: 'Open the doors' }).click()
  await page.waitForURL('**/set-up/key')
}

/** Makes the seat of the first steward; ends on their keys, of which there are none. */
export async function found(page) {
  await page.waitForURL('**/set-up/steward')
  await page.getByLabel('I agree to this.').check()
  await page.getByLabel('Mine alone').check()
  await page.getByRole('button', { name: 'Make my seat' }).click()
  await page.waitForURL('**/settings/keys')
}

/** Adds a passkey of a device that looks at a finger, and six words. */
export async function passkeyAndPhrase(page) {
  await addAuthenticator(page)
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.getByText('With a phrase').waitFor()
  await page.getByRole('heading', { name: 'What you hold' }).waitFor()
  await keepPhrase(page)
}

/** Adds six words and an app, which works without scripts too; ends on the codes for the day it is lost. */
export async function phraseAndApp(page) {
  await keepPhrase(page)
  await page.goto('/settings/keys/app')
  await page.getByRole('button', { name: 'Begin' }).click()
  const secret = await page.locator('.secret code').first().innerText()
  await page.getByLabel('Six digits').fill(totp(secret.replaceAll(/\s/g, '')))
  await page.getByRole('button', { name: 'Use this app' }).click()
  await page.waitForURL('**/settings/keys/codes')
}

/** Keeps a phrase of six words, from the page of keys; gives the words. */
export async function keepPhrase(page) {
  await page.getByRole('button', { name: 'Make a phrase' }).click()
  const words = await page.locator('.secret code').first().innerText()
  await page.getByLabel('I wrote it down or printed it.').check()
  await page.getByRole('button', { name: 'Keep my seat with it' }).click()
  await page.waitForURL('**/settings/keys')
  return words
}

/** Gives the browser a device that makes passkeys and has just looked at the right finger. */
export async function addAuthenticator(page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal',
      hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
    },
  })
}

/** The code that an authenticator app shows now (RFC 6238, SHA-1, six digits, thirty seconds). */
export function totp(secret, at = Date.now()) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const sum = createHmac('sha1', key).update(step).digest()
  const number = sum.readUInt32BE(sum.at(-1) & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
