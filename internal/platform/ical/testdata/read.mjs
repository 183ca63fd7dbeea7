// Reads calendars with ical.js, which is nobody's here: a list of { text, from, to } on standard input, with times in unix
// seconds. Answers with one list for each: what takes place between the two, in order. Zones are those that the calendar
// describes; ical.js knows no others.
//
//   node read.mjs FOLDER/OF/ical.js < calendars.json
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

const { default: ICAL } = await import(pathToFileURL(join(process.argv[2], "dist", "ical.js")))

function read({ text, from, to }) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const parts = calendar.getAllSubcomponents("vevent")
  const found = []
  for (const part of parts) {
    if (part.hasProperty("recurrence-id")) continue
    const uid = part.getFirstPropertyValue("uid")
    const event = new ICAL.Event(part, { exceptions: parts.filter((one) => one.hasProperty("recurrence-id") && one.getFirstPropertyValue("uid") === uid) })
    const all = event.iterator()
    // A date that was moved may begin up to some days away from its slot.
    for (let slot = all.next(), n = 0; slot && slot.toUnixTime() < to + 86400 * 40 && n < 5000; slot = all.next(), n++) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(slot)
      const start = startDate.toUnixTime()
      if (start < from || start >= to) continue
      const value = (name) => item.component.getFirstPropertyValue(name) ?? ""
      found.push({
        uid: item.uid, slot: slot.toString(), start, end: endDate.toUnixTime(), title: item.summary ?? "", about: item.description ?? "", place: item.location ?? "", url: String(value("url")),
        status: value("status"), sequence: item.sequence, alarms: item.component.getAllSubcomponents("valarm").map((one) => one.getFirstPropertyValue("trigger").toString()),
      })
    }
  }
  return { name: calendar.getFirstPropertyValue("x-wr-calname") ?? "", events: found }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)))
