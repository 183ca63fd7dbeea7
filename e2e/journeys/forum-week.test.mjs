// A week in a forum: eight members, two who lead and a steward, in browsers of their own, every other one without scripts.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openBrowser, visit } from '../harness/browser.mjs'
import { axe, fits } from '../harness/check.mjs'
import { comeIn } from '../harness/group.mjs'
import { press as pressed } from '../harness/hands.mjs'
import { lowTide } from '../harness/low-tide.mjs'
import { keepPhrase } from '../harness/steward.mjs'
import { walkIn } from '../harness/walk-in.mjs'

const shots = process.env.HANDRAIL_SHOTS // a folder in which every screen is kept, to look at
const names = ['Iris', 'Noor', 'Leif', 'Pilar', 'Otto', 'Yara', 'Maks', 'Sol']

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

let screens = 0
/** Looks at the screen that somebody sees now. */
async function look(who, what) {
  await axe(who.page)
  await fits(who.page)
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  screens += 1
  await who.page.screenshot({ path: `${shots}/${String(screens).padStart(2, '0')}-${who.name}-${what}.png`, fullPage: true })
}

const press = (who, name) => pressed(who.page, name)
const words = (who) => who.page.getByLabel('Your words', { exact: true })

/** Begins a topic in a space; gives its address. */
async function begin(who, group, space, title, text, more = async () => {}) {
  await who.page.goto(`${group}/forum/new`)
  await who.page.getByRole('link', { name: space }).click()
  await who.page.getByLabel('Title').fill(title)
  await words(who).fill(text)
  await more(who.page)
  await press(who, 'Post it')
  await who.page.waitForURL('**/topics/**')
  return new URL(who.page.url()).pathname
}

/** Answers in a topic. */
async function answer(who, topic, text, more = async () => {}) {
  await who.page.goto(topic)
  await words(who).fill(text)
  await more(who.page)
  await press(who, 'Post answer')
  await who.page.locator('article .said', { hasText: text }).first().waitFor()
}

/** Opens the page of the post that holds these words. */
async function more(who, topic, text) {
  await who.page.goto(topic)
  await who.page.locator('article', { hasText: text }).last().getByRole('link', { name: /^More/ }).click()
  await who.page.waitForURL('**/posts/**')
}

