package speaker_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/meeting"
	"handrail/internal/meeting/speaker"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/recur"
)

func TestAnEveningWithAGuestSpeaker(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		link, id := h.invites(url.Values{"label": {"Ruth, sleep clinic"}, "minutes": {"20"}, "place": {"After the welcome"}, "address": {"yes"}, "shown": {"yes"}})
		h.wants(apptest.Vera, link, "Tomasz of the group “Low Tide”", "Wednesday harbour", "New York time", "20 minutes", "After the welcome", "What is kept about you")
		h.lacks(h.wants(apptest.Ana, h.path()), "sleep clinic", "Nobody took the link yet")
		h.wants(h.fay, h.path(), "Ruth, sleep clinic", "Nobody took the link yet")
		h.codes(apptest.Ana, h.path(id), http.StatusNotFound)
		_, token := h.take(link, nil)
		h.Hold(h.ruth, token)
		h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}, "pronouns": {"she"}, "about": {"I *sleep* well."}, "talk": {"Nights"}, "ask": {"Anything but my age"}}, http.StatusSeeOther)
		h.asks(apptest.Ana, id, "How long is a night?", "member")
		h.asks(h.ben, id, "What of dreams?", "named")
		page := h.wants(h.ruth, "/speaker", "Welcome, Ruth", "How long is a night?", "What of dreams?", "Quiet Cedar", "Quay 4, second door", "Two steps", "New York time", "London time", "After the welcome")
		h.lacks(page, "Marisol", "meet.example", "heron", "Mind the cat", "555 0100", "sleep clinic", h.g.Slug)
		h.wants(apptest.Ana, h.path(id), "I <em>sleep</em> well.", "Nights", "Anything but my age", "What of dreams?", "You, without your name")
		h.lacks(h.wants(h.fay, h.path(id), "How long is a night?"), "Marisol ·", ">Marisol<")
		h.sends(apptest.Ana, h.path(id, "thanks"), url.Values{"text": {"Too soon"}}, http.StatusUnprocessableEntity)
		h.begun()
		h.sends(h.fay, h.path("words", h.word("What of dreams?"), "asked"), url.Values{"asked": {"yes"}, "speaker": {id}}, http.StatusSeeOther)
		h.wants(h.ruth, "/speaker", "asked at the meeting")
		h.sends(apptest.Ana, h.path(id, "thanks"), url.Values{"text": {"I slept."}, "as": {"member"}, "keep": {"yes"}}, http.StatusSeeOther)
		h.sends(h.ben, h.path(id, "thanks"), url.Values{"text": {"Thank you, Ruth."}, "as": {"named"}}, http.StatusSeeOther)
		h.sends(h.ben, h.path(id, "thanks"), url.Values{"text": {"Once more"}}, http.StatusUnprocessableEntity)
		h.wants(h.ruth, "/speaker", "I slept.", "A member", "Thank you, Ruth.")
		h.lacks(h.wants(apptest.Ana, h.path(id)), "Thank you, Ruth.")

		h.Clock.Set(h.o.End.Add(speaker.KeptAfter - time.Second))
		h.wants(apptest.Ana, h.path(id), "Nights")
		h.wants(h.ruth, "/speaker", "Welcome, Ruth")
		h.Clock.Advance(time.Second)
		h.codes(apptest.Ana, h.path(id), http.StatusNotFound)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
		must(t, h.Speakers.Sweep(ctx))
		h.lacks(h.wants(h.ben, h.path(), "I slept."), "Ruth", "dreams")
		if dump := h.Dump(); strings.Contains(dump, "meeting_speaker "+id) || strings.Contains(dump, "What of dreams?") || strings.Contains(dump, "I slept.") || strings.Count(dump, "meeting_speaker_word id=") != 1 {
			t.Errorf("this is left:\n%s", dump)
		}
		if err := h.Speakers.Forget(ctx, speaker.Gone{Speaker: id}); err != nil {
			t.Errorf("forgetting twice: %v", err)
		}
	})
}

func TestOfTwoWhoTakeALinkOneGetsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		link, _ := h.invites(nil)
		for range 5 {
			h.wants(apptest.Vera, link)
		}
		var wait sync.WaitGroup
		tokens := make([]string, 8)
		for i := range tokens {
			wait.Go(func() { _, tokens[i] = h.take(link, nil) })
		}
		wait.Wait()
		won := 0
		for _, token := range tokens {
			if token != "" {
				won++
			}
		}
		if won != 1 {
			t.Errorf("%d took one link", won)
		}
		h.codes(apptest.Vera, link, http.StatusNotFound)
		if got, token := h.take(link, nil); got.Code != http.StatusNotFound || token != "" {
			t.Errorf("taken again: %d", got.Code)
		}
	})
}

