package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/recur"
)

// listings is a group with meetings of each reach.
type listings struct {
	t    *testing.T
	a    *apptest.App
	gus  apptest.Person
	g    group.Group
	made map[string]meeting.Meeting
}

func newListings(t *testing.T, a *apptest.App) *listings {
	t.Helper()
	l := &listings{t: t, a: a, gus: a.Facilitator("Gus"), made: map[string]meeting.Meeting{}}
	l.g = a.Found(l.gus, "Gus", nil)
	zone, err := recur.Zone("Europe/Lisbon")
	mustDo(t, err)
	for title, m := range map[string]struct {
		reach   meeting.Reach
		placing meeting.Placing
		rule    string
	}{
		"For members": {meeting.ToMembers, meeting.Exact, "FREQ=WEEKLY"}, "On the group's page": {meeting.ToAll, meeting.Exact, "FREQ=WEEKLY"},
		"Exactly here": {meeting.ToFinders, meeting.Exact, "FREQ=WEEKLY"}, "Who asks": {meeting.ToFinders, meeting.AfterAsking, "FREQ=MONTHLY;BYDAY=2TU"},
	} {
		rule, err := recur.ParseRule(m.rule)
		mustDo(t, err)
		first := recur.WallOf(a.Clock.Now().Add(2 * time.Hour).Truncate(time.Minute).In(zone))
		series, _ := recur.Series{First: first, Zone: zone, Rule: rule}.Aligned()
		l.made[title], err = a.Meetings.Make(ctx, a.Inside(l.gus, l.g), meeting.Draft{
			Meeting: meeting.Meeting{Title: title, Reach: m.reach, Opening: meeting.ForAnybody, Languages: []string{"es"}, Formats: []meeting.Format{"women"}},
			Plan:    meeting.Plan{Series: series, Minutes: 60, Way: meeting.Hybrid, Area: "Near the harbour, Bristol", Placing: m.placing},
			Inside:  meeting.Inside{Address: canary("address of " + title), Link: "https://meet.example/" + canary("link of "+title), Passcode: canary("passcode of " + title), Notes: canary("notes of " + title), Phone: canary("phone of " + title)},
		})
		mustDo(t, err)
	}
	l.work()
	return l
}

func (l *listings) work() {
	l.t.Helper()
	mustDo(l.t, l.a.Jobs.Start(ctx))
	mustDo(l.t, l.a.Jobs.Drain(ctx))
	l.a.Jobs.Stop(ctx)
}

// found are the names of what anybody finds.
func (l *listings) found(q finder.Query) (names []string) {
	l.t.Helper()
	q.Most = 100
	found, err := l.a.Finder.Find(ctx, q)
	mustDo(l.t, err)
	for _, hit := range found.Hits {
		names = append(names, hit.Name)
	}
	slices.Sort(names)
	return names
}

func (l *listings) want(when string, names ...string) {
	l.t.Helper()
	if got := l.found(finder.Query{}); !slices.Equal(got, names) {
		l.t.Errorf("%s: %q are found, want %q", when, got, names)
	}
}

// TestOnlyWhatLeadersListIsFound: a meeting is in the finder when its leaders said
// so, with as much of its place as they tell everybody, and out of it as soon as
// they say otherwise, or the group pauses, hides or ends it.
func TestOnlyWhatLeadersListIsFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		l := newListings(t, a)
		l.want("at first", "Exactly here", "Who asks")
		if got := l.found(finder.Query{Concepts: nil, Text: "harbour"}); len(got) != 2 {
			t.Errorf("by a word of the place: %q", got)
		}
		if got := l.found(finder.Query{Ways: []finder.Way{finder.Hybrid}, Programmes: []string{"handrail"}}); len(got) != 2 {
			t.Errorf("by way and programme: %q", got)
		}
		near := finder.Query{Near: &feed.Point{Lat: 51.45, Lng: -2.6}, Within: 10}
		if got := l.found(near); len(got) != 2 {
			t.Errorf("near Bristol: %q", got)
		}
		rows := strings.Join(texts(t, a, `SELECT doc FROM finder_listing`), "\n")
		for _, title := range []string{"For members", "On the group's page", "Exactly here", "Who asks"} {
			for _, what := range []string{"address of ", "link of ", "passcode of ", "notes of ", "phone of "} {
				told := title == "Exactly here" && what == "address of "
				if strings.Contains(rows, canary(what+title)) != told {
					t.Errorf("the finder holds the %s%s: %v", what, title, !told)
				}
			}
		}
		l.leadersChange()
	})
}

func (l *listings) leadersChange() {
	gus := l.a.Inside(l.gus, l.g)
	before := l.number("Exactly here")
	mustDo(l.t, l.a.Groups.Move(ctx, gus, group.Paused))
	l.work()
	l.want("while the group pauses")
	mustDo(l.t, l.a.Groups.Move(ctx, l.a.Inside(l.gus, l.g), group.Open))
	l.work()
	l.want("when it is open again", "Exactly here", "Who asks")
	if after := l.number("Exactly here"); after != before {
		l.t.Errorf("its number was %d and is %d", before, after)
	}
	hidden := l.a.Inside(l.gus, l.g)
	change := hidden.Group
	change.Visibility = group.Unlisted
	mustDo(l.t, l.a.Groups.Change(ctx, hidden, change))
	l.work()
	l.want("when the group is not listed")
	change.Visibility = l.g.Visibility
	mustDo(l.t, l.a.Groups.Change(ctx, l.a.Inside(l.gus, l.g), change))
	o, err := l.a.Meetings.DateFor(ctx, l.a.Inside(l.gus, l.g), l.made["Who asks"].ID)
	mustDo(l.t, err)
	mustDo(l.t, l.a.Meetings.EndFrom(ctx, l.a.Inside(l.gus, l.g), o.Key()))
	l.work()
	l.want("when one has ended", "Exactly here")
	l.callOff()
}

// callOff cancels the next date: the one after it is next.
func (l *listings) callOff() {
	gus := l.a.Inside(l.gus, l.g)
	o, err := l.a.Meetings.DateFor(ctx, gus, l.made["Exactly here"].ID)
	mustDo(l.t, err)
	mustDo(l.t, l.a.Meetings.Cancel(ctx, gus, o.Key(), ""))
	l.work()
	found, err := l.a.Finder.Find(ctx, finder.Query{Most: 5})
	mustDo(l.t, err)
	if len(found.Hits) != 1 || !found.Hits[0].Start.Equal(o.Start.AddDate(0, 0, 7)) {
		l.t.Errorf("the date at %s is called off, and next is %+v", o.Start, found.Hits)
	}
}

func (l *listings) number(name string) int64 {
	l.t.Helper()
	found, err := l.a.Finder.Find(ctx, finder.Query{Text: name, Most: 1})
	mustDo(l.t, err)
	if len(found.Hits) == 0 {
		l.t.Fatalf("%s is not found", name)
	}
	return found.Hits[0].Number
}
