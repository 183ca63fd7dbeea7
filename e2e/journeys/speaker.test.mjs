// A hybrid evening with a guest speaker: suggestion, invitation, page, questions, slot and thanks. The speaker has no account, and comes
// once with scripts and once without.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { sound, walk } from '../harness/check.mjs'
import { startSite } from '../harness/site.mjs'
import { walkIn } from '../harness/walk-in.mjs'

const refused = /status of 422/
const nowhere = /status of 40[14]/
const shots = process.env.HANDRAIL_SHOTS

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

/** Puts a hybrid meeting on the calendar that began so many minutes ago, and gives the address of its date. */
async function plan(title, ago) {
  const tab = await visit(browser, site, { state: facilitator })
  await tab.page.goto('/home')
  await tab.page.getByRole('link', { name: 'Low Tide', exact: true }).first().click()
  await tab.page.getByRole('heading', { level: 1, name: 'Low Tide' }).waitFor()
  await tab.page.goto(`${new URL(tab.page.url()).pathname}/meetings/new`)
  const zone = await tab.page.locator('select[name=zone]').inputValue()
  const [day, time] = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(Date.now() - ago * 60_000).split(' ')
  await tab.page.getByLabel('Name of the meeting').fill(title)
  await tab.page.locator('input[name=date]').first().fill(day)
  await tab.page.locator('input[name=time]').first().fill(time)
  await tab.page.locator('input[name=way][value=hybrid]').check()
  await tab.page.locator('input[name=repeats]').first().check()
  await tab.page.locator('input[name=area]').fill('By the harbour')
  await tab.page.locator('[name=address]').fill('Quay 4, second door')
  await tab.page.locator('[name=link]').fill('https://meet.example/low-tide')
  await tab.page.getByRole('button', { name: 'Look at the dates' }).click()
  await tab.page.locator('button[name=press][value=keep]').first().click()
  await tab.page.getByRole('heading', { level: 1, name: title }).waitFor()
  const path = new URL(tab.page.url()).pathname
  await tab.close()
  return path
}

/** A picture of the page, for whoever wants to look: HANDRAIL_SHOTS=FOLDER. */
async function picture(tab, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  const before = tab.page.viewportSize()
  for (const [size, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } })) {
    for (const colorScheme of ['light', 'dark']) {
      await tab.page.setViewportSize(viewport)
      await tab.page.emulateMedia({ colorScheme })
      await tab.page.screenshot({ path: join(shots, `${name}-${size}-${colorScheme}.png`), fullPage: true })
    }
  }
  await tab.page.setViewportSize(before)
  await tab.page.emulateMedia({ colorScheme: null })
}

async function look(tab, name) {
  await sound(tab)
  await picture(tab, name)
}

/** Invites somebody as the facilitator, and gives the link. */
async function invite(date, tick) {
  const tab = await visit(browser, site, { state: facilitator })
  await tab.page.goto(date)
  await tab.page.getByRole('region', { name: 'Guest speakers' }).getByRole('link', { name: 'Invite or suggest a speaker' }).click()
  await look(tab, 'all')
  await tab.page.getByRole('link', { name: 'Invite a speaker' }).click()
  await tab.page.getByLabel('Whom is it for?').fill('Ruth, sleep clinic')
  await tab.page.getByLabel('How many minutes do they have?').fill('20')
  await tab.page.getByLabel('When is it their turn?').fill('After the welcome')
  for (const label of tick) await tab.page.getByLabel(label).check()
  await look(tab, 'invite')
  await tab.page.getByRole('button', { name: 'Make the link' }).click()
  const link = await tab.page.locator('copy-text code').innerText()
  await look(tab, 'link')
  await tab.close()
  return link
}

