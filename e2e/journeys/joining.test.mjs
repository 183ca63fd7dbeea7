// A group of each kind is founded in two minutes, and people come to it: openly, by asking, by invitation.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { lookAt, sound, walk } from '../harness/check.mjs'
import { comeIn, foundGroup } from '../harness/group.mjs'
import { follow } from '../harness/hands.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'
import { inEachMode, inEveryWay } from '../harness/ways.mjs'

const refused = /status of 422/
const notFound = /status of 404/

let site, browser, state
before(async () => {
  site = await startSite()
  browser = await openBrowser()
  state = await walkIn(browser, site, 'steward')
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

const steward = (wish) => visit(browser, site, { ...wish, state })

/** The address of the link that is shown once. */
const linkOn = async (page) => (await page.content()).match(/http:\/\/localhost:\d+(\/group-invitation\/[\w-]+)/)[1]

for (const scripts of [true, false]) {
  const how = scripts ? '' : ' without scripts'
  const tail = scripts ? 'one' : 'two' // names of the two rounds differ: nobody looks the same in two groups

  for (const [kind, label] of Object.entries({ peer: 'Peer group', 'twelve-step': 'Twelve-step group', therapy: 'Therapy group' })) {
    test(`a ${label} is founded${how}`, async (t) => {
      const tab = await steward({ mode: 'dark', scripts })
      const began = Date.now()
      await tab.page.goto('/groups')
      await tab.page.getByRole('link', { name: 'Found a group' }).click()
      await tab.page.getByRole('link', { name: label, exact: true }).click()
      await tab.page.getByLabel('Name of the group').fill(`Round ${tail} ${kind}`)
      await tab.page.getByLabel('What it is, in a sentence or two').fill('We meet and listen.')
      await tab.page.getByLabel('Your name in this group').fill(`Marlow ${kind} ${tail}`)
      await tab.page.getByRole('button', { name: 'Found the group' }).click()
      await tab.page.waitForURL('**/lead/begin')
      t.diagnostic(`founded after ${Date.now() - began} ms`)
      assert.ok(Date.now() - began < 120_000)
      await tab.page.goto('/groups')
      await tab.page.getByRole('link', { name: `Round ${tail} ${kind}` }).first().click()
      await tab.page.getByRole('heading', { level: 1, name: `Round ${tail} ${kind}` }).waitFor()
      await tab.close()
    })
  }

  test(`somebody finds a group and joins it openly${how}`, async () => {
    const lead = await steward({ scripts })
    const group = await foundGroup(lead.page, { name: `Harbour ${tail}`, persona: `Hazel ${tail}`, summary: 'We speak about quiet evenings.' })
    await lead.close()
    const tab = await visit(browser, site, { mode: 'dark', scripts })
    await tab.page.goto('/groups')
    await tab.page.getByLabel('Words in its name').fill(`harbour ${tail}`)
    await tab.page.getByRole('button', { name: 'Look', exact: true }).click()
    await tab.page.getByRole('link', { name: `Harbour ${tail}` }).click()
    await tab.page.getByText('You can join at once.').waitFor()
    await tab.page.getByRole('link', { name: 'Come in first' }).click()
    await tab.page.getByLabel('18 or over').check()
    await tab.page.getByLabel('I agree to this.').check()
    await tab.page.getByRole('button', { name: 'Come in' }).click()
    await tab.page.getByRole('link', { name: 'Go on' }).click()
    await tab.page.waitForURL(`**${group}`)
    await tab.page.getByRole('link', { name: 'Join', exact: true }).click()
    await sound(tab)
    await tab.page.getByLabel('Your name in this group').fill('Dr Wren')
    await tab.page.getByLabel('A few words about you').fill('I like tea.')
    await tab.page.getByRole('radio', { name: 'Drawn picture 3' }).check()
    const chosen = await tab.page.locator('input[name=look]:checked').inputValue()
    await tab.page.getByRole('button', { name: 'Show me others' }).click()
    await tab.page.waitForURL(`**${group}/join#face-looks`)
    assert.equal(await tab.page.locator('input[name=look]:checked').inputValue(), chosen, 'the chosen picture stays')
    assert.equal(await tab.page.getByLabel('A few words about you').inputValue(), 'I like tea.')
    tab.watch.expect(refused)
    await tab.page.locator('#join').getByRole('button', { name: 'Join' }).click()
    await tab.page.getByRole('link', { name: 'Tick this if you agree.' }).waitFor()
    await sound(tab)
    await tab.page.getByLabel('Your name in this group').fill(`Wren ${tail}`)
    await tab.page.getByLabel('I agree to this.').check()
    await tab.page.locator('#join').getByRole('button', { name: 'Join' }).click()
    await tab.page.waitForURL(`**${group}`)
    await tab.page.getByText('You are in. Look around first, if you like.').waitFor()
    await tab.close()
  })

  test(`somebody asks, with a picture of their own, and takes it back${how}`, async () => {
    const lead = await steward({ scripts })
    await lead.page.goto('/groups/new?kind=therapy')
    await lead.page.getByLabel('People ask first').check()
    await lead.page.getByLabel('A question for those who ask').fill('What brings you here?')
    await lead.page.getByLabel('Name of the group').fill(`Ferry ${tail}`)
    await lead.page.getByLabel('What it is, in a sentence or two').fill('Eight evenings.')
    await lead.page.getByLabel('Your name in this group').fill(`Juniper ${tail}`)
    await lead.page.getByRole('button', { name: 'Found the group' }).click()
    await lead.page.waitForURL('**/lead/begin')
    const group = new URL(lead.page.url()).pathname.replace('/lead/begin', '')
    await lead.close()
    const tab = await visit(browser, site, { scripts })
    await comeIn(tab.page)
    await tab.page.goto(group)
    await tab.page.getByRole('link', { name: 'Ask to join' }).click()
    await tab.page.getByLabel('Your name in this group').fill(`Bo ${tail}`)
    await tab.page.locator('summary', { hasText: 'Use a picture of your own' }).click()
    await tab.page.getByLabel('A picture from your device').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: await drawn(tab) })
    tab.watch.expect(refused)
    await tab.page.locator('#join').getByRole('button', { name: 'Ask to join' }).click()
    await tab.page.getByRole('link', { name: 'Say a few words' }).waitFor()
    await tab.page.getByRole('img', { name: 'Your own picture' }).waitFor()
    assert.ok(await tab.page.getByRole('img', { name: 'Your own picture' }).evaluate((img) => img.decode().then(() => img.naturalWidth === 256)))
    await sound(tab)
    await tab.page.getByLabel('What brings you here?').fill('Sundays are long.')
    await tab.page.getByLabel('I agree to this.').check()
    await tab.page.locator('#join').getByRole('button', { name: 'Ask to join' }).click()
    await tab.page.getByRole('heading', { name: 'You have asked to join' }).waitFor()
    await sound(tab)
    await tab.page.getByRole('button', { name: 'Take it back' }).click()
    await tab.page.getByText('It is taken back.').waitFor()
    await tab.close()
  })

  test(`somebody is invited to a group that nobody can see${how}`, async () => {
    const lead = await steward({ scripts })
    await lead.page.goto('/groups/new?kind=peer')
    await lead.page.getByLabel('Nobody outside can see that it exists').check()
    await lead.page.getByRole('radio', { name: /^By invitation/ }).check()
    await lead.page.getByLabel('Name of the group').fill(`Under the roof ${tail}`)
    await lead.page.getByLabel('What it is, in a sentence or two').fill('We know each other.')
    await lead.page.getByLabel('Your name in this group').fill(`Robin ${tail}`)
    await lead.page.getByRole('button', { name: 'Found the group' }).click()
    await lead.page.waitForURL('**/lead/begin')
    const group = new URL(lead.page.url()).pathname.replace('/lead/begin', '')
    await lead.page.goto(`${group}/invitations`)
    await lead.page.getByLabel('Let them in without asking').check()
    await lead.page.getByRole('button', { name: 'Make the link' }).click()
    await lead.page.getByText('/group-invitation/').first().waitFor()
    const link = await linkOn(lead.page)
    await lead.close()
    const tab = await visit(browser, site, { mode: '320 px', scripts })
    tab.watch.expect(notFound)
    assert.equal((await tab.page.goto(group)).status(), 404)
    await lookAt(tab, link)
    await tab.page.getByText(`Robin ${tail} invites you`).waitFor()
    await comeIn(tab.page)
    await lookAt(tab, link)
    await tab.page.getByLabel('Your name in this group').fill(`Cy ${tail}`)
    await tab.page.getByLabel('I agree to this.').check()
    await tab.page.locator('#join').getByRole('button', { name: 'Join' }).click()
    await tab.page.waitForURL(`**${group}`)
    await tab.page.getByRole('heading', { level: 1, name: `Under the roof ${tail}` }).waitFor()
    await tab.close()
    const late = await visit(browser, site, { scripts })
    late.watch.expect(notFound)
    assert.equal(await lookAt(late, link), 404)
    await late.page.getByRole('heading', { name: 'This invitation does not work.' }).waitFor()
    await late.close()
  })
}

