package app_test

import (
	"slices"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/meeting"
)

// The towns, by their ids of GeoNames.
const (
	munich = 2867714
	lisbon = 2267057
)

var (
	inMunich  = finder.Query{Near: &feed.Point{Lat: 48.137, Lng: 11.575}, Within: 10}
	inBristol = finder.Query{Near: &feed.Point{Lat: 51.45, Lng: -2.6}, Within: 10}
)

// moves gives a meeting another town, as its leaders do.
func (l *listings) moves(title string, change func(*meeting.Draft)) {
	l.t.Helper()
	gus := l.a.Inside(l.gus, l.g)
	d, _, err := l.a.Meetings.DraftFor(ctx, gus, l.made[title].ID)
	mustDo(l.t, err)
	change(&d)
	_, err = l.a.Meetings.ChangeFrom(ctx, gus, l.made[title].ID, d)
	mustDo(l.t, err)
	l.work()
}

func (l *listings) near(when string, q finder.Query, names ...string) {
	l.t.Helper()
	if got := l.found(q); !slices.Equal(got, names) {
		l.t.Errorf("%s: %q are near, want %q", when, got, names)
	}
}

// TestAMeetingIsFoundNearTheTownThatItsLeadersChose: at once, with the town and nothing
// closer, wherever the place itself is told; and near none once they empty it. Where
// they were not asked, it is the town that they name.
func TestAMeetingIsFoundNearTheTownThatItsLeadersChose(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		l := newListings(t, a)
		l.near("where leaders were not asked", inBristol, "Exactly here", "Who asks")
		l.moves("Who asks", func(d *meeting.Draft) { d.Plan.Town = munich })
		l.near("where they chose another town", inBristol, "Exactly here")
		l.near("where they chose another town", inMunich, "Who asks")
		found, err := l.a.Finder.Find(ctx, finder.Query{Text: "Who asks", Most: 1})
		mustDo(t, err)
		r := found.Hits[0].Record
		if r.City != "Munich" || r.Country != "DE" || r.Address != "" || r.Approximate != "yes" || r.Point == nil || *r.Point != (feed.Point{Lat: 48.137, Lng: 11.575}) {
			t.Errorf("told is %+v", r)
		}
		l.moves("Exactly here", func(d *meeting.Draft) { d.Plan.Town = lisbon })
		l.near("in a country of which this place is not", finder.Query{Near: &feed.Point{Lat: 38.717, Lng: -9.133}, Within: 10}, "Exactly here")
		l.moves("Who asks", func(d *meeting.Draft) { d.Plan.Town = meeting.NoTown })
		l.near("once it is emptied", inMunich)
		l.near("once it is emptied", inBristol)
		l.want("once it is emptied", "Exactly here", "Who asks")
	})
}

// TestATownAloneListsNoMeeting: what members alone see, and what the group's page shows,
// is near no town, and one that is taken off the list is gone at once.
func TestATownAloneListsNoMeeting(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		l := newListings(t, a)
		for _, title := range []string{"For members", "On the group's page", "Who asks"} {
			l.moves(title, func(d *meeting.Draft) { d.Plan.Town = munich })
		}
		l.near("of all three", inMunich, "Who asks")
		l.moves("Who asks", func(d *meeting.Draft) { d.Meeting.Reach = meeting.ToAll })
		l.near("when it is taken off the list", inMunich)
		for _, doc := range texts(t, a, `SELECT doc FROM finder_listing WHERE gone_at = 0`) {
			if strings.Contains(doc, "For members") || strings.Contains(doc, "Who asks") {
				t.Errorf("the finder holds %s", doc)
			}
		}
	})
}
