package remind_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/remind"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// asks has somebody ask another by name to nudge them, and gives the nudge.
func (h *house) asks(p apptest.Person, called, about string) string {
	h.t.Helper()
	must(h.t, h.Remind.Ask(ctx, h.in(p), remind.Wanted{Name: called, About: about}))
	for _, n := range h.nudges(p) {
		if !n.Gives && n.Other.Name == called {
			return n.ID
		}
	}
	h.t.Fatalf("%s asked, and sees nothing of it", p.Name)
	return ""
}

func (h *house) nudges(p apptest.Person) []remind.Nudge {
	h.t.Helper()
	list, err := h.Remind.NudgesFor(ctx, h.in(p))
	must(h.t, err)
	return list
}

// agreed is a nudge that Ben said yes to, for Ana.
func (h *house) agreed() string {
	h.t.Helper()
	nudge := h.asks(apptest.Ana, "Quiet Cedar", "Walk by the river")
	must(h.t, h.Remind.Agree(ctx, h.in(h.ben), nudge))
	return nudge
}

// kinds are those of the notices about meetings that somebody has, by name.
func (h *house) kinds(p apptest.Person) string {
	var kinds []string
	for _, n := range h.notices(p) {
		if n.Target != h.g.ID {
			h.t.Errorf("a notice of %s has the target %q, not the group", p.Name, n.Target)
		}
		kinds = append(kinds, strings.TrimPrefix(n.Kind, "meeting."))
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

func TestOneLineFromSomebodyWhoSaidYes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		nudge := h.asks(apptest.Ana, "Quiet Cedar", "Walk by the river")
		if got := h.kinds(h.ben); got != "nudge-asked" {
			t.Errorf("who is asked is told %q", got)
		}
		wantKind(t, "before the yes", h.Remind.Send(ctx, h.in(h.ben), nudge, 1, ""), fault.Conflict)
		wantKind(t, "who asked says yes", h.Remind.Agree(ctx, h.in(apptest.Ana), nudge), fault.NotFound)
		must(t, h.Remind.Agree(ctx, h.in(h.ben), nudge))
		wantKind(t, "the one who is nudged sends", h.Remind.Send(ctx, h.in(apptest.Ana), nudge, 1, ""), fault.NotFound)
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 0, "The river is high today."))
		if got := h.kinds(apptest.Ana); got != "nudge nudge-agreed" {
			t.Errorf("who is nudged is told %q", got)
		}
		mine := h.nudges(apptest.Ana)[0]
		if mine.Line != "The river is high today." || mine.About != "Walk by the river" || mine.Other.Name != "Quiet Cedar" || mine.Gives {
			t.Errorf("who is nudged sees %+v", mine)
		}
		theirs := h.nudges(h.ben)[0]
		if theirs.Line != "" || theirs.LineID != "" || theirs.About != "Walk by the river" || !theirs.Gives {
			t.Errorf("who nudges sees %+v", theirs)
		}
		must(t, h.Remind.Answer(ctx, h.in(apptest.Ana), nudge, remind.Later))
		if got := h.nudges(h.ben)[0].Answer; got != remind.Later {
			t.Errorf("the answer is %q", got)
		}
		if got := h.kinds(h.ben); got != "nudge-answered nudge-asked" {
			t.Errorf("who nudges is told %q", got)
		}
		wantKind(t, "who nudges answers", h.Remind.Answer(ctx, h.in(h.ben), nudge, remind.Done), fault.NotFound)
	})
}

func TestALineADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		nudge := h.agreed()
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 2, ""))
		h.Clock.Advance(24*time.Hour - time.Second)
		wantKind(t, "a second one", h.Remind.Send(ctx, h.in(h.ben), nudge, 1, ""), fault.Conflict)
		h.Clock.Advance(time.Second)
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 1, ""))
		if got := h.nudges(apptest.Ana)[0]; got.Ours != 1 || got.Line != "" || got.Answer != remind.NoAnswer {
			t.Errorf("the line is %+v", got)
		}
		wantKind(t, "a line too long", h.Remind.Send(ctx, h.in(h.ben), nudge, 0, strings.Repeat("a", 201)), fault.Invalid)
		wantKind(t, "no line", h.Remind.Send(ctx, h.in(h.ben), nudge, 0, "  "), fault.Invalid)
		wantKind(t, "none of ours", h.Remind.Send(ctx, h.in(h.ben), nudge, 99, ""), fault.Invalid)
	})
}

