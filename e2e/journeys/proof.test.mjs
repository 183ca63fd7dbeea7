// Proof of attendance: a code in the room, a paper that names nobody, and its check, on line and off line.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'

const refused = /status of 422/
const unreachable = /ERR_INTERNET_DISCONNECTED|Failed to fetch/
const shots = process.env.HANDRAIL_SHOTS

let site, browser, member, facilitator, date
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  member = await walkIn(browser, site, 'member')
  facilitator = await walkIn(browser, site, 'facilitator')
  date = await plan()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** The home of one of the viewer's groups. */
async function enter(tab, name) {
  await tab.page.goto('/home')
  await tab.page.getByRole('link', { name, exact: true }).first().click()
  await tab.page.getByRole('heading', { level: 1, name }).waitFor()
  return new URL(tab.page.url()).pathname
}

/** Puts a meeting on the calendar that began five minutes ago. Gives the address of its date. */
async function plan() {
  const tab = await visit(browser, site, { state: facilitator })
  const group = await enter(tab, 'Low Tide')
  await tab.page.goto(`${group}/meetings/new`)
  const zone = await tab.page.locator('select[name=zone]').inputValue()
  const [day, time] = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(Date.now() - 5 * 60_000).split(' ')
  await tab.page.getByLabel('Name of the meeting').fill('Harbour hour')
  await tab.page.locator('input[name=date]').first().fill(day)
  await tab.page.locator('input[name=time]').first().fill(time)
  await tab.page.locator('input[name=way][value=person]').check()
  await tab.page.locator('input[name=repeats]').first().check()
  await tab.page.locator('input[name=area]').fill('By the harbour')
  await tab.page.getByRole('button', { name: 'Look at the dates' }).click()
  await tab.page.locator('button[name=press][value=keep]').first().click()
  await tab.page.getByRole('heading', { level: 1, name: 'Harbour hour' }).waitFor()
  const path = new URL(tab.page.url()).pathname
  await tab.page.goto(`${group}/lead/proofs`)
  await sound(tab)
  await picture(tab, 'settings')
  await tab.page.getByLabel(/Name the group/).check()
  await tab.page.getByLabel('Members can ask a host to confirm').check()
  await tab.page.getByRole('button', { name: 'Keep the changes' }).click()
  await tab.page.getByText('Changed. It counts for papers').waitFor()
  await tab.close()
  return path
}

/** A picture of the page, for whoever wants to look: HANDRAIL_SHOTS=FOLDER. */
async function picture(tab, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } })) {
    for (const colorScheme of ['light', 'dark']) {
      await tab.page.setViewportSize(viewport)
      await tab.page.emulateMedia({ colorScheme })
      await tab.page.screenshot({ path: join(shots, `${name}-${size}-${colorScheme}.png`), fullPage: true })
    }
  }
}

/** The code that a host shows now. */
async function code() {
  const tab = await visit(browser, site, { state: facilitator })
  await tab.page.goto(`${date}/code`)
  const digits = await tab.page.locator('.room-code').innerText()
  await sound(tab)
  await picture(tab, 'code')
  await tab.close()
  return digits
}

/** What the page of checking found, in its first line. */
const answer = (tab) => tab.page.locator('[data-answer] .note b').first().innerText()

