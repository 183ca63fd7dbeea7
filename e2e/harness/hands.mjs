// What hands do on a page that leads to another page.

/** Does what leads to another page, and waits until that has come: what is asked for next is not found on the page before. */
export async function follow(page, act) {
  await Promise.all([page.waitForEvent('load'), act()])
}

/** Presses a button, or what has another role, by the keyboard alone, and waits until the page that it leads to has come. */
export async function press(page, name, role = 'button') {
  const control = page.getByRole(role, { name, exact: true }).first()
  await follow(page, async () => {
    await control.focus()
    await page.keyboard.press('Enter')
  })
}

/** Resolves once a page listens to what is said in its group. Ask before the page comes: what was said before is not heard again. */
export async function subscribed(page) {
  const socket = await page.waitForEvent('websocket')
  await socket.waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).includes('subscribe') })
}
