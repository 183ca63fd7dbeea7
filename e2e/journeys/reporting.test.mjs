// Something is wrong: a member reports somebody, whoever leads acts and answers, and everybody hears what is theirs to hear. Signed out, too.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits } from '../harness/check.mjs'
import { press } from '../harness/hands.mjs'
import { lowTide } from '../harness/low-tide.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEveryWay } from '../harness/ways.mjs'

const refused = /status of 422/

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

/** Chooses by the keyboard alone. */
async function choose(page, role, name) {
  await page.getByRole(role, { name }).focus()
  await page.keyboard.press('Space')
}

for (const scripts of [true, false]) {
  const way = scripts ? '' : ' without scripts'

  test(`a member reports, whoever leads acts, both hear of it${way}`, async (t) => {
    const { site, tab: leader, path, lead } = await lowTide(t, browser, { scripts, mode: scripts ? 'light' : 'dark' })
    const member = await visit(browser, site, { scripts, state: await walkIn(browser, site, 'member') })
    const page = member.page
    member.watch.expect(refused)
    await page.goto(path + '/members')
    await page.getByRole('link', { name: 'Saffi', exact: true }).first().click()
    await page.getByRole('link', { name: 'Tell that something is wrong' }).click()
    await page.getByRole('heading', { name: 'Tell that something is wrong', level: 1 }).waitFor()
    await page.getByText('The one it is about is not told who wrote this.').waitFor()
    await axe(page)
    await fits(page)

    await press(page, 'Send it')
    await page.getByRole('link', { name: 'Choose what fits best.' }).waitFor()
    await choose(page, 'radio', /^A threat, or hate/)
    await choose(page, 'radio', /^Those who lead the group/)
    await page.getByRole('textbox', { name: /In your own words/ }).fill('They wrote to me at night.\nI was afraid.')
    await press(page, 'Send it')
    await page.getByText('Thank you. Those who lead the group see it now.').waitFor()
    await page.getByText('Somebody will look at it.').waitFor()
    await axe(page)

    const desk = leader.page
    await desk.goto(lead)
    await desk.getByRole('link', { name: /^Reports/ }).first().click()
    await desk.getByRole('heading', { name: 'Reports', level: 1 }).waitFor()
    await axe(desk)
    await desk.getByRole('link', { name: /^A threat, or hate/ }).click()
    await desk.getByText('They wrote to me at night.').waitFor()
    await desk.getByText('Somebody who does not want to be known').waitFor()
    await axe(desk)
    await fits(desk)
    await choose(desk, 'radio', /^Pause their writing/)
    await desk.getByRole('textbox', { name: 'Why?' }).fill('Please write by day, and only to those who answer.')
    await press(desk, 'Do it, and tell them')
    await desk.getByText('It is done, and they are told why.').waitFor()
    await desk.getByRole('heading', { name: 'Somebody’s writing was paused for some days' }).waitFor()
    await axe(desk)
    await desk.getByRole('textbox', { name: /Your answer/ }).fill('We spoke with them.')
    await press(desk, 'Answer and close')
    await desk.getByText('It is closed, and whoever reported it hears that.').waitFor()

    await page.goto('/notices')
    await page.getByText('Something that you reported was looked at.').first().waitFor()
    await page.goto('/reports')
    await page.getByText('We spoke with them.').waitFor()
    await page.goto(path + '/care')
    await page.getByText('Somebody’s writing was paused for some days').waitFor()
    assert.ok(!(await page.locator('main').innerText()).includes('at night'), 'the group reads what was said')
    await axe(page)
    await page.goto(path + '/told')
    await page.getByText('Nothing.', { exact: true }).waitFor()
    await axe(page)
    await leader.close()
    await member.close()
  })

  test(`somebody signed out tells the stewards, and reads the answer${way}`, async (t) => {
    const site = await startSite()
    t.after(() => site.stop())
    const visitor = await visit(browser, site, { scripts })
    const page = visitor.page
    visitor.watch.expect(refused)
    await page.goto('/safety')
    await page.getByRole('link', { name: 'Tell the stewards' }).click()
    await page.getByRole('heading', { name: 'Tell the stewards', level: 1 }).waitFor()
    await axe(page)
    await fits(page)
    await choose(page, 'radio', /^Somebody may be in danger/)
    await page.getByRole('textbox', { name: /In your own words/ }).fill('My brother writes here, and he says goodbye to everybody.')
    await press(page, 'Send it')
    await page.getByRole('heading', { name: 'The stewards have it', level: 1 }).waitFor()
    const code = (await page.locator('.secret code').innerText()).trim()
    assert.match(code, /^[0-9A-Z]{5}(-[0-9A-Z]{5,6}){4}/)
    assert.ok(!page.url().includes(code), 'the code is in the address')
    await axe(page)

    const steward = await visit(browser, site, { scripts, state: await walkIn(browser, site, 'steward') })
    await steward.page.goto('/admin')
    await steward.page.getByRole('link', { name: 'A report waits for an answer' }).or(steward.page.getByRole('link', { name: /reports wait for an answer/ })).click()
    await axe(steward.page)
    await steward.page.getByRole('link', { name: /Somebody may be in danger/ }).first().click()
    await steward.page.getByText('he says goodbye to everybody').waitFor()
    await axe(steward.page)
    await steward.page.getByRole('textbox', { name: /Your answer/ }).fill('We looked in on him.')
    await press(steward.page, 'Answer and close')
    await steward.page.getByText('It is closed, and whoever reported it hears that.').waitFor()
    await steward.close()

    await page.getByRole('link', { name: 'Where to type it' }).click()
    await page.getByRole('textbox', { name: 'Your code' }).fill('AAAAA')
    await press(page, 'Read the answer')
    await page.getByRole('link', { name: /No report has this code/ }).waitFor()
    await page.getByRole('textbox', { name: 'Your code' }).fill(code.toLowerCase())
    await press(page, 'Read the answer')
    await page.getByText('We looked in on him.').waitFor()
    await axe(page)
    await visitor.close()
  })
}

test('every page of it in every mode', async (t) => {
  const { site, state, tab, path, lead } = await lowTide(t, browser, {})
  await tab.close()
  const paths = [path + '/report', path + '/care', path + '/told', '/reports', '/report', '/report/answer', lead + '/reports']
  await inEveryWay(t, browser, site, paths, { state, name: (one) => one.replace(path, '') })
})