for (const scripts of [true, false]) {
  test(`a hybrid evening with a guest speaker, ${scripts ? 'with' : 'without'} scripts`, async () => {
    const date = await plan(scripts ? 'Harbour evening' : 'Plain evening', 5)
    const link = await invite(date, ['The link to join online', 'Members read each other’s questions'])
    const mode = scripts ? 'light' : '320 px'
    const guest = await visit(browser, site, { mode, scripts })

    await guest.page.goto(link)
    await guest.page.goto(link) // looking spends nothing
    await look(guest, `take-${scripts}`)
    guest.watch.expect(refused)
    await guest.page.getByRole('button', { name: 'Take the invitation' }).click()
    await guest.page.getByText('Say yes to what is kept, or leave this page.').first().waitFor().catch(() => {})
    await sound(guest)
    await guest.page.getByLabel('What shall we call you?').fill('Ruth')
    await guest.page.getByLabel('Mine alone').check()
    await guest.page.getByLabel('Yes, keep this about me').check()
    await guest.page.getByRole('button', { name: 'Take the invitation' }).click()
    await guest.page.getByRole('heading', { level: 1, name: 'Welcome, Ruth' }).waitFor()
    await guest.page.getByText('20 minutes').waitFor()
    assert.equal(await guest.page.getByRole('link', { name: 'Join online' }).getAttribute('href'), 'https://meet.example/low-tide')
    assert.equal(await guest.page.getByText('Quay 4').count(), 0, 'what was not ticked')
    await look(guest, `here-empty-${scripts}`)

    await guest.page.getByRole('link', { name: 'Write your page' }).click()
    await guest.page.getByLabel('Pronouns').fill('she/her')
    await guest.page.getByLabel('Who I am').fill('I work nights in a **sleep clinic**.\n\nI slept badly for years.')
    await guest.page.getByLabel('What I would like to talk about').fill('Nights that end')
    await guest.page.getByLabel('What you may ask me').fill('Anything but names')
    await look(guest, `edit-${scripts}`)
    await guest.page.getByRole('button', { name: 'Keep it' }).click()
    await guest.page.getByRole('heading', { level: 1, name: 'Welcome, Ruth' }).waitFor()

    const ana = await visit(browser, site, { state: member, mode, scripts })
    await ana.page.goto(date)
    await ana.page.getByRole('link', { name: 'Ruth', exact: true }).click()
    await ana.page.getByText('sleep clinic').first().waitFor()
    await ana.page.getByLabel('Your question').fill('What of dreams?')
    await ana.page.getByRole('button', { name: 'Ask it' }).click()
    await ana.page.getByText('You, without your name').waitFor()
    await ana.page.getByLabel('Your thanks').fill('I slept after it.')
    await ana.page.getByRole('button', { name: 'Thank them' }).click()
    await ana.page.getByText('I slept after it.').waitFor()
    await look(ana, `one-${scripts}`)
    await ana.page.goto(`${date}/speakers/suggestion`)
    await ana.page.getByLabel('Whom would you like to hear?').fill('Somebody who gardens')
    await look(ana, `suggest-${scripts}`)
    await ana.page.getByRole('button', { name: 'Suggest it' }).click()
    await ana.page.getByText('Somebody who gardens').waitFor()

    await guest.page.reload()
    await guest.page.getByText('What of dreams?').waitFor()
    await guest.page.getByText('I slept after it.').waitFor()
    await look(guest, `here-${scripts}`)
    const stops = await walk(guest.page)
    assert.ok(stops.includes('Write your page') && stops.includes('I am done here'), stops.join(', '))
    guest.watch.expect(nowhere)
    for (const path of [date, `${date}/speakers`, '/home', '/groups']) {
      await guest.page.goto(path)
      assert.equal(await guest.page.getByText('Harbour evening').or(guest.page.getByText('Plain evening')).count(), 0, `${path} shows a speaker the meeting`)
    }

    const host = await visit(browser, site, { state: facilitator })
    await host.page.goto(`${date}/speakers`)
    await host.page.getByText('Somebody who gardens').waitFor()
    await look(host, `all-later-${scripts}`)
    await host.page.getByRole('link', { name: 'Ruth', exact: true }).click()
    await host.page.getByRole('button', { name: /^It was asked/ }).click()
    await host.page.getByText('asked at the meeting').waitFor()
    await look(host, `host-${scripts}`)

    if (scripts) {
      await guest.page.goto('/speaker/end')
      await guest.page.getByLabel('Delete it now, with my name').check()
      await look(guest, 'end')
      await guest.page.getByRole('button', { name: 'End my visit' }).click()
      await guest.page.getByText('Your page and your name are deleted.').waitFor()
    } else {
      await host.page.getByRole('link', { name: 'Take the invitation back' }).click()
      await look(host, 'withdrawal')
      await host.page.getByRole('button', { name: 'Take it back' }).click()
      await host.page.getByText('Taken back. The link and the page are gone.').waitFor()
    }
    assert.equal((await guest.page.goto('/speaker')).status(), 404)
    await look(guest, `gone-${scripts}`)
    assert.equal((await guest.page.goto(link)).status(), 404)
    for (const tab of [guest, ana, host]) await tab.close()
  })
}