func TestALinkIsTakenWithANameAndAYes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		link, _ := h.invites(nil)
		for what, form := range map[string]url.Values{
			"without a name":     {"agrees": {"yes"}},
			"without a yes":      {"name": {"Ruth"}},
			"as a steward":       {"name": {"Site Moderator"}, "agrees": {"yes"}},
			"with hidden marks":  {"name": {"Ru\u202eth"}, "agrees": {"yes"}},
			"with a long name":   {"name": {strings.Repeat("r", 41)}, "agrees": {"yes"}},
			"with a mail adress": {"name": {"ruth@example.org"}, "agrees": {"yes"}},
		} {
			h.Clock.Advance(time.Minute)
			if got, token := h.take(link, form); got.Code != http.StatusUnprocessableEntity || token != "" {
				t.Errorf("%s: %d", what, got.Code)
			}
		}
		got := h.raw(http.MethodGet, "/set-up/"+strings.TrimPrefix(link, "/speaker/invitation/"), nil)
		if got.Code != http.StatusNotFound {
			t.Errorf("the link opens set-up: %d", got.Code)
		}
		if _, _, err := h.Accounts.Take(ctx, account.SetUp, strings.TrimPrefix(link, "/speaker/invitation/"), account.Kept, ""); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the link is taken for another purpose: %v", err)
		}
		h.wants(apptest.Vera, link)
	})
}

func TestTheSessionLastsAsLongAsThePass(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.o = h.dates()[4]
		h.comes(nil)
		h.Clock.Set(h.o.End.Add(6 * 24 * time.Hour)) // more than 30 days, and nothing in between
		h.wants(h.ruth, "/speaker", "Welcome")
		h.Clock.Advance(24 * time.Hour)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
	})
}

func TestABorrowedDeviceForgets(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		link, _ := h.invites(nil)
		_, token := h.take(link, url.Values{"name": {"Ruth"}, "device": {"borrowed"}, "agrees": {"yes"}})
		h.Hold(h.ruth, token)
		h.wants(h.ruth, "/speaker")
		h.Clock.Advance(account.SharedFor)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
	})
}

func TestTakenBackAllEndsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		waiting, other := h.invites(nil)
		h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}, "about": {"Hello"}}, http.StatusSeeOther)
		h.asks(apptest.Ana, id, "Why?", "member")
		for _, p := range []apptest.Person{apptest.Ana, h.ben} {
			h.sends(p, h.path(id, "withdrawal"), nil, http.StatusNotFound)
		}
		h.wants(h.fay, h.path(id, "withdrawal"), "They are not told why.")
		h.wants(h.ruth, "/speaker")
		h.sends(h.fay, h.path(id, "withdrawal"), nil, http.StatusSeeOther)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
		h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}}, http.StatusNotFound)
		h.codes(apptest.Ana, h.path(id), http.StatusNotFound)
		h.sends(h.fay, h.path(other, "withdrawal"), nil, http.StatusSeeOther)
		h.codes(apptest.Vera, waiting, http.StatusNotFound)
		if dump := h.Dump(); strings.Contains(dump, "Why?") || strings.Contains(dump, "\nmeeting_speaker ") {
			t.Errorf("this is left:\n%s", dump)
		}
		h.works() // which destroys the keys
	})
}

func TestAnotherLinkEndsTheEarlierOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}, "about": {"Hello from me"}}, http.StatusSeeOther)
		h.sends(apptest.Ana, h.path(id, "link"), nil, http.StatusNotFound)
		first := linkIn.FindString(h.sends(h.fay, h.path(id, "link"), nil, http.StatusOK).Body)
		second := linkIn.FindString(h.sends(h.fay, h.path(id, "link"), nil, http.StatusOK).Body)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
		h.codes(apptest.Vera, first, http.StatusNotFound)
		h.wants(apptest.Vera, second, `value="Ruth"`)
		_, token := h.take(second, nil)
		h.Hold(h.ruth, token)
		h.wants(h.ruth, "/speaker", "Welcome, Ruth from the clinic", "Hello from me")
	})
}

func TestASpeakerIsDoneAsTheyChoose(t *testing.T) {
	for how, code := range map[string]int{"delete": http.StatusNotFound, "leave": http.StatusOK} {
		t.Run(how, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				id := h.comes(nil)
				h.sends(h.ruth, "/speaker/end", nil, http.StatusUnprocessableEntity)
				h.sends(h.ruth, "/speaker/end", url.Values{"page": {how}}, http.StatusSeeOther)
				h.codes(h.ruth, "/speaker", http.StatusNotFound)
				h.codes(apptest.Ana, h.path(id), code)
				if how == "delete" && strings.Contains(h.Dump(), "\nmeeting_speaker ") {
					t.Error("the row is left")
				}
				h.Clock.Set(h.o.End.Add(speaker.KeptAfter))
				h.codes(apptest.Ana, h.path(id), http.StatusNotFound)
			})
		})
	}
}

func TestLeavingQuicklyEndsTheVisit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.comes(nil)
		h.sends(h.ruth, "/exit", nil, http.StatusOK)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
	})
}