func TestWhomOneCanAsk(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for what, w := range map[string]remind.Wanted{
			"nobody":          {Name: "Nobody At All", About: "A walk"},
			"no name":         {About: "A walk"},
			"oneself":         {Name: "Marisol", About: "A walk"},
			"about nothing":   {Name: "Quiet Cedar", About: " "},
			"too many words":  {Name: "Quiet Cedar", About: strings.Repeat("a", 121)},
			"another meeting": {Name: "Quiet Cedar", Meeting: "nothing"},
		} {
			if err := h.Remind.Ask(ctx, h.in(apptest.Ana), w); err == nil {
				t.Errorf("%s can be asked", what)
			}
		}
		h.asks(apptest.Ana, "Quiet Cedar", strings.Repeat("é", 120))
		wantKind(t, "twice", h.Remind.Ask(ctx, h.in(apptest.Ana), remind.Wanted{Name: "Quiet Cedar", About: "A walk"}), fault.Invalid)
		must(t, h.Remind.Ask(ctx, h.in(h.ben), remind.Wanted{Name: "Marisol", Meeting: h.daily().ID}))
		if got := h.nudges(apptest.Ana); len(got) != 2 {
			t.Errorf("each may nudge the other: %+v", got)
		}
	})
}

// TestWhereOneDoesNotHearTheOther nothing reaches them, and the other cannot tell.
func TestWhereOneDoesNotHearTheOther(t *testing.T) {
	for name, deaf := range map[string]func(h *house){
		"mutes": func(h *house) { must(h.t, h.Groups.Mute(ctx, h.in(apptest.Ana), h.in(h.ben).Self.ID, true)) },
		"out":   func(h *house) { must(h.t, h.Groups.StepOut(ctx, h.in(apptest.Ana), h.Clock.Now().AddDate(0, 1, 0))) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				nudge := h.agreed()
				deaf(h)
				before := len(h.notices(apptest.Ana))
				must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 0, "Are you there?"))
				if got := h.nudges(h.ben); len(got) != 1 || got[0].Free.Before(h.Clock.Now()) {
					t.Errorf("who nudges sees %+v", got)
				}
				wantKind(t, "a second line", h.Remind.Send(ctx, h.in(h.ben), nudge, 1, ""), fault.Conflict)
				if after := len(h.notices(apptest.Ana)); after != before {
					t.Error("who does not hear them is told")
				}
				if name == "mutes" {
					if got := h.nudges(apptest.Ana); len(got) != 0 {
						t.Errorf("it shows: %+v", got)
					}
					must(t, h.Groups.Mute(ctx, h.in(apptest.Ana), h.in(h.ben).Self.ID, false))
					if got := h.nudges(apptest.Ana); len(got) != 1 || got[0].LineID != "" || got[0].Line != "" {
						t.Errorf("what was sent meanwhile shows afterwards: %+v", got)
					}
				}
			})
		})
	}
}

// TestABlockHidesANudgeFromBoth, whoever it is from.
func TestABlockHidesANudgeFromBoth(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		nudge := h.agreed()
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 1, ""))
		must(t, h.Groups.BlockOne(ctx, h.in(h.ben), h.in(apptest.Ana).Self.ID))
		for _, p := range []apptest.Person{apptest.Ana, h.ben} {
			if got := h.nudges(p); len(got) != 0 {
				t.Errorf("%s sees %+v", p.Name, got)
			}
			for what, err := range map[string]error{
				"send":   h.Remind.Send(ctx, h.in(p), nudge, 1, ""),
				"answer": h.Remind.Answer(ctx, h.in(p), nudge, remind.Done),
			} {
				wantKind(t, p.Name+" can still "+what, err, fault.NotFound)
			}
		}
		wantKind(t, "asks again", h.Remind.Ask(ctx, h.in(apptest.Ana), remind.Wanted{Name: "Quiet Cedar", About: "A walk"}), fault.Invalid)
	})
}

