package schedule

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/recur"
	"handrail/internal/platform/web"
)

// own is how a meeting repeats whose rule says more than the form can show.
const own = "own"

// clockForm is when something begins, as it is typed.
type clockForm struct {
	Date, Time, Minutes, Zone string
}

// placeForm is how people take part, as it is typed.
type placeForm struct {
	Way, Area, Placing, Address, Access, Capacity string
	Link, Phone, Passcode, Notes                  string
}

// repeatForm is how a meeting repeats, as it is typed.
type repeatForm struct {
	Kind, Every   string
	Days, Nth     []string
	MonthDay      string
	Rule, LastDay string
}

// planForm is a whole meeting as it is typed.
type planForm struct {
	clockForm
	placeForm
	townForm
	repeatForm
	Title, About              string
	Reach, Opening, CrossTalk string
	Languages, Formats        []string
}

// freshPlan is the form of a new meeting. What may be chosen without harm is
// chosen: that members alone see it, and ask where it is.
func freshPlan(zone string, languages []string) planForm {
	return planForm{
		clockForm:  clockForm{Minutes: "60", Zone: zone},
		placeForm:  placeForm{Placing: string(meeting.Approximate)},
		repeatForm: repeatForm{Kind: string(recur.EveryWeek), Every: "1"},
		Reach:      string(meeting.ToMembers), Opening: string(meeting.ForMembers), Languages: languages,
	}
}

// planOf is a meeting as the form shows it.
func planOf(d meeting.Draft) planForm {
	f := planForm{
		clockForm: clockOf(d.Plan.Series.First, d.Plan), placeForm: placeOf(d.Plan, d.Inside), repeatForm: repeatOf(d.Plan.Series),
		Title: d.Meeting.Title, About: d.Meeting.About,
		Reach: string(d.Meeting.Reach), Opening: string(d.Meeting.Opening), CrossTalk: string(d.Meeting.CrossTalk), Languages: d.Meeting.Languages,
	}
	for _, one := range d.Meeting.Formats {
		f.Formats = append(f.Formats, string(one))
	}
	return f
}

func clockOf(begins recur.Wall, p meeting.Plan) clockForm {
	return clockForm{Date: begins.InputDate(), Time: begins.InputTime(), Minutes: strconv.Itoa(p.Minutes), Zone: p.Series.Zone.String()}
}

func placeOf(p meeting.Plan, in meeting.Inside) placeForm {
	f := placeForm{
		Way: string(p.Way), Area: p.Area, Placing: string(p.Placing), Address: in.Address, Access: p.Access,
		Link: in.Link, Phone: in.Phone, Passcode: in.Passcode, Notes: in.Notes,
	}
	if p.Capacity > 0 {
		f.Capacity = strconv.Itoa(p.Capacity)
	}
	return f
}

func repeatOf(s recur.Series) repeatForm {
	p := s.Pattern()
	f := repeatForm{Kind: string(p.Kind), Every: strconv.Itoa(max(p.Every, 1))}
	if p.Kind == recur.Other {
		f.Kind, f.Rule = own, s.Rule.String()
	}
	for _, day := range p.Days {
		f.Days = append(f.Days, recur.Letters(day))
	}
	for _, nth := range p.Nth {
		f.Nth = append(f.Nth, strconv.Itoa(nth))
	}
	if p.MonthDay != 0 {
		f.MonthDay = strconv.Itoa(p.MonthDay)
	}
	if !s.Until.IsZero() {
		f.LastDay = s.Until.AddDays(-1).InputDate()
	}
	return f
}

// readPlan takes what was typed.
func readPlan(form *web.Form, values map[string][]string) planForm {
	return planForm{
		clockForm: readClock(form), placeForm: readPlace(form), townForm: readTown(form),
		repeatForm: repeatForm{
			Kind: form.Line("repeats"), Every: form.Line("every"), Days: values["days"], Nth: values["nth"], MonthDay: form.Line("monthday"),
			Rule: form.Line("rule"), LastDay: form.Line("until"),
		},
		Title: form.Line("title"), About: form.Text("about"),
		Reach: form.Line("reach"), Opening: form.Line("opening"), CrossTalk: form.Line("cross-talk"),
		Languages: slices.DeleteFunc(values["languages"], func(code string) bool { return !isLanguage(code) }), Formats: values["formats"],
	}
}

func readClock(form *web.Form) clockForm {
	return clockForm{Date: form.Line("date"), Time: form.Line("time"), Minutes: form.Line("minutes"), Zone: form.Line("zone")}
}

func readPlace(form *web.Form) placeForm {
	return placeForm{
		Way: form.Line("way"), Area: form.Line("area"), Placing: form.Line("placing"), Address: form.Text("address"), Access: form.Text("access"),
		Capacity: form.Line("capacity"), Link: form.Line("link"), Phone: form.Line("phone"), Passcode: form.Line("passcode"), Notes: form.Text("notes"),
	}
}

func isLanguage(code string) bool {
	return slices.ContainsFunc(word.Languages(), func(l word.Language) bool { return l.Code == code })
}

// digest is what was typed, in short: what is kept is what was looked at.
func digest(typed any) string { return id.Hash(fmt.Sprintf("%q", typed)) }

// note takes a fault as a mistake at a field, or at the one that it names.
func note(ctx context.Context, form *web.Form, field string, err error) {
	f, ok := fault.From(err)
	if !ok {
		return
	}
	if field == "" {
		field = f.Field
	}
	form.Wrong(ctx, field, f.Say, f.Args)
}

