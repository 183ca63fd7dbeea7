package app

import (
	"handrail/internal/account"
	"handrail/internal/finder"
	"handrail/internal/forum"
	"handrail/internal/forum/compose"
	"handrail/internal/forum/lift"
	"handrail/internal/forum/private"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/face"
	"handrail/internal/group/note"
	"handrail/internal/group/voice"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/remind"
	"handrail/internal/meeting/sheet"
	"handrail/internal/meeting/speaker"
	"handrail/internal/moderation"
	"handrail/internal/notify"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
	"handrail/internal/search"
	"handrail/internal/site"
)

// Declared is the declaration of all data, package by package, in the order in
// which rows may be written: what is referred to comes first.
func Declared() []declare.Table {
	var all []declare.Table
	for _, tables := range [][]declare.Table{
		account.Declared(), site.Declared(), group.Declared(), ballot.Declared(), voice.Declared(), face.Declared(), forum.Declared(), compose.Declared(), private.Declared(), worry.Declared(), lift.Declared(), meeting.Declared(), feed.Declared(), proof.Declared(), remind.Declared(), sheet.Declared(), speaker.Declared(), finder.Declared(), note.Declared(), moderation.Declared(), notify.Declared(), search.Declared(), audit.Declared(), web.Declared(), seal.Declared(),
	} {
		all = append(all, tables...)
	}
	return all
}