func TestAMemberWhoIsAGuestElsewhereKeepsTheirSeat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.comes(nil)
		both := map[string]string{account.Cookie: h.Token(apptest.Zoe), account.GuestCookie: h.Token(h.ruth)}
		if got := h.raw(http.MethodGet, "/home", both); got.Code != http.StatusOK {
			t.Errorf("at home: %d", got.Code)
		}
		if got := h.raw(http.MethodGet, "/speaker", both); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Welcome, Ruth") {
			t.Errorf("as a speaker: %d", got.Code)
		}
		if got := h.raw(http.MethodGet, "/speaker", map[string]string{account.Cookie: h.Token(h.ruth)}); got.Code != http.StatusNotFound {
			t.Errorf("with the cookie in the other place: %d", got.Code)
		}
		if got := h.raw(http.MethodGet, "/speaker", map[string]string{account.GuestCookie: h.Token(apptest.Zoe)}); got.Code != http.StatusNotFound {
			t.Errorf("with a member's cookie in this place: %d", got.Code)
		}
	})
}

func TestADateThatIsCalledOffSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(url.Values{"address": {"yes"}, "link": {"yes"}})
		waiting, _ := h.invites(nil)
		h.asks(apptest.Ana, id, "Why?", "member")
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), h.o.Key(), "The hall is closed."))
		page := h.wants(h.ruth, "/speaker", "This date is not held")
		h.lacks(page, "Quay 4", "meet.example", "Why?", "The hall is closed", "Write your page")
		h.lacks(h.wants(apptest.Vera, waiting, "This date is not held"), "Take the invitation")
		if got, token := h.take(waiting, nil); token != "" || got.Code != http.StatusConflict {
			t.Errorf("taken: %d", got.Code)
		}
		h.sends(h.ruth, "/speaker/page", url.Values{"name": {"Ruth"}}, http.StatusSeeOther)
		must(t, h.Meetings.Restore(ctx, h.in(h.fay), h.o.Key()))
		h.wants(h.ruth, "/speaker", "Quay 4", "Why?")
		must(t, h.Meetings.Cancel(ctx, h.in(h.fay), h.o.Key(), ""))
		h.Clock.Advance(speaker.KeptCalled)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
		must(t, h.Speakers.Sweep(ctx))
		if strings.Contains(h.Dump(), "\nmeeting_speaker ") {
			t.Error("the row is left")
		}
	})
}

func TestADateThatMovesTakesTheSpeakerAlong(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.comes(nil)
		h.lacks(h.wants(h.ruth, "/speaker"), "The date was moved")
		must(t, h.Meetings.ChangeDate(ctx, h.in(h.fay), h.o.Key(), meeting.DateDraft{Start: h.o.Slot.AddDays(5), Minutes: 60}))
		h.wants(h.ruth, "/speaker", "The date was moved.", "When you were invited it was")
		h.Clock.Set(h.o.End.Add(speaker.KeptAfter + 4*24*time.Hour))
		h.wants(h.ruth, "/speaker", "Welcome")
		h.wants(apptest.Ana, h.path(id))
		h.Clock.Advance(24 * time.Hour)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
	})
}

func TestSpeakersFollowAnotherScheduleAndTheEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		list := h.dates()
		h.o = list[1]
		id := h.comes(nil)
		h.asks(apptest.Ana, id, "Why?", "member")
		zone := h.o.Zone()
		rule, err := recur.ParseRule("FREQ=WEEKLY;BYDAY=WE")
		must(t, err)
		later := meeting.Draft{Meeting: h.o.Meeting, Plan: h.o.Plan}
		later.Plan.Series = recur.Series{First: h.o.Slot.Add(30 * time.Minute), Zone: zone, Rule: rule}
		_, err = h.Meetings.ChangeFrom(ctx, h.in(h.fay), h.o.Key(), later)
		must(t, err)
		h.o = h.dates()[1]
		h.wants(apptest.Ana, h.path(id), "Why?")
		h.wants(h.ruth, "/speaker", "Why?", "The date was moved.")
		must(t, h.Meetings.EndFrom(ctx, h.in(h.fay), h.o.Key()))
		h.lacks(h.wants(h.ruth, "/speaker", "This date is not held", "does not meet on that day"), "Why?")
		if strings.Contains(h.Dump(), "Why?") {
			t.Error("the question is left")
		}
		h.Clock.Advance(speaker.KeptCalled)
		h.codes(h.ruth, "/speaker", http.StatusNotFound)
	})
}

func TestAMeetingThatIsDeletedEndsItsSpeakers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.comes(nil)
		must(t, h.Meetings.EndFrom(ctx, h.in(h.fay), h.o.Key()))
		h.works()
		h.lacks(h.wants(h.ruth, "/speaker", "does not meet on that day"), "Wednesday harbour")
		h.sends(h.ruth, "/speaker/end", url.Values{"page": {"delete"}}, http.StatusSeeOther)
		if strings.Contains(h.Dump(), "\nmeeting_speaker ") {
			t.Error("the row is left")
		}
	})
}
