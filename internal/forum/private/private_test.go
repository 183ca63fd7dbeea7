package private_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum/private"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

func TestANoteReachesAnAnonymousAuthorWhoAnswers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "I was there, too.")
		h.reads(h.ben, "Anonymous 1 +I was there, too.")
		h.reads(apptest.Ana, "*Quiet Cedar I was there, too.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "That helps."))
		h.reads(h.ben, "*Anonymous 1 +I was there, too. That helps.")
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "Good."))
		for _, other := range []apptest.Person{h.fay, h.cleo} {
			h.reads(other, "")
			_, err := h.Private.ThreadFor(ctx, h.in(other), thread)
			wantKind(t, other.Name+" opens it", err, fault.NotFound)
			wantKind(t, other.Name+" answers", h.Private.Answer(ctx, h.in(other), thread, "Hello"), fault.NotFound)
		}
		if got := h.notices(apptest.Ana)["forum.note"]; got != h.g.ID {
			t.Errorf("the author is told of %q, not of the group", got)
		}
		if h.writes(h.ben, h.post.ID, "And again.") != thread {
			t.Error("there is more than one thread of a pair and post")
		}
	})
}

func TestReadingIsNobodysToSee(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "Hello.")
		before := h.Get(h.ben, h.path("/notes/"+thread)).Body
		h.wants(apptest.Ana, h.path("/notes/"+thread), "Hello.")
		h.reads(apptest.Ana, "Quiet Cedar Hello.")
		if after := h.Get(h.ben, h.path("/notes/"+thread)).Body; same(before) != same(after) {
			t.Error("the sender sees that it was read")
		}
	})
}

// same is a page without what differs each time it is opened.
func same(page string) string {
	for _, mark := range []string{`name="once" value="`, `nonce="`} {
		parts := strings.Split(page, mark)
		for i := 1; i < len(parts); i++ {
			_, parts[i], _ = strings.Cut(parts[i], `"`)
		}
		page = strings.Join(parts, mark)
	}
	return page
}

func TestWhoMayWrite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, err := h.Private.Write(ctx, h.in(h.cleo), h.post.ID, "Hello")
		wantKind(t, "who wrote nothing there", err, fault.Forbidden)
		h.writes(h.fay, h.post.ID, "A leader can.")
		_, err = h.Private.Write(ctx, h.in(apptest.Ana), h.post.ID, "To myself")
		wantKind(t, "the author", err, fault.Conflict)
		h.writes(apptest.Ana, h.reply.ID, "Thank you, from whoever began it.")
		h.reads(h.ben, "*Marisol Thank you, from whoever began it.")
		_, err = h.Private.Write(ctx, h.in(h.ben), h.post.ID, "  ")
		wantKind(t, "nothing", err, fault.Invalid)
		for range 5 {
			h.writes(h.ben, h.post.ID, "Are you there?")
		}
		_, err = h.Private.Write(ctx, h.in(h.ben), h.post.ID, "Still?")
		wantKind(t, "many without an answer", err, fault.Conflict)
	})
}

// TestABlockChangesNothingForTheSender, whoever blocked or muted whom, and
// whether the author stands under a name.
func TestABlockChangesNothingForTheSender(t *testing.T) {
	for name, deaf := range map[string]func(h *house){
		"blocks":     func(h *house) { must(h.t, h.Groups.BlockOne(ctx, h.in(apptest.Ana), h.in(h.ben).Self.ID)) },
		"is blocked": func(h *house) { must(h.t, h.Groups.BlockOne(ctx, h.in(h.ben), h.in(apptest.Ana).Self.ID)) },
		"mutes":      func(h *house) { must(h.t, h.Groups.Mute(ctx, h.in(apptest.Ana), h.in(h.ben).Self.ID, true)) },
		"is quiet":   func(h *house) { must(h.t, h.Private.Hush(ctx, h.in(apptest.Ana), true)) },
		"left":       func(h *house) { h.leaves(apptest.Ana, group.AsFormer) },
		"is here":    func(*house) {},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.begin(apptest.Ana, false) // so that she can be seen and blocked
				deaf(h)
				thread := h.writes(h.ben, h.post.ID, "Hello.")
				must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "Are you well?"))
				h.reads(h.ben, "Anonymous 1 +Hello. +Are you well?")
				h.wants(h.ben, h.path("/notes/"+thread), "Anonymous 1", "Hello.", "Are you well?")
				if name == "left" {
					return
				}
				if name != "is here" {
					h.reads(apptest.Ana, "")
					if _, told := h.notices(apptest.Ana)["forum.note"]; told {
						t.Error("who does not hear them is told")
					}
					return
				}
				h.reads(apptest.Ana, "*Quiet Cedar Hello. Are you well?")
			})
		})
	}
}

