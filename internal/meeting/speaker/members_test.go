package speaker_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/speaker"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

func TestSuggestionsAreForThoseWhoLead(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.wants(apptest.Ana, h.path("suggestion"), "Whom would you like to hear")
		h.sends(apptest.Ana, h.path("suggestions"), url.Values{"who": {" "}}, http.StatusUnprocessableEntity)
		for i := range 5 {
			h.sends(apptest.Ana, h.path("suggestions"), url.Values{"who": {fmt.Sprint("Sister Ruth ", i)}, "why": {"She\n\nknows nights"}}, http.StatusSeeOther)
		}
		h.sends(apptest.Ana, h.path("suggestions"), url.Values{"who": {"A sixth"}}, http.StatusUnprocessableEntity)
		h.wants(apptest.Ana, h.path(), "Sister Ruth 0", "By you")
		h.wants(h.fay, h.path(), "Sister Ruth 4", "By Marisol", "knows nights")
		h.lacks(h.wants(h.ben, h.path()), "Sister Ruth", "knows nights")
		v, err := h.Speakers.ViewFor(ctx, h.in(apptest.Ana), h.o)
		must(t, err)
		h.sends(h.ben, h.path("suggestions", v.Suggestions[0].ID, "removal"), nil, http.StatusNotFound)
		h.sends(apptest.Ana, h.path("suggestions", v.Suggestions[0].ID, "removal"), nil, http.StatusSeeOther)
		h.sends(h.fay, h.path("suggestions", v.Suggestions[1].ID, "removal"), nil, http.StatusSeeOther)
		if v, err = h.Speakers.ViewFor(ctx, h.in(h.fay), h.o); err != nil || len(v.Suggestions) != 3 {
			t.Errorf("%d are left, %v", len(v.Suggestions), err)
		}
		list, err := h.Notices.ListFor(ctx, h.Viewer(h.fay), 1)
		must(t, err)
		told := slices.ContainsFunc(list.Lines, func(l notify.Line) bool { return l.Kind == "meeting.speaker-suggested" })
		if !told {
			t.Errorf("a leader is told %+v", list.Lines)
		}
	})
}

func TestOnlyThoseWhoLeadInvite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		for _, p := range []apptest.Person{apptest.Ana, apptest.Zoe, apptest.Vera, h.ruth} {
			for _, at := range []string{"invitations", id + "/link", id + "/withdrawal", id + "/arrangement", id + "/hiding"} {
				if got := h.Post(p, h.path(at), url.Values{}); got.Code < 400 {
					t.Errorf("%s sends to %s: %d", p.Name, at, got.Code)
				}
			}
		}
		h.codes(apptest.Ana, h.path("invitation"), http.StatusNotFound)
		h.codes(apptest.Ana, h.path(id, "arrangement"), http.StatusNotFound)
		h.wants(h.ruth, "/speaker", "Welcome")
		for range 4 {
			h.invites(nil)
		}
		h.sends(h.fay, h.path("invitations"), nil, http.StatusUnprocessableEntity)
		for _, bad := range []url.Values{{"minutes": {"-1"}}, {"minutes": {"many"}}, {"minutes": {"999"}}, {"place": {strings.Repeat("p", 201)}}, {"label": {strings.Repeat("l", 81)}}} {
			h.sends(h.fay, h.path("invitations"), bad, http.StatusUnprocessableEntity)
		}
		h.Clock.Set(h.o.End)
		h.sends(h.fay, h.path("invitations"), nil, http.StatusUnprocessableEntity)
	})
}

func TestWhatIsGivenCanBeChangedAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		inside := []string{"Quay 4", "meet.example/low-tide", "555 0100", "heron", "Mind the cat"}
		h.lacks(h.wants(h.ruth, "/speaker", "How to come is not said here"), inside...)
		h.sends(h.fay, h.path(id, "arrangement"), url.Values{"link": {"yes"}, "phone": {"yes"}, "code": {"yes"}, "minutes": {"15"}}, http.StatusSeeOther)
		h.lacks(h.wants(h.ruth, "/speaker", append([]string{"15 minutes"}, inside[1:]...)...), "Quay 4", "Near the harbour")
		h.sends(h.fay, h.path(id, "arrangement"), url.Values{"address": {"yes"}}, http.StatusSeeOther)
		h.lacks(h.wants(h.ruth, "/speaker", "Quay 4", "Near the harbour"), inside[1:]...)
	})
}

