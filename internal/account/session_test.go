package account_test

import (
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
)

// signedIn opens another session of a seat that has a phrase.
func (h *house) signedIn(name, words string) (token string) {
	h.t.Helper()
	e, err := h.SignIn(h.t.Context(), attempt(name, words))
	must(h.t, err)
	return e.Token
}

func TestSigningOutElsewhereLeavesNoneBehind(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		name, words, token := h.kept()
		other, otherWords, otherToken := h.kept()
		h.signedIn(other, otherWords)
		first := h.signedIn(name, words)
		// Many more than a page lists: written as they are, since each hash costs.
		_, err := h.d.Writer().ExecContext(t.Context(), `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)
			INSERT INTO account_session (id, token_hash, account_id, kind, device, made_at, seen_at, ends_at, factors, proved_at)
			SELECT 'many-' || i, 'many-' || i, s.account_id, s.kind, s.device, s.made_at, s.seen_at, s.ends_at, 1, 0
			FROM n JOIN account_session s ON s.id = '`+h.viewer(first).Session+`'`)
		must(t, err)
		must(t, h.EndOthers(t.Context(), h.viewer(token)))
		h.wantHere(token, true, "here")
		h.wantHere(first, false, "elsewhere")
		h.wantHere(otherToken, true, "somebody else")
		if n := h.count(`SELECT COUNT(*) FROM account_session`); n != 3 {
			t.Errorf("%d sessions are left, want 3", n)
		}
	})
}

func TestAnAccountThatIsClosedOrErasedHasNoSessions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		for name, end := range map[string]func(v account.Viewer) error{
			"closed by a steward":    func(v account.Viewer) error { return h.Close(ctx, operator(), v.Account) },
			"erased at once":         func(v account.Viewer) error { return h.EraseNow(ctx, v) },
			"erased by the operator": func(v account.Viewer) error { return h.EraseFor(ctx, operator(), v.Account) },
			"erased after its time": func(v account.Viewer) error {
				must(t, h.LeaveLater(ctx, v))
				h.clock.Advance(account.LeaveIn)
				return h.EraseDue(ctx)
			},
		} {
			name1, words, token := h.kept()
			tokens := []string{token, h.signedIn(name1, words), h.signedIn(name1, words)}
			v := h.viewer(token)
			h.set(func() { h.ended = nil })
			must(t, end(v))
			for _, one := range tokens {
				h.wantHere(one, false, name)
			}
			cut := false
			for _, e := range h.ended {
				cut = cut || e.Subject == v.Subject()
			}
			if !cut {
				t.Errorf("%s: open pages are not told: %+v", name, h.ended)
			}
			want := fault.Invalid
			if name == "closed by a steward" {
				want = fault.Forbidden // and they are told
			}
			if _, err := h.SignIn(ctx, attempt(name1, words)); fault.KindOf(err) != want {
				t.Errorf("%s: signing in again: %v", name, err)
			}
			h.clock.Advance(time.Hour) // so that the limit of guessing is not what refuses
		}
	})
}

func TestAKeyThatWasShownCountsForTenMinutes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, words, token := h.kept()
		v := h.viewer(token)
		h.clock.Advance(account.FreshFor)
		if !h.IsFresh(v) {
			t.Error("no longer counts within ten minutes")
		}
		h.clock.Advance(time.Millisecond)
		if h.IsFresh(v) {
			t.Error("still counts after ten minutes")
		}
		next, err := h.Prove(t.Context(), v, account.Proof{Words: words})
		must(t, err)
		h.wantHere(token, false, "with the token from before the proof")
		if !h.IsFresh(h.viewer(next)) {
			t.Error("a proof counts for nothing")
		}
		// Reading on does not make it count for longer.
		for range 11 {
			h.clock.Advance(time.Minute)
			h.Saw(h.viewer(next))
			must(t, h.WriteSeen(t.Context()))
		}
		if h.IsFresh(h.viewer(next)) {
			t.Error("being here made a proof count for longer")
		}
	})
}

func TestATokenNobodyGaveIsNeverTaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const planted = "planted-by-somebody-else-planted-by-somebod"
		h.wantHere(planted, false, "before")
		name, words, token := h.kept()
		for _, given := range []string{token, h.signedIn(name, words)} {
			if given == planted || len(given) < 43 {
				t.Errorf("the token %q was given", given)
			}
		}
		h.wantHere(planted, false, "after somebody came in")
		if one, other := h.signedIn(name, words), h.signedIn(name, words); one == other {
			t.Error("two sessions have one token")
		}
	})
}
