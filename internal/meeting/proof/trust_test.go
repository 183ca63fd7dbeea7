package proof_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/serve"
	"handrail/internal/platform/fault"
)

// chair makes the role of the chair, once, and gives its id.
func (h *house) chair() string {
	h.t.Helper()
	must(h.t, h.Serving.KeepRole(ctx, h.in(h.fay), h.date.Key(), serve.Role{Kind: serve.Chair, Many: 3, Weeks: 2}))
	roles, _, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.date.Meeting.ID)
	must(h.t, err)
	return roles[len(roles)-1].ID
}

// turn is what somebody has on the evening.
func (h *house) turn(p apptest.Person) string {
	h.t.Helper()
	var turn string
	must(h.t, h.DB.Writer().QueryRowContext(ctx, `SELECT id FROM meeting_service WHERE membership_id = '`+h.in(p).Self.ID+`' ORDER BY from_slot`).Scan(&turn))
	return turn
}

// shows tells whether somebody is shown the code, in each of the ways to it.
func (h *house) shows(p apptest.Person) bool {
	h.t.Helper()
	opened := 0
	for _, below := range []string{"/code", "/code/now", "/confirmations"} {
		if got := h.Get(p, h.path(below)); got.Code == http.StatusOK {
			opened++
		} else if got.Code != http.StatusNotFound {
			h.t.Fatalf("%s: %d", below, got.Code)
		}
	}
	if opened != 0 && opened != 3 {
		h.t.Errorf("%s opens %d of 3", p.Name, opened)
	}
	if strings.Contains(h.Get(p, h.path("")).Body, h.path("/code")) != (opened == 3) {
		h.t.Errorf("%s is shown the way to the code: %v", p.Name, opened != 3)
	}
	return opened == 3
}

func TestASelfMadeChairShowsNoCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		chair := h.chair()
		must(t, h.Serving.Take(ctx, h.in(apptest.Ana), h.date.Key(), chair, false))
		must(t, h.Groups.Introduce(ctx, h.in(h.ben), "Hello."))
		must(t, h.Serving.Ask(ctx, h.in(h.fay), h.date.Key(), chair, "Quiet Cedar", false))
		if got, err := h.Serving.Answer(ctx, h.in(h.ben), h.date.Key(), h.turn(h.ben), true); err != nil || !got {
			t.Fatal(got, err)
		}
		h.stays(h.ben, -10*time.Minute) // with the code of a leader, as anybody
		if h.shows(apptest.Ana) || h.shows(h.ben) || !h.shows(h.fay) {
			t.Error("as long as leaders did not choose otherwise, chairs show the code")
		}
		h.arranges(proof.Setting{Naming: proof.SiteName, Confirms: true, Chairs: true})
		if h.shows(apptest.Ana) {
			t.Error("whoever took the chair by themselves shows the code")
		}
		if !h.shows(h.ben) {
			t.Error("whoever leaders asked to chair does not")
		}
		h.stays(h.gusJoins(), 5*time.Minute)
		must(t, h.Proof.Ask(ctx, h.in(h.gus), h.date))
		asking := h.asking(h.fay)
		wantKind(t, "a self-made chair answers", h.Proof.Say(ctx, h.in(apptest.Ana), h.date, asking, true), fault.NotFound)
		confirm := h.path("/service/" + h.turn(apptest.Ana) + "/confirmation")
		for _, p := range []apptest.Person{apptest.Ana, h.ben, h.gus} {
			h.sends(p, confirm, nil, http.StatusNotFound)
		}
		h.wants(h.fay, h.path("/roles"), "Confirm this chair", confirm)
		h.sends(h.fay, confirm, nil, http.StatusSeeOther)
		if !h.shows(apptest.Ana) {
			t.Error("whom leaders confirmed does not show the code")
		}
		must(t, h.Proof.Say(ctx, h.in(apptest.Ana), h.date, asking, true))
		h.sends(h.fay, "/groups/"+h.g.Slug+"/lead/proofs", url.Values{"name": {"site"}, "confirms": {"yes"}}, http.StatusSeeOther)
		if h.shows(apptest.Ana) || h.shows(h.ben) {
			t.Error("when leaders take it back, chairs still show the code")
		}
	})
}

// gusJoins has somebody else come into the group.
func (h *house) gusJoins() apptest.Person {
	h.Enter(h.gus, h.g, "Amber Reed")
	return h.gus
}

// A paper never rests on the word of whoever it is for.
func TestWhoShowsTheCodeNeedsAnothersWord(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		chair := h.chair()
		h.arranges(proof.Setting{Naming: proof.SiteName, Chairs: true})
		must(t, h.Serving.Take(ctx, h.in(apptest.Ana), h.date.Key(), chair, false))
		must(t, h.Serving.Vouch(ctx, h.in(h.fay), h.date.Key(), h.turn(apptest.Ana)))
		wantKind(t, "a leader confirms what is nobody's", h.Serving.Vouch(ctx, h.in(h.fay), h.date.Key(), chair), fault.NotFound)
		h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
		h.stays(h.fay, 50*time.Minute)
		for _, p := range []apptest.Person{apptest.Ana, h.fay} {
			_, err := h.Proof.Issue(ctx, h.in(p), h.date)
			wantKind(t, "a paper by one's own code", err, fault.Conflict)
			h.wants(p, h.path("/attendance"), "So a paper needs the word of another host first.", "Ask a host")
		}
		wantKind(t, "giving the chair back to be one of those who type", h.Serving.GiveBack(ctx, h.in(apptest.Ana), h.date.Key(), h.turn(apptest.Ana), false), fault.Conflict)

		must(t, h.Proof.Ask(ctx, h.in(apptest.Ana), h.date))
		must(t, h.Proof.Ask(ctx, h.in(h.fay), h.date))
		wantKind(t, "her own word", h.Proof.Say(ctx, h.in(apptest.Ana), h.date, h.asking(h.fay), true), fault.NotFound)
		must(t, h.Serving.Free(ctx, h.in(h.fay), h.date.Key(), h.turn(apptest.Ana)))
		_, err := h.Proof.Issue(ctx, h.in(apptest.Ana), h.date)
		wantKind(t, "a paper by a code that she showed when she was the chair", err, fault.Conflict)
		h.wants(h.fay, h.path("/confirmations"), "Most get a paper without it. Who showed the code does not.")
		must(t, h.Proof.Say(ctx, h.in(h.fay), h.date, h.asking(h.fay), true))
		if !h.issues(apptest.Ana).Facts.Confirmed {
			t.Error("the paper does not say that a host saw her")
		}
	})
}

