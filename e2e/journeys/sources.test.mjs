// A steward brings in the meetings of a fellowship, from a file and from a feed, sees how they fare, and takes them away again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, sound } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

const meetings = (...names) => Buffer.from(JSON.stringify(names.map((name, day) => ({
  name, slug: name.toLowerCase(), day, time: day === 1 ? 'at seven' : '19:00', types: ['O', 'NOBODY KNOWS'], formatted_address: '1 Pier Road, Cork, Ireland',
}))))
const file = (name, ...names) => ({ name, mimeType: 'application/json', buffer: meetings(...names) })

async function stewards(t, scripts) {
  const site = await startSite({ demo: false })
  t.after(() => site.stop())
  const tab = await visit(browser, site, { scripts })
  await setUp(tab.page, site, { scripts })
  return { site, tab }
}

/** Fills in what every source is asked, by keyboard alone. */
async function byKeyboard(page, name) {
  await page.getByLabel('Whose listing is it?').focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type('Alcoholics')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Dublin')
}

for (const scripts of [true, false]) {
  test(`a file is brought in, renewed and removed${scripts ? '' : ' without scripts'}`, async (t) => {
    const { tab } = await stewards(t, scripts)
    const { page } = tab
    await page.goto('/admin')
    await page.getByRole('link', { name: 'Where meetings come from' }).click()
    await page.getByRole('heading', { name: 'Meetings that people find' }).waitFor()
    await sound(tab)
    await page.getByRole('link', { name: 'Add a source' }).click()

    // Nothing given: said at the top and at the field, and nothing that was typed is lost.
    tab.watch.expect(/status of 422/)
    await byKeyboard(page, 'Cork Intergroup')
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByRole('alert').getByRole('link', { name: 'Write an address, or choose a file below.' }).click()
    assert.equal(await page.evaluate(() => document.activeElement.name), 'url')
    assert.equal(await page.getByLabel('Whose listing is it?').inputValue(), 'Cork Intergroup')
    assert.equal(await page.getByLabel('Which fellowship?').inputValue(), 'aa')
    assert.equal(await page.getByLabel('Which time do they mean?').inputValue(), 'Europe/Dublin')
    await sound(tab)

    // A file that is none is refused, and nothing is kept of it.
    tab.watch.expect(/status of 422/)
    await page.getByLabel('Or a file').setInputFiles({ name: 'cork.json', mimeType: 'application/json', buffer: Buffer.from('{') })
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByRole('alert').filter({ hasText: 'There is a problem' }).waitFor()

    await page.getByLabel('Or a file').setInputFiles(file('cork.json', 'Pier', 'Quay'))
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('Added. Its meetings can be found now.').waitFor()
    await page.getByRole('heading', { name: 'Cork Intergroup' }).waitFor()
    await sound(tab)

    await page.getByRole('table').getByRole('link').first().click()
    await page.getByRole('heading', { name: 'What was odd' }).waitFor()
    assert.ok(await page.getByText(/^Record \d/).count() > 0, 'what was odd is told by record')
    await sound(tab)
    await page.getByRole('link', { name: 'Back to the source' }).click()

    await page.getByLabel('The file').setInputFiles(file('cork.json', 'Quay', 'Tide', 'Harbour'))
    await page.getByRole('button', { name: 'Take it in' }).click()
    await page.getByText('The newer file is in place.').waitFor()
    await page.goto('/admin/meetings')
    await page.getByText(/3 meetings, Meeting Guide feed/).waitFor()

    await page.getByRole('link', { name: 'Cork Intergroup' }).click()
    await page.getByRole('button', { name: 'Take its meetings off the pages' }).click()
    await page.getByText('You can show them again at any time.').waitFor()
    await page.getByRole('button', { name: 'Show its meetings again' }).click()
    await page.getByText('Its meetings are shown again.').waitFor()

    await page.getByRole('link', { name: 'Remove it' }).click()
    await page.getByText('3 meetings go from all pages').waitFor()
    await sound(tab)
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('Removed, with all its meetings.').waitFor()
    await page.goto('/admin/record')
    await page.getByText('A source of meetings was removed').first().waitFor()
    await tab.close()
  })
}

test('a feed that cannot be had says why, and is changed', async (t) => {
  const { site, tab } = await stewards(t, true)
  const { page } = tab
  await page.goto('/admin/meetings/new')
  await page.getByLabel('Address of the feed').fill(`http://localhost/feed.json`)
  await byKeyboard(page, 'Kerry Intergroup')
  await page.getByLabel('Pass these meetings on').check()
  await page.getByRole('button', { name: 'Add it' }).click()
  await page.getByText('Added. We fetch it now.').waitFor()
  const at = page.url()
  for (let n = 0; n < 100 && await page.getByText('The last try did not work.').count() === 0; n++) await page.goto(at)
  await page.getByText('We can\'t find that site on the public internet.').first().waitFor()
  await page.getByText('Yes, in the name of Kerry Intergroup').waitFor()
  await axe(page)

  await page.getByRole('link', { name: 'Change' }).first().click()
  tab.watch.expect(/status of 422/)
  await page.getByLabel('Address of the feed').fill('http://localhost:6379/')
  await page.getByRole('button', { name: 'Keep the change' }).click()
  await page.getByRole('alert').filter({ hasText: 'We can\'t use that web address.' }).waitFor()
  await page.getByLabel('Address of the feed').fill('https://kerry.example/feed.json')
  await page.getByRole('button', { name: 'Keep the change' }).click()
  await page.getByText('Changed.').waitFor()
  await page.getByRole('button', { name: 'Look again now' }).click()
  await page.getByText('We look again now.').waitFor()

  await page.goto('/admin/meetings/embedding')
  await page.getByLabel('Sites that may hold the list').fill('https://www.kerry.example/meetings')
  await page.getByRole('button', { name: 'Keep these sites' }).click()
  await page.getByText('Kept. These sites may hold the list.').waitFor()
  assert.equal(await page.getByLabel('Sites that may hold the list').inputValue(), 'https://www.kerry.example')

  const path = new URL(at).pathname
  await inEveryWay(t, browser, site, ['/admin/meetings', '/admin/meetings/new', '/admin/meetings/embedding', '/admin/meetings/notes', path, path + '/change', path + '/removal'],
    { state: await tab.context.storageState(), keyboard: 'light', name: (one) => one.replace(path, '/admin/meetings/one') })
  await tab.close()
})
