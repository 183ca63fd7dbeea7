// Whoever leads a group: the first day, the sheet on the wall, who asks, roles, invitations, removing, a pause and an end. And stewards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits } from '../harness/check.mjs'
import { press } from '../harness/hands.mjs'
import { lowTide, person } from '../harness/low-tide.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'
import { saysNotFound } from '../pages.mjs'

const refused = /status of 422/

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

for (const scripts of [true, false]) {
  const way = scripts ? '' : ' without scripts'

  test(`the first day of whoever leads${way}`, async (t) => {
    const { site, tab, lead, path } = await lowTide(t, browser, { scripts })
    await tab.page.goto(path)
    await tab.page.getByRole('link', { name: 'Looking after it' }).first().click()
    await tab.page.getByRole('link', { name: 'A leader’s first day' }).click()
    await tab.page.getByRole('heading', { name: 'Your first day' }).waitFor()
    assert.equal(await tab.page.getByRole('heading', { level: 2 }).filter({ hasText: /^[1-5]\. / }).count(), 5)
    assert.equal(await tab.page.locator('h2 .badge', { hasText: 'Done' }).count(), 4, 'a name, a meeting, a way in, and somebody to lead with')
    await tab.page.getByText('are you thinking of ending your life?').waitFor()
    assert.match(await tab.page.getByRole('region', { name: /next meeting/ }).getByRole('link', { name: 'Your meetings' }).getAttribute('href'), /\/meetings$/)
    await axe(tab.page)

    // On paper there is the sheet, and nothing else.
    await tab.page.getByRole('link', { name: 'A sheet to print' }).click()
    await tab.page.getByRole('heading', { name: 'A sheet to print', level: 1 }).waitFor()
    await tab.page.emulateMedia({ media: 'print' })
    const paper = (await tab.page.locator('body').innerText()).trim()
    assert.match(paper, /^Low Tide\s+You can look before you join\./)
    assert.ok(paper.includes(site.url + path), 'the address stands below the square')
    assert.ok(!/Menu|browser|first day|recover|alcohol/i.test(paper), paper)
    assert.ok((await tab.page.locator('.poster svg').boundingBox()).width > 200, 'the square can be read from afar')
    await tab.page.emulateMedia({ media: 'screen' })
    await tab.page.goto(lead + '/people')
    await tab.close()
  })

  test(`who asks is answered, gets a role, and is removed${way}`, async (t) => {
    const { site, tab, path, lead } = await lowTide(t, browser, { scripts, mode: 'dark' })
    await tab.page.goto(lead)
    await tab.page.getByRole('link', { name: '1 person asks to come in' }).click()
    await tab.page.getByText('My sister says that she has met kind people here.').waitFor()
    await axe(tab.page)
    await press(tab.page, 'Yes, come in: Kit')
    await tab.page.getByText('They have your yes.').waitFor()
    await tab.page.getByText('Nobody asks just now.').waitFor()

    await person(tab.page, lead, 'Saffi')
    await tab.page.getByRole('radio', { name: /^Greeter/ }).check()
    await press(tab.page, 'Give this role')
    await tab.page.getByText('It counts from now on').waitFor()
    await tab.page.goto(lead + '/greeters')
    await tab.page.getByText('I never write in private to somebody who has just come.').waitFor()
    await press(tab.page, 'End it now: Saffi')
    await tab.page.getByText('It counts from now on').waitFor()
    assert.equal(await tab.page.getByRole('button', { name: 'End it now: Saffi' }).count(), 0)

    // Nothing is done by accident, and what was typed stays.
    await person(tab.page, lead, 'Saffi')
    await press(tab.page, 'Remove them', 'link')
    await tab.page.getByLabel('Why do you keep them out?').fill('Sold things to people')
    tab.watch.expect(refused)
    await press(tab.page, 'End their membership')
    await tab.page.getByRole('alert').getByRole('link', { name: 'Choose one of the two.' }).click()
    await axe(tab.page)
    assert.equal(await tab.page.getByLabel('Why do you keep them out?').inputValue(), 'Sold things to people')
    await tab.page.getByRole('radio', { name: 'Remove them and keep them out' }).check()
    await press(tab.page, 'End their membership')
    await tab.page.getByText('They are gone, and cannot come back.').waitFor()
    await tab.page.getByText('Sold things to people').waitFor()
    await press(tab.page, 'Let them join again: Saffi')
    await tab.page.getByText('Nobody is kept out.').or(tab.page.getByText('Nobody tells them.')).first().waitFor()
    await tab.close()

    const member = await visit(browser, site, { scripts, state: await walkIn(browser, site, 'member') })
    member.watch.expect(saysNotFound)
    assert.equal((await member.page.goto(lead + '/bans')).status(), 404, 'members find nothing there')
    await member.page.goto(path)
    assert.equal(await member.page.getByRole('link', { name: 'Looking after it' }).count(), 0)
    await member.close()
  })

  test(`an invitation is made, used, and taken back${way}`, async (t) => {
    const { site, tab, path, lead } = await lowTide(t, browser, { scripts })
    await tab.page.goto(lead)
    await tab.page.getByRole('link', { name: 'Invitations' }).click()
    await tab.page.getByLabel('For how many people?').fill('2')
    await tab.page.getByLabel('A day').check()
    await tab.page.getByLabel('Let them in without asking').check()
    await press(tab.page, 'Make the link')
    const link = await tab.page.locator('.secret code').innerText()
    assert.equal(await tab.page.getByRole('button', { name: 'Copy' }).count(), scripts ? 1 : 0)
    await axe(tab.page)
    await fits(tab.page)
    await tab.page.emulateMedia({ media: 'print' })
    assert.match((await tab.page.locator('body').innerText()).trim(), /^Low Tide/)
    await tab.page.emulateMedia({ media: 'screen' })

    const guest = await visit(browser, site, { scripts, state: await walkIn(browser, site, 'newcomer') })
    await guest.page.goto(new URL(link).pathname)
    await guest.page.getByRole('heading', { name: 'Low Tide', level: 1 }).waitFor()
    await guest.page.getByLabel('Your name in this group').fill('Teasel')
    await guest.page.getByLabel('I agree to this.').check()
    await guest.page.locator('form#join .btn-do').click()
    await guest.page.waitForURL((url) => url.pathname === path)
    await guest.close()

    await tab.page.goto(path + '/invitations')
    const row = tab.page.getByRole('listitem').filter({ hasText: 'For 1 more person' }).filter({ hasText: 'Without asking' })
    await row.waitFor()
    assert.equal(await tab.page.getByText(link).count(), 0, 'the link is shown once')
    await row.getByRole('button', { name: /Take it back/ }).focus()
    await tab.page.keyboard.press('Enter')
    await tab.page.getByText('The link opens nothing any more.').waitFor()
    await tab.close()
  })

  test(`a group is shaped, paused, ended and opened again${way}`, async (t) => {
    const { tab, path, lead } = await lowTide(t, browser, { scripts })
    await tab.page.goto(lead + '/settings')
    tab.watch.expect(refused)
    await tab.page.getByLabel('Name of the group').fill('')
    await press(tab.page, 'Keep the changes')
    await tab.page.getByRole('alert').getByRole('link', { name: 'Give the group a name.' }).click()
    assert.equal(await tab.page.evaluate(() => document.activeElement.name), 'name')
    await axe(tab.page)
    await tab.page.keyboard.type('Ebb and Flow')
    await press(tab.page, 'Keep the changes')
    await tab.page.getByText('Changed. Everybody sees it from now on.').waitFor()

    const steps = [
      ['Pause the group', 'The group takes a pause. Everybody sees that it does.'],
      ['Open the group again', 'The group is open again.'],
      ['End the group', 'The group is over. Its members can read what was said.'],
      ['Open the group again', 'The group is open again.'],
    ]
    for (const [label, says] of steps) {
      await tab.page.goto(lead + '/state')
      await press(tab.page, label, 'link')
      await tab.page.getByRole('heading', { name: label + '?', level: 1 }).waitFor()
      await press(tab.page, label)
      await tab.page.getByText(says).waitFor()
    }
    await tab.page.goto(path)
    await tab.page.getByRole('heading', { name: 'Ebb and Flow', level: 1 }).waitFor()
    await tab.close()
  })
}

