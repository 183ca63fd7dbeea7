package admin

import "handrail/internal/platform/i18n"

// forumKindWords is what a kind of work about forums is.
func forumKindWords(kind string) (i18n.Text, bool) {
	switch kind {
	case "forum.tell", "forum.tell-unnamed", "forum.tell-through":
		return "Telling people what is new in a forum", true
	case "forum.erase-words":
		return "Deleting what somebody wrote who erases their words", true
	case "forum.move-words":
		return "Taking words along into a new group", true
	case "forum.picture-gone", "forum.sweep-uploads":
		return "Removing pictures that nobody uses", true
	case "forum.sweep-topics":
		return "Deleting topics whose time is over", true
	case "forum.sweep-versions":
		return "Forgetting what posts said before they were changed", true
	case "forum.sweep-splits":
		return "Forgetting where posts were before a topic was split", true
	case "forum.render-again":
		return "Making posts anew for a new version", true
	case "forum.sweep-drafts":
		return "Forgetting what somebody began to write and left", true
	}
	return "", false
}
