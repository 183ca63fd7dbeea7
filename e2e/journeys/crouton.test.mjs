// A finder that others made shows our meetings: crouton, as it is published, on a page of another site, takes us for a BMLT server.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser } from '../harness/browser.mjs'
import { startSite } from '../harness/site.mjs'

const crouton = dirname(createRequire(import.meta.url).resolve('@bmlt-enabled/croutonjs/package.json'))
const towns = ['Harbour', 'Millpond', 'Upper Ferry']
const kinds = [{ ids: '4', keys: 'C', venue: '1' }, { ids: '17,33', keys: 'O,WC', venue: '1' }, { ids: '17,54', keys: 'O,VM', venue: '2' }]

let site, browser, answers, elsewhere, origin
before(async () => {
  answers = mkdtempSync(join(tmpdir(), 'handrail-bmlt-'))
  save('GetSearchResults.json', Array.from({ length: 42 }, (_, n) => meeting(n)))
  save('GetFormats.json', [format('4', 'C', 'Closed', 'CLOSED', 'O'), format('17', 'O', 'Open', 'OPEN', 'O'), format('33', 'WC', 'Wheelchair', 'WCHR', 'FC2'), format('54', 'VM', 'Virtual', 'VM', 'FC2')])
  save('GetServiceBodies.json', [
    { id: '1', parent_id: '0', name: 'Harbour Region', description: '', type: 'RS', url: '', helpline: '', world_id: 'RG001' },
    { id: '12', parent_id: '1', name: 'North Shore Area', description: '', type: 'AS', url: '', helpline: '', world_id: 'AR012' },
  ])
  site = await startSite()
  execFileSync(process.env.HANDRAIL_BINARY, ['import', 'meetings', answers, '--data', site.data, '--name', 'Harbour Region', '--timezone', 'America/New_York'])
  elsewhere = createServer(serve)
  await new Promise((open) => elsewhere.listen(0, 'localhost', open))
  origin = `http://localhost:${elsewhere.address().port}`
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  elsewhere?.close()
  await site?.stop()
  rmSync(answers, { recursive: true, force: true })
})

function save(name, rows) {
  writeFileSync(join(answers, name), JSON.stringify(rows))
}

// meeting is the nth of the server's: six on each day, in three towns, of three kinds.
function meeting(n) {
  const kind = kinds[n % kinds.length]
  return {
    id_bigint: String(101 + n), worldid_mixed: '', service_body_bigint: '12', weekday_tinyint: String(n % 7 + 1), venue_type: kind.venue,
    start_time: `${String(9 + n % 6 * 2).padStart(2, '0')}:30:00`, duration_time: '01:00:00', time_zone: '', formats: kind.keys, format_shared_id_list: kind.ids, lang_enum: 'en',
    latitude: String(43.65 + n / 100), longitude: '-70.25', published: '1', meeting_name: `Meeting ${n + 1}`, location_text: `Hall ${n % 5}`, location_street: `${n + 1} Quay Street`,
    location_municipality: towns[n % 7 % 3], location_province: 'ME', location_postal_code_1: '04101', location_nation: 'USA', comments: 'Tea & "company" <3',
    virtual_meeting_link: kind.venue === '2' ? 'https://zoom.us/j/123456789' : '',
  }
}

function format(id, key, name, world, type) {
  return { id, key_string: key, name_string: name, description_string: name, lang: 'en', world_id: world, format_type_enum: type }
}

