// Taking what is one's own along, resting, thinking again, and going without a trace.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openBrowser, visit } from '../harness/browser.mjs'
import { walk } from '../harness/check.mjs'
import { follow } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'
import { inEachMode, inEveryWay } from '../harness/ways.mjs'

let site, browser, folder
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handrail-leaving-'))
  site = await startSite()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
  rmSync(folder, { recursive: true, force: true })
})

// walkIn is a newcomer of the demo, in a tab of their own: a seat that nobody else has.
async function walkIn(look = {}) {
  const tab = await visit(browser, site, look)
  await tab.page.goto('/demo')
  await tab.page.locator('form[action="/demo/newcomer"] button').click()
  await tab.page.waitForURL('**/home')
  return tab
}

const heading = (page) => page.locator('h1').innerText()
const press = (page, name) => follow(page, () => page.getByRole('button', { name, exact: true }).click())

// askForCopy asks, reads the words, and waits until the file can be fetched.
async function askForCopy(page) {
  await page.goto('/settings/copy')
  await press(page, 'Make a copy')
  const words = await page.locator('code').innerText()
  await page.getByRole('link', { name: 'I wrote them down' }).click()
  for (let tries = 0; tries < 60; tries++) {
    if (await page.getByRole('link', { name: 'Save the file' }).count() > 0) return words
    await page.getByRole('link', { name: 'Look again' }).click()
  }
  throw new Error('the copy was not made')
}

for (const scripts of [true, false]) {
  test(`a copy is asked for, fetched and opened ${scripts ? 'with' : 'without'} scripts`, async () => {
    const tab = await walkIn({ mode: 'dark', scripts })
    const { page } = tab
    const words = await askForCopy(page)
    assert.equal(words.split(' ').length, 10)
    assert.ok(!(await page.content()).includes(words), 'the words are shown twice')

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save the file' }).click()])
    assert.equal(download.suggestedFilename(), 'copy.html')
    const file = join(folder, `copy-${scripts}.html`)
    await download.saveAs(file)
    await opensAs(file, words)

    await press(page, 'Delete it here now')
    await page.getByRole('button', { name: 'Make a copy' }).waitFor()
    await tab.close()
  })
}

// opensAs opens the saved page without a network and reads what is in it.
async function opensAs(file, words) {
  const context = await browser.newContext({ offline: true })
  const page = await context.newPage()
  await page.goto(pathToFileURL(file).href)
  await page.getByLabel('Phrase', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('link', { name: /Save it/ }).waitFor({ timeout: 60_000 })
  await page.getByText(/Your seat \(1\)/).click()
  await page.getByRole('table', { name: 'Your seat' }).waitFor()
  await context.close()
}

for (const scripts of [true, false]) {
  test(`somebody rests, leaves, stays, and is erased ${scripts ? 'with' : 'without'} scripts`, async () => {
    const tab = await walkIn({ mode: 'dark', scripts })
    const { page, context } = tab
    await page.goto('/settings/leaving')
    await press(page, 'Rest')
    assert.equal(await heading(page), 'You are resting')
    await page.goto('/home')
    await press(page, 'Come back')
    assert.equal(await heading(page), 'Rest, or leave')

    await press(page, 'Leave in 30 days')
    assert.equal(await heading(page), 'You are leaving')
    const day = await page.locator('time').first().innerText()
    await page.goto('/home')
    assert.ok((await page.locator('main').innerText()).includes(day), 'the first page does not say when')
    await press(page, 'Stay')
    assert.equal(await heading(page), 'Rest, or leave')

    await page.getByRole('link', { name: 'Go on to erasing' }).click()
    tab.watch.expect(/status of 4(01|04|22)/)
    await press(page, 'Erase everything now')
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await page.getByLabel(/Yes, erase everything/).check()
    const kept = await context.cookies()
    await press(page, 'Erase everything now')
    await page.waitForURL('**/gone')
    assert.equal(await heading(page), 'It is done.')
    assert.ok(!(await context.cookies()).some((cookie) => cookie.name === 'seat'), 'the browser keeps its key')
    await page.getByRole('link', { name: 'Help lines' }).first().waitFor()

    for (let back = 0; back < 3; back++) {
      await page.goBack().catch(() => {}) // what was posted is not asked for again
      assert.ok(!/Are you sure|What remains|That is all/.test(await page.locator('body').innerText()), 'Back shows what was there')
    }
    await context.addCookies(kept) // and whoever kept the cookie has nothing
    await page.goto('/home')
    assert.ok(!/That is all/.test(await page.locator('main').innerText()), 'an old cookie opens the door')
    await tab.close()
  })
}

test('whoever was erased cannot sign in again', async () => {
  const tab = await walkIn()
  const { page } = tab
  await page.goto('/settings/keys/phrase')
  await press(page, await page.getByRole('button', { name: /phrase|words/i }).first().innerText())
  const phrase = await page.locator('code').innerText()
  await page.getByLabel('I wrote it down or printed it.').check()
  await press(page, 'Keep my seat with it')
  await page.goto('/settings/name')
  const name = (await page.locator('main').innerText()).match(/[\p{L}-]+-\d{4}/u)?.[0]
  assert.ok(name, 'the page does not say the sign-in name')
  await page.goto('/settings/leaving/erase')
  await page.getByLabel(/Yes, erase everything/).check()
  await press(page, 'Erase everything now')
  await page.waitForURL('**/gone')

  await page.goto('/sign-in')
  await page.locator('input[name="name"]').fill(name)
  await page.locator('[name="words"]').fill(phrase)
  tab.watch.expect(/status of 422/)
  await page.locator('[name="words"]').press('Enter')
  await page.getByText('That name and those words do not go together').first().waitFor()
  await tab.close()
})

test('every page bears every way of looking', async (t) => {
  const tab = await walkIn()
  const state = await tab.context.storageState()
  await tab.close()
  await inEveryWay(t, browser, site, ['/settings/copy', '/settings/leaving', '/settings/leaving/erase', '/gone'], { state })
})

for (const shown of [undefined, ['right to left']]) {
  test(`what follows on asking bears every way of looking${shown ? `, ${shown}` : ''}`, async (t) => {
    const tab = await walkIn({ mode: shown?.[0] })
    for (const [path, button] of [['/settings/copy', '#copy button'], ['/settings/leaving', '#leave button']]) {
      await t.test(path, async (t) => {
        await tab.page.goto(path)
        await follow(tab.page, () => tab.page.locator(button).click())
        await inEachMode(t, tab, shown)
      })
    }
    await tab.close()
  })
}

test('the ways to go are walked by keyboard alone', async () => {
  const tab = await walkIn()
  const { page } = tab
  await page.goto('/settings/leaving')
  const stops = await walk(page)
  for (const name of ['Rest', 'Leave in 30 days', 'Go on to erasing', 'Each thing that stays, and for how long', 'A copy of what is yours']) {
    assert.ok(stops.includes(name), `no stop at "${name}": ${stops}`)
  }
  await page.getByRole('link', { name: 'Go on to erasing' }).press('Enter')
  await page.waitForURL('**/erase')
  const box = page.getByLabel(/Yes, erase everything/)
  await box.press('Space')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Erase everything now')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/gone')
  await tab.close()
})
