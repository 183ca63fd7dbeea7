package schedule

import (
	"context"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// dateView is the page of one date.
type dateView struct {
	page
	Date   meeting.Occurrence
	Now    time.Time
	Inside meeting.InsideView
	Come   meeting.Attendance
	Asking int // how many wait to be told where it is, for those who lead
	Series []meeting.Occurrence
	Panels []hall.PanelView
	Form   *web.Form // of coming, where it was sent back
	Typed  meeting.Coming
}

// here is the address of something about this date.
func (v dateView) here(parts ...string) string {
	return v.path(append([]string{v.Date.Key()}, parts...)...)
}

func (v dateView) props(ctx context.Context) hall.Props {
	return hall.Props{
		Member: v.Member, Beside: v.Beside, Title: v.Date.Meeting.Title, Tab: hall.Meetings, Wrong: v.Form != nil,
		Up: []ui.Place{{Label: i18n.T(ctx, "Meetings"), Href: v.path()}},
	}
}

// task is a page with one thing to do about this date.
func (v dateView) task(ctx context.Context, title, lede string) hall.Props {
	return hall.Props{
		Member: v.Member, Title: title, Lede: lede, Tab: hall.Meetings, Bare: true, Wrong: v.Form != nil,
		Up: []ui.Place{{Label: i18n.T(ctx, "Meetings"), Href: v.path()}, {Label: v.Date.Meeting.Title, Href: v.here()}},
	}
}

func (v dateView) cancelled() bool { return v.Date.Standing == meeting.Cancelled }

func (v dateView) over() bool { return v.Date.IsOver(v.Now) }

// mayCome tells whether the member can still say that they come.
func (v dateView) mayCome() bool { return !v.cancelled() && !v.over() && v.Member.Can(group.Meet) }

// whyNot says why the member cannot say that they come, where that is not
// because of the date.
func (p page) whyNot(ctx context.Context, act group.Act) string {
	f, ok := fault.From(p.Member.May(act))
	if !ok || f.Kind == fault.NotFound {
		return ""
	}
	return i18n.T(ctx, f.Say, f.Args)
}

// ends is until when and how long: "Until 20:00, 1 hour".
func (v dateView) ends(ctx context.Context) string {
	t := toldOf(ctx, v.Date)
	until := i18n.Time(ctx, v.Date.End, t.main)
	if !sameDay(v.Date.Start, t.main, t.main) || dayOf(v.Date.End, t.main) != dayOf(v.Date.Start, t.main) {
		until = i18n.DateTime(ctx, v.Date.End, t.main)
	}
	return i18n.T(ctx, "Until {.Time}, {.Length}", i18n.Args{"Time": until, "Length": Length(ctx, v.Date.Plan.Minutes)})
}

// repeats is how the meeting repeats, in words; "" for one that is held once.
func (v dateView) repeats(ctx context.Context) string {
	series := v.Date.Plan.Series
	if series.Rule.IsZero() {
		return ""
	}
	words := series.Words(ctx)
	if end := series.End(ctx); end != "" {
		words += ". " + end
	}
	return words + "."
}

// heading is what the first section says.
func (v dateView) heading(ctx context.Context) string {
	switch {
	case v.cancelled():
		return i18n.T(ctx, "This date is cancelled")
	case v.over():
		return i18n.T(ctx, "This date is over")
	case v.Date.IsOn(v.Now):
		return i18n.T(ctx, "On now")
	}
	return i18n.T(ctx, "When")
}

// beforeAndAfter are the dates next to this one, zero where there is none.
func (v dateView) beforeAndAfter() (before, after meeting.Occurrence) {
	for _, o := range v.Series {
		switch {
		case o.Start.Before(v.Date.Start):
			before = o
		case o.Start.After(v.Date.Start) && after.Meeting.ID == "":
			after = o
		}
	}
	return before, after
}

// nextMost is how many dates to come are listed.
const nextMost = 5

// next are the dates to come but for this one.
func (v dateView) next() (list []meeting.Occurrence) {
	for _, o := range v.Series {
		if len(list) < nextMost && !o.IsOver(v.Now) && o.Slot != v.Date.Slot {
			list = append(list, o)
		}
	}
	return list
}

// link is where one joins online, "" where that is not known.
func (v dateView) online() bool {
	in := v.Inside.Inside
	return v.Date.Plan.Way.ByLink() || in.Link+in.Phone+in.Passcode != ""
}

// dial is the number as a phone takes it.
func dial(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
	return "tel:" + digits
}

// said is what the member says about coming, or would say by default.
func (v dateView) said() meeting.Coming {
	switch {
	case v.Form != nil:
		return v.Typed
	case v.Come.Coming:
		return v.Come.Mine
	}
	said := meeting.Coming{Shown: meeting.AsNumber}
	if v.Date.Plan.Way != meeting.Hybrid {
		said.Way = v.Date.Plan.Way
	}
	return said
}

// comes says how it stands with the member.
func (v dateView) comes(ctx context.Context) string {
	if v.Date.Plan.Way != meeting.Hybrid {
		return i18n.T(ctx, "You said that you come.")
	}
	if v.Come.Mine.Way == meeting.Online {
		return i18n.T(ctx, "You said that you come online.")
	}
	return i18n.T(ctx, "You said that you come to the room.")
}

// numbers are how many come, for hosts.
func (v dateView) numbers(ctx context.Context) string {
	room := i18n.N(ctx, v.Come.Room, "{.Count} person comes to the room", "{.Count} people come to the room")
	online := i18n.N(ctx, v.Come.Online, "{.Count} person comes online", "{.Count} people come online")
	switch v.Date.Plan.Way {
	case meeting.Online:
		return online + "."
	case meeting.Hybrid:
		return room + ", " + online + "."
	}
	return room + "."
}

func (v dateView) seats(ctx context.Context) string {
	if v.Date.Plan.Capacity == 0 {
		return ""
	}
	return i18n.N(ctx, v.Date.Plan.Capacity, "There is {.Count} seat.", "There are {.Count} seats.")
}

func ways(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(meeting.InPerson), Label: i18n.T(ctx, "To the room")}, {Value: string(meeting.Online), Label: i18n.T(ctx, "Online")},
	}
}

func whoLearns(ctx context.Context) (options []ui.Option) {
	for _, s := range []meeting.Shown{meeting.AsNumber, meeting.ToHosts, meeting.ToEveryone} {
		options = append(options, ui.Option{Value: string(s), Label: i18n.T(ctx, shownWord(s)), Why: i18n.T(ctx, shownSays(s))})
	}
	return options
}

// tookSeat says whether somebody keeps a seat for the member.
func (v dateView) seat(ctx context.Context) string {
	if v.Come.Greeter.ID == "" {
		return i18n.T(ctx, "You would like a seat beside a greeter. Those who greet know, and one of them will say so here.")
	}
	return i18n.T(ctx, "{.Name} keeps a seat for you, beside them.", i18n.Args{"Name": v.Come.Greeter.Name})
}

// repeatsAtAll tells whether there is more than this one date to change.
func (v dateView) repeatsAtAll() bool { return !v.Date.Plan.Series.Rule.IsZero() }
