package inside_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// Whoever has just come is told what to expect, by whom they can be greeted, and
// that nothing has to be said; until they say something, or "not now".
func TestTheFirstDays(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		cy := l.Newcomer("Cy")
		l.Enter(cy, l.group, "Quiet One")
		first := l.open(cy)
		has(t, first, "Your first days here", "Tomasz", "Say hello", "Not now", "That is all for now. Take your time.")
		hasNot(t, first, "badge-fresh")
		l.done(cy, nil, "settled")
		hasNot(t, l.open(cy), "Your first days here")

		di := l.Newcomer("Di")
		l.Enter(di, l.group, "Talking One")
		l.says(di, "Glad to be here")
		hasNot(t, l.open(di), "Your first days here")
		for _, page := range []string{l.open(apptest.Ana), l.open(apptest.Ana, "members")} {
			has(t, page, "Talking One")
			hasNot(t, page, "Quiet One")
		}
	})
}

// What came since somebody was here is marked, and what was there is not; what
// they said themselves never is. A page fetched ahead was seen by nobody.
func TestWhatIsNewSinceYouWereHere(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		look := func() string {
			page := l.open(apptest.Ana)
			must(t, l.Groups.WriteSeen(ctx))
			return page
		}
		hasNot(t, look(), "badge-fresh") // never here before
		l.Clock.Advance(time.Hour)
		has(t, look(), "Nothing has changed since you were here.", "Lately")
		l.Clock.Advance(time.Hour)
		l.says(l.bo, "Juniper again")
		l.says(apptest.Ana, "Marisol again")
		has(t, l.Get(apptest.Ana, "/home").Body, "Something new", "You are Marisol there.")
		r := l.Request("GET", l.path(), nil)
		r.Header.Set("Sec-Purpose", "prefetch")
		l.Do(apptest.Ana, r)
		must(t, l.Groups.WriteSeen(ctx))
		l.Clock.Advance(time.Hour)
		page := look()
		has(t, page, "New since you were here", "Juniper again", "That is all that changed.")
		if n := strings.Count(page, "badge-fresh"); n != 1 {
			t.Errorf("%d things are marked", n)
		}
		hasNot(t, l.Get(apptest.Ana, "/home").Body, "Something new")
		l.Clock.Advance(time.Hour)
		hasNot(t, look(), "badge-fresh")
	})
}

func TestArrivalsAreSeenByThoseWhoGreetAlone(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		must(t, l.Groups.Appoint(ctx, l.Inside(l.fay, l.group), l.juniper, group.Greeter))
		l.AddKey(l.bo)
		cy := l.Newcomer("Cy")
		l.Enter(cy, l.group, "Quiet One")
		id := l.Inside(cy, l.group).Self.ID
		l.done(cy, url.Values{"hello": {"yes"}}, "me", "greeting")
		hasNot(t, l.open(l.fay), "Quiet One") // it shows after a random time
		l.Clock.Advance(time.Hour)
		has(t, l.open(l.fay), "Not greeted yet", "Quiet One", "would like to be greeted")
		hasNot(t, l.open(apptest.Ana), "Not greeted yet", "Quiet One")

		// A greeter begins with a promise.
		has(t, l.open(l.bo), "You were asked to greet people")
		hasNot(t, l.open(l.bo), "Quiet One")
		has(t, l.open(l.bo, "me"), "What greeters promise", "I never write in private")
		l.done(l.bo, nil, "me", "code")
		has(t, l.open(l.bo), "Not greeted yet", "Quiet One")
		has(t, l.open(l.bo, "members", id), "Nobody has greeted them yet.", "Nobody is greeted in private.")

		if got := l.send(l.bo, url.Values{"text": {" "}}, "members", id, "hello"); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("no words at all get %d", got.Code)
		}
		l.done(l.bo, url.Values{"text": {"Welcome, quiet one"}}, "members", id, "hello")
		hasNot(t, l.open(l.fay), "Not greeted yet")
		has(t, l.open(l.fay, "members", id), "Welcome, quiet one", "Juniper", "Say hello, too")
		has(t, l.open(cy, "hello"), "Welcome, quiet one", "What was said to you")
		if got := l.send(apptest.Ana, url.Values{"text": {"Hi"}}, "members", id, "hello"); got.Code != http.StatusNotFound {
			t.Errorf("somebody who does not greet gets %d", got.Code)
		}
		l.says(cy, "Thank you")
		hasNot(t, l.open(apptest.Ana, "members", id), "Welcome, quiet one")
		has(t, l.open(apptest.Ana, "members", id), "Thank you")
	})
}

