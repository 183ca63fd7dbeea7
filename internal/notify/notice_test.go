package notify_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/belongings"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

func TestANoticeIsWordedWhenItIsRead(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "Europe/London")
		h.tell(ana, replied, "tulip")
		h.clock.Advance(time.Minute)
		h.tell(ana, hinted, "")
		h.clock.Advance(time.Minute)
		h.tell(ana, replied, "gone")
		list, err := h.ListFor(h.t.Context(), ana, 1)
		h.must(err)
		var said, paths []string
		for _, line := range list.Lines {
			said, paths = append(said, line.Say), append(paths, line.Path)
		}
		want := []string{"This was about something that is no longer here.", "A meeting begins", "Bo of tulip answered you in the relapse group"}
		if !slices.Equal(said, want) || !slices.Equal(paths, []string{"", "", "/groups/tulip"}) {
			t.Errorf("%q, %q", said, paths)
		}
		spanish, err := h.ListFor(i18n.With(h.t.Context(), h.options.Languages.For("es")), ana, 1)
		h.must(err)
		if got := spanish.Lines[0].Say; got != "Trataba de algo que ya no está aquí." {
			t.Errorf("in Spanish it says %q", got)
		}
		if n, err := h.Unseen(h.t.Context(), ana); n != 3 || err != nil {
			t.Errorf("%d unseen, %v", n, err)
		}
		if n, err := h.Unseen(h.t.Context(), account.Viewer{Pass: "p", Session: "s"}); n != 0 || err != nil {
			t.Errorf("somebody without an account has %d, %v", n, err)
		}
	})
}

func TestOpeningANoticeMarksItAlone(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.tell(ana, replied, "tulip")
		h.clock.Advance(time.Minute)
		h.tell(ana, hinted, "")
		ids := h.ids(ana)
		for id, want := range map[string]string{ids[1]: "/groups/tulip", ids[0]: notify.ListPath} {
			if path, err := h.Open(h.t.Context(), ana, id); path != want || err != nil {
				t.Errorf("it leads to %q, %v", path, err)
			}
		}
		if n, err := h.Unseen(h.t.Context(), ana); n != 0 || err != nil {
			t.Errorf("%d unseen, %v", n, err)
		}
	})
}

func TestWhatIsTakenAwayComesBackForTenMinutes(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		for range 3 {
			h.tell(ana, hinted, "")
		}
		h.must(h.Remove(h.t.Context(), ana, h.ids(ana)[0]))
		if n := len(h.ids(ana)); n != 2 {
			t.Errorf("%d are left of 3", n)
		}
		h.must(h.RemoveAll(h.t.Context(), ana))
		if list, _ := h.ListFor(h.t.Context(), ana, 1); len(list.Lines) != 0 || list.Undoable != 3 {
			t.Errorf("%d are left, %d can come back", len(list.Lines), list.Undoable)
		}
		h.clock.Advance(9 * time.Minute)
		h.must(h.Restore(h.t.Context(), ana))
		if n := len(h.ids(ana)); n != 3 {
			t.Errorf("%d came back of 3", n)
		}
		h.must(h.RemoveAll(h.t.Context(), ana))
		h.clock.Advance(11 * time.Minute)
		h.must(h.Restore(h.t.Context(), ana))
		if n := len(h.ids(ana)); n != 0 {
			t.Errorf("%d came back too late", n)
		}
		h.must(h.Sweep(h.t.Context()))
		if n := h.count(`SELECT count(*) FROM notify_notice`); n != 0 {
			t.Errorf("%d rows stay", n)
		}
	})
}

