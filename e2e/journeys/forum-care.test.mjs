// Being heard in private: a note to somebody who wrote without their name, a worry that leaders are told of, a card that is
// answered, and a pseudonym that a facilitator and a steward lift together; with and without scripts.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits, hasBones, laidOutWhole, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'

const pictures = process.env.HANDRAIL_PICTURES // a folder, to look at the pages

let site, browser, member, leader, steward, group
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  member = await walkIn(browser, site, 'member')
  leader = await walkIn(browser, site, 'facilitator')
  steward = await walkIn(browser, site, 'steward')
  const tab = await visit(browser, site, { state: member })
  await tab.page.goto('/groups')
  group = await tab.page.getByRole('link', { name: 'Low Tide' }).first().getAttribute('href')
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Everything that a page can be put to while nobody touches it. */
async function sound(tab, name) {
  await axe(tab.page)
  await fits(tab.page)
  await hasBones(tab.page)
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  const was = tab.page.viewportSize()
  for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } })) {
    for (const colorScheme of ['light', 'dark']) {
      await tab.page.setViewportSize(viewport)
      await tab.page.emulateMedia({ colorScheme })
      await laidOutWhole(tab.page, () => tab.page.screenshot({ path: `${pictures}/${name}-${size}-${colorScheme}.png` }))
    }
  }
  await tab.page.setViewportSize(was)
}

/** Writes something without a name; gives the address of its post. */
async function writesUnnamed(page, title) {
  await page.goto(`${group}/forum/new`)
  await page.getByRole('link', { name: 'Stories' }).click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Your words', { exact: true }).fill('It is a lot this week.')
  await page.getByLabel('Without my name').check()
  await page.getByRole('button', { name: 'Post it' }).click()
  await page.waitForURL('**/topics/**')
  const more = await page.getByRole('link', { name: 'More', exact: true }).first().getAttribute('href')
  return new URL(more, page.url()).pathname.match(/.*\/forum\/posts\/[^/]+/)[0]
}

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`somebody who wrote without a name is reached, and answers${how}`, async () => {
    const author = await visit(browser, site, { scripts, state: member })
    const other = await visit(browser, site, { scripts, state: leader })
    const post = await writesUnnamed(author.page, `Heavy${how}`)

    await other.page.goto(`${post}/note`)
    await sound(other, 'write')
    other.watch.expect(/status of 422/)
    await other.page.getByRole('button', { name: 'Send it' }).click()
    await other.page.getByRole('link', { name: 'Write a few words first.' }).click()
    await other.page.getByRole('textbox', { name: 'Your note' }).fill('I was there, too.')
    await other.page.getByRole('button', { name: 'Send it' }).click()
    await other.page.getByText('Sent. You are not told whether it is read.').waitFor()
    const thread = new URL(other.page.url()).pathname

    await author.page.goto(`${group}/notes`)
    await sound(author, 'notes')
    await author.page.locator(`a[href="${thread}"]`).click()
    await author.page.getByText('I was there, too.').waitFor()
    await sound(author, 'thread')
    if (scripts) await walk(author.page)
    await author.page.getByRole('textbox', { name: 'Your note' }).fill('That helps.')
    await author.page.getByRole('button', { name: 'Send it' }).click()
    await author.page.getByText('That helps.').waitFor()

    await other.page.goto(thread)
    await other.page.getByText('That helps.').waitFor()
    await other.page.getByRole('heading', { level: 1, name: /^Anonymous \d/ }).waitFor()
    await author.page.getByRole('button', { name: 'No more' }).click()
    await author.page.getByText('What they write here does not reach you any more.').first().waitFor()
    await author.close()
    await other.close()
  })

  test(`whoever worries finds words and brings in others${how}`, async () => {
    const author = await visit(browser, site, { scripts, state: leader })
    const other = await visit(browser, site, { scripts, state: member })
    const post = await writesUnnamed(author.page, `Tired${how}`)
    await other.page.goto(`${post}/worry`)
    await other.page.getByRole('heading', { level: 1, name: /^Worried about Anonymous/ }).waitFor()
    await sound(other, 'worry')
    other.watch.expect(/status of 422/)
    await other.page.getByRole('button', { name: 'Send it' }).click()
    await other.page.getByRole('link', { name: 'Choose what should happen. You can also choose both.' }).click()
    await sound(other, 'worry-wrong')
    await other.page.getByRole('checkbox', { name: /Tell those who look after the group/ }).check()
    await other.page.getByRole('checkbox', { name: /Send Anonymous \d+ a card/ }).check()
    await other.page.getByLabel(/What worries you/).fill('They sound so tired.')
    await other.page.getByRole('button', { name: 'Send it' }).click()
    await other.page.getByText('They were told, and the card is sent.').waitFor()

    await author.page.goto(`${group}/notes`)
    await author.page.locator('.rows a').first().click()
    await author.page.getByRole('heading', { name: 'May somebody reach out to you?' }).waitFor()
    await sound(author, 'card')
    await author.page.getByRole('button', { name: 'Yes, please' }).click()
    await author.page.getByText('They know that they may write to you.').waitFor()

    await author.page.goto(`${group}/lead/worries`)
    await sound(author, 'calls')
    await author.page.locator('section[aria-labelledby="calls"] .rows .fresh a').first().click()
    await author.page.getByText('They sound so tired.').waitFor()
    await sound(author, 'call')
    await author.page.getByRole('button', { name: 'I am on it' }).click()
    await author.page.getByText('You are on it. The other leaders see that.').waitFor()
    await author.page.getByRole('link', { name: 'What to do when a call comes: one page' }).click()
    await sound(author, 'runbook')
    await author.close()
    await other.close()
  })
}

test('a facilitator and a steward learn together who wrote something, and the author is told', async () => {
  const author = await visit(browser, site, { state: member })
  const facilitator = await visit(browser, site, { state: leader })
  const judge = await visit(browser, site, { state: steward })
  const post = await writesUnnamed(author.page, 'Who is it')
  await facilitator.page.goto(`${post}/lift`)
  await sound(facilitator, 'lift')
  await facilitator.page.getByLabel('Why do you have to know?').fill('They may be in danger.')
  await facilitator.page.getByRole('button', { name: 'Ask a steward' }).click()
  await facilitator.page.getByText('A steward looks at it. You hear what they say.').waitFor()
  const asked = facilitator.page.url()
  await sound(facilitator, 'asked')

  await judge.page.goto('/admin/lifts')
  await sound(judge, 'lifts')
  await judge.page.getByRole('link', { name: 'In Low Tide' }).first().click()
  await judge.page.getByText('It is a lot this week.').waitFor()
  await sound(judge, 'decide')
  await judge.page.getByLabel('Your own reason').fill('A life may be at stake.')
  await judge.page.getByRole('button', { name: 'Make it known to us two' }).click()
  await judge.page.getByRole('button', { name: 'Look who it was' }).waitFor()

  await facilitator.page.goto(asked)
  await facilitator.page.getByRole('button', { name: 'Look who it was' }).click()
  await facilitator.page.getByText('This look is in the record.').waitFor()
  await sound(facilitator, 'known')

  await author.page.goto(`${group}/forum/lifted`)
  await author.page.getByText('A life may be at stake.').waitFor()
  await sound(author, 'lifted')
  assert.equal(await author.page.getByText('They may be in danger.').count(), 1)
  await author.close()
  await facilitator.close()
  await judge.close()
})
