// Package heard stands beside whoever writes. Around the fields of a text it
// keeps a small fold with help lines, and opens it when the words suggest that
// the writer may be in danger: thoughts of dying or of hurting themselves, too
// much taken, stopping too fast, starting again as before.
//
// All of that happens in the writer's browser (heard.ts, phrases.ts): nothing is
// sent, counted, logged or kept, the server does not know the phrases, and
// nobody is ever stopped from sending. Without scripts the fold is there and
// opens by hand.
//
// Tables: none. Events: none. Routes: none.
package heard

import (
	"context"
	"embed"

	"handrail/internal/platform/i18n"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Box is the fold with the help lines.
type Box struct{ dangers []helplines.Danger }

// New makes the box. It fails when the sentences about bodies that come with the
// program cannot be read.
func New() (*Box, error) {
	dangers, err := helplines.Dangers()
	return &Box{dangers}, err
}

const voicesMost = 2

// nearest are the few lines to show of a place's: danger to life first, then
// voices, then one to write to.
func nearest(page helplines.Page) []answer {
	var list []answer
	take := func(kind helplines.Kind, most int, writes bool) {
		for _, section := range page.Sections {
			if section.Kind == kind {
				for _, line := range section.Lines[:min(most, len(section.Lines))] {
					list = append(list, answer{line, writes || !line.Calls()})
				}
			}
		}
	}
	take(helplines.Emergency, 1, false)
	take(helplines.Crisis, voicesMost, false)
	take(helplines.Writing, 1, true)
	return list
}

// answer is a line that somebody is called or written to at.
type answer struct {
	helplines.Line
	write bool
}

func (a answer) number() string {
	if a.write {
		return a.SMS.Shown
	}
	return a.Phone.Shown
}

func (a answer) address() string {
	if a.write {
		return a.SMSURI()
	}
	return a.TelURI()
}

// asks says what the number is for: "Call 116 123". The groups of a number stay
// in their order where lines run from right to left (UAX #9: isolates).
func (a answer) asks(ctx context.Context) string {
	number := a.number()
	if i18n.From(ctx).Dir() == "rtl" {
		number = "\u2066" + number + "\u2069"
	}
	if a.write {
		return i18n.T(ctx, "Write to {.Number}", i18n.Args{"Number": number})
	}
	return i18n.T(ctx, "Call {.Number}", i18n.Args{"Number": number})
}

func (a answer) icon() ui.IconName {
	if a.write {
		return "message"
	}
	return "phone"
}
