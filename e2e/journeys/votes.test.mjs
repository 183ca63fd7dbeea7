// A group decides: a vote, a question, another text for what it agrees on, and two groups out of one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'

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

/** The home of one of the viewer's groups. */
async function enter(tab, name) {
  await tab.page.goto('/home')
  await tab.page.getByRole('link', { name, exact: true }).first().click()
  await tab.page.getByRole('heading', { level: 1, name }).waitFor()
  return new URL(tab.page.url()).pathname
}

const room = (tab, name) => tab.page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click()

test('a member votes, and nobody can tell how', async () => {
  const tab = await visit(browser, site, { state: member, mode: 'dark' })
  const group = await enter(tab, 'Low Tide')
  await tab.page.getByRole('heading', { name: 'The group decides' }).waitFor()
  await room(tab, 'Votes')
  await sound(tab)
  await tab.page.getByRole('link', { name: 'Shall we agree on the suggested text?' }).first().click()
  await sound(tab)
  assert.ok((await walk(tab.page)).length > 5)
  tab.watch.expect(refused)
  await tab.page.getByRole('button', { name: 'Vote', exact: true }).click()
  await tab.page.getByRole('link', { name: 'Choose one of the answers.' }).waitFor()
  await sound(tab)
  await tab.page.getByRole('radio', { name: 'Yes' }).focus()
  await tab.page.keyboard.press('Space')
  await tab.page.keyboard.press('Enter')
  await tab.page.getByText('You have voted. Nobody can tell what you chose.').waitFor()
  await tab.page.getByText('You have voted. What came out shows here when it is over.').waitFor()
  assert.equal(await tab.page.getByRole('radio').count(), 0)
  assert.ok(!/1 member/.test(await tab.page.locator('main').innerText()), 'the page tells how many voted')
  assert.ok(new URL(tab.page.url()).pathname.startsWith(group))
  await tab.close()
})

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'

  test(`a leader asks for a vote like anybody else${how}`, async () => {
    const tab = await visit(browser, site, { state: facilitator, scripts })
    const group = await enter(tab, 'Low Tide')
    await room(tab, 'Votes')
    await tab.page.getByRole('link', { name: 'Ask for a vote' }).click()
    await sound(tab)
    tab.watch.expect(refused)
    await tab.page.getByLabel('Who shall lead?').fill('Nobody At All')
    await tab.page.getByRole('button', { name: 'Ask for this vote' }).first().click()
    await tab.page.getByRole('link', { name: /Nobody here has this name/ }).waitFor()
    assert.equal(await tab.page.getByLabel('Who shall lead?').inputValue(), 'Nobody At All')
    await sound(tab)
    await tab.page.getByLabel('Your question').fill(`Shall we have tea${how}?`)
    await tab.page.getByRole('button', { name: 'Ask for this vote' }).last().click()
    await tab.page.getByRole('heading', { level: 1, name: `Shall we have tea${how}?` }).waitFor()
    await tab.page.getByText('You asked for it. Nobody else sees that.').waitFor()
    await sound(tab)
    await tab.page.getByRole('button', { name: 'Take it back' }).click()
    await tab.page.getByText('Whoever asked for it took it back.').waitFor()
    await tab.page.goto(`${group}/votes`)
    await tab.page.getByRole('link', { name: `Shall we have tea${how}?` }).waitFor()
    await tab.close()
  })

  test(`members write their agreements together${how}`, async () => {
    const tab = await visit(browser, site, { state: facilitator, scripts, mode: 'dark' })
    const group = await enter(tab, 'Low Tide')
    await tab.page.goto(`${group}/agreements`)
    await sound(tab)
    await tab.page.getByRole('link', { name: 'Suggest another text' }).click()
    const text = tab.page.getByLabel('The whole text')
    const whole = await text.inputValue()
    assert.ok(whole.length > 20, 'the form begins with the present text')
    await text.fill(`${whole}\n- We keep <b>the kettle</b> on.`)
    tab.watch.expect(refused)
    await tab.page.getByRole('button', { name: 'Suggest it' }).click()
    await tab.page.getByRole('link', { name: 'Say why, in a sentence or two.' }).waitFor()
    await sound(tab)
    await tab.page.getByLabel('Why?').fill('Because of the evenings.')
    await tab.page.getByRole('button', { name: 'Suggest it' }).click()
    await tab.page.getByRole('heading', { level: 1, name: 'A suggested text' }).waitFor()
    assert.equal(await tab.page.locator('ins').innerText(), '- We keep <b>the kettle</b> on.')
    await sound(tab)
    await tab.page.getByLabel('What do you think of it?').fill('I like *tea*.')
    await tab.page.getByRole('button', { name: 'Say it' }).click()
    await tab.page.locator('em', { hasText: 'tea' }).waitFor()
    await tab.page.getByRole('button', { name: 'Take my text back' }).click()
    await tab.page.getByText('You took your text back.').waitFor()
    await tab.page.goto(`${group}/agreements/earlier`)
    await sound(tab)
    await tab.close()
  })
}

test('each member chooses when a group divides', async () => {
  const tab = await visit(browser, site, { state: member })
  const group = await enter(tab, 'The Tuesday Table')
  await tab.page.getByRole('link', { name: 'Two groups out of one: where do you go on?' }).click()
  await tab.page.getByRole('heading', { name: 'The Thursday Table' }).waitFor()
  await sound(tab)
  assert.ok(await tab.page.getByRole('radio', { name: /The Tuesday Table/ }).isChecked(), 'whoever chooses nothing stays')
  await tab.page.getByRole('radio', { name: /The Thursday Table/ }).check()
  await tab.page.getByRole('button', { name: 'Keep my choice' }).click()
  await tab.page.getByText('You go to the new group when the day comes.').waitFor()
  await tab.page.getByRole('radio', { name: /The Tuesday Table/ }).check()
  await tab.page.getByRole('button', { name: 'Keep my choice' }).click()
  await tab.page.getByText('You stay. You can change it until the day comes.').waitFor()
  assert.equal(new URL(tab.page.url()).pathname, `${group}/division`)
  await tab.close()
})

test('who looks after a group can say that somebody has died, and take it back', async () => {
  const tab = await visit(browser, site, { state: facilitator, mode: 'dark' })
  const group = await enter(tab, 'Low Tide')
  await tab.page.goto(`${group}/members`)
  await tab.page.getByRole('link', { name: 'Ada', exact: true }).first().click()
  await tab.page.goto(`${new URL(tab.page.url()).pathname}/remembered`)
  await tab.page.getByRole('heading', { level: 1, name: 'To remember Ada' }).waitFor()
  await sound(tab)
  await tab.page.getByRole('button', { name: 'Yes, they have died' }).click()
  await tab.page.getByText('Somebody else who looks after the group has to say so too.').waitFor()
  await sound(tab)
  await tab.page.getByRole('button', { name: 'Take it back' }).click()
  await tab.page.getByRole('button', { name: 'Yes, they have died' }).waitFor()
  await tab.close()
})
