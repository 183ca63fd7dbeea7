// Writing in a forum: a topic, an answer that quotes, a draft, a picture, taking back, changing and deleting; with and
// without scripts, by keyboard, in every way of looking.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'

const refused = /status of 422/

let site, browser, state, leader, group
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  state = await walkIn(browser, site, 'member')
  leader = await walkIn(browser, site, 'facilitator')
  const tab = await visit(browser, site, { state })
  await tab.page.goto('/groups')
  group = await tab.page.getByRole('link', { name: 'Low Tide' }).first().getAttribute('href')
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const member = (wish) => visit(browser, site, { ...wish, state })

/** Begins a topic in the first space; ends on its page. */
async function begin(page, title, words) {
  await page.goto(`${group}/forum/new`)
  await page.getByRole('link', { name: 'Stories' }).click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Your words', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Post it' }).click()
  await page.waitForURL('**/topics/**')
  return new URL(page.url()).pathname
}

/** Opens what is folded under these words. */
const unfold = (page, words) => page.locator('summary', { hasText: words }).click()

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`a topic is begun, answered with a quote, changed and deleted${how}`, async () => {
    const tab = await member({ mode: 'dark', scripts })
    const { page } = tab
    await page.goto(`${group}/forum/new`)
    await sound(tab)
    await page.getByRole('link', { name: 'Stories' }).click()
    await sound(tab)
    await page.getByLabel('Your words', { exact: true }).fill('There was a toast. I lifted water.')
    tab.watch.expect(refused)
    await page.getByRole('button', { name: 'Post it' }).click()
    await page.getByRole('link', { name: 'Give it a title. A few words are enough.' }).click()
    assert.equal(await page.getByLabel('Your words', { exact: true }).inputValue(), 'There was a toast. I lifted water.')
    await sound(tab)
    await page.getByLabel('Title').fill('The first wedding')
    await page.getByRole('button', { name: 'Post it' }).click()
    await page.waitForURL('**/topics/**')
    await page.getByText('Your words are there. Nobody was told yet.').waitFor()
    await sound(tab)

    const topic = new URL(page.url()).pathname

    const other = await visit(browser, site, { scripts, state: leader })
    await other.page.goto(topic)
    await other.page.getByRole('link', { name: 'More', exact: true }).first().click()
    await other.page.getByRole('link', { name: 'Quote it in an answer' }).click()
    await other.page.getByLabel(/^The words of .* that you quote/).fill('I lifted water.')
    await other.page.getByLabel('Your words', { exact: true }).fill('It shook, I think.')
    await sound(other)
    await other.page.getByRole('button', { name: 'Post answer' }).click()
    await other.page.getByText('It shook, I think.').waitFor()
    await other.page.locator('blockquote', { hasText: 'I lifted water.' }).waitFor()
    await other.close()

    await page.goto(topic)
    await page.getByLabel('Your words', { exact: true }).fill('It was cold.')
    await page.getByRole('button', { name: 'Post answer' }).click()
    await page.getByText('It was cold.').waitFor()
    await page.getByRole('link', { name: 'More', exact: true }).last().click()
    await page.getByRole('link', { name: 'Change your words' }).click()
    await sound(tab)
    await page.getByLabel('Your words', { exact: true }).fill('It was cold and clear.')
    await page.getByRole('button', { name: 'Keep it so' }).click()
    await page.getByText('It was cold and clear.').waitFor()
    await page.getByRole('link', { name: 'More', exact: true }).last().click()
    await page.getByRole('link', { name: 'Delete your words' }).click()
    await sound(tab)
    await page.getByRole('button', { name: 'Delete it' }).click()
    await page.getByText('Deleted. Nobody can read it any more.').waitFor()
    assert.equal(await page.getByText('It was cold and clear.').count(), 0)
    await tab.close()
  })

  test(`what was just posted is taken back into the box${how}`, async () => {
    const tab = await member({ scripts })
    const { page } = tab
    await begin(page, 'Too soon', 'I take this back.')
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Taken back. Nobody was told.').waitFor()
    assert.equal(await page.getByLabel('Title').inputValue(), 'Too soon')
    assert.equal(await page.getByLabel('Your words', { exact: true }).inputValue(), 'I take this back.')
    await page.getByRole('button', { name: 'Delete the draft' }).click()
    await page.getByText('Nothing waits for you here.').waitFor()
    await sound(tab)
    await tab.close()
  })

  test(`what somebody began waits for them${how}`, async () => {
    const tab = await member({ scripts })
    const { page } = tab
    const topic = await begin(page, 'A long evening', 'I am still here.')
    await page.getByLabel('Your words', { exact: true }).fill('Halfway through')
    if (scripts) await page.getByText('Kept as a draft. Only you can read it.').waitFor({ timeout: 15_000 })
    else await page.getByRole('button', { name: 'Keep as draft' }).click()
    await page.goto(`${group}/forum/drafts`)
    await sound(tab)
    await page.getByRole('listitem').filter({ hasText: 'A long evening' }).getByRole('link', { name: 'Go on writing' }).click()
    await page.waitForURL(`**${topic}?page=1#answer`)
    assert.equal(await page.getByLabel('Your words', { exact: true }).inputValue(), 'Halfway through')
    await page.getByRole('button', { name: 'Post answer' }).click()
    await page.getByText('Your words are there.').first().waitFor()
    await page.goto(`${group}/forum/drafts`)
    assert.equal(await page.getByText('Halfway through').count(), 0, 'a draft outlives its post')
    assert.deepEqual(await page.evaluate(() => Object.values(localStorage).filter((v) => v.includes('Halfway'))), [], 'words are kept in the browser')
    await tab.close()
  })

  test(`a picture goes with its words${how}`, async () => {
    const tab = await member({ scripts })
    const { page } = tab
    await page.goto(`${group}/forum/new`)
    await page.getByRole('link', { name: 'Stories' }).click()
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } })
    await page.getByLabel('Your words', { exact: true }).fill('Look.')
    await unfold(page, 'Add a picture')
    await page.getByLabel('A picture from your device').setInputFiles({ name: 'harbour.png', mimeType: 'image/png', buffer: picture })
    await page.getByLabel('What can be seen on it').fill('A harbour at low tide')
    tab.watch.expect(refused)
    await page.getByRole('button', { name: 'Post it' }).click()
    const chosen = page.getByRole('img', { name: 'The picture that you chose' })
    await chosen.scrollIntoViewIfNeeded()
    assert.ok(await chosen.evaluate((img) => img.decode().then(() => img.naturalWidth === 300)), 'the picture survives a mistake')
    await sound(tab)
    await page.getByLabel('Title').fill('The harbour')
    await page.getByRole('button', { name: 'Post it' }).click()
    await page.waitForURL('**/topics/**')
    const shown = page.getByRole('img', { name: 'A harbour at low tide' })
    await shown.scrollIntoViewIfNeeded()
    assert.ok(await shown.evaluate((img) => img.decode().then(() => img.naturalWidth === 300)))
    await sound(tab)
    await tab.close()
  })
}