// serve is the other site: its page, and crouton's own files as the package has them.
function serve(request, response) {
  const { pathname, searchParams } = new URL(request.url, origin)
  if (pathname === '/') {
    const map = searchParams.has('map')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><title>Another site</title><link rel="stylesheet" href="/crouton-core.min.css"><link rel="stylesheet" href="/crouton.min.css">
      <div id="bmlt-tabs"></div><script src="/crouton.min.js"></script>${map ? '<script src="/crouton-map.min.js"></script>' : ''}<script>
        window.crouton = new Crouton({
          root_server: ${JSON.stringify(site.url + (map ? '/bmlt/' : '/bmlt'))}, service_body: [${Number(searchParams.get('body'))}], recurse_service_bodies: true, template_path: '/templates',
          show_map: ${map ? '"embed"' : 'false'}, has_areas: true, has_days: true, has_meeting_count: true, on_complete: () => { window.complete = true },
        })
        window.crouton.render()
      </script></html>`)
    return
  }
  try {
    const file = readFileSync(join(crouton, pathname))
    response.setHeader('Content-Type', pathname.endsWith('.css') ? 'text/css' : pathname.endsWith('.js') ? 'text/javascript' : 'application/octet-stream')
    response.end(file)
  } catch {
    response.statusCode = 404
    response.end()
  }
}

// open opens the other site's page, and keeps what it asks of whom.
async function open(body, more = '') {
  const context = await browser.newContext()
  const page = await context.newPage()
  const seen = { asked: [], others: [], errors: [] }
  page.on('pageerror', (err) => seen.errors.push(err.message))
  await context.route('**', (route) => {
    const url = route.request().url()
    if (url.startsWith(site.url + '/')) seen.asked.push(url)
    else if (!url.startsWith(origin + '/')) {
      seen.others.push(url)
      return route.abort()
    }
    return route.continue()
  })
  await page.goto(`${origin}/?body=${body}${more}`)
  await page.waitForFunction(() => window.complete)
  return { context, page, seen }
}

// rows are the names of the meetings that are shown in crouton's list by day.
function rows(page) {
  return page.evaluate(() => [...new Set([...document.querySelectorAll('.bmlt-data-row:not(.hide) .meeting-name')].map((name) => name.textContent.trim()))])
}

async function choose(page, filter, label) {
  await page.evaluate(([filter, label]) => {
    const select = document.getElementById(`filter-dropdown-${filter}`)
    const option = [...select.options].find((one) => one.textContent.trim() === label)
    if (!option) throw new Error(`${filter} has only ${[...select.options].map((one) => one.textContent.trim())}`)
    jQuery(select).val(option.value).trigger('change').trigger('select2:select')
  }, [filter, label])
}

async function bodyNamed(name, parent) {
  const list = await (await fetch(`${site.url}/bmlt/client_interface/json/?switcher=GetServiceBodies`)).json()
  return list.find((one) => one.name === name && (parent === undefined || one.parent_id === parent)).id
}

test('crouton shows every meeting, its filters and its formats', async () => {
  const { context, page, seen } = await open(await bodyNamed('Harbour Region', '0'))
  assert.deepEqual(seen.errors, [])
  assert.ok(seen.asked.some((url) => /jsonp\/\?switcher=GetSearchResults&get_used_formats/.test(url)), 'it asked us for meetings')
  assert.ok(seen.asked.some((url) => /switcher=GetServiceBodies/.test(url)))
  assert.equal((await rows(page)).length, 42)
  const text = await page.textContent('#bmlt-tabs')
  for (const part of ['Meeting 1', 'Hall 0', 'Upper Ferry', 'Tea & "company" <3']) assert.ok(text.includes(part), part)

  for (const [filter, label, count] of [['cities', 'Harbour', 18], ['formats', 'Closed', 14], ['venues', 'Virtual', 14], ['areas', 'North Shore Area', 42]]) {
    await choose(page, filter, label)
    assert.equal((await rows(page)).length, count, `${filter}: ${label}`)
    await choose(page, filter, await page.evaluate((filter) => document.getElementById(`filter-dropdown-${filter}`).options[0].textContent.trim(), filter))
  }
  assert.equal((await rows(page)).length, 42, 'without a filter all are there again')
  console.log(`# crouton asked others and was kept from it: ${[...new Set(seen.others)].join(' ') || 'nobody'}`)
  await context.close()
})

test('it shows the meetings of our own groups, with the way to their door', async () => {
  const list = await (await fetch(`${site.url}/bmlt/client_interface/json/?switcher=GetServiceBodies`)).json()
  const own = list.find((one) => one.parent_id === '0' && one.name !== 'Harbour Region')
  const { context, page, seen } = await open(own.id)
  assert.deepEqual(seen.errors, [])
  assert.ok((await rows(page)).includes('Around one table'))
  assert.ok((await page.evaluate(() => [...document.querySelectorAll('#bmlt-tabs a')].map((a) => a.href))).some((href) => href.startsWith(site.url + '/groups/')))
  await context.close()
})

test('a script of another origin may read the answers', async () => {
  const { context, page } = await open(await bodyNamed('North Shore Area'))
  assert.equal((await rows(page)).length, 42)
  const found = await page.evaluate(async (root) => {
    const ask = async (query) => (await fetch(`${root}/client_interface/json/?${query}`)).json()
    return { open: (await ask('switcher=GetSearchResults&formats=17&weekdays=-1&services=12')).length, version: (await ask('switcher=GetServerInfo'))[0].version }
  }, site.url + '/bmlt')
  assert.deepEqual(found, { open: 24, version: '4.2.7' })
  await context.close()
})

test('with its map it shows the same, and asks us for no picture of the earth', async () => {
  const { context, page, seen } = await open(await bodyNamed('North Shore Area'), '&map')
  assert.deepEqual(seen.errors, [])
  assert.equal((await rows(page)).length, 42)
  await page.evaluate(() => window.crouton.showView('map'))
  await page.waitForSelector('.leaflet-container')
  const hosts = [...new Set(seen.others.map((url) => new URL(url).host.replace(/^[a-d]\./, '')))]
  assert.deepEqual(hosts, ['tile.openstreetmap.org'])
  await context.close()
})
