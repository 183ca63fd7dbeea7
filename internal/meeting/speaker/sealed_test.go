package speaker_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/meeting/speaker"
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