/** Makes a paper, as a member who typed the code. Gives its page and the address of its check. */
async function paper(tab) {
  await tab.page.goto(`${date}/attendance`)
  await tab.page.getByLabel('Code', { exact: true }).fill(await code())
  await tab.page.getByRole('button', { name: 'I am here' }).click()
  await tab.page.getByText('That is right.').first().waitFor()
  await tab.page.getByRole('button', { name: 'Make a paper' }).click()
  await tab.page.getByRole('heading', { level: 1, name: 'Your paper' }).waitFor()
  return { page: new URL(tab.page.url()).pathname, link: await tab.page.locator('.secret code').innerText() }
}

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`a member types the code and takes a paper home${how}`, async () => {
    const tab = await visit(browser, site, { state: member, scripts, mode: scripts ? 'light' : 'dark' })
    await tab.page.goto(date)
    await tab.page.getByRole('link', { name: 'Type the code' }).click()
    await sound(tab)
    assert.ok((await walk(tab.page)).length > 5)
    tab.watch.expect(refused)
    await tab.page.getByLabel('Code', { exact: true }).fill('12')
    await tab.page.getByRole('button', { name: 'I am here' }).click()
    await tab.page.getByRole('link', { name: /This is not the code that is shown now/ }).waitFor()
    await sound(tab)
    const { link } = await paper(tab)
    await sound(tab)
    assert.match(link, new RegExp(`^${site.url}/verify#h1\\.`))
    await tab.page.getByRole('link', { name: 'Meetings you were at' }).first().click()
    await tab.page.getByText('Harbour hour').waitFor()
    await sound(tab)
    if (scripts) await picture(tab, 'own')
    await tab.close()
  })
}

test('the name on the paper is printed and sent to nobody', async () => {
  const tab = await visit(browser, site, { state: member })
  const sent = []
  tab.page.on('request', (request) => sent.push(request.url() + (request.postData() ?? '')))
  await paper(tab)
  await tab.page.getByLabel('Name', { exact: true }).pressSequentially('Rosalind Example')
  await tab.page.keyboard.press('Enter')
  await picture(tab, 'paper')
  const [file] = await Promise.all([tab.page.waitForEvent('download'), tab.page.getByRole('link', { name: 'As a PDF file' }).click()])
  assert.equal(file.suggestedFilename(), 'paper.pdf')
  if (shots) {
    await file.saveAs(join(shots, 'paper.pdf'))
    writeFileSync(join(shots, 'printed.pdf'), await tab.page.pdf({ format: 'A4' }))
  }
  await tab.page.emulateMedia({ media: 'print' })
  assert.equal(await tab.page.getByText('Withdraw this paper').isVisible(), false)
  assert.equal(await tab.page.getByLabel('Name', { exact: true }).inputValue(), 'Rosalind Example')
  assert.equal(await tab.page.locator('.proof-check .qr-code').isVisible(), true)
  assert.ok(!sent.some((one) => one.includes('Rosalind')), 'the name was sent')
  await tab.page.reload()
  assert.equal(await tab.page.getByLabel('Name', { exact: true }).inputValue(), '')
  await tab.close()
})

test('the code in the room changes by itself', async () => {
  const tab = await visit(browser, site, { state: facilitator })
  await tab.page.route('**/code/now', (route) => route.fulfill({ contentType: 'text/plain', body: '987 654|60000\n' }))
  await tab.page.goto(`${date}/code`)
  await tab.page.evaluate(() => {
    const shown = document.querySelector('room-code')
    const next = shown.cloneNode(true)
    next.setAttribute('left', '0')
    shown.replaceWith(next)
  })
  await tab.page.getByText('987 654').waitFor()
  await tab.close()
})

test('a host says that they saw somebody', async () => {
  const asks = await visit(browser, site, { state: member })
  await paper(asks)
  await asks.page.goto(`${date}/attendance`)
  await picture(asks, 'attendance')
  await asks.page.getByRole('button', { name: 'Ask a host' }).click()
  await asks.page.getByText('The hosts see that you ask.').waitFor()
  const host = await visit(browser, site, { state: facilitator, scripts: false })
  await host.page.goto(`${date}/code`)
  await host.page.getByRole('link', { name: 'Look who asks' }).click()
  await sound(host)
  await picture(host, 'confirmations')
  await host.page.getByRole('button', { name: 'Yes, I saw them' }).first().click()
  await host.page.getByText('You hosts said: yes.').waitFor()
  await host.close()
  await asks.page.reload()
  await asks.page.getByText('A host saw you.').waitFor()
  await asks.page.getByRole('button', { name: 'Make a paper' }).click()
  await asks.page.getByText('a host who saw this person').waitFor()
  await asks.close()
})

