// What was said in a group is read: the forum, a space, a topic and a post; a kind word is left; answers come while one reads.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { subscribed } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let site, browser, member, facilitator, group, topic
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  member = await walkIn(browser, site, 'member')
  facilitator = await walkIn(browser, site, 'facilitator')
  const tab = await visit(browser, site, { state: member, scripts: false })
  await tab.page.goto('/home')
  await tab.page.getByRole('link', { name: 'Low Tide', exact: true }).first().click()
  await tab.page.getByRole('heading', { level: 1, name: 'Low Tide' }).waitFor()
  group = new URL(tab.page.url()).pathname
  await tab.page.getByRole('navigation').getByRole('link', { name: 'Forum', exact: true }).click()
  await tab.page.getByRole('link', { name: 'Begin a topic' }).first().click()
  await tab.page.getByRole('link', { name: 'Stories' }).first().click()
  await tab.page.locator('[name=title]').fill('The first wedding')
  await tab.page.locator('[name=text]').fill('There was a toast. I lifted water. My hand shook and nobody looked at my hand.')
  await tab.page.locator('main form .btn-do').click()
  await tab.page.getByRole('heading', { level: 1, name: 'The first wedding' }).waitFor()
  topic = new URL(tab.page.url()).pathname
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Answers as this visitor. */
async function answer(tab, words, note) {
  await tab.page.goto(topic)
  await tab.page.locator('#reply [name=text]').fill(words)
  if (note) {
    await tab.page.locator('#reply summary', { hasText: 'Add a content note' }).click()
    await tab.page.locator(`#reply [name=notes][value=${note}]`).check()
  }
  await tab.page.getByRole('button', { name: 'Post answer' }).click()
  await tab.page.getByText(words).first().waitFor({ state: 'attached' })
}

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`a topic is found, read, answered with a kind word, and kept${how}`, async () => {
    const tab = await visit(browser, site, { state: facilitator, scripts })
    await tab.page.goto(`${group}/forum`)
    await sound(tab)
    await tab.page.getByRole('link', { name: 'The first wedding', exact: true }).click()
    await tab.page.getByRole('heading', { level: 1, name: 'The first wedding' }).waitFor()
    await sound(tab)
    const share = tab.page.locator('#p-1')
    assert.equal(await share.getByRole('heading').count(), 1)
    const kind = share.getByRole('button', { name: 'I am with you' })
    await kind.click()
    await share.locator('[aria-pressed=true]').waitFor()
    if (scripts) assert.equal(new URL(tab.page.url()).hash, '', 'the page was loaded anew')
    await tab.page.reload()
    assert.equal(await share.locator('[aria-pressed=true]').innerText(), 'I am with you')
    await kind.click()
    await share.locator('[aria-pressed=true]').waitFor({ state: 'detached' })
    await tab.page.reload()
    assert.equal(await share.locator('[aria-pressed=true]').count(), 0)

    await tab.page.getByRole('button', { name: 'Mute' }).click()
    await tab.page.locator('#hear [aria-pressed=true]', { hasText: 'Mute' }).waitFor()
    await tab.page.getByRole('button', { name: 'Follow' }).click()
    await tab.page.locator('#hear [aria-pressed=true]', { hasText: 'Follow' }).waitFor()
    assert.equal(await tab.page.locator('#hear [aria-pressed=true]').count(), 1)

    await share.getByRole('link', { name: 'More' }).click()
    await tab.page.getByRole('heading', { name: 'What you can do' }).waitFor()
    await sound(tab)
    const kept = tab.page.waitForResponse(/bookmark/)
    await tab.page.getByRole('button', { name: 'Keep it' }).click()
    await kept
    await tab.page.locator('.hear [aria-pressed=true]').waitFor()
    await tab.page.goto(`${group}/forum/kept`)
    await tab.page.getByText('I lifted water.').waitFor()
    await sound(tab)
    await tab.page.getByRole('button', { name: 'Let it go' }).click()
    await tab.page.getByText('You keep nothing yet').waitFor()
    await tab.close()
  })

  test(`what carries a note stays folded until it is opened${how}`, async () => {
    const words = `Somebody died in that house${how}.`
    const writes = await visit(browser, site, { state: member, scripts })
    await answer(writes, words, 'grief')
    await writes.close()
    const tab = await visit(browser, site, { state: facilitator, scripts })
    await tab.page.goto(topic)
    const post = tab.page.locator('article', { has: tab.page.getByText(words, { exact: true }) })
    assert.equal(await post.getByText(words).isVisible(), false)
    await post.locator('summary').focus()
    await tab.page.keyboard.press('Enter')
    await post.getByText(words).waitFor()
    await tab.close()
  })
}

test('answers come while one reads: at the end at once, elsewhere as an offer, each once', async () => {
  const reads = await visit(browser, site, { state: facilitator })
  const writes = await visit(browser, site, { state: member, scripts: false })
  const listens = subscribed(reads.page)
  await reads.page.goto(topic)
  await listens
  const log = reads.page.getByRole('log', { name: 'New answers' })
  assert.equal(await log.locator('article').count(), 0, 'what was there before is in the log')
  const atEnd = () => reads.page.locator('topic-live').evaluate((e) => window.scrollTo(0, e.getBoundingClientRect().bottom + window.scrollY - innerHeight / 2))
  await atEnd()
  await reads.page.waitForFunction(() => customElements.get('topic-live'))
  const focus = () => reads.page.evaluate(() => document.activeElement.tagName)
  const before = await focus()
  await until(async () => {
    await answer(writes, 'This comes at once.')
    return log.getByText('This comes at once.').first().waitFor({ timeout: 5000 }).then(() => true, () => false)
  })
  assert.equal(await focus(), before, 'the focus was moved')
  const heard = await log.locator('article').last().innerText()
  assert.ok(heard.trim().startsWith('Wren'), `it begins with ${heard.slice(0, 40)}`)

  await reads.page.evaluate(() => window.scrollTo(0, 0))
  const shown = await log.locator('article').count()
  await answer(writes, 'This is offered.')
  const offer = reads.page.getByRole('button', { name: '1 new answer' })
  await offer.waitFor()
  assert.equal(await log.locator('article').count(), shown, 'something moved under the reader')
  await answer(writes, 'This too.')
  await reads.page.getByRole('button', { name: '2 new answers' }).click()
  await log.getByText('This too.').waitFor()
  assert.equal(await log.getByText('This is offered.').count(), 1)
  assert.equal(await log.locator('article').count(), shown + 2)
  await log.locator('article').last().getByRole('button', { name: 'Thank you' }).click()
  await log.locator('article').last().locator('[aria-pressed=true]').waitFor()
  await sound(reads)
  await reads.close()
  await writes.close()
})

async function until(happens) {
  for (let tries = 0; tries < 5; tries++) if (await happens()) return
  assert.fail('it did not happen')
}

test('the pages bear every way of looking', async (t) => {
  const tab = await visit(browser, site, { state: facilitator })
  await tab.page.goto(topic)
  const post = new URL(await tab.page.locator('#p-1 footer a').first().evaluate((a) => a.href)).pathname
  const space = new URL(await tab.page.locator('.crumbs a').last().evaluate((a) => a.href)).pathname
  assert.ok((await walk(tab.page)).includes('I am with you'))
  await tab.close()
  const paths = [`${group}/forum`, `${group}/forum/mine`, `${group}/forum/kept`, space, topic, post]
  await inEveryWay(t, browser, site, paths, { state: facilitator, name: (path) => path.replace(group, '') })
})