func TestAWarningAboutTheAccountStaysForADay(t *testing.T) {
	each(t, func(h *house) {
		ctx, ana := h.t.Context(), h.come("en", "")
		h.tell(ana, warned, "")
		warning, made := h.ids(ana)[0], h.clock.Now()
		h.clock.Advance(time.Second)
		h.tell(ana, keyAdded, "") // urgent, and about something else
		h.must(h.Remove(ctx, ana, h.ids(ana)[0]))
		h.tell(ana, keyAdded, "")
		h.tell(ana, hinted, "")
		for _, at := range []time.Duration{0, 24*time.Hour - time.Millisecond} {
			h.clock.Set(made.Add(at))
			wantKind(t, h.Remove(ctx, ana, warning), fault.Conflict, "taking it away within a day")
			h.must(h.RemoveAll(ctx, ana))
			h.must(h.SeeAll(ctx, ana))
			if list, err := h.ListFor(ctx, ana, 1); err != nil || len(list.Lines) != 1 || list.Lines[0].ID != warning || !list.Lines[0].Stays {
				t.Errorf("what stays: %+v, %v", list, err)
			}
		}
		h.clock.Set(made.Add(24 * time.Hour))
		if list, err := h.ListFor(ctx, ana, 1); err != nil || len(list.Lines) != 1 || list.Lines[0].Stays {
			t.Errorf("after a day: %+v, %v", list, err)
		}
		h.must(h.Remove(ctx, ana, warning))
		h.must(h.Restore(ctx, ana))
		h.must(h.RemoveAll(ctx, ana))
		if n := len(h.ids(ana)); n != 0 {
			t.Errorf("%d are left after a day", n)
		}
	})
}

func TestNoticesAreForTheirOwnerAlone(t *testing.T) {
	each(t, func(h *house) {
		ana, zoe := h.come("en", ""), h.come("en", "")
		h.tell(ana, replied, "tulip")
		device := h.subscribe(ana, "https://push.example.net/ana")
		id := h.ids(ana)[0]
		if list, err := h.ListFor(h.t.Context(), zoe, 1); err != nil || len(list.Lines) != 0 {
			t.Errorf("Zoe sees %d of Ana's, %v", len(list.Lines), err)
		}
		_, err := h.Open(h.t.Context(), zoe, id)
		wantKind(t, err, fault.NotFound, "Zoe opens Ana's")
		wantKind(t, h.Remove(h.t.Context(), zoe, id), fault.NotFound, "Zoe takes Ana's away")
		wantKind(t, h.RemoveDevice(h.t.Context(), zoe, device.ID), fault.NotFound, "Zoe turns Ana's browser off")
		wantKind(t, h.ShowPreviews(h.t.Context(), zoe, true), fault.NotFound, "Zoe turns previews on without a browser")
		h.must(h.RemoveAll(h.t.Context(), zoe))
		h.must(h.SeeAll(h.t.Context(), zoe))
		if n, err := h.Unseen(h.t.Context(), ana); n != 1 || err != nil {
			t.Errorf("Ana has %d unseen, %v", n, err)
		}
		visitor := account.Viewer{}
		_, err = h.ListFor(h.t.Context(), visitor, 1)
		wantKind(t, err, fault.NotFound, "a visitor lists")
		wantKind(t, h.SeeAll(h.t.Context(), visitor), fault.NotFound, "a visitor sees all")
		h.must(h.MayListen("account:"+ana.Account, h.Channel(ana.Account)))
		wantKind(t, h.MayListen("account:"+zoe.Account, h.Channel(ana.Account)), fault.NotFound, "Zoe listens to Ana's bell")
		wantKind(t, h.MayListen("pass:"+ana.Account, h.Channel(ana.Account)), fault.NotFound, "a pass listens to Ana's bell")
	})
}

func TestOnceMeansOneUnseen(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		once := notify.News{Account: ana.Account, Kind: hinted.Name, Target: "a", Once: true}
		first, second := make(chan error, 1), make(chan error, 1)
		added, goOn := make(chan struct{}), make(chan struct{})
		go func() {
			first <- h.db.In(context.Background(), func(ctx context.Context, tx *db.Tx) error {
				err := h.Add(ctx, tx, once)
				close(added)
				<-goOn
				return err
			})
		}()
		<-added
		go func() { second <- h.add(once) }()
		h.untilItWaits(second)
		close(goOn)
		h.must(errors.Join(<-first, <-second))
		if n := len(h.ids(ana)); n != 1 {
			t.Errorf("%d notices, want one", n)
		}
		h.must(h.SeeAll(h.t.Context(), ana))
		h.must(h.add(once))
		other := once
		other.Target = "b"
		h.must(h.add(other))
		if n := len(h.ids(ana)); n != 3 {
			t.Errorf("%d notices, want one seen, one more, and one about something else", n)
		}
	})
}

