// The pages there are. A new page is added here and with that looked at in every mode, by keyboard and in pictures.

/** Pages that anybody may open. */
export const open = [
  '/', '/help', '/help?country=US', '/safety', '/privacy', '/accessibility', '/about', '/offline', '/settings/reading', '/month', '/gone', '/verify',
  '/come-in', '/come-in/young', '/invitation/any', '/sign-in', '/lost', '/report', '/report/answer', '/groups', '/groups?topic=alcohol',
  '/now', '/meetings', '/meetings?place=Lisbon&by=distance', '/meetings?place=Springfield&q=nothing', '/meetings/print', '/meetings/saved',
]

/** Pages of whoever has come in. */
export const own = [
  '/home', '/groups', '/groups/new', '/groups/new?kind=therapy', '/groups/goodbye', '/reports', '/notices', '/settings', '/settings/keys', '/settings/keys/phrase', '/settings/keys/passphrase', '/settings/keys/app', '/settings/keys/codes', '/settings/devices', '/settings/name', '/settings/agreed', '/settings/prove',
  '/settings/notices', '/settings/reminders', '/settings/trust', '/settings/trust/claims', '/settings/copy', '/settings/leaving', '/settings/reading', '/settings/content-notes', '/settings/visit', '/settings/attendance',
]

/** Pages of the demo and of development. */
export const development = ['/ui', '/demo']

/** Pages of whoever looks after the site. */
export const stewards = [
  '/admin', '/admin/members', '/admin/members?standing=waiting', '/admin/invitations',
  '/admin/groups', '/admin/groups?state=asked', '/admin/groups?state=care', '/admin/verifications', '/admin/reports', '/admin/remembered', '/admin/topics', '/admin/content-notes', '/admin/content-notes/grief', '/admin/founding',
  '/admin/site', '/admin/help-lines', '/admin/work', '/admin/record', '/admin/live', '/set-up/key', '/settings/visit',
  '/admin/meetings', '/admin/meetings/new', '/admin/meetings/notes', '/admin/meetings/embedding',
]

/** An address that leads nowhere, and the noise that a browser makes about it. */
export const nowhere = '/no/such/page'
export const saysNotFound = /status of 404/