// TestWithoutANameABlockChangesNothing, and under a name it looks as if nothing
// was said.
func TestWithoutANameABlockChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(url.Values{"shown": {"yes"}})
		for _, p := range []apptest.Person{apptest.Ana, h.ben} {
			must(t, h.Groups.Introduce(ctx, h.in(p), "Hello."))
		}
		h.asks(apptest.Ana, id, "Under my name?", "named")
		h.asks(apptest.Ana, id, "Without it?", "member")
		h.wants(h.ben, h.path(id), "Under my name?", "Marisol", "Without it?")
		must(t, h.Groups.BlockOne(ctx, h.in(apptest.Ana), h.in(h.ben).Self.ID))
		h.lacks(h.wants(h.ben, h.path(id), "Without it?"), "Under my name?", "Marisol")
		h.wants(h.fay, h.path(id), "Under my name?", "Marisol", "Without it?")
		h.wants(h.ruth, "/speaker", "Under my name?", "Marisol", "Without it?")
		named, plain := h.word("Under my name?"), h.word("Without it?")
		report := func(word string) int { return h.Get(h.ben, "/groups/"+h.g.Slug+"/report/speaker-word/"+word).Code }
		if a, b := report(named), report(plain); a != http.StatusNotFound || b != http.StatusOK {
			t.Errorf("reporting what is hidden: %d, and what is not: %d", a, b)
		}
		h.sends(h.ben, h.path("words", named, "removal"), nil, http.StatusNotFound)
		h.sends(apptest.Ana, h.path("words", named, "removal"), url.Values{"speaker": {id}}, http.StatusSeeOther)
		h.lacks(h.wants(h.ruth, "/speaker", "Without it?"), "Under my name?")
	})
}

func TestMembersReadEachOtherOnlyWhereLeadersLike(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		h.asks(apptest.Ana, id, "Mine?", "named")
		h.lacks(h.wants(h.ben, h.path(id), "Questions for them"), "Mine?")
		h.sends(h.fay, h.path(id, "arrangement"), url.Values{"shown": {"yes"}}, http.StatusSeeOther)
		h.wants(h.ben, h.path(id), "Mine?")
		h.sends(h.ben, h.path("words", h.word("Mine?"), "hiding"), url.Values{"hide": {"yes"}}, http.StatusNotFound)
		h.sends(h.ben, h.path("words", h.word("Mine?"), "asked"), url.Values{"asked": {"yes"}}, http.StatusNotFound)
		h.sends(h.fay, h.path("words", h.word("Mine?"), "hiding"), url.Values{"hide": {"yes"}, "speaker": {id}}, http.StatusSeeOther)
		h.lacks(h.wants(h.ben, h.path(id)), "Mine?")
		h.lacks(h.wants(h.ruth, "/speaker"), "Mine?")
		h.wants(apptest.Ana, h.path(id), "Mine?")
		h.sends(h.fay, h.path(id, "hiding"), url.Values{"hide": {"yes"}}, http.StatusSeeOther)
		h.codes(h.ben, h.path(id), http.StatusNotFound)
		h.sends(h.ben, h.path(id, "questions"), url.Values{"text": {"Still?"}}, http.StatusNotFound)
		h.wants(h.fay, h.path(id), "Hidden from members")
		h.sends(h.fay, h.path(id, "hiding"), url.Values{"hide": {"no"}}, http.StatusSeeOther)
		h.wants(h.ben, h.path(id))
	})
}

// hostile is what somebody may type anywhere.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `[x](javascript:alert(1))`, `<https://evil.test/?a"onload=1>`, "{{.}} ${7*7} <%= 1 %>",
	"\u202egnp.exe", strings.Repeat("A", 290), "a\x00b\x1b[2J", `'; DROP TABLE meeting_speaker; --`, "\u0637\u0645\u0646",
}

func TestHostileTextStaysText(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(url.Values{"shown": {"yes"}, "label": {hostile[0]}, "place": {hostile[1]}})
		for _, text := range hostile {
			h.Clock.Advance(5 * time.Minute)
			short := text[:min(len(text), 35)]
			h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}, "pronouns": {short}, "about": {text + "\n\n" + strings.Repeat("> ", 10) + text}, "talk": {text}, "ask": {text}}, http.StatusSeeOther)
			h.sends(apptest.Ana, h.path("suggestions"), url.Values{"who": {short}, "why": {text}}, http.StatusSeeOther)
			v, err := h.Speakers.ViewFor(ctx, h.in(apptest.Ana), h.o)
			must(t, err)
			h.asks(apptest.Ana, id, text, "member")
			for _, page := range []string{h.wants(h.ruth, "/speaker"), h.wants(h.ruth, "/speaker/page"), h.wants(h.fay, h.path()), h.wants(h.fay, h.path(id)), h.wants(h.fay, h.path(id, "arrangement"))} {
				_, page, _ = strings.Cut(page, "<main")
				h.lacks(page, "<script>alert", "<img src=x", "onerror=alert(1)>", `href="javascript:`, `"onload=1`, "\x00", "\x1b")
			}
			must(t, h.Speakers.DropSuggestion(ctx, h.in(apptest.Ana), h.o.Key(), v.Suggestions[0].ID))
			words, err := h.Speakers.ViewFor(ctx, h.in(apptest.Ana), h.o)
			must(t, err)
			must(t, h.Speakers.TakeBack(ctx, h.in(apptest.Ana), h.o.Key(), words.Cards[0].Questions[0].ID))
		}
		for field, most := range map[string]int{"pronouns": 40, "about": 4000, "talk": 1000, "ask": 1000} {
			form := url.Values{"name": {"Ruth"}, field: {strings.Repeat("é", most)}}
			h.sends(h.ruth, "/speaker/page", form, http.StatusSeeOther)
			form.Set(field, form.Get(field)+"é")
			if got := h.sends(h.ruth, "/speaker/page", form, http.StatusUnprocessableEntity); !strings.Contains(got.Body, form.Get(field)) {
				t.Errorf("what was typed as %s is lost", field)
			}
		}
		h.sends(apptest.Ana, h.path(id, "questions"), url.Values{"text": {strings.Repeat("q", 301)}}, http.StatusUnprocessableEntity)
	})
}

