package hall

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// listening has the page keep a live connection.
func listening(ctx context.Context) context.Context {
	frame := ui.FrameFrom(ctx)
	frame.Live = true
	return ui.WithFrame(ctx, frame)
}

// note is a word about how things stand, and a way on from it.
type note struct {
	ui.Notice
	Href, Label string
}

func said(ctx context.Context, title, text i18n.Text) note {
	return note{Notice: ui.Notice{Title: i18n.T(ctx, title), Text: i18n.T(ctx, text)}}
}

func (n note) to(href, label string) note {
	n.Href, n.Label = href, label
	return n
}

// notes are what the reader of a page has to know about the group just now.
func (p Props) notes(ctx context.Context) []note {
	g, notes := p.group(), []note(nil)
	switch g.State {
	case group.Asked:
		notes = append(notes, said(ctx, "This group waits for a steward.", "Nobody else can find it until they say yes. You can prepare it meanwhile."))
	case group.Refused:
		notes = append(notes, said(ctx, "The stewards said no to this group.", "Nobody else can find it. You can leave it, or ask them why."))
	case group.Paused:
		notes = append(notes, said(ctx, "This group takes a pause.", "You can read what is here. Nobody joins or writes until it ends."))
	case group.Archived:
		notes = append(notes, said(ctx, "This group is over.", "You can still read what was said here."))
	}
	if g.Said != "" {
		notes = append(notes, note{Notice: ui.Notice{Title: i18n.T(ctx, "The stewards say:"), Text: g.Said}})
	}
	if g.Care {
		notes = append(notes, said(ctx, "Nobody leads this group just now.", "The stewards look after it while the members choose who will.").
			to(Path(g.Slug, string(Votes)), i18n.T(ctx, "Choose together")))
	}
	if p.Member.MustAgree() && g.State != group.Archived && p.Tab != Agreements {
		notes = append(notes, said(ctx, "The agreements have changed.", "Read them, and say yes if you can. You can read everything meanwhile.").
			to(Path(g.Slug, string(Agreements)), i18n.T(ctx, "Read what changed")))
	}
	return notes
}
