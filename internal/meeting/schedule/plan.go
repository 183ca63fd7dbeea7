package schedule

import (
	"context"
	"strconv"
	"strings"

	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// What a change holds for.
const (
	thisDate = "date"  // this one alone
	andLater = "later" // this one and those after it
	allDates = "all"   // all to come
)

// planView is the form of a whole meeting.
type planView struct {
	page
	Title, Lede string
	Up          []ui.Place
	Action      string
	Back        string // where "not now" leads
	Keep        string // the word on the button that keeps it
	Again       string // what else is to be known
	What        string // for which dates a change holds; "" for a new meeting
	Saw         string // the state of the meeting that is changed
	Typed       planForm
	Towns       []ui.Option // those that the name can mean, where it is not plain
	Form        *web.Form
	Preview     *preview

	key string // from which date on it is changed; "" for a new meeting
	id  string // of the meeting that is changed
}

func (v planView) props(ctx context.Context) hall.Props {
	up := append([]ui.Place{{Label: i18n.T(ctx, "Meetings"), Href: v.path()}}, v.Up...)
	return hall.Props{Member: v.Member, Title: v.Title, Lede: v.Lede, Tab: hall.Meetings, Bare: true, Up: up, Wrong: v.Form != nil && !v.Form.Sound()}
}

// facts of a preview are how people take part, and who sees it.
func previewFacts(ctx context.Context, d meeting.Draft, town string) []ui.Fact {
	list := []ui.Fact{{Name: i18n.T(ctx, "Name of the meeting"), Text: d.Meeting.Title}}
	if d.Meeting.Title == "" {
		list = nil
	}
	list = append(list, ui.Fact{Name: i18n.T(ctx, "How people take part"), Text: i18n.T(ctx, wayWord(d.Plan.Way))})
	if d.Plan.Way.AtPlace() {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Whereabouts"), Text: d.Plan.Area})
	}
	if d.Plan.Town > 0 {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Nearest town"), Text: town})
	}
	if d.Plan.Way.AtPlace() && d.Inside.Address != "" {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Where exactly"), Text: strings.Join(strings.Fields(d.Inside.Address), " ")})
	}
	if d.Inside.Link != "" {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Link"), Text: d.Inside.Link})
	}
	return list
}

func seenBy(ctx context.Context, d meeting.Draft) string {
	switch d.Meeting.Reach {
	case meeting.ToFinders:
		if d.Plan.Town > 0 {
			return i18n.T(ctx, "Members see it at once. Anybody finds it, here and elsewhere: when it is, the part of town, and the town.")
		}
		return i18n.T(ctx, "Members see it at once. Anybody finds it here and in other finders: the time, and the part of town.")
	case meeting.ToAll:
		return i18n.T(ctx, "Members see it at once. People outside see when it is, and whereabouts.")
	}
	return i18n.T(ctx, "Members see it at once. Nobody outside does.")
}

func number(typed string) int {
	n, _ := strconv.Atoi(typed)
	return n
}