test('a week of eight members and two who lead', async (t) => {
  const { site, tab, path: group, lead } = await lowTide(t, browser, {})
  const tomasz = Object.assign(tab, { name: 'Tomasz' })
  const people = {}
  const open = async (name, wish) => Object.assign(await visit(browser, site, wish), { name })
  t.after(async () => { for (const one of Object.values(people)) await one.context.close() })

  await t.test('on Monday they come, by a link', async () => {
    await tomasz.page.goto(`${lead}`)
    await tomasz.page.getByRole('link', { name: 'Invitations' }).click()
    await tomasz.page.getByLabel('For how many people?').fill('9')
    await tomasz.page.getByLabel('A day').check()
    await tomasz.page.getByLabel('Let them in without asking').check()
    await press(tomasz, 'Make the link')
    const link = new URL(await tomasz.page.locator('.secret code').innerText()).pathname
    for (const [n, name] of names.entries()) {
      const one = people[name] = await open(name, { scripts: n % 2 === 0, mode: n % 3 === 0 ? 'dark' : 'light' })
      await comeIn(one.page)
      if (name !== 'Iris') {
        await one.page.goto('/settings/keys')
        await keepPhrase(one.page)
      }
      await one.page.goto(link)
      await one.page.getByLabel('Your name in this group').fill(name)
      await one.page.getByLabel('I agree to this.').check()
      await one.page.locator('form#join .btn-do').click()
      await one.page.waitForURL((url) => url.pathname === group)
    }
    people.Tomasz = tomasz
    people.Wren = await open('Wren', { state: await walkIn(browser, site, 'member'), scripts: false })
    people.Marlow = await open('Marlow', { state: await walkIn(browser, site, 'steward') })
  })
  const { Iris, Noor, Leif, Pilar, Otto, Yara, Maks, Sol, Wren, Marlow } = people

  let share
  await t.test('somebody without a key shares for the first time, and a greeter lets it through', async () => {
    await Iris.page.goto(`${group}/forum`)
    await look(Iris, 'forum')
    share = await begin(Iris, group, 'Stories', 'Three days', 'I have told nobody. It is three days, and the evenings are very long.')
    await Iris.page.getByText('looks at').first().waitFor()
    await look(Iris, 'waits')
    Noor.watch.expect(/status of 404/)
    assert.equal((await Noor.page.goto(share)).status(), 404, 'it shows before somebody looked')
    await tomasz.page.goto(`${group}/forum/waiting`)
    await tomasz.page.getByText('It is three days').waitFor()
    await look(tomasz, 'waiting')
    await press(tomasz, 'Let it through')
    await Noor.page.goto(share)
    await Noor.page.getByText('It is three days').waitFor()
    await Iris.page.goto('/notices')
    await Iris.page.getByText('is there for all now').first().waitFor()
    await look(Iris, 'notices')
  })

  await t.test('others answer with a quote and a name, and show that they care', async () => {
    await more(Noor, share, 'It is three days')
    await look(Noor, 'post')
    await Noor.page.getByRole('link', { name: 'Quote it in an answer' }).click()
    await Noor.page.getByLabel(/that you quote/).fill('the evenings are very long')
    await words(Noor).fill('They were for me, @Iris. They get shorter.')
    await press(Noor, 'Post answer')
    await Noor.page.locator('blockquote', { hasText: 'the evenings are very long' }).waitFor()
    await Noor.page.getByRole('link', { name: '@Iris' }).waitFor()
    await Leif.page.goto(share)
    await Leif.page.getByRole('button', { name: /^I am with you/ }).first().click()
    await Leif.page.locator('[aria-pressed="true"]').first().waitFor()
    await look(Leif, 'cares')
    await Iris.page.goto(share)
    await look(Iris, 'answered')
  })

  let unnamed
  await t.test('somebody writes without a name, and is written to all the same', async () => {
    unnamed = await begin(Otto, group, 'Stories', 'What nobody knows', 'I took money from the till. I cannot sleep.', async (page) => {
      await page.getByLabel('Without my name').check()
    })
    await look(Otto, 'unnamed')
    await Yara.page.goto(unnamed)
    await Yara.page.getByText('Anonymous 1').first().waitFor()
    assert.ok(!(await Yara.page.content()).includes('Otto'), 'the page holds the name')
    await look(Yara, 'unnamed-seen')
    await answer(Yara, unnamed, 'I hear you. It is good that you said it.')
    await more(Yara, unnamed, 'I took money')
    await Yara.page.getByRole('link', { name: 'Write a private note' }).click()
    await Yara.page.getByRole('textbox', { name: 'Your note' }).fill('I did the same once, and I told them. I can say how.')
    await look(Yara, 'note')
    await press(Yara, 'Send it')
    await Otto.page.goto(`${group}/notes`)
    await Otto.page.locator('main').getByRole('link', { name: 'Yara' }).click()
    await Otto.page.getByText('I did the same once').waitFor()
    await Otto.page.getByRole('textbox', { name: 'Your note' }).fill('Please do.')
    await press(Otto, 'Send it')
    await look(Otto, 'note-answered')
    await Yara.page.goto(`${group}/notes`)
    await Yara.page.locator('main').getByRole('link', { name: 'Anonymous 1' }).click()
    await Yara.page.getByText('Please do.').waitFor()
    assert.ok(!(await Yara.page.content()).includes('Otto'), 'the note holds the name')
  })

  await t.test('what was written is changed, and what was just said is taken back', async () => {
    await answer(Leif, share, 'I make soup.')
    await more(Leif, share, 'I make soup.')
    await Leif.page.getByRole('link', { name: 'Change your words' }).click()
    await words(Leif).fill('I make soup, and then it is nine.')
    await press(Leif, 'Keep it so')
    await Leif.page.getByText('I make soup, and then it is nine.').waitFor()
    await answer(Pilar, share, 'Too quick.')
    await press(Pilar, 'Take it back')
    await Pilar.page.getByText('Taken back. Nobody was told.').waitFor()
    await look(Pilar, 'taken-back')
    await Sol.page.goto(share)
    assert.equal(await Sol.page.getByText('Too quick.').count(), 0)
  })

  await t.test('a picture, a poll and a search', async () => {
    const picture = await Maks.page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 200 } })
    await begin(Maks, group, 'Talk', 'The harbour this morning', 'It was all pink.', async (page) => {
      await page.locator('summary', { hasText: 'Add a picture' }).click()
      await page.getByLabel('A picture from your device').setInputFiles({ name: 'h.png', mimeType: 'image/png', buffer: picture })
      await page.getByLabel('What can be seen on it').fill('A pink sky over boats')
    })
    await Maks.page.getByRole('img', { name: 'A pink sky over boats' }).waitFor()
    await look(Maks, 'picture')
    const topic = await begin(tomasz, group, 'Talk', 'When do we open?', 'Say what suits you.')
    await tomasz.page.goto(`${topic}/poll/new`)
    await tomasz.page.getByLabel('Your question').fill('At seven or at eight?')
    await tomasz.page.getByLabel('The answers').fill('Seven\nEight')
    await press(tomasz, 'Open the poll')
    await Wren.page.goto(topic)
    await look(Wren, 'poll')
    await Wren.page.getByRole('radio', { name: 'Eight' }).check()
    await press(Wren, 'Vote')
    await Wren.page.getByText('You have voted.').first().waitFor()
    await look(Wren, 'voted')
    await Sol.page.goto(`${group}/forum/search?q=${encodeURIComponent('"very long"')}`)
    await Sol.page.getByRole('link', { name: 'Three days' }).first().waitFor()
    await look(Sol, 'found')
  })

  await t.test('somebody worries about another, and whoever leads hears of it', async () => {
    await tomasz.page.goto(`${lead}/worries`)
    if (await tomasz.page.getByRole('button', { name: 'I take such calls' }).count()) await press(tomasz, 'I take such calls')
    await more(Pilar, unnamed, 'I took money')
    await Pilar.page.getByRole('link', { name: 'Worried about someone' }).click()
    await look(Pilar, 'worried')
    await Pilar.page.getByLabel('Tell those who look after the group').check()
    await Pilar.page.getByLabel(/a card/).check()
    await Pilar.page.getByLabel('What worries you?').fill('Not sleeping, and so alone with it.')
    await press(Pilar, 'Send it')
    await look(Pilar, 'worry-sent')
    await tomasz.page.goto(`${lead}/worries`)
    await tomasz.page.getByRole('link', { name: /About/ }).first().click()
    await tomasz.page.getByText('Not sleeping, and so alone with it.').waitFor()
    await press(tomasz, 'I am on it')
    await look(tomasz, 'worry')
    await Otto.page.goto(`${group}/notes`)
    await look(Otto, 'card')
  })

  await t.test('a report goes past those who lead', async () => {
    const bad = await begin(Maks, group, 'Talk', 'Listen', 'Tomasz told everybody outside what I said. This group is not safe.')
    await more(Sol, bad, 'not safe')
    await Sol.page.getByRole('link', { name: /something is wrong/ }).click()
    await Sol.page.getByRole('radio', { name: /kept to themselves/ }).check()
    await Sol.page.getByRole('radio', { name: /^The stewards of this place/ }).check()
    await look(Sol, 'report')
    await press(Sol, 'Send it')
    await tomasz.page.goto(`${lead}/reports`)
    assert.equal(await tomasz.page.getByRole('link', { name: /kept to themselves/ }).count(), 0, 'whoever leads sees what went past them')
    await Marlow.page.goto('/admin/reports')
    await Marlow.page.getByRole('link', { name: /kept to themselves/ }).first().click()
    await Marlow.page.getByText('This group is not safe.').first().waitFor()
    await look(Marlow, 'case')
    await Marlow.page.getByRole('textbox', { name: /Your answer/ }).fill('We talk with both of them.')
    await press(Marlow, 'Answer and close')
    await Sol.page.goto('/reports')
    await Sol.page.getByText('We talk with both of them.').waitFor()
    await look(Sol, 'outcome')
  })

  await t.test('a post is hidden, and its author answers', async () => {
    const topic = await begin(Yara, group, 'Talk', 'A tip', 'Take twenty of the white ones at once, that works.')
    await more(Leif, topic, 'the white ones')
    await Leif.page.getByRole('link', { name: /something is wrong/ }).click()
    await Leif.page.getByRole('radio', { name: /doses/ }).check()
    await press(Leif, 'Send it')
    await tomasz.page.goto(`${lead}/reports`)
    await tomasz.page.getByRole('link', { name: /doses/ }).first().click()
    await tomasz.page.getByRole('radio', { name: /^Hide/ }).check()
    await tomasz.page.getByRole('textbox', { name: 'Why?' }).fill('We leave amounts out. Your worry is welcome.')
    await look(tomasz, 'case')
    await press(tomasz, 'Do it, and tell them')
    Noor.watch.expect(/status of 404/)
    assert.equal((await Noor.page.goto(topic)).status(), 404, 'what is hidden shows')
    await Yara.page.goto(`${group}/told`)
    await Yara.page.getByRole('link', { name: /hidden/i }).first().click()
    await Yara.page.getByText('We leave amounts out.').waitFor()
    await look(Yara, 'told')
    await Yara.page.getByRole('textbox').first().fill('I see. I was at my end.')
    await press(Yara, 'Send it')
    await look(Yara, 'told-answered')
  })

  await t.test('a facilitator and a steward together lift a pseudonym, and its author is told', async () => {
    await more(tomasz, unnamed, 'I took money')
    await tomasz.page.getByRole('link', { name: 'Ask who wrote this' }).click()
    await tomasz.page.getByLabel('Why do you have to know?').fill('They do not answer, and said goodbye elsewhere.')
    await look(tomasz, 'asks')
    await press(tomasz, 'Ask a steward')
    await Marlow.page.goto('/admin/lifts')
    await Marlow.page.getByRole('link', { name: /Low Tide/ }).first().click()
    await Marlow.page.getByText('said goodbye elsewhere').waitFor()
    await look(Marlow, 'lift')
    await Marlow.page.getByRole('textbox').first().fill('Somebody may be in danger.')
    await press(Marlow, 'Make it known to us two')
    await look(Marlow, 'lifted')
    await Otto.page.goto('/notices')
    await look(Otto, 'told-lifted')
    await Otto.page.goto(`${group}/forum/lifted`)
    await Otto.page.getByText('Somebody may be in danger.').waitFor()
    await look(Otto, 'lifted')
    await tomasz.page.goto(`${lead}/lifts`)
    await tomasz.page.locator('main').getByRole('link').last().click()
    await press(tomasz, 'Look who it was')
    await tomasz.page.getByText('Otto').first().waitFor()
    await look(tomasz, 'knows')
  })
})
