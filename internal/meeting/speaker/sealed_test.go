package speaker_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/meeting/speaker"
	"handrail/internal/platform/db"
	"handrail/internal/platform/seal"
)

const (
	asked     = "kanarivogel question"
	suggested = "kanarivogel who"
	because   = "kanarivogel why"
)

// said has Ana ask a guest something, and suggest another one.
func (h *house) said() (id string) {
	h.t.Helper()
	id = h.comes(url.Values{"shown": {"yes"}})
	h.asks(apptest.Ana, id, asked, "member")
	h.sends(apptest.Ana, h.path("suggestions"), url.Values{"who": {suggested}, "why": {because}}, http.StatusSeeOther)
	return id
}

// lies tells whether any of it lies in the clear.
func (h *house) lies() bool {
	dump := h.Dump()
	return strings.Contains(dump, asked) || strings.Contains(dump, suggested) || strings.Contains(dump, because)
}

func (h *house) isRead(id string) {
	h.t.Helper()
	h.wants(h.fay, h.path(id), asked)
	h.wants(h.ben, h.path(id), asked)
	h.wants(h.ruth, "/speaker", asked)
	h.wants(h.fay, h.path(), suggested, because)
	h.wants(apptest.Ana, h.path(), suggested, because)
}

func TestWhatMembersWriteIsLockedWithTheirKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.said()
		if h.lies() {
			t.Error("what somebody wrote lies in the clear")
		}
		h.isRead(id)
		var copied strings.Builder
		must(t, h.Belongings.WriteCopy(ctx, &copied, h.Viewer(apptest.Ana).Account, h.Clock.Now(), nil))
		for _, word := range []string{asked, suggested, because} {
			if !strings.Contains(copied.String(), word) {
				t.Errorf("%q is not in the copy of whoever wrote it", word)
			}
		}
		must(t, h.Keys.Destroy(ctx, account.PrivateOwner(h.Viewer(apptest.Ana).Account)))
		h.lacks(h.wants(h.ben, h.path(id)), asked, "cannot be read")
		h.lacks(h.wants(h.ruth, "/speaker"), asked, "cannot be read")
		h.lacks(h.wants(h.fay, h.path()), suggested, because)
		h.wants(apptest.Ana, h.path(id), "This cannot be read any more. You can take it back.")
	})
}

func TestWhatLayInTheClearIsLocked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.said()
		for _, old := range []string{
			`UPDATE meeting_speaker_word SET text = '` + asked + `', words = NULL`,
			`UPDATE meeting_suggestion SET who = '` + suggested + `', why = '` + because + `', whom = NULL, reason = NULL`,
		} {
			_, err := h.DB.Writer().ExecContext(ctx, old)
			must(t, err)
		}
		if !h.lies() {
			t.Fatal("it does not lie as it did")
		}
		h.isRead(id)
		for range 2 {
			must(t, h.Speakers.Sweep(ctx))
			if h.lies() {
				t.Fatal("what was there stays in the clear")
			}
			h.isRead(id)
		}
		v, err := h.Speakers.ViewFor(ctx, h.in(apptest.Ana), h.o)
		must(t, err)
		if said := v.Cards[0].Questions; len(said) != 1 || said[0].Kind != speaker.Question {
			t.Errorf("%+v", said)
		}
	})
}

// keys are the owners who have one.
func (h *house) keys() map[string]bool {
	h.t.Helper()
	all, err := h.Keys.Export(ctx)
	must(h.t, err)
	found := map[string]bool{}
	for _, one := range all.Keys {
		found[one.OwnerHash] = true
	}
	return found
}

// spoil gives an owner a newer key that nothing opens.
func (h *house) spoil(hash string) {
	h.t.Helper()
	all, err := h.Keys.Export(ctx)
	must(h.t, err)
	must(h.t, h.Keys.Import(ctx, seal.Copy{Check: all.Check, Keys: []seal.Record{{OwnerHash: hash, Version: 9, Wrapped: []byte("spoiled")}}}))
}

// Whoever may not write has no key made for it.
func TestARefusedWordMakesNoKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(url.Values{"shown": {"yes"}})
		cy := h.Newcomer("Cy")
		h.Enter(cy, h.g, "Amber Reed")
		member, had := h.in(cy), len(h.keys())
		if err := h.Speakers.Say(ctx, member, h.o.Key(), id, speaker.Word{Kind: speaker.Question, Text: asked}); err == nil {
			t.Fatal("whoever has no key of their own writes")
		}
		if got := len(h.keys()); got != had {
			t.Errorf("there were %d keys, and are %d", had, got)
		}
	})
}

// One word that cannot be locked keeps no other one in the clear, and no guest here
// whose time is over.
func TestWhatCannotBeLockedHoldsNothingUp(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.said()
		had := h.keys()
		h.asks(h.ben, id, "left behind", "member")
		run := func(statement string, args ...any) {
			must(t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, statement, args...)
				return err
			}))
		}
		broken := 0
		for hash := range h.keys() {
			if !had[hash] {
				broken++
				h.spoil(hash)
			}
		}
		if broken != 1 {
			t.Fatalf("%d keys are Ben's", broken)
		}
		ben := h.in(h.ben).Self.ID
		run(`UPDATE meeting_speaker_word SET text = ?, words = NULL, keep = TRUE`, asked)
		run(`UPDATE meeting_speaker_word SET id = '0', text = 'left behind' WHERE membership_id = ?`, ben)
		run(`UPDATE meeting_suggestion SET who = ?, why = ?, whom = NULL, reason = NULL`, suggested, because)
		h.Clock.Advance(60 * 24 * time.Hour)
		if err := h.Speakers.Sweep(ctx); err == nil {
			t.Error("nobody learns that something could not be locked")
		}
		if h.lies() {
			t.Error("the others stay in the clear")
		}
		if strings.Contains(h.Dump(), "\nmeeting_speaker ") {
			t.Error("the guest whose time is over is still there")
		}
	})
}
