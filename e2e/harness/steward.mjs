// Setting up an empty site, as whoever looks after it does once.
import assert from 'node:assert/strict'

/** Spends the one-time link in this tab; ends on the questions. */
export async function spendLink(page, site) {
  assert.notEqual(site.setUpLink, '', 'an empty site prints a one-time link')
  await page.goto(site.setUpLink)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/set-up')
}

/** Spends the link and answers the questions; ends on the page that shows the server's key. */
export async function setUp(page, site) {
  await spendLink(page, site)
  await answer(page)
}

/** Answers the questions of set-up. */
export async function answer(page) {
  await page.getByLabel('What is it called?').fill('Linden House')
  await page.getByLabel('A word of welcome').fill('Come in, and **take your time**.')
  await page.getByRole('button', { name: 'Open the doors' }).click()
  await page.waitForURL('**/set-up/key')
}