func TestATrustedChairIsTrustedForWhatTheyHaveAlone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		chair := h.chair()
		h.arranges(proof.Setting{Naming: proof.SiteName, Chairs: true})
		must(t, h.Serving.Take(ctx, h.in(apptest.Ana), h.date.Key(), chair, false))
		must(t, h.Serving.Vouch(ctx, h.in(h.fay), h.date.Key(), h.turn(apptest.Ana)))
		must(t, h.Serving.Search(ctx, h.in(apptest.Ana), h.date.Key(), h.turn(apptest.Ana), ""))
		must(t, h.Serving.TakeOver(ctx, h.in(h.ben), h.date.Key(), h.turn(apptest.Ana)))
		h.at(5 * time.Minute)
		if h.shows(h.ben) || h.shows(apptest.Ana) {
			t.Error("trust goes from one to another")
		}
	})
}

// Whoever was shown the code could have somebody else take the chair, and type it as
// one of those who sit there.
func TestATrustedChairIsRelievedByLeadersAloneOnceTheMeetingIsNear(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		chair := h.chair()
		h.arranges(proof.Setting{Naming: proof.SiteName, Chairs: true})
		must(t, h.Serving.Take(ctx, h.in(apptest.Ana), h.date.Key(), chair, false))
		must(t, h.Serving.Vouch(ctx, h.in(h.fay), h.date.Key(), h.turn(apptest.Ana)))
		turn := h.turn(apptest.Ana)
		over := h.path("/service/" + turn + "/takeover")
		must(t, h.Serving.Search(ctx, h.in(apptest.Ana), h.date.Key(), turn, ""))
		h.at(-16 * time.Minute)
		h.wants(h.ben, h.path(""), over)
		h.at(-15 * time.Minute)
		if !h.shows(apptest.Ana) {
			t.Fatal("the chair is not shown the code")
		}
		if strings.Contains(h.wants(h.ben, h.path(""), "Somebody is wanted"), over) {
			t.Error("the page offers what is refused")
		}
		wantKind(t, "taking the chair over from whoever was shown the code", h.Serving.TakeOver(ctx, h.in(h.ben), h.date.Key(), turn), fault.Conflict)
		must(t, h.Groups.StepOut(ctx, h.in(apptest.Ana), h.Clock.Now().Add(20*24*time.Hour)))
		wantKind(t, "taking it over from whoever stepped out since", h.Serving.TakeOver(ctx, h.in(h.ben), h.date.Key(), turn), fault.Conflict)
		must(t, h.Serving.Free(ctx, h.in(h.fay), h.date.Key(), turn))
		must(t, h.Serving.Take(ctx, h.in(h.ben), h.date.Key(), chair, false))
	})
}

// However somebody gives up what had the code shown to them, they saw it.
func TestWhoWasShownTheCodeNeedsAnothersWordEvenWhenTheyAreNoHostAnyMore(t *testing.T) {
	for name, leave := range map[string]func(t *testing.T, h *house, turn string){
		"leaves and comes back": func(t *testing.T, h *house, turn string) {
			must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.AsFormer))
			h.Enter(apptest.Ana, h.g, "Marisol")
		},
		"steps out": func(t *testing.T, h *house, turn string) {
			must(t, h.Groups.StepOut(ctx, h.in(apptest.Ana), h.Clock.Now().Add(20*24*time.Hour)))
		},
		"is freed": func(t *testing.T, h *house, turn string) {
			must(t, h.Serving.Free(ctx, h.in(h.fay), h.date.Key(), turn))
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				chair := h.chair()
				h.arranges(proof.Setting{Naming: proof.SiteName, Chairs: true})
				must(t, h.Serving.Take(ctx, h.in(apptest.Ana), h.date.Key(), chair, false))
				must(t, h.Serving.Vouch(ctx, h.in(h.fay), h.date.Key(), h.turn(apptest.Ana)))
				h.at(5 * time.Minute)
				if !h.shows(apptest.Ana) {
					t.Fatal("the chair is not shown the code")
				}
				leave(t, h, h.turn(apptest.Ana))
				h.stays(apptest.Ana, 5*time.Minute)
				if !h.record(apptest.Ana).Shown {
					t.Error("she saw the code, and the record does not say so")
				}
				_, err := h.Proof.Issue(ctx, h.in(apptest.Ana), h.date)
				wantKind(t, "a paper by a code that was shown to her", err, fault.Conflict)
			})
		})
	}
}
