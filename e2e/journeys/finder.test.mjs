// Anybody finds a meeting: by town, by day, by what it is like; on a phone, without scripts, by keyboard, on paper.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { list } from '../harness/listings.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { transcript } from '../harness/transcript.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let site, browser
before(async () => {
  site = await startSite()
  list(site)
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const names = (page) => page.locator('.hit .title').allInnerTexts()

for (const scripts of [true, false]) {
  test(`a town, what fits, and nothing that does${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { mode: 'dark', scripts })
    const { page } = tab
    await page.goto('/')
    await page.getByRole('link', { name: 'Find a meeting' }).click()
    await page.getByRole('heading', { level: 1, name: 'Meetings' }).waitFor()
    await page.getByText('Meetings 1 to 20 of').waitFor()
    await page.getByRole('navigation', { name: 'Pages of meetings' }).getByRole('link', { name: 'Page 2' }).click()
    await page.getByText('Meetings 21 to').waitFor()

    await page.getByLabel('Town', { exact: true }).fill('wichita')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.getByText('within 15 miles of Wichita, Kansas, United States').waitFor()
    assert.deepEqual(await names(page), ['Prairie Lunch', 'Derby Dawn'])
    assert.equal(await page.getByLabel('Town', { exact: true }).inputValue(), 'wichita')
    await page.getByRole('link', { name: /Wichita Falls, Texas/ }).click()
    await page.getByRole('heading', { name: 'Nothing that we know of fits' }).waitFor()
    assert.ok(await page.locator('main a[href^="tel:"]').count() > 0, 'help lines where nothing fits')
    await page.getByRole('link', { name: 'Look online, from anywhere' }).click()
    await page.getByText('Just There').first().waitFor()

    await page.getByText('Narrow the list').click()
    await page.getByLabel('Whom it is for').selectOption({ label: 'Women' })
    await page.getByRole('button', { name: 'Show what fits' }).click()
    await page.getByText('1 meeting fits what you look for').waitFor()
    assert.deepEqual(await names(page), ['Just There'])
    await page.locator('.sought').getByRole('link', { name: /Women/ }).click()
    await page.getByText('Just There').first().waitFor()
    await sound(tab)
    await tab.close()
  })

  test(`the page of one meeting, saved and told about${scripts ? '' : ' without scripts'}`, async () => {
    const tab = await visit(browser, site, { mode: 'dark', scripts })
    const { page } = tab
    await page.goto('/meetings?q=lunch')
    await page.getByRole('link', { name: 'Prairie Lunch' }).click()
    await page.getByRole('heading', { level: 1, name: 'Prairie Lunch' }).waitFor()
    assert.match(await page.locator('main').innerText(), /Chicago time.*For you that is/)
    assert.match(await page.locator('main').innerText(), /not affiliated with them/)
    for (const link of await page.locator('main a[href^="http"]').all()) assert.match(await link.getAttribute('rel'), /noreferrer/)
    const calendar = await page.request.get('/meetings/prairie-lunch.ics')
    assert.match(await calendar.text(), /SUMMARY:Prairie Lunch[^]*RRULE:FREQ=WEEKLY|RRULE:FREQ=WEEKLY[^]*SUMMARY:Prairie Lunch/)

    await page.getByRole('button', { name: 'Save on this device' }).click()
    await page.getByText('Saved on this device.').waitFor()
    await page.goto('/meetings/saved')
    assert.deepEqual(await names(page), ['Prairie Lunch'])
    await sound(tab)
    await page.getByRole('link', { name: 'Prairie Lunch' }).click()
    await page.getByText('Tell the stewards of this place').first().click()
    await page.getByLabel('What is wrong?').fill('The door is shut.')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Thank you. The stewards will read it.').waitFor()
    await page.getByRole('button', { name: 'Take off this device' }).click()
    await page.getByText('Nothing is saved yet.').waitFor()
    await tab.close()
  })
}

for (const scripts of [true, false]) {
  test(`in kilometres for who counts so${scripts ? '' : ', without scripts'}`, async () => {
    const tab = await visit(browser, site, { mode: 'light', scripts })
    const { page } = tab
    await page.goto('/meetings?place=wichita&by=distance')
    await page.getByText('11 miles away').waitFor()
    await page.getByText('Narrow the list').click()
    await page.getByLabel('How far from the town').selectOption({ label: '5 miles' })
    await page.getByRole('radio', { name: 'Kilometres' }).check({ force: true })
    await page.getByRole('button', { name: 'Show what fits' }).click()
    await page.getByText('within 10 km of Wichita').waitFor()
    await page.getByText('300 m away').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('unit'), 'km')
    await page.locator('.sought').getByRole('link', { name: /within 10 km/ }).click()
    await page.getByLabel('Town', { exact: true }).fill('Lisbon')
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.getByText('within 25 km of Lisbon').first().waitFor()
    await page.getByRole('link', { name: 'Look as far as 100 km away' }).waitFor()
    await sound(tab)
    await tab.close()
  })
}

test('read aloud: what was found, one landmark to search, words apart', async () => {
  const tab = await visit(browser, site)
  const { page } = tab
  await page.goto('/meetings?place=wichita')
  assert.match(await page.title(), /^2 meetings found/)
  const list = await transcript(page)
  assert.equal(list.match(/^search: Find a meeting$/gm).length, 1, list)
  assert.doesNotMatch(list, /^form: Find a meeting/m, 'one landmark, not one within the other')
  assert.match(list, /^link: Leave out within 15 miles/m)
  assert.match(list, /^AA\n,\nOpen to everybody$/m, 'words that stand side by side are read as words apart')
  await page.goto('/meetings/prairie-lunch')
  const one = await transcript(page)
  assert.ok(one.indexOf('heading 2: When') < one.indexOf('Later dates'), one)
  await tab.close()
})

for (const scripts of [true, false]) {
  test(`a leader says near which town a meeting is, and people near by find it${scripts ? '' : ', without scripts'}`, async () => {
    const tab = await visit(browser, site, { mode: 'dark', scripts, state: await walkIn(browser, site, 'facilitator') })
    tab.watch.expect(/status of 422/)
    const { page } = tab
    const name = scripts ? 'Harbour lamp' : 'Plain lamp'
    await page.goto('/groups')
    await page.getByRole('link', { name: 'Low Tide' }).first().click()
    await page.goto(`${new URL(page.url()).pathname}/meetings/new`)
    await page.getByLabel('Name of the meeting').fill(name)
    await page.getByLabel('First date').fill('2099-03-03')
    await page.getByLabel('Time', { exact: true }).fill('19:00')
    await page.getByLabel('In person').check()
    await page.getByLabel('Whereabouts is it?').fill('Near the river')
    await page.getByLabel('Everybody, in the finder too').check()
    await page.getByLabel('Nearest town').fill('Newport')
    await page.getByRole('button', { name: 'Look at the dates' }).click()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    await page.getByRole('group', { name: 'Which town do you mean?' }).waitFor()
    assert.equal(await page.getByLabel('Whereabouts is it?').inputValue(), 'Near the river')
    await sound(tab)
    await page.getByRole('radio', { name: 'Newport, Wales' }).first().focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Look at the dates' }).click()
    await page.getByText('Newport, Wales, United Kingdom (near Bristol)').waitFor()
    await page.getByText('Anybody finds it, here and elsewhere').first().waitFor()
    await sound(tab)
    await page.getByRole('button', { name: 'Keep this meeting' }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()

    for (let tries = 0; tries < 60; tries++) { // the work that puts it into the finder
      await page.goto('/meetings?place=Newport,+Wales')
      if ((await names(page)).includes(name)) break
      await page.waitForTimeout(250)
    }
    assert.ok((await names(page)).includes(name), 'it is found near Newport')
    await tab.close()
  })
}

test('near me asks only when it is pressed, and rounds what it hears', async () => {
  const tab = await visit(browser, site, { mode: 'dark' })
  const { context, page } = tab
  await context.grantPermissions(['geolocation'], { origin: site.url })
  await context.setGeolocation({ latitude: 37.691234, longitude: -97.345678 })
  await page.addInitScript(() => {
    window.asked = 0
    const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation)
    navigator.geolocation.getCurrentPosition = (...args) => { window.asked++; return ask(...args) }
  })
  await page.goto('/meetings')
  await page.getByRole('button', { name: 'Near me' }).waitFor()
  assert.equal(await page.evaluate('asked'), 0)
  await page.getByRole('button', { name: 'Near me' }).click()
  await page.getByText('within 15 miles of where you are').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('at'), '37.69,-97.35')
  assert.deepEqual(await names(page), ['Prairie Lunch', 'Derby Dawn'])
  await tab.close()
})

test('a device that does not say where it is', async () => {
  const tab = await visit(browser, site, { mode: 'dark' })
  await tab.page.goto('/meetings')
  await tab.page.getByRole('button', { name: 'Near me' }).click()
  await tab.page.getByText('Your device did not say where it is.').waitFor()
  await tab.close()
})

test('by keyboard alone, in the order that one reads', async () => {
  const tab = await visit(browser, site, { mode: '320 px' })
  const { page } = tab
  await page.goto('/meetings?place=wichita')
  assert.ok((await walk(page)).length > 10)
  await page.getByLabel('Town', { exact: true }).focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Derby, KS')
  await page.keyboard.press('Enter')
  await page.getByText('within 15 miles of Derby, Kansas').waitFor()
  await page.getByLabel('Town', { exact: true }).focus()
  for (let n = 0; n < 12 && !await page.evaluate(() => document.activeElement.matches('summary')); n++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByLabel('Words').waitFor({ state: 'visible' })
  await tab.close()
})

test('a pocket schedule prints the list and nothing else', async () => {
  const tab = await visit(browser, site, { mode: 'light' })
  const { page } = tab
  await page.goto('/meetings?place=wichita')
  await page.getByRole('link', { name: 'Print as a pocket schedule' }).click()
  await page.getByRole('heading', { level: 1, name: 'Pocket schedule' }).waitFor()
  await sound(tab)
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.top', '.bar', '.foot', '.rail > header']) assert.equal(await page.locator(hidden).isVisible(), false, hidden)
  const text = await page.locator('.pocket').innerText()
  assert.match(text, /Prairie Lunch/)
  assert.match(text, /Derby Dawn/)
  const paper = await page.pdf({ format: 'A4' })
  assert.equal(paper.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1, 'two meetings fit on a page')
  await tab.close()
})

test('in every way of looking', async (t) => {
  await inEveryWay(t, browser, site, ['/meetings', '/meetings?place=wichita&by=distance&whom=women', '/meetings?place=Lisbon', '/meetings/prairie-lunch', '/meetings/open-wire'], { keyboard: 'dark' })
})

test('the list inside another page has no cookie and no script', async () => {
  const tab = await visit(browser, site, { mode: '320 px' })
  const answer = await tab.page.goto('/embed/meetings?way=online')
  assert.equal(answer.headers()['set-cookie'], undefined)
  assert.equal(await tab.page.locator('script').count(), 0)
  assert.equal(await tab.page.locator('.hit').count(), 20)
  await sound(tab)
  await tab.close()
})