// TestWhatWasSaidDuringABlockStaysUnheard: also when it is taken back.
func TestWhatWasSaidDuringABlockStaysUnheard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "Before.")
		ben := h.in(h.ben).Self.ID
		must(t, h.Groups.BlockOne(ctx, h.in(apptest.Ana), ben))
		h.reads(apptest.Ana, "")
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "During."))
		must(t, h.Groups.Unblock(ctx, h.in(apptest.Ana), ben))
		h.reads(apptest.Ana, "*Quiet Cedar Before.")
	})
}

// TestABlockOfThePersonaChangesNothingOfTheAnonymousOne: what an anonymous author
// answered stays, though the sender blocks the persona behind it.
func TestABlockOfThePersonaChangesNothingOfTheAnonymousOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.begin(apptest.Ana, false)
		thread := h.writes(h.ben, h.post.ID, "Hello.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Hello, you."))
		before := h.says(h.ben)
		must(t, h.Groups.BlockOne(ctx, h.in(h.ben), h.in(apptest.Ana).Self.ID))
		h.reads(h.ben, before)
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "And?"))
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Still here."))
		h.reads(h.ben, "*Anonymous 1 +Hello. Hello, you. +And? Still here.")
	})
}

func TestRefusing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "One.")
		must(t, h.Private.Refuse(ctx, h.in(apptest.Ana), thread, true))
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "Two."))
		h.reads(apptest.Ana, "*Quiet Cedar One.")
		h.reads(h.ben, "Anonymous 1 +One. +Two.")
		must(t, h.Private.Refuse(ctx, h.in(apptest.Ana), thread, false))
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "Three."))
		h.reads(apptest.Ana, "*Quiet Cedar One. Three.")

		must(t, h.Private.Hush(ctx, h.in(apptest.Ana), true))
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "Four."))
		h.Clock.Advance(time.Minute)
		h.writes(h.fay, h.post.ID, "From a leader.")
		h.reads(apptest.Ana, "*Tomasz From a leader. | *Quiet Cedar One. Three.")
		must(t, h.Private.Hush(ctx, h.in(apptest.Ana), false))
		h.Clock.Advance(time.Minute)
		must(t, h.Private.Answer(ctx, h.in(h.ben), thread, "Five."))
		h.reads(apptest.Ana, "*Quiet Cedar One. Three. Five. | *Tomasz From a leader.")

		// No more of theirs holds, though they take everything back and begin anew.
		must(t, h.Private.Refuse(ctx, h.in(apptest.Ana), thread, true))
		v, err := h.Private.ThreadFor(ctx, h.in(h.ben), thread)
		must(t, err)
		for _, w := range v.Words {
			must(t, h.Private.TakeBack(ctx, h.in(h.ben), thread, w.ID))
		}
		h.writes(h.ben, h.post.ID, "Anew.")
		h.reads(apptest.Ana, "*Tomasz From a leader.")
	})
}

func TestTakingBackAndPuttingAway(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "One.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Two."))
		v, err := h.Private.ThreadFor(ctx, h.in(apptest.Ana), thread)
		must(t, err)
		wantKind(t, "somebody else's words", h.Private.TakeBack(ctx, h.in(apptest.Ana), thread, v.Words[0].ID), fault.NotFound)
		must(t, h.Private.TakeBack(ctx, h.in(h.ben), thread, v.Words[0].ID))
		h.reads(apptest.Ana, "Quiet Cedar +Two.")
		must(t, h.Private.PutAway(ctx, h.in(apptest.Ana), thread))
		h.reads(apptest.Ana, "")
		h.reads(h.ben, "*Anonymous 1 Two.")
		must(t, h.Private.PutAway(ctx, h.in(h.ben), thread))
		if h.dumps(thread) && strings.Contains(tables(h.Dump(), "forum_note"), thread) {
			t.Error("something is left of what both put away")
		}
	})
}

