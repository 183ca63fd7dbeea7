// Looking after a forum: how it works, its spaces, what waits, a topic and what is taken out of it, and a poll; with and
// without scripts, by keyboard, in every way of looking.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound } from '../harness/check.mjs'
import { press } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'

const refused = /status of 422/

let site, browser, leader, member, group
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  leader = await walkIn(browser, site, 'facilitator')
  member = await walkIn(browser, site, 'member')
  const tab = await visit(browser, site, { state: leader })
  await tab.page.goto('/groups')
  group = await tab.page.getByRole('link', { name: 'Low Tide' }).first().getAttribute('href')
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Begins a topic in the space for talk; gives its address. */
async function begin(page, title, words) {
  await page.goto(`${group}/forum/new`)
  await page.getByRole('link', { name: 'Talk' }).first().click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Your words', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Post it' }).click()
  await page.waitForURL('**/topics/**')
  return new URL(page.url()).pathname
}

/** Answers in the topic that is open. */
async function answer(page, topic, words) {
  await page.goto(topic)
  await page.getByLabel('Your words', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Post answer' }).click()
  await page.getByText(words).first().waitFor()
}

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`a leader says how the forum works, and arranges its spaces${how}`, async () => {
    const tab = await visit(browser, site, { state: leader, scripts, mode: 'dark' })
    const { page } = tab
    await page.goto(`${group}/lead`)
    await page.getByRole('link', { name: 'How the forum works' }).click()
    await sound(tab)
    await page.getByRole('radio', { name: /^Everything/ }).check()
    await page.getByLabel('Words that ask for a look').fill('razor\ntwo words')
    await page.getByLabel('A pause between two posts').selectOption({ label: 'No pause' })
    await press(page, 'Keep these settings')
    await page.getByText('Kept. It counts for what is written from now on.').waitFor()
    assert.equal(await page.getByLabel('Words that ask for a look').inputValue(), 'razor\ntwo words')

    await page.getByRole('link', { name: 'Arrange the spaces' }).click()
    await sound(tab)
    await page.getByRole('link', { name: 'Make a space' }).click()
    tab.watch.expect(refused)
    await press(page, 'Keep this space')
    await page.getByRole('link', { name: 'Give the space a name.' }).waitFor()
    await sound(tab)
    await page.getByLabel('Name of the space').fill(`News${how}`)
    await press(page, 'Keep this space')
    await page.getByText('The space is there.').waitFor()
    const last = page.getByRole('region', { name: `News${how}`, exact: true })
    await last.getByRole('button', { name: 'Move up' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('It stands one place higher now.').waitFor()
    await last.getByRole('link', { name: 'Change it' }).click()
    await sound(tab)
    await press(page, 'Take this space away')
    await page.getByText('The empty space is gone.').waitFor()
    assert.equal(await page.getByRole('region', { name: `News${how}`, exact: true }).count(), 0)
    await tab.close()
  })

  test(`a topic is tended, and a part of it is taken out and put back${how}`, async () => {
    const own = await visit(browser, site, { state: leader, scripts })
    const { page } = own
    const topic = await begin(page, `A plan${how}`, 'Where do we meet?')
    await answer(page, topic, 'By the river.')
    await page.getByRole('link', { name: 'Look after this topic' }).first().click()
    await sound(own)
    await press(page, 'Keep it at the top')
    await page.getByText('It stands at the top of its space now.').waitFor()
    await press(page, 'Let it go down again')
    await press(page, 'Close it to answers')
    await page.getByText('The topic is closed.').waitFor()
    await press(page, 'Open it again')
    await page.getByLabel('Where does it belong?').selectOption({ label: 'Questions' })
    await press(page, 'Move it')
    await page.getByText('The topic is in “Questions” now.').waitFor()
    await sound(own)
    await press(page, 'Put it back into “Talk”')
    await page.getByText('The topic is in “Talk” now.').waitFor()

    await page.goto(topic)
    await page.locator('article').nth(1).getByRole('link', { name: /^More/ }).click()
    await page.getByRole('link', { name: 'Take it into a topic of its own' }).click()
    await sound(own)
    own.watch.expect(refused)
    await press(page, 'Make it a topic')
    await page.getByRole('link', { name: 'Give it a title. A few words are enough.' }).waitFor()
    await page.getByLabel('Title of the new topic').fill(`The river${how}`)
    await press(page, 'Make it a topic')
    await page.getByText('The posts are a topic of their own.').waitFor()
    await sound(own)
    await press(page, 'Put the posts back')
    await page.getByText('The posts are back where they were.').waitFor()
    await page.getByText('By the river.').waitFor()
    await own.close()
  })

  test(`a group is asked in a poll, and nobody sees how it stands${how}`, async () => {
    const own = await visit(browser, site, { state: leader, scripts })
    const topic = await begin(own.page, `Which day${how}`, 'Some of us cannot come on Mondays.')
    await own.page.getByRole('link', { name: 'Ask the group in a poll' }).first().click()
    await sound(own)
    own.watch.expect(refused)
    await own.page.getByLabel('Your question').fill('Which day?')
    await own.page.getByLabel('The answers').fill('Monday')
    await press(own.page, 'Open the poll')
    await own.page.getByRole('link', { name: 'Write at least two answers.' }).waitFor()
    await own.page.getByLabel('The answers').fill('Monday\n<b>Thursday</b>')
    await press(own.page, 'Open the poll')
    await own.page.getByText('The poll is open. Nobody sees that you asked.').waitFor()
    await own.page.goto(`${topic}/poll`)
    await sound(own)
    await own.page.goto(topic)

    const tab = await visit(browser, site, { state: member, scripts, mode: 'dark' })
    await tab.page.goto(`${topic}/poll`)
    await sound(tab)
    await tab.page.goto(topic)
    const before = await own.page.getByRole('region', { name: 'A poll' }).innerText()
    await tab.page.getByRole('radio', { name: '<b>Thursday</b>' }).focus()
    await tab.page.keyboard.press('Space')
    await press(tab.page, 'Vote')
    await tab.page.getByText('You have voted. Nobody can tell what you chose.').waitFor()
    await own.page.goto(topic)
    assert.equal(await own.page.getByRole('region', { name: 'A poll' }).innerText(), before, 'a vote shows to others')
    await tab.close()
    await own.close()
  })
}

test('what somebody writes first waits, and is let through or hidden with a reason', async () => {
  const own = await visit(browser, site, { state: leader })
  const { page } = own
  await page.goto(`${group}/forum/settings`)
  await page.getByLabel('Words that ask for a look').fill('razor')
  await press(page, 'Keep these settings')
  const tab = await visit(browser, site, { state: member })
  await begin(tab.page, 'It waits', 'I put the razor away.')
  await begin(tab.page, 'It waits too', 'Another razor.')
  await page.goto(group)
  await page.getByRole('heading', { name: 'Something waits for a look' }).waitFor()
  await page.getByRole('link', { name: '2 posts wait until you have read them.' }).click()
  await sound(own)
  const first = page.getByRole('region', { name: 'It waits', exact: true })
  await first.getByRole('button', { name: 'Let it through' }).click()
  await page.getByText('Everybody can read it now.').waitFor()
  own.watch.expect(refused)
  await page.locator('summary', { hasText: 'Not like this' }).click()
  await page.getByRole('button', { name: 'Keep it hidden' }).click()
  await page.getByRole('link', { name: 'Say why. Whoever wrote it reads this.' }).waitFor()
  await sound(own)
  await page.getByLabel('Why does it stay hidden?').fill('Please leave out what it was done with.')
  await page.getByRole('button', { name: 'Keep it hidden' }).click()
  await page.getByText('It stays hidden.').waitFor()
  await page.getByText('Nothing waits').waitFor()
  await tab.page.goto(`${group}/told`)
  await tab.page.getByRole('main').getByRole('link').filter({ hasText: /hidden|hide|post/i }).first().click()
  await tab.page.getByText('Please leave out what it was done with.').waitFor()
  await tab.close()
  await own.close()
})

test('every page can be looked at in every way, and walked by keyboard', async (t) => {
  const seek = await visit(browser, site, { state: leader })
  const topic = await begin(seek.page, 'Looked at', 'In every way.')
  await seek.close()
  const paths = ['settings', 'spaces', 'spaces/new', 'waiting'].map((one) => `${group}/forum/${one}`).concat(`${topic}/tending`, `${topic}/poll/new`)
  await inEveryWay(t, browser, site, paths, { state: leader, name: (path) => path.replace(group, ''), keyboard: 'light' })
})
