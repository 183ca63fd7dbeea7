// Meetings of a fellowship that does not exist, taken in as an operator does.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const zone = 'America/Chicago'

/** Puts meetings into the finder: two online that are on now, one that comes, some in and around Wichita, and enough for pages. */
export function list(site, name = 'Prairie Area') {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-e2e-feed-'))
  try {
    const file = join(folder, 'feed.json')
    writeFileSync(file, JSON.stringify(meetings()))
    execFileSync(process.env.HANDRAIL_BINARY, ['import', 'meetings', file, '--data', site.data, '--name', name, '--programme', 'aa', '--timezone', zone], { stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The day of the week and the clock there, so many minutes from now. */
function there(minutes) {
  const at = new Date(Date.now() + minutes * 60_000)
  const say = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at)
  return { day: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(say({ weekday: 'short' })), time: say({ hour: '2-digit', minute: '2-digit' }) }
}

function meetings() {
  const online = { conference_url: 'https://us02web.zoom.us/j/1?pwd=abc', conference_url_notes: 'Passcode: lantern', conference_phone: '+16465588656,,1#', formatted_address: 'Kansas, USA' }
  const elm = { location: 'Elm Hall', formatted_address: '12 Elm St, Wichita, KS 67202, USA', latitude: 37.69, longitude: -97.34, region: 'Midtown' }
  const derby = { location: 'Annex', formatted_address: '1 Main St, Derby, KS 67037, USA', latitude: 37.545, longitude: -97.268 }
  const hour = (minutes) => ({ ...there(minutes), end_time: there(minutes + 60).time })
  return [
    { slug: 'open-wire', name: 'Open Wire', ...hour(-25), types: ['O', 'BE', 'S'], ...online },
    { slug: 'just-there', name: 'Just There', ...hour(-4), types: ['C', 'W'], ...online },
    { slug: 'next-wire', name: 'Next Wire', ...hour(50), types: ['O'], ...online },
    { slug: 'prairie-lunch', name: 'Prairie Lunch', ...hour(26 * 60), types: ['O', 'X', 'W'], notes: 'Ring twice.', feedback_emails: ['web@area.example'], ...elm },
    { slug: 'derby-dawn', name: 'Derby Dawn', ...hour(50 * 60), types: ['C', 'M'], ...derby },
    { slug: 'whenever', name: 'Whenever', types: ['O'], conference_url: 'https://us02web.zoom.us/j/2' },
    ...Array.from({ length: 24 }, (_, n) => ({ slug: `tail-${n}`, name: `Tail ${n}`, ...hour((72 + n) * 60), types: ['O'], ...online })),
  ]
}