// tables are the lines of a dump that are of tables with this beginning.
func tables(dump, begin string) string {
	var out []string
	for _, line := range strings.Split(dump, "\n") {
		if strings.HasPrefix(line, begin) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

func TestNotesGoWithThePostAndItsPeople(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "One.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Two."))
		if _, err := h.Keys.Seal(ctx, "note:"+thread, []byte("x"), "x"); err != nil {
			t.Fatal(err)
		}
		_, err := h.Forum.Delete(ctx, h.in(apptest.Ana), h.post.ID)
		must(t, err)
		h.reads(h.ben, "")
		h.reads(apptest.Ana, "")
		h.works()
		if _, err := h.Keys.Seal(ctx, "note:"+thread, []byte("x"), "x"); err == nil {
			t.Error("the key of a thread outlives it")
		}
	})
}

// TestWhoLeavesTakesTheirNotes: at once under a name, and without one when
// nobody can tell who left.
func TestWhoLeavesTakesTheirNotes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "One.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Two."))
		h.Clock.Advance(time.Minute)
		h.writes(apptest.Ana, h.reply.ID, "Under my name.")
		h.reads(h.ben, "*Marisol Under my name. | *Anonymous 1 +One. Two.")
		before := h.Clock.Now()
		h.leaves(apptest.Ana, group.AsFormer)
		h.reads(h.ben, "*Anonymous 1 +One. Two.")
		h.Clock.Set(before.Add(48*time.Hour + time.Minute))
		h.works()
		h.reads(h.ben, "Anonymous 1 +One.")
		h.leaves(h.ben, group.Erased)
		if left := tables(h.Dump(), "forum_note_word"); strings.Contains(left, thread) {
			t.Errorf("words are left: %s", left)
		}
	})
}

// TestWhoIsSentAwayIsNotFoundByTheirNotes: else leaders could send people away to
// see whose words go.
func TestWhoIsSentAwayIsNotFoundByTheirNotes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "One.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Two."))
		before := h.Clock.Now()
		must(t, h.Groups.Remove(ctx, h.in(h.fay), h.in(apptest.Ana).Self.ID, false, "Enough."))
		h.Clock.Set(before.Add(48*time.Hour + time.Minute))
		h.works()
		h.reads(h.ben, "*Anonymous 1 +One. Two.")
	})
}

func TestACardIsAnswered(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread, err := h.Private.SendCard(ctx, h.in(h.cleo), h.post.ID, true)
		must(t, err)
		wantKind(t, "words after a card", h.Private.Answer(ctx, h.in(h.cleo), thread, "Talk to me."), fault.Forbidden)
		h.wants(apptest.Ana, h.path("/notes/"+thread), "May somebody reach out to you?", "Yes, please", "Nobody sees who you are", "tel:")
		h.sends(apptest.Ana, h.path("/notes/"+thread+"/answer"), url.Values{"answer": {"yes"}}, 303)
		wantKind(t, "a second answer", h.Private.AnswerCard(ctx, h.in(apptest.Ana), thread, private.NotNow), fault.Conflict)
		h.reads(h.cleo, "*Anonymous 1 +card yes")
		must(t, h.Private.Answer(ctx, h.in(h.cleo), thread, "I am here."))

		owl := h.in(h.cleo).Self.ID
		named, err := h.Private.SendCardTo(ctx, h.in(h.ben), owl, false)
		if fault.KindOf(err) == fault.NotFound {
			h.begin(h.cleo, false) // she has to have spoken to be seen
			named, err = h.Private.SendCardTo(ctx, h.in(h.ben), owl, false)
		}
		must(t, err)
		must(t, h.Private.AnswerCard(ctx, h.in(h.cleo), named, private.NotNow))
		wantKind(t, "words after not now", h.Private.Answer(ctx, h.in(h.ben), named, "Please."), fault.Forbidden)
	})
}

func TestANoteIsReportedWithoutItsAuthor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "One.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "A cruel answer."))
		v, err := h.Private.ThreadFor(ctx, h.in(h.ben), thread)
		must(t, err)
		path := h.path("/report/note/" + v.Words[1].ID)
		page := h.wants(h.ben, path, "A cruel answer.")
		if strings.Contains(page, "Marisol") {
			t.Error("it names the author")
		}
		for _, p := range []apptest.Person{h.cleo, h.fay} {
			if got := h.Get(p, path); got.Code != 404 {
				t.Errorf("%s can report what they never saw: %d", p.Name, got.Code)
			}
		}
		h.sends(h.ben, path, url.Values{"category": {"threat"}, "to": {"leaders"}}, 303)
		desk := h.wants(h.fay, h.path("/lead/reports"), "A threat")
		_, after, _ := strings.Cut(desk, h.path("/lead/reports/"))
		report, _, _ := strings.Cut(after, `"`)
		cased := h.wants(h.fay, h.path("/lead/reports/"+report), "A cruel answer.")
		if strings.Contains(cased, h.in(apptest.Ana).Self.ID) || strings.Contains(cased, "One.") {
			t.Error("leaders see who it was, or more than what was reported")
		}
	})
}

