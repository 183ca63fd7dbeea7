package account_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

func arriving(once string) account.Arrival {
	return account.Arrival{Name: "Quiet Harbor", Kind: account.Kept, Device: "Chrome on Android", Consents: true, Once: once}
}

func TestOneFormIsOneSeat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		once := id.Token()
		first, err := h.ComeIn(t.Context(), arriving(once))
		must(t, err)
		h.clock.Advance(5 * time.Minute)
		again, err := h.ComeIn(t.Context(), arriving(once))
		must(t, err)
		if again.Token != first.Token || again.Name != first.Name || again.Viewer.Account != first.Viewer.Account {
			t.Errorf("the second answer is another: %+v, %+v", first, again)
		}
		if n := h.count(`SELECT COUNT(*) FROM account_account`); n != 1 {
			t.Errorf("%d accounts", n)
		}
		other, err := h.ComeIn(t.Context(), arriving(id.Token()))
		must(t, err)
		if other.Viewer.Account == first.Viewer.Account || other.Token == first.Token {
			t.Error("another form leads to the same seat")
		}
	})
}

func TestOneFormSentAtOnceIsOneSeat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		once := id.Token()
		tokens := make([]string, 4)
		var all sync.WaitGroup
		for i := range tokens {
			all.Go(func() {
				w, err := h.ComeIn(t.Context(), arriving(once))
				if err != nil {
					t.Error(err)
				}
				tokens[i] = w.Token
			})
		}
		all.Wait()
		for _, token := range tokens {
			h.wantHere(token, true, "with any of the answers")
		}
		if n := h.count(`SELECT COUNT(*) FROM account_session`); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestAnOldFormGivesNoSeatAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		refused := func(once, why string) {
			t.Helper()
			w, err := h.ComeIn(t.Context(), arriving(once))
			if fault.KindOf(err) != fault.Conflict || w.Token != "" {
				t.Errorf("%s: %+v, %v", why, w, err)
			}
		}
		late, ended, erased := id.Token(), id.Token(), id.Token()
		_, err := h.ComeIn(t.Context(), arriving(late))
		must(t, err)
		h.clock.Advance(10*time.Minute + time.Millisecond)
		refused(late, "after ten minutes")
		w, err := h.ComeIn(t.Context(), arriving(ended))
		must(t, err)
		must(t, h.End(t.Context(), w.Viewer))
		refused(ended, "after signing out")
		w, err = h.ComeIn(t.Context(), arriving(erased))
		must(t, err)
		must(t, h.keys.Destroy(t.Context(), w.Viewer.Subject()))
		refused(erased, "after it was erased")
	})
}

func TestAKeyThatCanBeGuessedIsNone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, once := range []string{"", "1", strings.Repeat("1", 31), strings.Repeat("1", 201)} {
			first, err := h.ComeIn(t.Context(), arriving(once))
			must(t, err)
			again, err := h.ComeIn(t.Context(), arriving(once))
			must(t, err)
			if again.Token == first.Token || again.Viewer.Account == first.Viewer.Account {
				t.Errorf("two people with the key %q have one seat", once)
			}
		}
	})
}