func TestANoticeIsPartOfItsCause(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.subscribe(ana, "https://push.example.net/ana")
		undone := errors.New("undone")
		err := h.db.In(h.t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := h.Add(ctx, tx, notify.News{Account: ana.Account, Kind: keyAdded.Name}); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		h.settle()
		h.wantScreens(0, "what was undone")
		if n := len(h.ids(ana)); n != 0 {
			t.Errorf("%d notices of what was undone", n)
		}
		if err := h.add(notify.News{Account: ana.Account, Kind: "test.unknown"}); err == nil {
			t.Error("a kind that nobody registered is taken")
		}
		if err := h.add(notify.News{Account: "somebody who is gone", Kind: keyAdded.Name}); err == nil {
			t.Error("a notice for nobody is taken")
		}
		h.settle()
		if n := h.count(`SELECT count(*) FROM notify_notice`); n != 0 {
			t.Errorf("%d notices for nobody", n)
		}
	})
}

func TestNoticesEnd(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		h.must(h.add(notify.News{Account: ana.Account, Kind: hinted.Name, Until: noon.Add(time.Hour)}))
		h.must(h.add(notify.News{Account: ana.Account, Kind: hinted.Name}))
		h.clock.Advance(2 * time.Hour)
		if n := len(h.ids(ana)); n != 1 {
			t.Errorf("after an hour %d are listed, want one", n)
		}
		h.clock.Advance(90 * 24 * time.Hour)
		h.must(h.Sweep(h.t.Context()))
		if n := h.count(`SELECT count(*) FROM notify_notice`); n != 0 {
			t.Errorf("after 90 days %d are kept", n)
		}
	})
}

func TestALongListHasPages(t *testing.T) {
	each(t, func(h *house) {
		ana := h.come("en", "")
		for range 120 {
			h.tell(ana, hinted, "")
		}
		for page, want := range map[int][3]int{-1: {1, 3, 50}, 1: {1, 3, 50}, 3: {3, 3, 20}, 9: {3, 3, 20}} {
			list, err := h.ListFor(h.t.Context(), ana, page)
			if got := [3]int{list.Page, list.Last, len(list.Lines)}; got != want || err != nil {
				t.Errorf("page %d is %v, want %v, %v", page, got, want, err)
			}
		}
	})
}

// TestEverythingGoesWithItsOwner erases by the declaration, and by the account.
func TestEverythingGoesWithItsOwner(t *testing.T) {
	each(t, func(h *house) {
		ana, zoe := h.come("en", ""), h.come("en", "")
		for _, v := range []account.Viewer{ana, zoe} {
			h.subscribe(v, "https://push.example.net/"+v.Account)
			h.giveAddress(v, "me-"+v.Account[:8]+"@example.net")
			h.tell(v, keyAdded, "planted")
			h.must(h.Change(h.t.Context(), v, func(s *notify.Setting) { s.Digest = notify.Daily }))
			h.settle()
		}
		all, err := belongings.New(h.db, h.keys, append(account.Declared(), notify.Declared()...))
		h.must(err)
		var copied []string
		h.must(all.Read(h.t.Context(), ana.Account, func(table string, _ belongings.Row) error {
			copied = append(copied, table)
			return nil
		}))
		for _, table := range []string{"notify_notice", "notify_setting", "notify_address", "notify_device"} {
			if !slices.Contains(copied, table) {
				t.Errorf("%s is not in the copy", table)
			}
		}
		if done, err := all.Erase(h.t.Context(), ana.Account, 0); !done || err != nil {
			t.Fatalf("%v, %v", done, err)
		}
		for table, n := range map[string]int{"notify_notice": 1, "notify_setting": 1, "notify_address": 1, "notify_device": 1, "notify_outgoing": 2} {
			if got := h.count(`SELECT count(*) FROM ` + table); got != n {
				t.Errorf("%s has %d rows, want Zoe's alone: %d", table, got, n)
			}
		}
	})
}

func TestTheDeclarationIsSound(t *testing.T) {
	if err := declare.Check(append(account.Declared(), notify.Declared()...)); err != nil {
		t.Error(err)
	}
}

// count asks the database behind everybody's back.
func (h *house) count(query string) (n int) {
	h.t.Helper()
	h.must(h.db.Writer().QueryRow(query).Scan(&n))
	return n
}

// untilItWaits returns when another transaction waits for a lock of ours, or is
// through already. SQLite has one writer, which waits before it begins.
func (h *house) untilItWaits(through chan error) {
	h.t.Helper()
	for h.db.Engine() == db.Postgres && len(through) == 0 {
		if h.count(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`) > 0 {
			return
		}
	}
}
