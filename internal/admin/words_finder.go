package admin

import "handrail/internal/platform/i18n"

// finderActionWords says what was done about the meetings that people find, and
// whether that is known.
func finderActionWords(action string) (i18n.Text, bool) {
	switch action {
	case "source.added":
		return "A source of meetings was added", true
	case "source.changed":
		return "A source of meetings was changed, or tried again", true
	case "source.rested":
		return "The meetings of a source were taken off the pages", true
	case "source.woken":
		return "The meetings of a source were shown again", true
	case "source.removed":
		return "A source of meetings was removed", true
	case "source.uploaded":
		return "A newer file of meetings was taken in", true
	case "source.embedders":
		return "The sites that may hold the list of meetings were changed", true
	case "source.note-settled":
		return "A note about a listed meeting was dealt with", true
	}
	return "", false
}

// finderKindWords is what a kind of work about the meetings that people find is.
func finderKindWords(kind string) (i18n.Text, bool) {
	switch kind {
	case "finder.due", "finder.fetch":
		return "Fetching the meetings of other fellowships", true
	case "finder.renew", "finder.look-again", "finder.place":
		return "Listing the meetings of your groups", true
	case "finder.sweep":
		return "Forgetting old logs and notes about listed meetings", true
	}
	return "", false
}