func TestIntroducingOneself(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		cy := l.Newcomer("Cy") // without a key
		l.Enter(cy, l.group, "Quiet One")
		page := l.open(cy, "hello")
		has(t, page, "Before you say something", "Everybody in Low Tide will see it, under the name Quiet One.", "Who greets here")
		if got := l.send(cy, url.Values{"text": {""}}, "hello"); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("no words at all get %d", got.Code)
		}
		long := l.send(cy, url.Values{"text": {strings.Repeat("word ", 1000)}}, "hello")
		if long.Code != http.StatusUnprocessableEntity || !strings.Contains(long.Body, "word word word") {
			t.Errorf("too many words get %d, and are lost", long.Code)
		}
		l.done(cy, url.Values{"text": {"I am <b>new</b> to *this*"}}, "hello")
		has(t, l.open(apptest.Ana), "Quiet One", "<em>this</em>")
		hasNot(t, l.open(apptest.Ana), "<b>new</b>")
		has(t, l.open(cy, "hello"), "Say it in other words", "Take it back")

		_, rest, _ := strings.Cut(l.open(cy, "hello"), `action="`+l.path("hello")+"/")
		id, _, _ := strings.Cut(rest, "/taken-back")
		if got := l.send(apptest.Ana, nil, "hello", id, "taken-back"); got.Code != http.StatusNotFound {
			t.Errorf("somebody else takes it back: %d", got.Code)
		}
		l.done(cy, nil, "hello", id, "taken-back")
		hasNot(t, l.open(apptest.Ana), "<em>this</em>")
	})
}

// Nobody says anything before they agreed to what counts now.
func TestTheAgreementsComeBeforeWords(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		must(t, l.Groups.Reword(ctx, l.Inside(l.fay, l.group), "- No names outside", true))
		has(t, l.open(apptest.Ana), "The agreements have changed.")
		page := l.open(apptest.Ana, "hello")
		has(t, page, "No names outside", "Say yes to it first")
		hasNot(t, page, `<textarea`)
		got := l.send(apptest.Ana, url.Values{"text": {"Hi"}}, "hello")
		if got.Code != http.StatusSeeOther {
			t.Errorf("gets %d", got.Code)
		}
		hasNot(t, l.open(l.fay, "members", l.marisol), ">Hi<")
	})
}

func TestChangingOnesFace(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		has(t, l.open(apptest.Ana, "me", "face"), `value="Marisol"`, "The whole group will see it")
		for name, form := range map[string]url.Values{
			"empty": {"persona": {""}}, "taken": {"persona": {"Juniper"}}, "a title": {"persona": {"Dr Marisol"}},
		} {
			if got := l.send(apptest.Ana, form, "me", "face"); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s gets %d", name, got.Code)
			}
		}
		l.done(apptest.Ana, url.Values{"persona": {"Wren"}, "pronouns": {"she/her"}, "persona-about": {"By the sea"}}, "me", "face")
		page := l.open(l.bo, "members", l.marisol)
		has(t, page, "Wren", "she/her", "By the sea", "Marisol was here")
		has(t, l.open(l.bo), "Wren")
		hasNot(t, l.open(l.bo, "members"), "Marisol")
	})
}

