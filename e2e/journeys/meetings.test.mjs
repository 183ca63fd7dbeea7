// A group's meetings: planned, looked at, come to, moved and cancelled, by whoever leads and by a member, with and without scripts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { fits, hasBones } from '../harness/check.mjs'
import { lowTide } from '../harness/low-tide.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

// The last date on the list of a meeting that is held every day.
const hour = (page) => page.locator('.slot').filter({ hasText: 'The first hour after work' }).last()

for (const scripts of [true, false]) {
  test(`a leader plans a meeting and a member comes, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const { site, tab, path } = await lowTide(t, browser, { scripts })
    tab.watch.expect(/status of 422/)
    const lead = tab.page
    const meetings = path + '/meetings'
    await lead.goto(meetings)
    await lead.getByRole('link', { name: 'Plan a meeting' }).click()
    await lead.getByRole('button', { name: 'Look at the dates' }).click()
    await lead.getByRole('heading', { name: 'There is a problem' }).waitFor()

    await lead.getByLabel('Name of the meeting').fill('Early lamp')
    await lead.getByLabel('First date').fill('2099-03-08')
    await lead.getByLabel('Time', { exact: true }).fill('02:30')
    await lead.getByLabel('Time zone').selectOption('America/New_York')
    await lead.getByLabel('In a room and online').check()
    await lead.getByLabel('Whereabouts is it?').fill('Near the station')
    await lead.getByLabel('Members who ask').check()
    await lead.getByLabel('Where exactly is it?').fill('12 Station Road')
    await lead.getByLabel('Link to the meeting online').fill('https://meet.example/lamp')
    await lead.getByRole('button', { name: 'Look at the dates' }).click()
    await lead.getByRole('heading', { name: 'Is this right?' }).waitFor()
    await lead.getByText('The clocks go forward that night and skip 02:30. So it begins at 03:30.').first().waitFor()
    await lead.getByText('more than five years away').waitFor()
    await lead.getByRole('button', { name: 'Keep this meeting' }).click()
    await lead.getByRole('heading', { name: 'Early lamp', level: 1 }).waitFor()
    const date = new URL(lead.url()).pathname

    const member = await visit(browser, site, { scripts, state: await walkIn(browser, site, 'member') })
    const page = member.page
    await page.goto(meetings)
    await hour(page).getByRole('link').click()
    await page.getByRole('button', { name: 'I’m coming', exact: true }).click()
    await page.getByText('You said that you come.', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'I can’t come after all' }).click()
    await page.getByRole('button', { name: 'I’m coming', exact: true }).click()
    await page.getByText('You said that you come.', { exact: true }).waitFor()

    await page.goto(date)
    assert.equal(await page.getByText('12 Station Road').count(), 0)
    await page.getByRole('button', { name: 'Ask where it is' }).click()
    await page.getByText('You asked where it is.', { exact: false }).first().waitFor()
    await lead.goto(date)
    await lead.getByRole('link', { name: '1 person asks where it is' }).click()
    await lead.getByRole('button', { name: 'Tell them' }).click()
    await lead.getByText('They can read where it is.').waitFor()
    await page.goto(date)
    await page.getByText('12 Station Road').waitFor()

    await lead.goto(meetings)
    await hour(lead).getByRole('link').click()
    await lead.getByRole('link', { name: 'Cancel this date' }).click()
    await lead.getByLabel('Why, and what people can do instead').fill('The house is closed.')
    await lead.getByRole('button', { name: 'Cancel this date' }).click()
    await lead.getByRole('heading', { name: 'This date is cancelled' }).waitFor()
    await page.goto(meetings)
    await page.getByText('The house is closed.').first().waitFor()
    await lead.getByRole('link', { name: 'Hold this date after all' }).click()
    await lead.getByRole('button', { name: 'Hold it after all' }).click()
    await lead.getByRole('link', { name: 'Cancel this date' }).waitFor()
    await member.close()
    await tab.close()
  })
}

test('pages of meetings bear every way of looking', async (t) => {
  const { site, state, tab, path } = await lowTide(t, browser)
  const meetings = path + '/meetings'
  await tab.page.goto(meetings)
  const evening = await tab.page.locator('.slot').filter({ hasText: 'Low Tide evening' }).first().getByRole('link').getAttribute('href')
  await tab.close()
  const paths = [
    meetings, meetings + '?from=2026-01-01', meetings + '/new', meetings + '/poster', evening, evening + '/edit', evening + '/edit?what=date', evening + '/edit?what=all',
    evening + '/move', evening + '/dates', evening + '/cancellation', evening + '/end', evening + '/place',
  ]
  await inEveryWay(t, browser, site, paths, { state, name: (one) => one.replace(path, '').replace(/[0-9a-f-]{36}_\w+/, 'date'), keyboard: 'light' })
  for (const language of ['es', 'fr']) {
    await t.test(language, async () => {
      const other = await visit(browser, site, { mode: '320 px', state })
      await other.context.addCookies([{ name: 'reading', value: `l=${language}`, url: site.url }])
      for (const one of paths) {
        await other.page.goto(one)
        await fits(other.page)
        await hasBones(other.page)
      }
      await other.close()
    })
  }
})
