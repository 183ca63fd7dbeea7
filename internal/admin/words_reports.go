package admin

import "handrail/internal/platform/i18n"

// reportActionWords says what stewards did about reports.
func reportActionWords(action string) (i18n.Text, bool) {
	switch action {
	case "report.answered":
		return "A report was answered", true
	case "report.hide":
		return "Something that was reported was hidden", true
	case "report.show":
		return "Something that was hidden is shown again", true
	case "report.close":
		return "A topic was closed", true
	case "report.hush":
		return "Somebody’s writing in a group was paused", true
	case "report.speak":
		return "A pause of somebody’s writing was ended", true
	case "report.remove":
		return "Somebody was removed from a group", true
	case "report.ban":
		return "Somebody was removed from a group and kept out", true
	case "report.seat":
		return "A seat was closed because of a report", true
	}
	return "", false
}
