// A copy that somebody took with them: one file on a phone, opened without a network and without this site.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openBrowser } from '../harness/browser.mjs'
import { axe, fits, hasBones, walk } from '../harness/check.mjs'

const checkout = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const phrase = 'amber bridge candle drift ember forest'
const column = (name, kind, why) => ({ name, kind, why, kept: 'Until you leave' })

// copyOf is a copy with so many posts of so many sentences, each of them with marks that would do harm as markup.
const copyOf = (posts, sentences = 1) => JSON.stringify({
  format: 'copy', version: 1, made_at: '2026-03-01T12:00:00.000Z', language: 'en',
  sections: [
    {
      name: 'account_session', title: 'Your visits',
      columns: [column('kind', 'text', 'Whose device it is.'), column('made_at', 'time', 'When the visit began.'), column('kept', 'truth', 'Whether it is remembered.')],
      rows: [{ kind: 'own', made_at: '2026-03-01T11:00:00.000Z', kept: true }, { kind: null, made_at: null, kept: false }],
    },
    {
      name: 'forum_post', title: 'What you wrote',
      columns: [column('seq', 'number', 'Its number.'), column('body', 'text', 'Your words.'), column('note', 'text', 'Your note.')],
      rows: Array.from({ length: posts }, (_, seq) => ({ seq, body: `<img src=x onerror="alert(1)"> post ${seq} ñ ${'a word that says nothing '.repeat(sentences)}`, note: seq === 0 ? { unreadable: true } : 'שלום' })),
    },
    { name: 'account_key', title: 'Your keys', columns: [column('made_at', 'time', 'When it was made.')], rows: [] },
  ],
})

let folder, lock, browser
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handrail-archive-'))
  lock = join(folder, 'lock')
  execFileSync('go', ['build', '-o', lock, './internal/account/archive/cmd/lock'], { cwd: checkout, stdio: 'inherit', env: { ...process.env, CGO_ENABLED: '0' } })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const locked = (content) => execFileSync(lock, { input: content, env: { PASSPHRASE: phrase }, maxBuffer: 1 << 30 })

// openFile opens a page as a file, on a phone without a network, and keeps everything it does that it should not.
async function openFile(page, look = {}) {
  const file = join(folder, 'copy.html')
  writeFileSync(file, page)
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB', timezoneId: 'Europe/Madrid', acceptDownloads: true, offline: true, ...look })
  const tab = await context.newPage()
  const problems = []
  tab.on('console', (message) => problems.push(message.text()))
  tab.on('pageerror', (err) => problems.push(String(err)))
  tab.on('dialog', (dialog) => { problems.push('a dialog'); dialog.dismiss() })
  tab.on('request', (request) => { if (!/^(file|blob):/.test(request.url())) problems.push(request.url()) })
  await tab.goto(pathToFileURL(file).href)
  return { tab, close: async () => { await context.close(); assert.deepEqual(problems, []) } }
}

async function type(tab, words) {
  await tab.getByLabel('Phrase', { exact: true }).fill(words)
  await tab.getByRole('button', { name: 'Open' }).click()
}

const opened = (tab) => tab.getByRole('link', { name: /Save it/ }).waitFor({ timeout: 120_000 })

test('a wrong phrase is said kindly, the right one opens, and what is inside is readable', async () => {
  const content = copyOf(120)
  const { tab, close } = await openFile(locked(content))
  await hasBones(tab)
  await axe(tab)
  await fits(tab)
  assert.ok(!(await tab.locator('main').innerText()).includes('visits'), 'the page tells before it is open')

  await type(tab, 'amber bridge candle drift ember glow')
  await tab.getByText('This phrase does not open the file').waitFor()
  await axe(tab)
  await type(tab, '  Amber-Bridge candle, DRIFT ember fórest ')
  await opened(tab)
  assert.equal(await tab.evaluate(() => document.activeElement.id), 'title')

  await tab.getByText('Your visits (2)').click()
  const visits = tab.getByRole('table', { name: 'Your visits' })
  assert.match(await visits.innerText(), /1 March 2026 at 12:00/)
  assert.match(await visits.innerText(), /Yes/)
  await tab.getByText('Your keys (0)').click()
  await tab.getByText('Nothing here.').waitFor()

  await tab.getByText('What you wrote (120)').click()
  const posts = tab.getByRole('table', { name: 'What you wrote' })
  const rows = () => posts.getByRole('row').count()
  await posts.waitFor()
  assert.equal(await rows(), 51)
  assert.match(await posts.innerText(), /<img src=x onerror="alert\(1\)"> post 0 ñ/)
  assert.match(await posts.innerText(), /This can no longer be opened/)
  await tab.getByRole('button', { name: 'Show more' }).click()
  await tab.getByRole('button', { name: 'Show more' }).click()
  assert.equal(await rows(), 121)
  assert.equal(await tab.getByRole('button', { name: 'Show more' }).count(), 0)
  assert.equal(await tab.locator('img').count(), 0)
  await axe(tab)
  await fits(tab)

  const [download] = await Promise.all([tab.waitForEvent('download'), tab.getByRole('link', { name: /Save it/ }).click()])
  assert.equal(download.suggestedFilename(), 'copy.json')
  assert.equal(readFileSync(await download.path(), 'utf8'), content)
  await close()
})

test('the page bears a keyboard, large text, forced colours and the dark', async () => {
  const page = locked(copyOf(2))
  for (const look of [{ colorScheme: 'dark' }, { forcedColors: 'active' }, { viewport: { width: 320, height: 640 } }]) {
    const { tab, close } = await openFile(page, look)
    assert.deepEqual(await walk(tab), ['Phrase', 'Show what I type', 'Open'])
    await type(tab, phrase)
    await opened(tab)
    await tab.getByText('Your visits').click()
    await axe(tab)
    await fits(tab)
    await close()
  }
})

test('a page that was cut short says so', async () => {
  const whole = locked(copyOf(1200, 80)).toString()
  const { tab, close } = await openFile(whole.slice(0, whole.lastIndexOf('<script type="text/plain"')))
  await type(tab, phrase)
  await tab.getByText('Part of this file is missing').waitFor()
  await close()
})

test('without scripts the page says what it needs', async () => {
  const page = locked(copyOf(1))
  const { tab, close } = await openFile(page, { javaScriptEnabled: false })
  await tab.getByText('This page needs scripts to open').waitFor()
  assert.equal(await tab.getByRole('button').count(), 0)
  await close()
})

test('a copy of 50 MB opens on a phone', async (t) => {
  const content = copyOf(25_000, 80)
  assert.ok(content.length > 50_000_000, `${content.length} bytes`)
  const { tab, close } = await openFile(locked(content))
  const began = performance.now()
  await type(tab, phrase)
  await opened(tab)
  t.diagnostic(`${Math.round(content.length / 1e6)} MB opened in ${Math.round(performance.now() - began)} ms`)
  await tab.getByText('What you wrote').click()
  const posts = tab.getByRole('table', { name: 'What you wrote' })
  await posts.waitFor()
  assert.equal(await posts.getByRole('row').count(), 51)
  await close()
})
