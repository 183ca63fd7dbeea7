// Belonging to a group: being welcomed, greeting, a name and a picture of one's own, stepping out and back, leaving.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe } from '../harness/check.mjs'
import { comeIn, foundGroup, join } from '../harness/group.mjs'
import { follow, subscribed } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'
import { setUp } from '../harness/steward.mjs'
import { inEveryWay } from '../harness/ways.mjs'

let site, browser, leader, group
before(async () => {
  site = await startSite({ demo: false })
  browser = await openBrowser()
  const tab = await visit(browser, site)
  await setUp(tab.page, site)
  group = await foundGroup(tab.page)
  leader = await tab.context.storageState()
  await tab.close()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const press = (page, name) => follow(page, () => page.getByRole('button', { name, exact: true }).click())
const heading = (page) => page.locator('h1').innerText()

// enter is somebody who has just joined, in a tab of their own.
async function enter(name, look = {}) {
  const tab = await visit(browser, site, look)
  tab.watch.expect(/status of 422/) // a form that comes back with what was wrong
  await comeIn(tab.page)
  await join(tab.page, group, name, look)
  return tab
}

// say is a person's introduction.
async function say(page, words) {
  await page.goto(`${group}/hello`)
  await page.getByLabel('Your words').fill(words)
  await press(page, 'Say it')
  await page.waitForURL(`**${group}`)
}

// personaOf is the address of somebody's page, from the list of people.
async function personaOf(page, name) {
  await page.goto(`${group}/members`)
  return page.locator('.rows a', { hasText: name }).getAttribute('href')
}

for (const scripts of [true, false]) {
  const how = scripts ? 'with' : 'without'
  test(`somebody is told what to expect, says hello, and takes it back, ${how} scripts`, async () => {
    const name = scripts ? 'Marisol' : 'Juniper'
    const tab = await enter(name, { mode: 'dark', scripts })
    const { page } = tab
    await page.getByRole('heading', { name: 'Your first days here' }).waitFor()
    await page.getByRole('link', { name: 'Say hello', exact: true }).first().click()
    await page.getByText(`Everybody in Low Tide will see it, under the name ${name}. Nobody outside will.`).waitFor()
    await page.getByRole('heading', { name: 'Before you say something' }).waitFor()
    await press(page, 'Say it')
    await page.getByRole('alert').getByText('Write a few words first.').waitFor()
    await page.getByLabel('Your words').fill('Hello, I am *glad* to be here.')
    await press(page, 'Say it')
    await page.waitForURL(`**${group}`)
    await page.locator('.said em', { hasText: 'glad' }).first().waitFor()
    assert.equal(await page.getByRole('heading', { name: 'Your first days here' }).count(), 0)
    await page.goto(`${group}/hello`)
    await press(page, 'Take it back')
    await page.getByRole('heading', { name: 'Introduce yourself' }).waitFor()
    await tab.close()
  })

  test(`somebody takes another face, steps out and comes back, ${how} scripts`, async () => {
    const tab = await enter(scripts ? 'Ikenna' : 'Saffi', { scripts })
    const { page } = tab
    const name = scripts ? 'Wren' : 'Linnet'
    await page.goto(`${group}/me`)
    await page.getByRole('link', { name: 'Change how you look here' }).click()
    await page.getByLabel('Your name in this group').fill('Tomasz')
    await press(page, 'Keep it so')
    await page.getByRole('alert').getByText('This name looks too much like that of somebody in this group.').waitFor()
    await page.getByLabel('Your name in this group').fill(name)
    await page.getByLabel('Pronouns').fill('they/them')
    await page.getByLabel('Drawn picture 3').check()
    await press(page, 'Keep it so')
    await page.waitForURL(`**${group}/me`)
    await page.locator('.who', { hasText: name }).getByText('they/them').waitFor()

    await press(page, 'Step out')
    await page.getByRole('alert').getByText('Choose how long from the list.').waitFor()
    await page.getByLabel('One month').check()
    await press(page, 'Step out')
    await page.goto(group)
    await page.getByRole('heading', { name: 'You have stepped out' }).waitFor()
    await press(page, 'Come back now')
    await page.getByText('Good that you are back.').waitFor()
    assert.equal(await page.getByRole('heading', { name: 'You have stepped out' }).count(), 0)
    await tab.close()
  })
}

test('somebody who greets says hello where others can read it', async () => {
  const tab = await enter('Ada')
  await say(tab.page, 'I am Ada.')
  const greeter = await visit(browser, site, { state: leader })
  await greeter.page.goto(await personaOf(greeter.page, 'Ada'))
  await greeter.page.getByText('Nobody is greeted in private.').waitFor()
  await greeter.page.getByLabel('Your words to them').fill('Welcome, Ada.')
  await press(greeter.page, 'Say hello')
  await greeter.page.locator('.said', { hasText: 'Welcome, Ada.' }).waitFor()
  await greeter.close()
  await tab.page.goto(`${group}/hello`)
  await tab.page.locator('.said', { hasText: 'Welcome, Ada.' }).waitFor()
  await tab.close()
})

test('two people vanish for each other, and can take it back', async () => {
  const bo = await enter('Bo'), ivo = await enter('Ivo')
  await say(bo.page, 'I am Bo.')
  await say(ivo.page, 'I am Ivo.')
  await bo.page.goto(await personaOf(bo.page, 'Ivo'))
  await bo.page.locator('.rows').getByRole('link', { name: 'Block', exact: true }).click()
  assert.equal(await heading(bo.page), 'Block Ivo?')
  await press(bo.page, 'Block')
  await bo.page.waitForURL(`**${group}/me`)
  for (const [page, other] of [[bo.page, 'Ivo'], [ivo.page, 'Bo']]) {
    await page.goto(`${group}/members?q=${other}`)
    await page.getByText('Nobody here has a name like that').waitFor()
  }
  await bo.page.goto(`${group}/me`)
  await bo.page.getByRole('button', { name: 'Unblock: Ivo' }).click()
  await bo.page.getByText('You can see each other again.').waitFor()
  assert.notEqual(await personaOf(ivo.page, 'Bo'), null)
  await Promise.all([bo.close(), ivo.close()])
})

// What happens in the group is said on a page that is open, quietly: once, and the focus stays where it is.
test('an open page says that something is new', async () => {
  const tab = await enter('Oda'), other = await enter('Ulf')
  const { page } = tab
  const listens = subscribed(page)
  await page.goto(`${group}/members`)
  await listens
  await page.getByRole('searchbox').focus()
  await say(other.page, 'I am Ulf.')
  await page.getByRole('status').getByText('Something is new here.').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q', 'the focus was moved')
  await axe(page)
  await page.getByRole('link', { name: 'Show it' }).click()
  await page.locator('.said', { hasText: 'I am Ulf.' }).waitFor()
  await Promise.all([tab.close(), other.close()])
})

test('whoever leaves loses the pages that are open elsewhere within two seconds', async () => {
  const tab = await enter('Eda')
  const open = await tab.context.newPage()
  const listens = subscribed(open)
  await open.goto(`${group}/members`)
  await listens
  await tab.page.goto(`${group}/leave`)
  await tab.page.getByLabel('Erase it').check()
  const left = tab.page.waitForResponse((answer) => answer.request().method() === 'POST').then(() => performance.now())
  const gone = open.getByRole('heading', { name: 'You are no longer in this group' }).waitFor().then(() => performance.now())
  await press(tab.page, 'Leave this group')
  const ms = await gone - await left
  assert.ok(ms < 2000, `after ${ms} ms`)
  const rest = await open.content()
  assert.ok(!rest.includes('Tomasz') && !rest.includes('Low Tide'), 'something of the group is left on the page')
  await axe(open)
  await tab.page.waitForURL('**/groups/goodbye')
  assert.equal(await heading(tab.page), 'You have left')
  await tab.close()
})

test('somebody leaves in each way', async () => {
  const reader = await enter('Una')
  for (const [way, answer, stays] of [['Fen', /a former member/, true], ['Gil', /cut every link/, true], ['Hal', /Erase it/, false]]) {
    const tab = await enter(way, { scripts: false })
    await say(tab.page, `Words of ${way}.`)
    await tab.page.goto(`${group}/leave`)
    await press(tab.page, 'Leave this group')
    await tab.page.getByText('Choose what becomes of your words.').first().waitFor()
    await tab.page.getByLabel(answer).check()
    await press(tab.page, 'Leave this group')
    await tab.page.waitForURL('**/groups/goodbye**')
    tab.watch.expect(/status of 404/)
    assert.equal((await tab.page.goto(`${group}/members`)).status(), 404)
    await reader.page.goto(group)
    assert.equal(await reader.page.locator('.line', { hasText: `Words of ${way}.` }).getByText('A former member').count(), stays ? 1 : 0)
    if (way === 'Fen') {
      await tab.page.goto(`${group}/leave`)
      await press(tab.page, 'Erase my words')
      await reader.page.goto(group)
      assert.equal(await reader.page.getByText('Words of Fen.').count(), 0)
    }
    await tab.close()
  }
  await reader.close()
})

test('every page inside can be read in every mode and used by keyboard', async (t) => {
  const tab = await enter('Ines', { greeted: true })
  await say(tab.page, 'I am Ines, and I like long walks.')
  const ines = await personaOf(tab.page, 'Ines'), tomasz = await visit(browser, site, { state: leader })
  await say(tomasz.page, 'I keep the light on.')
  const other = await personaOf(tab.page, 'Tomasz')
  await tomasz.close()
  const state = await tab.context.storageState()
  await tab.close()
  const name = (path) => path.replace(group, '') || 'the first page'
  const pages = ['', '/members', '/members?q=nobody', '/hello', '/me', '/me/face', '/me/profession', '/leave'].map((below) => group + below)
  await inEveryWay(t, browser, site, [...pages, other, `${other}/block`, ines, '/groups/goodbye', '/home'], { state, name, keyboard: 'light' })
  const led = (path) => `${name(path)} for whoever leads`
  await inEveryWay(t, browser, site, [group, ines, `${group}/agreements/wording`], { state: leader, name: led, keyboard: 'light' })
})