test('stewards look after groups', async (t) => {
  const site = await startSite()
  t.after(() => site.stop())
  const tab = await visit(browser, site, { state: await walkIn(browser, site, 'steward') })
  await tab.page.goto('/admin')
  await tab.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Groups' }).click()
  await tab.page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
  await tab.page.getByRole('region', { name: 'The groups' }).getByRole('link', { name: 'Low Tide' }).click()
  await tab.page.getByText('That is all that stewards see of a group.').waitFor()
  const seen = await tab.page.locator('main').innerText()
  assert.ok(!/Tomasz|Wren|Marisol/.test(seen), 'not who is there')
  const group = new URL(tab.page.url()).pathname

  // What weighs on others takes a key that was shown a moment ago.
  const paths = ['/admin/groups', '/admin/groups?state=refused', group, '/admin/verifications', '/admin/topics', '/admin/founding']
  await inEveryWay(t, browser, site, paths, { state: await tab.context.storageState(), name: (path) => path.replace(group, 'a group') })
  await tab.page.goto('/admin/topics')
  await tab.page.getByRole('textbox', { name: 'Add a topic' }).fill('Night shifts')
  await press(tab.page, 'Add')
  await tab.page.getByText('Added. Groups can choose it from now on.').waitFor()
  await press(tab.page, 'Take it off the list: Night shifts')
  await press(tab.page, 'Put it back: Night shifts')
  await tab.page.getByText('It is on the list again.').waitFor()
  await tab.page.goto('/admin/founding')
  await press(tab.page, 'Make the link')
  assert.match(await tab.page.locator('.secret code').innerText(), /\/groups\/new\?link=[\w-]{43}$/)
  await axe(tab.page)
  await tab.close()
})
