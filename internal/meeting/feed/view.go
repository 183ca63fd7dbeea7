package feed

import (
	"context"
	"strconv"
	"strings"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// feedsView is the page of one's own calendars.
type feedsView struct {
	Feeds  []Feed
	Groups []group.Mine
	Heads  map[string]meeting.Head
	Of     string // what the next one is of: "", "group:" or "meeting:" and an id
	Feed   Feed   // the next one
	Form   *web.Form
}

// meetings are the ids of the meetings that the page names.
func (v feedsView) meetings() []string {
	var ids []string
	for _, f := range v.Feeds {
		if f.Meeting != "" {
			ids = append(ids, f.Meeting)
		}
	}
	if which, found := strings.CutPrefix(v.Of, "meeting:"); found {
		ids = append(ids, which)
	}
	return ids
}

// options are what a calendar can be of.
func (v feedsView) options(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: "", Label: i18n.T(ctx, "All meetings of all my groups")}}
	for _, one := range v.Groups {
		if one.Membership.Standing.IsInside() {
			list = append(list, ui.Option{Value: "group:" + one.Group.ID, Label: one.Group.Name})
		}
	}
	if which, found := strings.CutPrefix(v.Of, "meeting:"); found {
		if head, known := v.Heads[which]; known {
			list = append(list, ui.Option{Value: v.Of, Label: head.Occurrence.Meeting.Title + " · " + head.Group.Name})
		}
	}
	return list
}

// about says of what a calendar is.
func (v feedsView) about(ctx context.Context, f Feed) string {
	switch head, known := v.Heads[f.Meeting]; {
	case f.Meeting != "" && known:
		return head.Occurrence.Meeting.Title + " · " + head.Group.Name
	case f.Meeting != "":
		return i18n.T(ctx, "A meeting that is not there for you any more")
	case f.Group == "":
		return i18n.T(ctx, "All meetings of all my groups")
	}
	for _, one := range v.Groups {
		if one.Group.ID == f.Group {
			return one.Group.Name
		}
	}
	return i18n.T(ctx, "A group that you are not in any more")
}

// says tells what a calendar shows, in one line.
func says(ctx context.Context, f Feed) string {
	parts := []string{showsWords(ctx, f)}
	if f.Coming {
		parts = append(parts, i18n.T(ctx, "Only dates you come to"))
	}
	if f.Alarm > 0 {
		parts = append(parts, i18n.T(ctx, "It reminds you: {.When}", i18n.Args{"When": alarmWords(ctx, f.Alarm)}))
	}
	return strings.Join(parts, ". ") + "."
}

func showsWords(ctx context.Context, f Feed) string {
	switch f.Shows {
	case Titles:
		return i18n.T(ctx, "It shows what meetings are called")
	case Places:
		return i18n.T(ctx, "It shows names, places and links")
	}
	return i18n.T(ctx, "It calls each date “{.Title}”", i18n.Args{"Title": f.title(ctx)})
}

func showsOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(Discreet), Label: i18n.T(ctx, "Nothing but a time"), Why: i18n.T(ctx, "Each date has the title that you write below.")},
		{Value: string(Titles), Label: i18n.T(ctx, "What the meeting is called"), Why: i18n.T(ctx, "Whoever sees your calendar can read it. A locked phone can show it, too.")},
		{Value: string(Places), Label: i18n.T(ctx, "Its name, its group and its place"), Why: i18n.T(ctx, "And a link to its page here. Never a passcode.")},
	}
}

func alarmOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, minutes := range Alarms() {
		list = append(list, ui.Option{Value: strconv.Itoa(minutes), Label: alarmWords(ctx, minutes)})
	}
	return list
}

func alarmWords(ctx context.Context, minutes int) string {
	switch minutes {
	case 0:
		return i18n.T(ctx, "Not at all")
	case 15:
		return i18n.T(ctx, "15 minutes before")
	case 60:
		return i18n.T(ctx, "An hour before")
	}
	return i18n.T(ctx, "A day before")
}

// Panel is the way into one's own calendar, on the page of a date.
func (s *Service) Panel(ctx context.Context, m group.Member, o meeting.Occurrence) (*hall.PanelView, error) {
	if o.IsOver(s.o.Clock.Now()) {
		return nil, nil
	}
	file := hall.Path(m.Group.Slug, "meetings", o.Key(), "calendar.ics")
	return &hall.PanelView{ID: "calendar", Heading: i18n.T(ctx, "In your calendar"), Body: panel(file, SettingsPath+"?of=meeting:"+o.Meeting.ID)}, nil
}