func TestSteppingOutAndBack(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		if got := l.send(apptest.Ana, url.Values{"until": {"years"}}, "me", "out"); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a time that is not offered gets %d", got.Code)
		}
		l.done(apptest.Ana, url.Values{"until": {"month"}}, "me", "out")
		has(t, l.open(apptest.Ana), "You have stepped out", "24 December 2026")
		has(t, l.Get(apptest.Ana, "/home").Body, "You have stepped out until")
		l.open(l.fay)
		must(t, l.Groups.WriteSeen(ctx))
		l.Clock.Advance(time.Hour)
		l.says(l.bo, "Said while she was out")
		has(t, l.Get(l.fay, "/home").Body, "Something new")
		hasNot(t, l.Get(apptest.Ana, "/home").Body, "Something new")
		l.done(apptest.Ana, nil, "me", "back")
		hasNot(t, l.open(apptest.Ana), "You have stepped out")
	})
}

func TestLeavingInEachWay(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		page := l.open(apptest.Ana, "leave")
		has(t, page, "What happens at once", "a former member", "cut every link", "Erase it")
		hasNot(t, page, "You lead this group", "You are the only one who leads", "checked")
		if got := l.send(apptest.Ana, url.Values{"how": {""}}, "leave"); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("no way at all gets %d", got.Code)
		}
		got := l.done(apptest.Ana, url.Values{"how": {"former"}}, "leave")
		bye := l.Get(apptest.Ana, got.Header.Get("Location")).Body
		has(t, bye, "You have left", "Take my words away", "Help lines", "Other groups")
		if got := l.Get(apptest.Ana, l.path("members")); got.Code != http.StatusNotFound {
			t.Errorf("still inside: %d", got.Code)
		}
		has(t, l.open(l.bo), "A former member", "Marisol was here")
		hasNot(t, l.open(l.bo), ">Marisol<", l.marisol+`"`)

		has(t, l.open(apptest.Ana, "leave"), "Your words are still there")
		r := l.Post(apptest.Ana, l.path("leave", "words"), url.Values{"once": {l.Get(apptest.Ana, l.path("leave")).OnceKey()}})
		if r.Code != http.StatusSeeOther {
			t.Errorf("taking the words away gets %d", r.Code)
		}
		hasNot(t, l.open(l.bo), "Marisol was here")
		if got := l.Get(apptest.Ana, l.path("leave")); got.Code != http.StatusNotFound {
			t.Errorf("nothing is left there, and it gets %d", got.Code)
		}

		got = l.done(l.bo, url.Values{"how": {"erased"}}, "leave")
		if got.Header.Get("Location") != "/groups/goodbye" {
			t.Errorf("leads to %s", got.Header.Get("Location"))
		}
		hasNot(t, l.open(l.fay), "Juniper was here")
	})
}

// The last who leads is told what happens then, and can go all the same.
func TestTheLastLeaderCanGo(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		has(t, l.open(l.fay, "leave"), "You are the only one who leads.")
		l.done(l.fay, url.Values{"how": {"anonymous"}}, "leave")
		has(t, l.open(apptest.Ana), "Nobody leads this group just now.")
	})
}

// A seat that is paused, or that takes its consent back, can leave every group.
func TestWhoeverIsPausedCanLeave(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		must(t, l.Accounts.TakeBack(ctx, l.Viewer(apptest.Ana)))
		if got := l.Get(apptest.Ana, l.path("members")); got.Code == http.StatusOK {
			t.Error("takes part without having agreed")
		}
		page := l.open(apptest.Ana, "leave")
		has(t, page, "Leave this group", `href="/home"`)
		has(t, l.Get(apptest.Ana, "/home").Body, "Your groups", l.path("leave"))
		key := l.Get(apptest.Ana, l.path("leave")).OnceKey()
		if got := l.Post(apptest.Ana, l.path("leave"), url.Values{"how": {"erased"}, "once": {key}}); got.Code != http.StatusSeeOther {
			t.Errorf("gets %d", got.Code)
		}
		hasNot(t, l.open(l.bo), "Marisol was here")
	})
}

