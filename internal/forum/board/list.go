package board

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/note"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// listView is a part of a list of topics.
type listView struct {
	Lines []lineView
	Page  int
	More  bool
}

// pages are the pages that are known to be there.
func (v listView) pages() int {
	if v.More {
		return v.Page + 1
	}
	return v.Page
}

// lineView is a topic in a list.
type lineView struct {
	Title string
	Href  string
	Meta  string
	About string // what it touches, or ""
	New   int
	Muted bool
	Face  templ.Component
}

// list makes topics ready to be drawn. Everywhere says that they stand in more
// than one space.
func (p *Pages) list(ctx context.Context, m group.Member, l forum.List, everywhere bool) (listView, error) {
	v, d := listView{Page: l.Page, More: l.More}, p.drawing(m)
	for _, one := range l.Lines {
		kinds, err := p.o.Notes.Named(ctx, one.Topic.Notes)
		if err != nil {
			return v, err
		}
		line := lineView{
			Title: titleOf(ctx, one.Topic), Href: Path(m.Group.Slug, "topics", one.Topic.ID), New: one.Unread, Muted: one.Muted,
			Meta: lineSays(ctx, one, everywhere), Face: d.face(one.Topic.Author),
		}
		if one.Unread > 0 && one.First > 1 {
			line.Href += unreadAnchor
		}
		if len(kinds) > 0 {
			line.About = note.Says(ctx, kinds)
		}
		v.Lines = append(v.Lines, line)
	}
	return v, nil
}

// lineSays is what stands below the title of a topic.
func lineSays(ctx context.Context, l forum.Line, everywhere bool) string {
	name := l.Topic.Author.Called(ctx)
	if l.Topic.Mine {
		name = i18n.T(ctx, "You")
	}
	parts := []string{name}
	if everywhere {
		parts = append(parts, l.Space.Says(ctx))
	}
	moment := ui.MomentSays(ctx, l.Topic.Last)
	if l.Answers() > 0 {
		moment = i18n.T(ctx, "last answer: {.When}", i18n.Args{"When": moment})
	}
	parts = append(parts, moment)
	for _, mark := range []struct {
		on   bool
		says i18n.Text
	}{
		{l.Topic.Pinned, "kept at the top"}, {l.Topic.Closed, "closed to answers"}, {l.Topic.Helped > 0, "something helped"}, {l.Muted, "muted"},
		{l.Topic.State == forum.Waits, "waits for somebody to look at it"}, {l.Topic.State == forum.Hidden, "hidden"},
	} {
		if mark.on {
			parts = append(parts, i18n.T(ctx, mark.says))
		}
	}
	return strings.Join(parts, " · ")
}

// mark says how much is new.
func (v lineView) mark(ctx context.Context) string {
	if v.New >= forum.UnreadMost {
		return i18n.T(ctx, "Much is new")
	}
	return i18n.N(ctx, v.New, "{.Count} new", "{.Count} new posts")
}
