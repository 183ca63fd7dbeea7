// What a screen reader finds on a page, in the order in which it reads: from Chromium's own accessibility tree.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const golden = join(dirname(fileURLToPath(import.meta.url)), '..', 'golden')
const silent = new Set(['none', 'generic', 'InlineTextBox', 'LineBreak', 'ListMarker', 'Iframe', 'LabelText', 'Legend', 'sectionheader', 'code'])
const silentUnnamed = new Set(['form', 'group', 'paragraph', 'listitem', 'status', 'StaticText'])
const states = ['checked', 'required', 'invalid', 'disabled', 'expanded', 'pressed']

/** The page as lines such as "radio: Under 18 (not checked)". What changes from visit to visit is replaced with replace. */
export async function transcript(page, replace = []) {
  const devtools = await page.context().newCDPSession(page)
  const { nodes } = await devtools.send('Accessibility.getFullAXTree')
  await devtools.detach()
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const lines = []
  let last = ''
  read(nodes[0], '')
  return replace.reduce((text, [from, to]) => text.replaceAll(from, to), lines.join('\n') + '\n')

  function read(node, said) {
    const role = node.role?.value, name = (node.name?.value ?? '').replace(/\s+/g, ' ').trim()
    const speaks = !node.ignored && !silent.has(role) && (name || !silentUnnamed.has(role))
    // The text inside something that was named by it, or that labels what was just read, is not read twice.
    const again = role === 'StaticText' && (said.includes(name) || last.includes(name))
    if (speaks && !again) {
      lines.push(line(node, role, name))
      if (role !== 'RootWebArea') said = name || said
      last = role === 'StaticText' ? '' : name
    }
    for (const child of node.childIds ?? []) read(byId.get(child), said)
  }
}

function line(node, role, name) {
  const about = (node.description?.value ?? '').replace(/\s+/g, ' ').trim()
  const props = Object.fromEntries((node.properties ?? []).map((p) => [p.name, p.value.value]))
  const state = states.filter((s) => s in props).map((s) => said(s, props[s])).filter(Boolean)
  if (role === 'heading') role += ` ${props.level}`
  if (role === 'StaticText') return name
  return `${role}${name && `: ${name}`}${about && ` [${about}]`}${state.length ? ` (${state.join(', ')})` : ''}`
}

function said(state, value) {
  if (state === 'checked' || state === 'pressed' || state === 'expanded') return value === true || value === 'true' ? state : `not ${state}`
  return value === true || value === 'true' ? state : ''
}

/** Compares with e2e/golden/NAME. With HANDRAIL_GOLDEN=write it is written anew, to be read before it is committed. */
export function matchesGolden(name, text) {
  const file = join(golden, name)
  if (process.env.HANDRAIL_GOLDEN === 'write') writeFileSync(file, text)
  assert.equal(text, readFileSync(file, 'utf8'), `what is read aloud has changed: look at it, then write ${name} anew with HANDRAIL_GOLDEN=write`)
}
