package admin

import "handrail/internal/platform/i18n"

// careKindWords is what a kind of work about private notes and calls is.
func careKindWords(kind string) (i18n.Text, bool) {
	switch kind {
	case "forum.fade-note":
		return "Deleting private notes of somebody who left", true
	case "forum.forget-note":
		return "Destroying keys of private notes that are gone", true
	case "forum.sweep-worries":
		return "Forgetting calls of those who worried, once they were closed", true
	case "forum.sweep-lifts":
		return "Forgetting why somebody asked who wrote something", true
	}
	return "", false
}

// liftActionWords says what was done about who wrote something without a name,
// and whether that is known.
func liftActionWords(action string) (i18n.Text, bool) {
	switch action {
	case "lift.asked":
		return "It was asked who wrote something without a name", true
	case "lift.confirmed":
		return "It was made known who wrote something without a name", true
	case "lift.refused":
		return "It stayed unknown who wrote something without a name", true
	case "lift.looked":
		return "Somebody looked who wrote something without a name", true
	}
	return "", false
}

// byLeaders tells whether leaders of a group did it, and no steward.
func byLeaders(action string) bool { return action == "lift.asked" }