func TestSoMuchAndNoMore(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		for i := range 10 {
			h.asks(apptest.Ana, id, fmt.Sprint("Question ", i), "member")
		}
		h.sends(apptest.Ana, h.path(id, "questions"), url.Values{"text": {"One more"}}, http.StatusUnprocessableEntity)
		for range 40 {
			if got := h.Post(h.ben, h.path(id, "questions"), url.Values{"text": {""}}); got.Code == http.StatusTooManyRequests {
				break
			}
		}
		h.sends(h.ben, h.path(id, "questions"), url.Values{"text": {"Too many"}}, http.StatusTooManyRequests)
	})
}

// chairs has somebody chair the date.
func (h *house) chairs(p apptest.Person) {
	h.t.Helper()
	must(h.t, h.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO meeting_role (id, meeting_id, kind, label, about, many, weeks, place, notes, gone_at) VALUES ('chair', ?, 'chair', '', '', 1, 0, 0, ?, 0)`, h.o.Meeting.ID, []byte{}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO meeting_service (id, role_id, meeting_id, membership_id, term_id, from_slot, to_slot, state, note, lead_days, reminded, ending, changed_at)
			VALUES ('turn', 'chair', ?, ?, '', ?, ?, 'held', '', 0, '', '', 0)`, h.o.Meeting.ID, h.in(p).Self.ID, h.o.Slot.String(), h.o.Slot.String())
		return err
	}))
}

func TestWhoChairsSaysWhenAndMarksWhatWasAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(url.Values{"address": {"yes"}})
		h.asks(apptest.Ana, id, "Mine?", "member")
		err := h.Speakers.Arrange(ctx, h.in(h.ben), h.o.Key(), id, speaker.Draft{Place: "Last"})
		wantKind(t, "a member arranges", err, fault.NotFound)
		h.chairs(h.ben)
		h.wants(h.ben, h.path(id), "Mine?", "For hosts")
		h.lacks(h.wants(h.ben, h.path(id, "arrangement")), "The link to join online")
		h.sends(h.ben, h.path(id, "arrangement"), url.Values{"place": {"Before the pause"}, "link": {"yes"}}, http.StatusSeeOther)
		h.lacks(h.wants(h.ruth, "/speaker", "Before the pause", "Quay 4"), "meet.example")
		h.sends(h.ben, h.path("words", h.word("Mine?"), "asked"), url.Values{"asked": {"yes"}, "speaker": {id}}, http.StatusSeeOther)
		h.wants(h.ruth, "/speaker", "asked at the meeting")
		h.sends(h.ben, h.path(id, "withdrawal"), nil, http.StatusNotFound)
	})
}

func TestWhoLeavesTakesTheirWordsAlong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		h.asks(apptest.Ana, id, "Mine?", "named")
		must(t, h.Speakers.Suggest(ctx, h.in(apptest.Ana), h.o.Key(), "Sister Ruth", ""))
		must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.AsFormer))
		h.lacks(h.wants(h.ruth, "/speaker"), "Mine?")
		h.lacks(h.wants(h.fay, h.path()), "Sister Ruth")
		if dump := h.Dump(); strings.Contains(dump, "Mine?") || strings.Contains(dump, "Sister Ruth") {
			t.Error("it is left in the database")
		}
		h.codes(apptest.Ana, h.path(id), http.StatusNotFound)
	})
}

func TestAPageIsReportedAndHidden(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}, "about": {"Buy my book"}}, http.StatusSeeOther)
		h.wants(apptest.Ana, h.path(id), "/report/speaker/"+id)
		h.wants(apptest.Ana, "/groups/"+h.g.Slug+"/report/speaker/"+id, "Buy my book")
		h.codes(apptest.Zoe, "/groups/"+h.g.Slug+"/report/speaker/"+id, http.StatusNotFound)
		h.wants(h.ruth, "/speaker", `href="/report"`)
		h.wants(h.ruth, "/report")
	})
}