test('anybody checks a paper, on line and off line, and the two agree', async () => {
  const own = await visit(browser, site, { state: member })
  const { page, link } = await paper(own)
  const token = link.split('#')[1]
  const tab = await visit(browser, site)
  await tab.page.goto('/verify')
  await sound(tab)
  await picture(tab, 'verify')
  await tab.page.evaluate(() => navigator.serviceWorker.ready)
  await tab.page.goto(link)
  await tab.page.getByText('Checked online: it was not withdrawn.').waitFor()
  assert.equal(await answer(tab), 'This paper is good.')
  await tab.page.getByText('Low Tide').first().waitFor()
  assert.equal(await tab.page.evaluate(() => location.href), `${site.url}/verify`)
  await sound(tab)
  await picture(tab, 'verified')

  const words = new Map([['good', 'This paper is good.'], ['altered', 'This paper was changed.'], ['not ours', 'This paper is not from here.'], ['expired', 'This paper is too old.']])
  const texts = [token, '', 'hello', `${token}A`, `${token}.x`, token.replace('h1.', 'h2.'), `${link}`, token.slice(0, 80) + '\n' + token.slice(80)]
  for (let at = 0; at < token.length; at += 11) texts.push(token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1))
  for (const last of 'ABCDEFGHwxyz') texts.push(token.slice(0, -1) + last)
  const server = await tab.page.evaluate((all) => Promise.all(all.map(async (paper) => {
    const said = await fetch('/verify', { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams({ paper }) })
    return (await said.json()).verdict
  })), texts)
  assert.ok(server.includes('good') && server.includes('altered') && server.includes('not ours'))

  await tab.page.waitForFunction(async () => Boolean(await caches.match('/verify')))
  const kept = await tab.page.evaluate(async () => {
    const cache = await caches.open('pages-1')
    return (await cache.keys()).map(({ url }) => url)
  })
  assert.ok(!kept.some((url) => url.includes('#')), `a paper is kept: ${kept}`)
  await tab.context.setOffline(true)
  tab.watch.expect(unreachable)
  await tab.page.goto(link)
  await tab.page.getByText('Whether it was withdrawn can be checked only online.').first().waitFor()
  assert.equal(await answer(tab), 'This paper is good.')
  await picture(tab, 'offline')
  for (const [i, text] of texts.entries()) {
    await tab.page.evaluate(() => document.querySelector('[data-answer]').replaceChildren())
    await tab.page.locator('textarea').fill(text)
    await tab.page.getByRole('button', { name: 'Check it' }).click()
    await tab.page.locator('[data-answer] .note b').first().waitFor()
    assert.equal(await answer(tab), words.get(server[i]), `${text}: the server says ${server[i]}`)
  }
  await tab.context.setOffline(false)

  await own.page.goto(page)
  await own.page.getByRole('button', { name: 'Withdraw this paper' }).click()
  await own.page.getByText('This paper is withdrawn.').waitFor()
  await sound(own)
  await tab.page.goto('/verify')
  await tab.page.goto(link)
  await tab.page.getByText('This paper was withdrawn.').first().waitFor()
  assert.equal(await tab.page.locator('[data-answer] dl').count(), 0)
  await own.page.getByRole('button', { name: 'Let it count again' }).click()
  await own.page.getByText('Withdraw this paper').waitFor()
  await own.close()

  const plain = await visit(browser, site, { scripts: false, mode: 'dark' })
  await plain.page.goto('/verify')
  await plain.page.getByLabel('The address from the paper, or its text').fill(link)
  await plain.page.getByRole('button', { name: 'Check it' }).click()
  assert.equal(await answer(plain), 'This paper is good.')
  await sound(plain)
  assert.ok((await walk(plain.page)).length > 4)
  await plain.close()
  await tab.close()
})