test('selected words are quoted by mouse and by keyboard', async () => {
  const tab = await member()
  const { page } = tab
  const topic = await begin(page, 'Choose your words', 'The heating was on. I sat in the car.')
  const select = () => page.locator('article .said p').first().evaluate((p) => {
    const range = document.createRange()
    range.setStart(p.firstChild, 4)
    range.setEnd(p.firstChild, 18)
    getSelection().removeAllRanges()
    getSelection().addRange(range)
  })
  assert.equal(await page.getByRole('button', { name: 'Quote this' }).count(), 0)
  await select()
  await page.getByRole('button', { name: 'Quote this' }).click()
  assert.equal(await page.locator('textarea[name=excerpt]').inputValue(), 'heating was on')
  assert.equal(await page.evaluate(() => document.activeElement.name), 'text')
  await page.goto(topic)
  await page.locator('article .said p').first().dblclick({ position: { x: 60, y: 12 } })
  await page.getByRole('button', { name: 'Quote this' }).waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Quote this', 'the next Tab leads to it')
  await page.keyboard.press('Enter')
  await page.keyboard.type('So was mine.')
  await sound(tab)
  await page.getByRole('button', { name: 'Post answer' }).click()
  await page.locator('blockquote', { hasText: 'heating' }).waitFor()
  await tab.close()
})

test('the offer to take back goes after ten seconds, but not from under a finger', async () => {
  const tab = await member()
  const { page } = tab
  await page.clock.install()
  await begin(page, 'It stays', 'I stand by this.')
  const offer = page.getByRole('button', { name: 'Take it back' })
  await offer.waitFor()
  await offer.focus()
  await page.clock.runFor(11_000)
  assert.equal(await offer.count(), 1, 'it went from under a finger')
  await page.getByLabel('Your words', { exact: true }).focus()
  await offer.waitFor({ state: 'detached' })
  await tab.close()
})

test('the pages on which one writes bear every way of looking, and the keyboard', async (t) => {
  const first = await member()
  const topic = await begin(first.page, 'Every way', 'Of looking.')
  const post = (await first.page.getByRole('link', { name: 'More', exact: true }).first().getAttribute('href')).split('/').pop()
  await first.page.goto(`${group}/forum/new`)
  const space = await first.page.getByRole('link', { name: 'Stories' }).getAttribute('href')
  await first.close()
  const paths = [`${group}/forum/new`, space, `${topic}?quote=${post}`, `${group}/forum/posts/${post}/edit`, `${group}/forum/posts/${post}/deletion`, `${group}/forum/drafts`]
  await inEveryWay(t, browser, site, paths, {
    state, name: (path) => path.replace(group, ''), keyboard: 'dark',
    ready: (tab) => tab.page.evaluate(() => document.querySelectorAll('details.fold').forEach((d) => { d.open = true })),
  })
})