func TestTheCopyHoldsOnesOwnNotes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		thread := h.writes(h.ben, h.post.ID, "Of Ben.")
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), thread, "Of Ana."))
		counts, err := h.Belongings.Count(ctx, h.Viewer(apptest.Ana).Account)
		must(t, err)
		if counts["forum_notes"] != 1 {
			t.Errorf("%d notes are Ana's", counts["forum_notes"])
		}
	})
}

func TestThePagesOfNotes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		write := h.path("/forum/posts/" + h.post.ID + "/note")
		h.wants(h.ben, write, "Anonymous 1", "You are not told whether it is read", "and that it is from Quiet Cedar")
		h.sends(h.ben, write, url.Values{"text": {" "}}, 422)
		to := h.sends(h.ben, write, url.Values{"text": {"Hello."}}, 303).Header.Get("Location")
		h.wants(h.ben, to, "Hello.", "Take it back")
		h.wants(apptest.Ana, to, "Hello.", "They do not learn who you are", "No more from them, please")
		h.sends(apptest.Ana, to+"/words", url.Values{"text": {"Hi."}}, 303)
		h.wants(h.ben, h.path("/notes"), "Anonymous 1", "New")
		h.sends(apptest.Ana, to+"/refusal", url.Values{"refuse": {"yes"}}, 303)
		h.sends(apptest.Ana, h.path("/notes/quiet"), url.Values{"quiet": {"yes"}}, 303)
		h.wants(apptest.Ana, h.path("/notes"), "Let notes reach me again")
		h.sends(apptest.Ana, to+"/removal", nil, 303)
		if got := h.Get(apptest.Ana, to); got.Code != 404 {
			t.Errorf("it is still there: %d", got.Code)
		}
		got := h.sends(h.cleo, write, url.Values{"text": {"Hello"}}, 422)
		if !strings.Contains(got.Body, "Answer there first") {
			t.Errorf("why not is not said:\n%s", got.Body)
		}
		if got := h.Get(apptest.Zoe, write); got.Code != 404 {
			t.Errorf("outside of the group: %d", got.Code)
		}
	})
}

// TestStewardsWriteToWhoeverWasReported, and never learn who that is; a block or
// a wish for no notes does not keep it from them.
func TestStewardsWriteToWhoeverWasReported(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		must(t, h.Private.Hush(ctx, h.in(apptest.Ana), true))
		h.sends(h.ben, h.path("/report/post/"+h.post.ID), url.Values{"category": {"other"}, "to": {"stewards"}}, 303)
		desk := h.wants(apptest.Stella, "/admin/reports", "Something else")
		_, after, _ := strings.Cut(desk, `href="/admin/reports/`)
		report, _, _ := strings.Cut(after, `"`)
		note := "/admin/reports/" + report + "/note"
		h.wants(apptest.Stella, "/admin/reports/"+report, `href="`+note+`"`)
		h.sends(apptest.Stella, note, url.Values{"text": {""}}, 422)
		h.sends(apptest.Stella, note, url.Values{"text": {"Could you change one word?"}}, 303)
		h.reads(apptest.Ana, "*stewards Could you change one word?")
		list, err := h.Private.NotesFor(ctx, h.in(apptest.Ana))
		must(t, err)
		wantKind(t, "no more from the stewards", h.Private.Refuse(ctx, h.in(apptest.Ana), list[0].ID, true), fault.Conflict)
		must(t, h.Private.Answer(ctx, h.in(apptest.Ana), list[0].ID, "I did."))
		page := h.wants(apptest.Stella, note, "I did.", "Could you change one word?")
		if strings.Contains(page, "Marisol") || strings.Contains(page, h.in(apptest.Ana).Self.ID) {
			t.Error("it tells the stewards who wrote it")
		}
		if got := h.notices(apptest.Stella)["forum.note-stewards"]; got != report {
			t.Errorf("the stewards are told of %q", got)
		}
		for _, p := range []apptest.Person{h.fay, h.ben, apptest.Ana} {
			if got := h.Get(p, note); got.Code != 404 {
				t.Errorf("%s opens it: %d", p.Name, got.Code)
			}
		}
	})
}
