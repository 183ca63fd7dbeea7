package feed

import (
	"strings"
)

// isWeekly tells that a listing can be said by a format that knows only meetings
// of each week, and ones by appointment; and that it may be passed on.
func isWeekly(l Listing) bool {
	switch {
	case l.Unpublished || l.Asynchronous:
		return false
	case l.Plan == nil:
		return true
	}
	return l.Day >= 0 && l.Start >= 0 && l.Plan.Until == "" && isEachWeek(l.Plan.Rule)
}

// isEachWeek tells that a rule of RFC 5545 says each week on one day, for good.
func isEachWeek(rule string) bool {
	weekly := false
	for part := range strings.SplitSeq(rule, ";") {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case name == "FREQ":
			weekly = value == "WEEKLY"
		case name == "INTERVAL" && value == "1", name == "WKST":
		case name == "BYDAY" && !strings.Contains(value, ","):
		default:
			return false
		}
	}
	return weekly
}
