// Being reminded of a meeting, and one warm line from somebody whom one asked for it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits, hasBones, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'

const refused = /status of 422/
const leader = 'Tomasz' // in the demo's Low Tide

let site, browser, member, facilitator, group
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  member = await walkIn(browser, site, 'member')
  facilitator = await walkIn(browser, site, 'facilitator')
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
async function sound(tab) {
  await axe(tab.page)
  await fits(tab.page)
  await hasBones(tab.page)
}

/** Opens the page of a date of the meeting with this title, one that is still to come. */
async function openDate(tab, title) {
  await tab.page.goto(`${group}/meetings`)
  await tab.page.getByRole('link', { name: title }).last().click()
  await tab.page.getByRole('heading', { level: 1, name: title }).waitFor()
  return new URL(tab.page.url()).pathname
}

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'
  const title = scripts ? 'The first hour after work' : 'Sunday walk'

  test(`a member asks for reminders and takes them away${how}`, async () => {
    const tab = await visit(browser, site, { state: member, scripts, mode: scripts ? 'light' : '320 px' })
    const date = await openDate(tab, title)
    const part = tab.page.getByRole('region', { name: 'A reminder' })
    await part.getByText('Nobody else sees your reminders.').waitFor()
    await sound(tab)
    await part.getByRole('link', { name: 'Change your reminders' }).click()
    await tab.page.getByRole('heading', { level: 1, name: 'Your reminders of this meeting' }).waitFor()
    await sound(tab)
    assert.ok((await walk(tab.page)).length > 5)
    await tab.page.getByRole('radio', { name: 'Every date' }).focus()
    await tab.page.keyboard.press('Space')
    await tab.page.getByLabel('How long before?').selectOption('3 hours before')
    await tab.page.getByRole('button', { name: 'Keep this choice' }).focus()
    await tab.page.keyboard.press('Enter')
    await tab.page.getByText('Done. We remind you. Nobody else sees that.').waitFor()
    assert.equal(new URL(tab.page.url()).pathname, date)
    await part.getByText('3 hours before: every date.').waitFor()
    await sound(tab)
    await part.getByRole('button', { name: 'Not this time' }).click()
    await tab.page.getByText('All right, not this time. Nobody is told.').waitFor()
    await part.getByText('None this time.').waitFor()
    await part.getByRole('button', { name: 'Remind me after all' }).click()
    await tab.page.getByText('Done. We remind you of this date, too.').waitFor()

    await tab.page.goto('/settings/reminders')
    const here = tab.page.getByRole('region', { name: 'Low Tide' })
    await here.getByText('3 hours before: every date.').waitFor()
    await sound(tab)
    await here.locator('summary', { hasText: 'Change it' }).first().click()
    await sound(tab)
    await here.getByRole('button', { name: `Take it away: ${title}` }).click()
    await tab.page.getByText('Taken away. You can ask for it again whenever you like.').waitFor()
    assert.equal(await here.getByText('3 hours before: every date.').count(), 0)
    await here.locator('summary', { hasText: 'Remind me of all meetings here' }).click()
    await here.getByRole('radio', { name: 'Every date' }).check()
    await here.getByLabel('How long before?').selectOption('1 day before')
    await here.getByRole('button', { name: 'Keep this choice' }).click()
    await here.getByText('1 day before: every date.').waitFor()
    await tab.page.goto(date)
    await part.getByText('This is your choice for all meetings of this group.').waitFor()
    await sound(tab)
    await tab.page.goto('/settings/reminders')
    await here.locator('summary', { hasText: 'Change it' }).first().click()
    await here.getByRole('button', { name: 'Take it away: All meetings' }).click()
    await tab.close()
  })
}

test('who comes is reminded, and says in one place that they come', async () => {
  const tab = await visit(browser, site, { state: facilitator, mode: 'dark' })
  await openDate(tab, 'Low Tide evening')
  const part = tab.page.getByRole('region', { name: 'A reminder' })
  await part.getByText('It is for dates that you say you come to.').waitFor()
  await part.getByRole('button', { name: 'Remind me' }).click()
  await tab.page.getByText('Done. We remind you. Nobody else sees that.').waitFor()
  await part.getByText('1 hour before: the dates you said you come to.').waitFor()
  assert.equal(await tab.page.getByRole('button', { name: /coming/ }).count(), 1, 'one way to say that one comes')
  await sound(tab)
  await tab.close()
})

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`one asks, the other says yes, and one warm line goes${how}`, async () => {
    const asks = await visit(browser, site, { state: member, scripts, mode: scripts ? '320 px' : 'light' })
    const gives = await visit(browser, site, { state: facilitator, scripts, mode: 'dark' })
    await asks.page.goto(`${group}/nudges`)
    await asks.page.getByText('Nobody yet.').waitFor()
    await sound(asks)
    asks.watch.expect(refused)
    await asks.page.getByLabel('Who may nudge you?').fill('Nobody At All')
    await asks.page.getByLabel('Or about what?').fill('Walk by the river')
    await asks.page.getByRole('button', { name: 'Ask them' }).click()
    await asks.page.getByRole('link', { name: /Nobody here has this name/ }).waitFor()
    assert.equal(await asks.page.getByLabel('Or about what?').inputValue(), 'Walk by the river')
    await sound(asks)
    await asks.page.getByLabel('Who may nudge you?').fill(leader)
    await asks.page.getByRole('button', { name: 'Ask them' }).focus()
    await asks.page.keyboard.press('Enter')
    await asks.page.getByText('They have not said yes yet.').waitFor()
    await sound(asks)

    await gives.page.goto(group)
    await gives.page.getByRole('region', { name: 'Nudges' }).getByRole('link', { name: 'There is something for you' }).click()
    await gives.page.getByText('Walk by the river').waitFor()
    await sound(gives)
    await gives.page.getByRole('button', { name: 'Yes, gladly' }).click()
    await gives.page.getByText('You can send them a warm line, once a day at most.').waitFor()
    await sound(gives)
    assert.ok((await walk(gives.page)).length > 5)
    gives.watch.expect(refused)
    await gives.page.getByRole('radio', { name: 'My own words' }).check()
    await gives.page.getByRole('button', { name: 'Send it' }).click()
    await gives.page.getByRole('link', { name: 'Write a few words first.' }).waitFor()
    await sound(gives)
    await gives.page.getByLabel('Your own words').fill('The river is high today.')
    await gives.page.getByRole('button', { name: 'Send it' }).click()
    await gives.page.getByText('Sent. They may answer, or not.').waitFor()
    await gives.page.getByText('You can send the next one from').waitFor()
    assert.equal(await gives.page.getByRole('button', { name: 'Send it' }).count(), 0)

    await asks.page.goto(`${group}/nudges`)
    await asks.page.getByText('The river is high today.').waitFor()
    await sound(asks)
    await asks.page.getByRole('button', { name: 'Done', exact: true }).click()
    await asks.page.getByText('You answered: Done').waitFor()
    await gives.page.goto(`${group}/nudges`)
    await gives.page.getByText('They answered: Done').waitFor()
    await sound(gives)
    await asks.page.getByRole('button', { name: `End it: ${leader}` }).click()
    await asks.page.getByText('Ended. Nobody is told.').waitFor()
    await asks.page.getByText('Nobody yet.').waitFor()
    await Promise.all([asks.close(), gives.close()])
  })
}
