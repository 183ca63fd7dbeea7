package source

import (
	"context"
	"strconv"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Heading is what these pages are called in the stewards' overview.
const Heading i18n.Text = "Meetings that people find"

// kindWords names a format as its people know it.
func kindWords(ctx context.Context, kind feed.Kind) string {
	switch kind {
	case feed.MeetingGuide:
		return i18n.T(ctx, "Meeting Guide feed (JSON)")
	case feed.TSML:
		return i18n.T(ctx, "Meeting Guide table (CSV)")
	case feed.BMLT:
		return i18n.T(ctx, "BMLT server")
	case feed.NAWS:
		return i18n.T(ctx, "NAWS table (CSV)")
	case feed.Central:
		return i18n.T(ctx, "Central query (JSON)")
	case finder.OwnSource:
		return i18n.T(ctx, "Groups of this place")
	}
	return i18n.T(ctx, "Not known yet")
}

func kindOptions(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: string(feed.Auto), Label: i18n.T(ctx, "Find out by looking")}}
	for _, kind := range []feed.Kind{feed.MeetingGuide, feed.TSML, feed.BMLT, feed.NAWS, feed.Central} {
		options = append(options, ui.Option{Value: string(kind), Label: kindWords(ctx, kind)})
	}
	return options
}

// programmeOptions are the fellowships by name. Ours is for feeds of other
// places like this one.
func programmeOptions(ctx context.Context, chosen string) []ui.Option {
	var options []ui.Option
	if chosen == "" {
		options = append(options, ui.Option{Label: i18n.T(ctx, "Choose one")})
	}
	for _, p := range code.Programmes() {
		label := p.Name
		if p.Key == code.Handrail {
			label = i18n.T(ctx, "Groups of a place like this one")
		}
		options = append(options, ui.Option{Value: p.Key, Label: label})
	}
	return options
}

func programmeWords(key string) string {
	if p, ok := code.ProgrammeOf(key); ok {
		return p.Name
	}
	return key
}

// paces are how often a source may be looked at.
func paces(ctx context.Context) map[time.Duration]string {
	return map[time.Duration]string{
		time.Hour: i18n.T(ctx, "Every hour"), 6 * time.Hour: i18n.T(ctx, "Every six hours"), 24 * time.Hour: i18n.T(ctx, "Every day"),
		7 * 24 * time.Hour: i18n.T(ctx, "Every week"), 30 * 24 * time.Hour: i18n.T(ctx, "Every 30 days"),
	}
}

func paceWords(ctx context.Context, every time.Duration) string {
	if said := paces(ctx)[every]; said != "" {
		return said
	}
	return i18n.N(ctx, int(every/time.Hour), "Every {.Count} hour", "Every {.Count} hours")
}

func paceOptions(ctx context.Context, chosen time.Duration) []ui.Option {
	list := []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}
	if paces(ctx)[chosen] == "" && chosen >= finder.LeastEvery && chosen <= finder.MostEvery {
		list = append(list, chosen) // as it was said at the command line
	}
	var options []ui.Option
	for _, every := range list {
		options = append(options, ui.Option{Value: hours(every), Label: paceWords(ctx, every)})
	}
	return options
}

func hours(every time.Duration) string { return strconv.Itoa(int(every / time.Hour)) }

// state is how a source fares.
type state string

const (
	fine    state = "fine"
	waiting state = "waiting" // it was never read
	trouble state = "trouble"
	resting state = "resting"
)

func stateOf(one finder.Source) state {
	switch {
	case one.Resting:
		return resting
	case one.Problem != "":
		return trouble
	case one.ID != finder.OwnSource && one.Good.IsZero():
		return waiting
	}
	return fine
}

func stateWords(ctx context.Context, one finder.Source) string {
	switch stateOf(one) {
	case resting:
		return i18n.T(ctx, "Off all pages")
	case trouble:
		return i18n.T(ctx, "The last try did not work")
	case waiting:
		return i18n.T(ctx, "Waits for its first look")
	}
	return i18n.T(ctx, "All well")
}

// problemWords is why the last try did not work.
func problemWords(ctx context.Context, p finder.Problem) string {
	if p.Say == "" {
		return ""
	}
	return i18n.T(ctx, p.Say, p.Args)
}

