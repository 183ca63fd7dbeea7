package sheet_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/db"
)

// all is everything that a page of the day is told of others.
func (h *house) all(who apptest.Person) string {
	h.t.Helper()
	var all strings.Builder
	for _, path := range []string{"/sheet", "/queue", "/sheet/now", "/sheet/state"} {
		got := h.Get(who, h.at(path))
		h.wants(got, http.StatusOK)
		all.WriteString(got.Body)
	}
	return all.String()
}

// knows tells whether a text names somebody in any way.
func (h *house) knows(text string, whom apptest.Person, name string) bool {
	h.t.Helper()
	return strings.Contains(text, name) || strings.Contains(text, h.self(whom))
}

func TestABlockHidesTheNameOnTheDay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		h.hand(h.ana, sheet.Raise)
		h.hand(h.ben, sheet.Raise)
		h.hand(h.cleo, sheet.Raise)
		h.tends(h.fay, sheet.Call, h.self(h.ben))
		ana, ben, names := h.all(h.ana), h.all(h.ben), []string{h.all(h.fay), h.all(h.cleo)}
		if h.knows(ana, h.ben, "Quiet Cedar") || h.knows(ben, h.ana, "Marisol") {
			t.Error("one of two people with a block is told of the other")
		}
		for _, all := range append(names, ana, ben) {
			if !h.knows(all, h.cleo, "Curlew") {
				t.Error("somebody without a block has no name")
			}
		}
		for _, all := range names {
			if !h.knows(all, h.ana, "Marisol") || !h.knows(all, h.ben, "Quiet Cedar") {
				t.Error("others see no names")
			}
		}
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "Speaking now Somebody", "Marisol That is you")
		h.wants(h.Get(h.ben, h.at("/sheet")), http.StatusOK, "Speaking now Quiet Cedar", "Somebody")
	})
}

// TestABlockLooksLikeAHiddenName compares what somebody sees of one who is blocked
// with what they see of one who hides.
func TestABlockLooksLikeAHiddenName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.hand(h.ana, sheet.Raise)
		h.hand(h.cleo, sheet.Raise)
		h.hand(h.cleo, sheet.HideName)
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		f := h.frame(h.ben)
		if len(f.Hands) != 2 {
			t.Fatalf("%+v", f.Hands)
		}
		blocked, hiding := f.Hands[0], f.Hands[1]
		if len(blocked.Who) != len(hiding.Who) || blocked.Who == hiding.Who {
			t.Errorf("%q and %q can be told apart", blocked.Who, hiding.Who)
		}
		blocked.Who, hiding.Who = "", ""
		if blocked != hiding || !blocked.Hidden || blocked.Name != "" {
			t.Errorf("%+v and %+v can be told apart", blocked, hiding)
		}
		for _, who := range []apptest.Person{h.fay, h.gil, h.ana, h.ben} {
			if h.knows(h.all(who), h.cleo, "Curlew") {
				t.Errorf("%s sees a hidden name", who.Name)
			}
		}
		h.wants(h.Get(h.cleo, h.at("/sheet")), http.StatusOK, "Curlew That is you. Others see “Somebody”.", "Show my name")
		h.tends(h.fay, sheet.Call, h.frame(h.fay).Hands[1].Who)
		h.wants(h.Get(h.cleo, h.at("/sheet")), http.StatusOK, "Speaking now Curlew")
		h.hand(h.cleo, sheet.ShowName)
		h.speaks("Curlew")
	})
}

func TestAHostCannotAskWhoIsHidden(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.hand(h.ben, sheet.Raise)
		h.hand(h.cleo, sheet.Raise)
		h.hand(h.cleo, sheet.HideName)
		h.tends(h.fay, sheet.Earlier, h.self(h.cleo))
		if f := h.frame(h.fay); !f.Hands[1].Hidden {
			t.Fatal("a hidden name was found by asking")
		}
		h.tends(h.fay, sheet.Earlier, h.frame(h.gil).Hands[1].Who)
		if f := h.frame(h.fay); !f.Hands[1].Hidden {
			t.Fatal("one host's ticket is another's")
		}
		h.tends(h.fay, sheet.Earlier, h.frame(h.fay).Hands[1].Who)
		if f := h.frame(h.fay); !f.Hands[0].Hidden {
			t.Error("somebody without a name cannot be moved")
		}
		h.hand(h.gil, sheet.HideName)
		h.wants(h.Post(h.fay, h.at("/sheet/chair"), form("to", h.self(h.gil))), http.StatusUnprocessableEntity, "You chair.")
		h.hand(h.gil, sheet.ShowName)
		h.does(h.fay, h.at("/sheet/chair"), form("to", h.self(h.gil)), "Gannet chairs.")
		h.hand(h.gil, sheet.HideName)
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "Somebody chairs.")
		gil := h.self(h.gil)
		must(t, a.Groups.Leave(ctx, a.Viewer(h.gil), h.g.Slug, group.AsFormer))
		if h.count(`SELECT COUNT(*) FROM meeting_sheet WHERE state LIKE '%`+gil+`%'`) != 0 {
			t.Error("who hid their name stays in the state")
		}
	})
}

