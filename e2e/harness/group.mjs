// Founding a group and coming into one, as anybody does.

/** Founds a group of this kind in this tab, by somebody who has a key; ends where founding leads. Gives its address. */
export async function foundGroup(page, { name = 'Low Tide', persona = 'Tomasz', kind = 'peer', summary = 'For people who change how they live with alcohol.' } = {}) {
  await page.goto(`/groups/new?kind=${kind}`)
  await page.getByLabel('Name of the group').fill(name)
  await page.getByLabel('What it is, in a sentence or two').fill(summary)
  await page.getByLabel('Your name in this group').fill(persona)
  await page.getByRole('button', { name: 'Found the group' }).click()
  await page.waitForURL(/\/groups\/[a-z0-9-]+-[a-z0-9]{4}/)
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
}

/** Comes in as somebody who was never here, with a seat and no key. */
export async function comeIn(page) {
  await page.goto('/come-in')
  await page.getByLabel('18 or over').check()
  await page.getByLabel('I agree to this.').check()
  await page.getByLabel('Mine alone').check()
  await page.getByRole('button', { name: 'Come in' }).click()
  await page.waitForURL('**/come-in/done')
}

/** Joins an open group under this name; ends on its home. */
export async function join(page, group, name, { greeted = false } = {}) {
  await page.goto(`${group}/join`)
  await page.getByLabel('Your name in this group').fill(name)
  await page.getByLabel('I agree to this.').check()
  if (greeted) await page.getByLabel('Yes, somebody may say hello to me').check()
  await page.locator('#join').getByRole('button', { name: 'Join' }).click()
  await page.waitForURL(`**${group}`)
}
