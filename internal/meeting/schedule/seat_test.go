package schedule_test

import (
	"net/url"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
)

// What one who greets reads of a seat that another keeps is the same with a block
// between the two, and without.
func TestASeatThatIsKeptTellsNoBlock(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		gil, hal := a.Facilitator("Gil"), a.Facilitator("Hal")
		for who, name := range map[apptest.Person]string{gil: "Gannet", hal: "Heron"} {
			a.Enter(who, h.g, name)
			must(t, a.Groups.Introduce(ctx, a.Inside(who, h.g), "Hello."))
		}
		a.Clock.Advance(72 * time.Hour)
		in := func(p apptest.Person) group.Member { return a.Inside(p, h.g) }
		for _, who := range []apptest.Person{gil, hal} {
			must(t, a.Groups.Appoint(ctx, in(h.fay), in(who).Self.ID, group.Greeter))
			must(t, a.Groups.AcceptCode(ctx, in(who)))
		}
		h.plan(nil)
		o := h.dates(14)[0]
		at, ben := h.path("/", o.Key()), in(h.ben).Self.ID
		want(t, h.Post(h.ben, at+"/coming", url.Values{"shown": {"number"}, "way": {"person"}, "seat": {"yes"}}), 303)
		must(t, a.Meetings.KeepSeat(ctx, in(gil), o.Key(), ben, true))
		must(t, a.Groups.Appoint(ctx, in(h.fay), in(gil).Self.ID, group.Plain))
		read := func() string {
			t.Helper()
			got := h.Get(hal, at)
			want(t, got, 200, "Somebody who greets keeps a seat for them.")
			lacks(t, got, "Keep a seat for them", "Gannet keeps")
			want(t, h.Post(hal, at+"/seat/"+ben, url.Values{"keep": {"yes"}}), 409)
			return words(got.Body)
		}
		before := read()
		must(t, a.Groups.BlockOne(ctx, in(hal), in(gil).Self.ID))
		if after := read(); after != before {
			t.Errorf("a block shows: %s\nbefore: %s", after, before)
		}
	})
}