func TestEitherEndsIt(t *testing.T) {
	for name, end := range map[string]func(h *house, nudge string){
		"who is nudged": func(h *house, nudge string) { must(h.t, h.Remind.End(ctx, h.in(apptest.Ana), nudge)) },
		"who nudges":    func(h *house, nudge string) { must(h.t, h.Remind.End(ctx, h.in(h.ben), nudge)) },
		"the one leaves": func(h *house, _ string) {
			must(h.t, h.Groups.Leave(ctx, h.as(apptest.Ana), h.g.Slug, group.AsFormer))
		},
		"the other does": func(h *house, _ string) { must(h.t, h.Groups.Leave(ctx, h.Viewer(h.ben), h.g.Slug, group.AsFormer)) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				nudge := h.agreed()
				told := len(h.notices(apptest.Ana)) + len(h.notices(h.ben))
				end(h, nudge)
				h.Read(func(ctx context.Context, tx *db.Tx) error {
					n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM meeting_nudge WHERE ended_at = 0 OR about IS NOT NULL OR line IS NOT NULL OR line_id <> '' OR agreed`)
					if n != 0 {
						t.Error("it is there still")
					}
					return err
				})
				if now := len(h.notices(apptest.Ana)) + len(h.notices(h.ben)); now != told {
					t.Error("somebody was told")
				}
			})
		})
	}
}

// TestALineGoesAfterAWeek: there is no history.
func TestALineGoesAfterAWeek(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		nudge := h.agreed()
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 0, "Sunflower"))
		must(t, h.Remind.Answer(ctx, h.in(apptest.Ana), nudge, remind.Done))
		h.lives(h.Clock.Now().Add(7*24*time.Hour-2*time.Hour), 100*time.Minute)
		if got := h.nudges(apptest.Ana)[0]; got.Line == "" {
			t.Error("it is gone already")
		}
		h.lives(h.Clock.Now().Add(4*time.Hour), 100*time.Minute)
		if got := h.nudges(apptest.Ana)[0]; got.Line != "" || got.LineID != "" || got.Answer != remind.NoAnswer {
			t.Errorf("it is there still: %+v", got)
		}
		if got := h.nudges(h.ben)[0]; got.Answer != remind.NoAnswer || !got.At.IsZero() {
			t.Errorf("who nudged sees %+v", got)
		}
	})
}

// TestANudgeCanBeReported: the line, and what one is to nudge about.
func TestANudgeCanBeReported(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		nudge := h.asks(apptest.Ana, "Quiet Cedar", "Something unkind")
		h.wants(h.ben, h.path("/report/nudge/"+nudge), "Something unkind")
		must(t, h.Remind.Agree(ctx, h.in(h.ben), nudge))
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 0, "Not warm at all"))
		line := h.nudges(apptest.Ana)[0].LineID
		h.wants(apptest.Ana, h.path("/report/nudge/"+line), "Not warm at all")
		for _, at := range []string{nudge, line} {
			if got := h.Get(h.fay, h.path("/report/nudge/"+at)); got.Code != http.StatusNotFound {
				t.Errorf("a leader opens it: %d", got.Code)
			}
		}
	})
}

// TestOthersSeeNothingOfANudge through the routes: not a member, a leader, a
// steward or anybody outside.
func TestOthersSeeNothingOfANudge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		cleo := h.Facilitator("Cleo")
		h.Enter(cleo, h.g, "Northern Owl")
		nudge := h.agreed()
		must(t, h.Remind.Send(ctx, h.in(h.ben), nudge, 0, "Sunflower"))
		for _, p := range []apptest.Person{cleo, h.fay} {
			body := h.wants(p, h.path("/nudges"), "Nobody yet.")
			for _, word := range []string{"Sunflower", "Walk by the river", nudge} {
				if strings.Contains(body, word) {
					t.Errorf("%s reads %q", p.Name, word)
				}
			}
			for at, form := range map[string]url.Values{
				"/consent": {}, "/lines": {"ours": {"1"}}, "/answer": {"answer": {"done"}}, "/removal": {},
			} {
				h.sends(p, h.path("/nudges/"+nudge+at), form, http.StatusNotFound)
			}
		}
		for _, p := range []apptest.Person{apptest.Zoe, apptest.Stella} {
			if got := h.Get(p, h.path("/nudges")); got.Code != http.StatusNotFound {
				t.Errorf("%s opens it: %d", p.Name, got.Code)
			}
		}
		if strings.Contains(h.Dump(), "Sunflower") || strings.Contains(h.Dump(), "Walk by the river") {
			t.Error("the database holds the words in clear")
		}
		if got := h.nudges(apptest.Ana)[0]; got.Line != "Sunflower" {
			t.Errorf("after all that it is %+v", got)
		}
	})
}

// TestTheWholeOfANudgeByItsPage walks it as two people do.
func TestTheWholeOfANudgeByItsPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.wants(apptest.Ana, h.path("/nudges"), "Nobody yet.", "Who may nudge you?")
		h.sends(apptest.Ana, h.path("/nudges"), url.Values{"name": {"Nobody"}, "about": {"Walk by the river"}}, http.StatusUnprocessableEntity)
		h.sends(apptest.Ana, h.path("/nudges"), url.Values{"name": {"quiet cedar"}, "about": {"Walk by the river"}}, http.StatusSeeOther)
		h.wants(apptest.Ana, h.path("/nudges"), "They have not said yes yet.")
		h.wants(h.ben, h.path(""), "There is something for you")
		h.wants(h.ben, h.path("/nudges"), "Marisol", "Walk by the river", "Yes, gladly", "Rather not")
		nudge := h.nudges(h.ben)[0].ID
		h.sends(h.ben, h.path("/nudges/"+nudge+"/consent"), nil, http.StatusSeeOther)
		h.sends(h.ben, h.path("/nudges/"+nudge+"/lines"), url.Values{"ours": {"0"}}, http.StatusUnprocessableEntity)
		h.sends(h.ben, h.path("/nudges/"+nudge+"/lines"), url.Values{"ours": {"3"}}, http.StatusSeeOther)
		h.wants(h.ben, h.path("/nudges"), "You can send the next one from")
		h.wants(apptest.Ana, h.path("/nudges"), "Shall we go there together?", "No answer is all right, too.")
		h.sends(apptest.Ana, h.path("/nudges/"+nudge+"/answer"), url.Values{"answer": {"done"}}, http.StatusSeeOther)
		h.wants(h.ben, h.path("/nudges"), "They answered: Done")
		h.sends(apptest.Ana, h.path("/nudges/"+nudge+"/removal"), nil, http.StatusSeeOther)
		h.wants(h.ben, h.path("/nudges"), "Nobody yet.")
	})
}