func nameOfSource(ctx context.Context, one finder.Source) string {
	if one.ID == finder.OwnSource {
		return i18n.T(ctx, "Groups of this place")
	}
	return one.Name
}

func meetingWords(ctx context.Context, n int) string {
	return i18n.N(ctx, n, "{.Count} meeting", "{.Count} meetings")
}

// rowWords are how many meetings a source has, and of which kind it is.
func rowWords(ctx context.Context, one finder.Source) string {
	if one.Format == feed.Auto || one.ID == finder.OwnSource {
		return meetingWords(ctx, one.Listings)
	}
	return i18n.T(ctx, "{.Meetings}, {.Kind}", i18n.Args{"Meetings": meetingWords(ctx, one.Listings), "Kind": kindWords(ctx, one.Format)})
}

func outcomeWords(ctx context.Context, run finder.Run) string {
	switch run.Outcome {
	case finder.Good:
		return i18n.T(ctx, "Taken in")
	case finder.Same:
		return i18n.T(ctx, "Nothing new")
	case finder.Refused:
		return i18n.T(ctx, "Could not be read")
	}
	return i18n.T(ctx, "Could not be fetched")
}

// runTable is the log of a source.
func runTable(ctx context.Context, one finder.Source, runs []finder.Run) ui.TableProps {
	t := ui.TableProps{ID: "runs", Caption: i18n.T(ctx, "The last looks"), Stack: true, Head: []ui.Column{
		{Label: i18n.T(ctx, "When")}, {Label: i18n.T(ctx, "What came of it")}, {Label: i18n.TC(ctx, "meetings", "New"), Number: true},
		{Label: i18n.TC(ctx, "meetings", "Changed"), Number: true}, {Label: i18n.TC(ctx, "meetings", "Gone"), Number: true},
		{Label: i18n.TC(ctx, "meetings", "Odd"), Number: true},
	}}
	for _, run := range runs {
		row := []ui.Cell{{Part: ui.Link(pathOf(one.ID, "runs", run.ID), ui.MomentSays(ctx, run.At))}}
		row = append(row, ui.Cells(outcomeWords(ctx, run), i18n.Number(ctx, run.Came), i18n.Number(ctx, run.Changed), i18n.Number(ctx, run.Went), i18n.Number(ctx, run.Odd))...)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sharedWords says whether other finders get these listings from here.
func sharedWords(ctx context.Context, one finder.Source) string {
	if !one.Shared {
		return i18n.T(ctx, "No")
	}
	if one.ID == finder.OwnSource {
		return i18n.T(ctx, "Yes")
	}
	return i18n.T(ctx, "Yes, in the name of {.Keeper}", i18n.Args{"Keeper": one.Keepers()})
}

func contactWords(ctx context.Context, one finder.Source) string {
	if one.Contacts {
		return i18n.T(ctx, "Kept and shown")
	}
	return i18n.T(ctx, "Left out")
}

// facts are what is known of a source.
func facts(ctx context.Context, one finder.Source) []ui.Fact {
	list := []ui.Fact{{Name: i18n.TC(ctx, "source", "Kind"), Text: kindWords(ctx, one.Format)}}
	if one.ID != finder.OwnSource {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Fellowship"), Text: programmeWords(one.Programme)})
	}
	if one.URL != "" {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Address"), Part: address(one.URL)},
			ui.Fact{Name: i18n.T(ctx, "We look"), Text: paceWords(ctx, one.Every)})
	}
	for _, moment := range []struct {
		name string
		at   time.Time
	}{{i18n.T(ctx, "Last try"), one.Tried}, {i18n.T(ctx, "Last good look"), one.Good}, {i18n.T(ctx, "Next look"), one.Next}} {
		if !moment.at.IsZero() {
			list = append(list, ui.Fact{Name: moment.name, Part: ui.When(ui.WhenProps{At: moment.at})})
		}
	}
	list = append(list, ui.Fact{Name: i18n.T(ctx, "Passed on"), Text: sharedWords(ctx, one)})
	if one.ID != finder.OwnSource {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Contact persons"), Text: contactWords(ctx, one)})
	}
	return list
}
