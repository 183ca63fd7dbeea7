// Low Tide, a group of the demo, and whoever leads it.
import { visit } from './browser.mjs'
import { startSite } from './site.mjs'
import { walkIn } from './walk-in.mjs'

/** A demo of its own, with a tab of whoever leads Low Tide, and the address of that group. */
export async function lowTide(t, browser, wish) {
  const site = await startSite()
  t.after(() => site.stop())
  const state = await walkIn(browser, site, 'facilitator')
  const tab = await visit(browser, site, { ...wish, state })
  await tab.page.goto('/groups')
  const path = await tab.page.getByRole('link', { name: 'Low Tide' }).first().getAttribute('href')
  return { site, state, tab, path, lead: path + '/lead' }
}

/** The page about somebody of the group, from the list. */
export async function person(page, lead, name) {
  await page.goto(lead + '/people')
  await page.getByRole('searchbox', { name: 'Part of a name' }).fill(name)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Everybody' }).getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}
