package admin

import "handrail/internal/platform/i18n"

// meetingKindWords is what a kind of work about meetings is.
func meetingKindWords(kind string) (i18n.Text, bool) {
	switch kind {
	case "meeting.work-out":
		return "Working out the next dates of meetings", true
	case "meeting.sweep":
		return "Letting go who came to meetings", true
	case "meeting.serve-remind":
		return "Reminding people of what they took for a meeting", true
	case "meeting.serve-sweep":
		return "Letting go who did something at a meeting long ago", true
	case "meeting.remind":
		return "Reminding people of meetings", true
	case "meeting.sweep-proofs":
		return "Letting go papers whose last day is over", true
	case "meeting.sweep-sheets":
		return "Deleting what was said for meetings that are over", true
	case "meeting.sweep-speakers":
		return "Letting go guest speakers whose time is over", true
	case "meeting.forget-sheet":
		return "Destroying the key of a run sheet that is gone", true
	case "meeting.forget-speaker":
		return "Destroying the key of a guest speaker who is gone", true
	case "meeting.forget":
		return "Destroying the key of a meeting that is gone", true
	}
	return "", false
}