func TestABlockHidesCelebrationsAndPairs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		for _, who := range []apptest.Person{h.fay, h.gil, h.cleo} {
			h.does(who, h.at("/sheet/presence"), form("do", "leave"))
		}
		h.tends(h.fay, sheet.Pairs, "")
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "You talk with: Quiet Cedar Until")
		h.does(h.cleo, h.at("/sheet/presence"), form())
		h.steps(h.fay, h.part(sheet.Celebrations))
		h.does(h.ana, h.at("/sheet/celebrations"), form("celebrate", "I slept all night"))
		h.does(h.cleo, h.at("/sheet/celebrations"), form("celebrate", "I rang my sister"))
		h.hand(h.cleo, sheet.HideName)
		if strings.Contains(h.all(h.ana), "I rang my sister") {
			t.Error("what somebody celebrates stays when their name goes, and says whose it is")
		}
		h.does(h.cleo, h.at("/sheet/celebrations"), form("celebrate", "I rang my sister"))
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "You talk with: Somebody Until", "Somebody I rang my sister")
		all := h.all(h.ben)
		if strings.Contains(all, "I slept all night") || h.knows(all, h.ana, "Marisol") || !strings.Contains(all, "I rang my sister") {
			t.Error("a block does not hide what somebody celebrates")
		}
		if got := h.frame(h.cleo); !got.Hides {
			t.Error("whoever hides is not told")
		}
	})
}

func TestTheLiveChannelNamesNobodyBlocked(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		must(t, h.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		must(t, h.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.gil)))
		follow := func(who apptest.Person) *follower {
			f := &follower{h: h, who: who, base: base, id: h.channel(who)}
			f.connect(ctx)
			return f
		}
		ana, ben, cleo, gil := follow(h.ana), follow(h.ben), follow(h.cleo), follow(h.gil)
		h.hand(h.ana, sheet.Raise)
		h.hand(h.ben, sheet.Raise)
		h.tends(h.fay, sheet.Next, "")
		want := h.frame(h.fay).Number
		for _, f := range []*follower{ana, ben, cleo, gil} {
			until(t, "the last frame of "+f.who.Name, func() bool { return f.now().Number >= want })
			f.mu.Lock()
		}
		if h.knows(ana.said.String(), h.ben, "Quiet Cedar") || h.knows(ben.said.String(), h.ana, "Marisol") {
			t.Error("a frame names somebody to whom a block stands")
		}
		for _, f := range []*follower{cleo, gil} { // Gannet looks after the group
			if all := f.said.String(); !h.knows(all, h.ana, "Marisol") || !h.knows(all, h.ben, "Quiet Cedar") {
				t.Errorf("a frame for %s does not name whom it can", f.who.Name)
			}
		}
		if !slices.Equal(ana.heard, cleo.heard) || !slices.Equal(ben.heard, cleo.heard) || len(cleo.heard) != 3 {
			t.Errorf("they heard %v, %v and %v", ana.heard, ben.heard, cleo.heard)
		}
	})
}

// TestWhoHidesAloneHearsTheirOwn has one of two with a block hide their name and be
// the only one in the queue: both see one person differently from all others, who is
// the same, and still not in the same way.
func TestWhoHidesAloneHearsTheirOwn(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		must(t, h.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		ana, ben := &follower{h: h, who: h.ana, base: base, id: h.channel(h.ana)}, &follower{h: h, who: h.ben, base: base, id: h.channel(h.ben)}
		ana.connect(ctx)
		ben.connect(ctx)
		for _, c := range []struct {
			own, other *follower
			name       string
		}{{ana, ben, "Marisol"}, {ben, ana, "Quiet Cedar"}} {
			h.hand(c.own.who, sheet.HideName)
			h.hand(c.own.who, sheet.Raise)
			want := h.frame(h.fay).Number
			for _, f := range []*follower{c.own, c.other} {
				until(t, "the last frame of "+f.who.Name, func() bool { return f.now().Number >= want })
			}
			if got := c.own.now(); !got.Hides || len(got.Hands) != 1 || got.Hands[0].Name != c.name {
				t.Errorf("%s, who hides, hears %+v", c.name, got)
			}
			if got := c.other.now(); got.Hides || len(got.Hands) != 1 || !got.Hands[0].Hidden {
				t.Errorf("the other hears %+v", got)
			}
			c.other.mu.Lock()
			if h.knows(c.other.said.String(), c.own.who, c.name) {
				t.Errorf("the other is told of %s", c.name)
			}
			c.other.mu.Unlock()
			h.hand(c.own.who, sheet.Lower)
			h.hand(c.own.who, sheet.ShowName)
		}
	})
}