// draft is the meeting that was typed. What is wrong is noted in the form.
func (f planForm) draft(ctx context.Context, form *web.Form) meeting.Draft {
	d := meeting.Draft{Meeting: meeting.Meeting{
		Title: f.Title, About: f.About, Reach: meeting.Reach(f.Reach), Opening: meeting.Opening(f.Opening), CrossTalk: meeting.CrossTalk(f.CrossTalk),
		Languages: f.Languages,
	}}
	for _, one := range f.Formats {
		d.Meeting.Formats = append(d.Meeting.Formats, meeting.Format(one))
	}
	f.placeForm.fill(ctx, form, &d)
	f.townForm.fill(&d)
	d.Plan.Series.First, d.Plan.Minutes = f.clockForm.read(ctx, form)
	var err error
	if d.Plan.Series.Zone, err = recur.Zone(f.Zone); err != nil {
		note(ctx, form, "zone", err)
	}
	f.repeatForm.fill(ctx, form, &d.Plan.Series)
	if !form.Sound() {
		return d
	}
	checked, err := d.Checked()
	if err != nil {
		note(ctx, form, "", err)
	}
	return checked
}

// read is when it begins and for how many minutes.
func (f clockForm) read(ctx context.Context, form *web.Form) (begins recur.Wall, minutes int) {
	begins, err := recur.ParseInputs(f.Date, f.Time)
	if err != nil {
		note(ctx, form, "", err)
	}
	if minutes, err = strconv.Atoi(f.Minutes); err != nil {
		form.Wrong(ctx, "minutes", "A meeting lasts between five minutes and twelve hours.")
	}
	return begins, minutes
}

// fill puts how people take part into a draft. What belongs to a room is left
// out where there is none, and so is what belongs to a link.
func (f placeForm) fill(ctx context.Context, form *web.Form, d *meeting.Draft) {
	d.Plan.Way, d.Inside.Notes = meeting.Way(f.Way), f.Notes
	d.Plan.Placing = meeting.Approximate
	if d.Plan.Way != meeting.Online {
		d.Plan.Area, d.Plan.Placing, d.Plan.Access, d.Inside.Address = f.Area, meeting.Placing(f.Placing), f.Access, f.Address
		d.Plan.Capacity = seatsOf(ctx, form, f.Capacity)
	}
	if d.Plan.Way != meeting.InPerson {
		d.Inside.Link, d.Inside.Phone, d.Inside.Passcode = f.Link, f.Phone, f.Passcode
	}
}

func seatsOf(ctx context.Context, form *web.Form, typed string) int {
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 {
		form.Wrong(ctx, "capacity", "Write how many seats there are, or leave it empty.")
	}
	return n
}

// fill puts how it repeats into a series that has its first date.
func (f repeatForm) fill(ctx context.Context, form *web.Form, s *recur.Series) {
	var err error
	switch f.Kind {
	case own:
		s.Rule, err = recur.ParseRule(strings.TrimPrefix(strings.ToUpper(f.Rule), "RRULE:"))
		if err == nil && s.Rule.IsZero() {
			err = fault.New(fault.Invalid, "Write a rule, or choose another way to repeat.")
		}
		if err != nil {
			note(ctx, form, "rule", err)
		}
	default:
		if s.Rule, err = f.pattern(s.First).Rule(); err != nil {
			f.noteRepeat(ctx, form, err)
		}
	}
	f.fillEnd(ctx, form, s)
}

// noteRepeat puts a mistake in how it repeats to the field that shows it.
func (f repeatForm) noteRepeat(ctx context.Context, form *web.Form, err error) {
	field := ""
	if fault, ok := fault.From(err); ok && fault.Field == "kind" {
		field = "repeats"
	}
	note(ctx, form, field, err)
}

// pattern is how it repeats. Days that were not chosen are those of the first
// date.
func (f repeatForm) pattern(first recur.Wall) recur.Pattern {
	p := recur.Pattern{Kind: recur.Kind(f.Kind), Every: 1}
	if every, err := strconv.Atoi(f.Every); err == nil {
		p.Every = every
	}
	for _, letters := range f.Days {
		if day, ok := recur.FromLetters(letters); ok {
			p.Days = append(p.Days, day)
		}
	}
	for _, typed := range f.Nth {
		if nth, err := strconv.Atoi(typed); err == nil {
			p.Nth = append(p.Nth, nth)
		}
	}
	p.MonthDay, _ = strconv.Atoi(f.MonthDay)
	_, _, day := first.Date()
	if len(p.Days) == 0 {
		p.Days = []time.Weekday{first.Weekday()}
	}
	if len(p.Nth) == 0 {
		p.Nth = []int{(day + 6) / 7}
	}
	if f.MonthDay == "" {
		p.MonthDay = day
	}
	return p
}

// fillEnd puts the last day into a series.
func (f repeatForm) fillEnd(ctx context.Context, form *web.Form, s *recur.Series) {
	if f.LastDay == "" || f.Kind == string(recur.Once) {
		return
	}
	last, err := recur.ParseInputs(f.LastDay, "00:00")
	switch {
	case err != nil:
		note(ctx, form, "until", err)
	case last.Before(s.First.Midnight()):
		form.Wrong(ctx, "until", "The last day comes before the first one. Choose a later day, or leave it empty.")
	default:
		s.Until = last.AddDays(1)
	}
}
