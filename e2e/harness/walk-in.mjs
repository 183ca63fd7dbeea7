// Walking in as somebody of the demo.

/** The cookies of somebody who walked in as a newcomer, a member or the steward. */
export async function walkIn(browser, site, role) {
  const context = await browser.newContext({ baseURL: site.url })
  const page = await context.newPage()
  await page.goto('/demo')
  await page.locator(`#walk-in-${role} button`).click()
  await page.waitForURL('**/home')
  const state = await context.storageState()
  await context.close()
  return state
}
