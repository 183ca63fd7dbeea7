package schedule

import (
	"context"
	"slices"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
	"handrail/internal/ui"
)

// The most that is looked at, and told, before a plan is kept.
const (
	previewDates = 6
	previewMost  = 4 // of each kind of oddity
	previewYears = 2
	clashDays    = 62
	farYears     = 5
)

// preview is what becomes of a plan, before it is kept.
type preview struct {
	Dates   []meeting.Occurrence // the next ones
	Words   string               // how it repeats
	Notes   []string             // what is odd about it
	Clashes []clash
	Facts   []ui.Fact // how people take part, where that is new
	Seen    string    // who sees it
}

// clash is another meeting at the same time as one of the dates.
type clash struct{ Date, Other meeting.Occurrence }

// previewOf is what becomes of a meeting.
func (p *Pages) previewOf(ctx context.Context, m group.Member, d meeting.Draft, id string) (v preview, err error) {
	now := p.o.Clock.Now()
	dates := upcoming(d, now)
	v.Dates = dates[:min(len(dates), previewDates)]
	v.Words = d.Plan.Series.Words(ctx)
	if end := d.Plan.Series.End(ctx); end != "" {
		v.Words += ". " + end
	}
	v.Notes = notes(ctx, d, dates, now)
	v.Clashes, err = p.clashes(ctx, m, dates, id)
	return v, err
}

// upcoming are the dates to come of the next years; the first one of all if they
// are later.
func upcoming(d meeting.Draft, now time.Time) (dates []meeting.Occurrence) {
	series := d.Plan.Series
	from := now.Add(-d.Plan.Length())
	list := series.Between(from, now.AddDate(previewYears, 0, 0))
	if len(list) == 0 {
		if one, ok := series.Next(from); ok {
			list = append(list, one)
		}
	}
	for _, one := range list {
		dates = append(dates, meeting.Occurrence{
			Meeting: d.Meeting, Plan: d.Plan, Slot: one.Slot, Start: one.Start, End: one.Start.Add(d.Plan.Length()), Standing: meeting.Planned, Fit: one.Fit,
		})
	}
	return dates
}

// notes say what is odd about the dates of a plan.
func notes(ctx context.Context, d meeting.Draft, dates []meeting.Occurrence, now time.Time) (list []string) {
	first, _ := d.Plan.Series.First.At(d.Plan.Series.Zone)
	switch {
	case first.Before(now) && !d.Plan.Series.Rule.IsZero():
		list = append(list, i18n.T(ctx, "The first date is over. It is held from the next one on."))
	case first.After(now.AddDate(farYears, 0, 0)):
		list = append(list, i18n.T(ctx, "The first date is more than five years away. Is the year right?"))
	}
	return append(list, oddities(ctx, dates[min(len(dates), previewDates):])...)
}

// oddities explain the times that clocks skip or show twice. The next dates say
// it themselves.
func oddities(ctx context.Context, dates []meeting.Occurrence) (list []string) {
	for _, o := range dates {
		if o.Fit != recur.Exact && len(list) < previewMost {
			list = append(list, i18n.Date(ctx, o.Start, o.Zone())+": "+Odd(ctx, o))
		}
	}
	return list
}

// clashes are the other meetings of the group that are held at the same time as
// dates of the next two months.
func (p *Pages) clashes(ctx context.Context, m group.Member, dates []meeting.Occurrence, id string) (list []clash, err error) {
	if len(dates) == 0 {
		return nil, nil
	}
	from := dates[0].Start
	to := from.AddDate(0, 0, clashDays)
	others, err := p.o.Meetings.Between(ctx, m, from, to)
	others = slices.DeleteFunc(others, func(o meeting.Occurrence) bool { return o.Meeting.ID == id || o.Standing == meeting.Cancelled })
	for _, date := range dates {
		if date.Start.After(to) {
			break
		}
		for _, other := range others {
			if other.Start.Before(date.End) && date.Start.Before(other.End) && len(list) < previewMost {
				list = append(list, clash{date, other})
			}
		}
	}
	return list, err
}

// says is a clash in one sentence.
func (c clash) says(ctx context.Context) string {
	return i18n.T(ctx, "“{.Meeting}” is held at the same time: {.When}.", i18n.Args{"Meeting": c.Other.Meeting.Title, "When": Says(ctx, c.Other)})
}