// TestABlockComesAsAHiddenNameDoes compares what somebody who looks again and again
// sees at the moment of a block with what they see when a name is hidden.
func TestABlockComesAsAHiddenNameDoes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.hand(h.ana, sheet.Raise)
		h.hand(h.cleo, sheet.Raise)
		was := h.frame(h.ben)
		comes := func(what string, ana, cleo bool) {
			t.Helper()
			is := h.frame(h.ben)
			if is.Number != was.Number+1 || is.Parts != was.Parts+1 {
				t.Errorf("%s: from %d and %d to %d and %d", what, was.Number, was.Parts, is.Number, is.Parts)
			}
			if is.Hands[0].Hidden != ana || is.Hands[1].Hidden != cleo {
				t.Errorf("%s: %+v", what, is.Hands)
			}
			was = is
		}
		h.hand(h.cleo, sheet.HideName)
		comes("a name is hidden", false, true)
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		comes("a block", true, true)
		h.hand(h.gil, sheet.HideName)
		comes("somebody who is not in the queue hides their name", true, true)
		h.steps(h.fay, h.part(sheet.Celebrations))
		was = h.frame(h.ben)
		h.does(h.ana, h.at("/sheet/celebrations"), form("celebrate", "I slept all night"))
		comes("what they cannot read", true, true)
		must(t, a.Groups.Unblock(ctx, h.in(h.ana), h.self(h.ben)))
		comes("no block", false, true)
		h.does(h.ana, h.at("/sheet/presence"), form("do", "leave"))
		was = h.frame(h.cleo)
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		if is := h.frame(h.cleo); is.Number != was.Number+1 {
			t.Error("whoever is not there may read it as a host")
		}
	})
}

func TestABlockIsSentAsAHiddenNameIs(t *testing.T) {
	eachServed(t, func(t *testing.T, h *house, base string) {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		h.begun()
		h.hand(h.ana, sheet.Raise)
		var all []*follower
		for _, who := range []apptest.Person{h.ben, h.cleo} {
			f := &follower{h: h, who: who, base: base, id: h.channel(who)}
			f.connect(ctx)
			all = append(all, f)
		}
		want := h.frame(h.fay).Number + 1
		must(t, h.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		for _, f := range all { // who has no part in it too
			until(t, "a frame of "+f.who.Name, func() bool { return f.now().Number >= want })
			if got := f.now(); got.Number != want || got.Hands[0].Hidden != (f.who == h.ben) {
				t.Errorf("%s hears %+v", f.who.Name, got)
			}
		}
	})
}

func TestAMeetingThatIsOverNamesNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.does(h.fay, h.at("/sheet/chair"), form("to", h.self(h.gil)))
		h.hand(h.gil, sheet.HideName)
		h.hand(h.cleo, sheet.HideName)
		must(t, a.Sheets.End(ctx, h.in(h.fay), h.date.Key()))
		for who, name := range map[apptest.Person]string{h.gil: "Gannet", h.cleo: "Curlew"} {
			if h.knows(h.all(h.ben), who, name) {
				t.Errorf("at the end it names %s, who hid", name)
			}
			if h.count(`SELECT COUNT(*) FROM meeting_sheet WHERE state LIKE '%`+h.self(who)+`%'`) != 0 {
				t.Errorf("%s stays in the state", name)
			}
		}
	})
}

// TestABlockComesWithItsNumber has somebody look while a block is made: the row of the
// sheet is read before it, and who is kept apart after it.
func TestABlockComesWithItsNumber(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		if a.DB.Engine() != db.Postgres {
			t.Skip("all that one transaction of SQLite reads is of one moment")
		}
		h := open(t, a)
		h.begun()
		h.hand(h.ana, sheet.Raise)
		was, ana, ben := h.frame(h.ben).Number, h.in(h.ana), h.in(h.ben)
		tx, err := a.DB.Writer().BeginTx(ctx, nil)
		must(t, err)
		defer tx.Rollback()
		run := func(query string, args ...any) {
			t.Helper()
			_, err := tx.ExecContext(ctx, query, args...)
			must(t, err)
		}
		run(`LOCK TABLE group_block IN ACCESS EXCLUSIVE MODE`)
		seen, failed := make(chan sheet.View, 1), make(chan error, 1)
		go func() {
			v, err := a.Sheets.ViewFor(ctx, ben, h.date)
			seen <- v
			failed <- err
		}()
		until(t, "whoever looks", func() bool {
			return h.count(`SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'group_block'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`) > 0
		})
		run(`INSERT INTO group_block (group_id, account_id, other_id, made_at) VALUES ($1, $2, $3, 0)`, h.g.ID, ana.Viewer.Account, ben.Viewer.Account)
		run(`UPDATE meeting_sheet SET number = number + 1`)
		must(t, tx.Commit())
		v := <-seen
		must(t, <-failed)
		if !v.Frame.Hands[0].Hidden || v.Frame.Number != was+1 {
			t.Errorf("with number %d after %d: %+v", v.Frame.Number, was, v.Frame.Hands)
		}
	})
}