func TestGivingARoleBack(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		must(t, l.Groups.Appoint(ctx, l.Inside(l.fay, l.group), l.juniper, group.CoFacilitator))
		has(t, l.open(l.bo, "me"), "What you do here", "Co-facilitator", "Give it back")
		l.done(l.bo, nil, "me", "role", "removal")
		hasNot(t, l.open(l.bo, "me"), "What you do here")
		hasNot(t, l.open(apptest.Ana, "me"), "What you do here")
	})
}

func TestAskingThatAProfessionIsChecked(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		has(t, l.open(l.bo, "me", "profession"), "Keep your seat first") // no key yet
		has(t, l.open(apptest.Ana, "me", "profession"), "Only the stewards see what you write here.")
		if got := l.send(apptest.Ana, url.Values{"claim": {"Psychologist"}, "proof": {""}}, "me", "profession"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Psychologist") {
			t.Errorf("without a proof it gets %d, and forgets what was typed", got.Code)
		}
		l.done(apptest.Ana, url.Values{"claim": {"Psychologist"}, "proof": {"Register 4711"}}, "me", "profession")
		has(t, l.open(apptest.Ana, "me", "profession"), "You have asked. A steward will look.")
		hasNot(t, l.open(l.bo, "members", l.marisol), "Psychologist", "4711")
		list, err := l.Groups.VerificationsFor(ctx, l.Viewer(apptest.Stella))
		must(t, err)
		must(t, l.Groups.Verify(ctx, l.Viewer(apptest.Stella), list[0].ID, true, "Psychologist", "the national register", l.Clock.Now().Add(90*24*time.Hour)))
		has(t, l.open(l.bo, "members", l.marisol), "A steward checked their profession.", "Psychologist, in the national register.")
		hasNot(t, l.open(l.bo, "members", l.marisol), "4711")
	})
}

// What somebody wishes for their words is theirs alone, and the two wishes do
// not undo each other.
func TestWishes(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		l.done(apptest.Ana, url.Values{"afterwards": {"go"}}, "me", "afterwards")
		l.done(apptest.Ana, url.Values{"hello": {"yes"}}, "me", "greeting")
		self := l.Inside(apptest.Ana, l.group).Self
		if self.Afterwards != group.WordsGo || !self.WantsHello {
			t.Errorf("kept %q, %v", self.Afterwards, self.WantsHello)
		}
	})
}

// Leaders put the agreements in better words; what changes them is for the group
// to decide once it is one.
func TestWritingTheAgreementsInOtherWords(t *testing.T) {
	each(t, func(t *testing.T, l *low) {
		if got := l.Get(apptest.Ana, l.path("agreements", "wording")); got.Code != http.StatusNotFound {
			t.Errorf("a member gets %d", got.Code)
		}
		has(t, l.open(l.fay, "agreements", "wording"), "Does it change what you agree on?", "<textarea")
		for name, form := range map[string]url.Values{
			"nothing": {"text": {""}, "substance": {"no"}}, "no answer": {"text": {"- Be kind"}},
		} {
			if got := l.send(l.fay, form, "agreements", "wording"); got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s gets %d", name, got.Code)
			}
		}
		l.done(l.fay, url.Values{"text": {"- Be kind to all"}, "substance": {"no"}}, "agreements", "wording")
		has(t, l.open(apptest.Ana), "Be kind to all", "The agreements were changed")
		hasNot(t, l.open(apptest.Ana), "The agreements have changed.")
		l.done(l.fay, url.Values{"text": {"- Be kind, always"}, "substance": {"yes"}}, "agreements", "wording")
		has(t, l.open(apptest.Ana), "The agreements have changed.")

		must(t, l.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { // they have all been here for long
			_, err := tx.Exec(ctx, `UPDATE group_membership SET joined_at = joined_at - ?`, (31 * 24 * time.Hour).Milliseconds())
			return err
		}))
		got := l.send(l.fay, url.Values{"text": {"- Be as you like"}, "substance": {"yes"}}, "agreements", "wording")
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "for the group to decide") || !strings.Contains(got.Body, "Be as you like") {
			t.Errorf("a change of substance gets %d", got.Code)
		}
	})
}
