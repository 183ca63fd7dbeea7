package schedule

import (
	"context"

	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
	"handrail/internal/platform/web"
)

// deed is something that is done with one date.
type deed string

// What is done.
const (
	whole deed = "edit"  // all about it is changed
	move  deed = "move"  // it is held at another time
	extra deed = "dates" // the meeting is held once more
)

// oneForm is one date as it is typed.
type oneForm struct {
	clockForm
	placeForm
	Note string
}

// oneView is the form of one date.
type oneView struct {
	dateView
	Deed    deed
	Saw     string
	Typed   oneForm
	Preview *preview
}

// oneOf is a date as its form shows it.
func oneOf(o meeting.Occurrence, in meeting.Inside) oneForm {
	begins := recur.WallOf(o.Start.In(o.Zone()))
	if o.Fit == recur.Skipped {
		begins = meant(o)
	}
	return oneForm{clockForm: clockOf(begins, o.Plan), placeForm: placeOf(o.Plan, in), Note: o.Note}
}

func (v oneView) title(ctx context.Context) string {
	switch v.Deed {
	case move:
		return i18n.T(ctx, "Move this date")
	case extra:
		return i18n.T(ctx, "Hold it once more")
	}
	return i18n.T(ctx, "Change this date alone")
}

func (v oneView) lede(ctx context.Context) string {
	args := i18n.Args{"When": Says(ctx, v.Date), "Zone": i18n.Zone(ctx, v.Date.Start, v.Date.Zone())}
	if v.Deed == extra {
		return i18n.T(ctx, "On one day beside the usual ones, in the same place. Times are in {.Zone}.", args)
	}
	return i18n.T(ctx, "It is now on {.When}. All other dates stay as they are.", args)
}

func (v oneView) keep(ctx context.Context) string {
	switch v.Deed {
	case move:
		return i18n.T(ctx, "Move it")
	case extra:
		return i18n.T(ctx, "Put it on the list")
	}
	return i18n.T(ctx, "Keep the changes")
}

func (v oneView) seen(ctx context.Context) string {
	if v.Deed == extra {
		return i18n.T(ctx, "Members see it on the list at once.")
	}
	return i18n.T(ctx, "Members see it at once. Whoever said that they come is told.")
}

// draft is the date that was typed, and the meeting as it is then. What is wrong
// is noted in the form.
func (v oneView) draft(ctx context.Context, form *web.Form) (one meeting.DateDraft, d meeting.Draft) {
	one = meeting.DateDraft{Note: v.Typed.Note, Saw: number(v.Saw)}
	one.Start, one.Minutes = v.Typed.read(ctx, form)
	d = meeting.Draft{Meeting: v.Date.Meeting, Plan: v.Date.Plan, Inside: v.Inside.Inside}
	if v.Deed == whole && v.Typed.placeForm != placeOf(v.Date.Plan, v.Inside.Inside) {
		d = meeting.Draft{Meeting: v.Date.Meeting}
		v.Typed.fill(ctx, form, &d)
		one.Place = &d
	}
	d.Plan.Minutes = one.Minutes
	d.Plan.Series = recur.Series{First: one.Start, Zone: v.Date.Zone()}
	if !form.Sound() {
		return one, d
	}
	if _, err := d.Checked(); err != nil {
		note(ctx, form, "", err)
	}
	return one, d
}
