// Pages in every way of looking at them.
import assert from 'node:assert/strict'
import { visit } from './browser.mjs'
import { allButColours, colours, sound, walk } from './check.mjs'

const sameDocument = ['light', 'dark', 'forced colours', '320 px', '200 % text']

// The documents that there are of a page, and the modes in which each is looked at.
const documents = [
  { shown: sameDocument },
  { shown: ['right to left'] },
  { shown: ['light', '320 px'], scripts: false },
]

// Where nothing but colours changes, axe looks at colours alone; where they stay as they are in light, at all else: to measure contrast is
// most of its work. pages.test.mjs watches that this overlooks nothing.
const changed = {
  dark: colours, 'forced colours': colours,
  '320 px': allButColours, '200 % text': allButColours, 'right to left': allButColours,
}

/**
 * Puts pages to every check in every way of looking, each of them a case. A page comes once for each document that there is of it, and
 * is then made to look otherwise: to bring it anew each time takes twice as long.
 * @param {{state?: object, status?: number, name?: (path: string) => string, ready?: (tab: Visit) => Promise, keyboard?: string}} wish
 *   state: the cookies of an earlier visit; status: what pages come with; name: what a page is called in the report; ready: does what
 *   is to be done on a page before one looks; keyboard: the mode in which it is walked by keyboard as well
 */
export async function inEveryWay(t, browser, site, paths, { state, status = 200, name = (path) => path, ready = () => {}, keyboard } = {}) {
  for (const { shown, scripts = true } of documents) {
    const tab = await visit(browser, site, { mode: shown[0], scripts, state })
    if (status === 404) tab.watch.expect(/status of 404/)
    for (const path of paths) {
      await t.test(name(path) + (scripts ? '' : ' without scripts'), async (t) => {
        assert.equal((await tab.page.goto(path)).status(), status)
        await ready(tab)
        await inEachMode(t, tab, shown)
        if (shown === sameDocument && keyboard) await t.test('by keyboard', () => byKeyboard(tab, keyboard))
        await tab.turn(shown[0])
      })
    }
    await tab.close()
  }
}

/** Puts the page that is open to every check in these modes, each of them a case; the tab was opened in the first of them. */
export async function inEachMode(t, tab, shown = sameDocument) {
  await t.test(shown[0], () => sound(tab, changed[shown[0]]))
  for (const mode of shown.slice(1)) await t.test(mode, () => lookOtherwise(tab, mode))
  await tab.turn(shown[0]) // in which the next page comes
}

/** Makes the page that is open, and was looked at in another mode, look as in this one, and puts it to every check. */
export async function lookOtherwise(tab, mode) {
  await tab.turn(mode)
  await sound(tab, changed[mode])
}

async function byKeyboard(tab, mode) {
  await tab.turn(mode)
  assert.ok((await walk(tab.page)).length > 5)
}
