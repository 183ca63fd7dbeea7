// Who does what at a meeting: a leader makes roles, a member takes one, cannot, and somebody else does it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { follow, press } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'

const refused = /status of 422/

let site, browser, member, facilitator
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  member = await walkIn(browser, site, 'member')
  facilitator = await walkIn(browser, site, 'facilitator')
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** The next date of a meeting of Low Tide. */
async function dateOf(tab, title) {
  await tab.page.goto('/home')
  await follow(tab.page, () => tab.page.getByRole('link', { name: 'Low Tide', exact: true }).first().click())
  await tab.page.goto(`${new URL(tab.page.url()).pathname}/meetings`)
  return tab.page.getByRole('link', { name: title }).first().getAttribute('href')
}

const button = (tab, name, role) => tab.page.getByRole('listitem').filter({ has: tab.page.getByRole('link', { name: role, exact: true }) }).getByRole('button', { name }).first()

for (const [scripts, title] of [[true, 'Sunday walk'], [false, 'Low Tide evening']]) {
  const how = scripts ? '' : ' without scripts'

  test(`a meeting's roles are made, taken and handed on${how}`, async (t) => {
    const lead = await visit(browser, site, { state: facilitator, scripts })
    const date = await dateOf(lead, title)

    await t.test('a leader begins with roles, and arranges them', async () => {
      await lead.page.goto(date)
      await press(lead.page, 'Begin with these roles')
      await lead.page.getByText('The roles are there. Change them as you like.').waitFor()
      await sound(lead)
      const second = await lead.page.locator('section.stop h2').nth(1).innerText()
      await follow(lead.page, () => lead.page.getByRole('button', { name: 'Move up' }).first().click())
      await lead.page.getByText('It stands one place higher now.').waitFor()
      assert.equal(await lead.page.locator('section.stop h2').first().innerText(), second)
      await press(lead.page, 'Add a role', 'link')
      lead.watch.expect(refused)
      await press(lead.page, 'Keep this role')
      await lead.page.getByRole('link', { name: 'Give the role a name.' }).waitFor()
      await sound(lead)
      await lead.page.getByLabel('What do you call it?').fill('Brings <b>the kettle</b>')
      await press(lead.page, 'Keep this role')
      await lead.page.getByRole('heading', { name: 'Brings <b>the kettle</b>' }).waitFor()
      await lead.page.getByRole('button', { name: 'Take it away' }).last().click()
      await lead.page.getByText('You can put it back for ten minutes.', { exact: false }).first().waitFor()
      await sound(lead)
      await press(lead.page, 'Put it back')
      await lead.page.getByText('The role is back, with all who took it.').waitFor()
    })

    const tab = await visit(browser, site, { state: member, scripts, mode: 'dark' })
    await t.test('a member takes one by keyboard, on the page of the date', async () => {
      await tab.page.goto(date)
      await button(tab, 'I can do this', 'At the door').focus()
      await follow(tab.page, () => tab.page.keyboard.press('Enter'))
      await tab.page.getByText('Good, you do this. You can give it back at any time.').waitFor()
      await sound(tab)
      await tab.page.goto(`${date}/roles`)
      await sound(tab)
      assert.ok((await walk(tab.page)).length > 5)
      await follow(tab.page, () => button(tab, /For 12 weeks/, 'Coffee and tea').click())
      assert.ok(await tab.page.getByText('You do this.').count() > 2, 'a term is on several dates')
    })

    await t.test('they cannot, and somebody else does it', async () => {
      await tab.page.goto(`${date}/roles`)
      await press(tab.page, 'About your part', 'link')
      await sound(tab)
      assert.ok((await walk(tab.page)).length > 5)
      await tab.page.getByRole('radio', { name: '7 days before' }).check()
      await press(tab.page, 'Keep this')
      assert.ok(await tab.page.getByRole('radio', { name: '7 days before' }).isChecked())
      await tab.page.getByLabel('What is good to know?').fill('The mat lies under the bench.')
      await press(tab.page, 'Keep these notes')
      await tab.page.getByText('Kept for whoever comes next.').waitFor()
      await tab.page.goto(`${date}/roles`)
      await press(tab.page, 'About your part', 'link')
      await press(tab.page, 'Look for somebody')
      await tab.page.getByText('Somebody is wanted in your place. Until then it stays yours.').waitFor()
      await sound(tab)
      await lead.page.goto(date)
      await lead.page.getByText('Somebody is wanted').first().waitFor()
      await sound(lead)
      await press(lead.page, 'I can do this instead')
      await lead.page.getByText('Good, you do this.', { exact: false }).first().waitFor()
      assert.ok(new URL(lead.page.url()).pathname.endsWith(date), 'it leads back to the date')
      await follow(lead.page, () => lead.page.getByRole('link', { name: 'At the door' }).first().click())
      assert.equal(await lead.page.getByLabel('What is good to know?').inputValue(), 'The mat lies under the bench.')
    })

    await t.test('a leader asks somebody, who says not now', async () => {
      await lead.page.goto(`${date}/roles`)
      await follow(lead.page, () => lead.page.getByRole('link', { name: /^Chair$/ }).first().click())
      await lead.page.getByLabel('Whom would you ask?').fill('Nobody At All')
      await press(lead.page, 'Ask them')
      await lead.page.getByRole('link', { name: /Nobody here has this name/ }).waitFor()
      await sound(lead)
      await lead.page.getByLabel('Whom would you ask?').fill('Wren')
      await press(lead.page, 'Ask them')
      await lead.page.getByText('Wren was asked, and has not answered yet.').waitFor()
      await tab.page.goto(date)
      await press(tab.page, 'Say yes, or not now', 'link')
      await sound(tab)
      await press(tab.page, 'Not now')
      await tab.page.getByText('That is fine.', { exact: false }).waitFor()
    })
    await tab.close()
    await lead.close()
  })
}

test('the pages in every way of looking', async (t) => {
  const tab = await visit(browser, site, { state: facilitator })
  const date = await dateOf(tab, 'The first hour after work')
  await tab.page.goto(`${date}/roles/arrange`)
  await press(tab.page, 'Begin with these roles')
  await tab.page.goto(`${date}/roles`)
  const role = await tab.page.getByRole('link', { name: 'Tech host' }).first().getAttribute('href')
  await follow(tab.page, () => button(tab, /For 12 weeks/, 'Tech host').click())
  const own = await tab.page.getByRole('link', { name: 'About your part' }).first().getAttribute('href')
  await tab.close()
  await inEveryWay(t, browser, site, [`${date}/roles`, role, own, `${date}/roles/arrange`, `${role}/settings`], {
    state: facilitator, name: (path) => path.replace(/.*_\w+/, '').replace(/[0-9a-f-]{36}/, 'id'), keyboard: '320 px',
  })
})