/** A picture, as a file of this tab's making. */
async function drawn(tab) {
  return tab.page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } })
}

test('joining by the keyboard alone', async () => {
  const lead = await steward({})
  const group = await foundGroup(lead.page, { name: 'Lantern keys', persona: 'Ash of the keys' })
  await lead.close()
  const tab = await visit(browser, site, {})
  await comeIn(tab.page)
  await tab.page.goto(`${group}/join`)
  const stops = await walk(tab.page)
  for (const stop of ['Your name in this group', 'Show me others', 'I agree to this.', 'Join']) {
    assert.ok(stops.some((one) => one.includes(stop)), `${stop} is not among ${stops.join(' | ')}`)
  }
  await tab.page.getByLabel('Your name in this group').focus()
  await tab.page.keyboard.type('Keyed Wren')
  await tab.page.getByRole('radio', { name: 'Drawn picture 1' }).focus()
  await tab.page.keyboard.press('ArrowRight')
  assert.ok(await tab.page.getByRole('radio', { name: 'Drawn picture 2' }).isChecked())
  await tab.page.getByLabel('I agree to this.').focus()
  await tab.page.keyboard.press('Space')
  await tab.page.getByLabel('Your name in this group').focus()
  await tab.page.keyboard.press('Enter')
  await tab.page.waitForURL(`**${group}`)
  await tab.close()
})

test('a group from outside, and the form of founding, bear every way of looking', async (t) => {
  const tab = await visit(browser, site)
  await tab.page.goto('/groups')
  const group = await tab.page.locator('a.whole').first().getAttribute('href')
  await tab.close()
  await inEveryWay(t, browser, site, [group])
  await inEveryWay(t, browser, site, ['/groups/new?kind=peer'], { state })
  for (const shown of [undefined, ['right to left']]) {
    await t.test('the form of founding, sent empty', async (t) => {
      const lead = await steward({ mode: shown?.[0] })
      lead.watch.expect(refused)
      await lead.page.goto('/groups/new?kind=peer')
      await follow(lead.page, () => lead.page.locator('#found button.btn-do').click())
      await lead.page.locator('error-summary').waitFor()
      await inEachMode(t, lead, shown)
      await lead.close()
    })
  }
})
