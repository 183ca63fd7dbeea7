package proof_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/meeting/proof"
	"handrail/internal/platform/fault"
)

func TestAHostConfirmsThePersona(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.stays(apptest.Ana, 5*time.Minute, 50*time.Minute)
		wantKind(t, "where leaders did not allow it", h.Proof.Ask(ctx, h.in(apptest.Ana), h.date), fault.Forbidden)
		h.arranges(proof.Setting{Naming: proof.SiteName, Confirms: true})
		for range 2 {
			h.sends(apptest.Ana, h.path("/attendance/asking"), url.Values{"ask": {"yes"}}, http.StatusSeeOther)
		}
		without := h.issues(apptest.Ana)
		body := h.wants(h.fay, h.path("/confirmations"), "Marisol")
		if strings.Count(body, "<bdi>Marisol") > 1 || strings.Contains(body, without.Facts.Serial) {
			t.Error("she stands there twice, or with her paper")
		}
		h.wants(h.fay, h.path("/code"), "1 member asks whether you saw them.")
		asking := h.asking(h.fay)
		h.sends(h.fay, h.path("/confirmations/"+asking), url.Values{"seen": {"no"}}, http.StatusSeeOther)
		h.wants(apptest.Ana, h.path("/attendance"), "No host could say that they saw you.")
		if h.issues(apptest.Ana).ID != without.ID {
			t.Error("a no changes the paper")
		}
		h.sends(h.fay, h.path("/confirmations/"+asking), url.Values{"seen": {"yes"}}, http.StatusSeeOther)
		with := h.issues(apptest.Ana)
		if without.Facts.Confirmed || !with.Facts.Confirmed || with.ID == without.ID {
			t.Errorf("confirmed: %v, then %v", without.Facts.Confirmed, with.Facts.Confirmed)
		}
		if !strings.Contains(h.checks(with.Token), "a host who saw this person") {
			t.Error("the check does not say so")
		}
	})
}

// asking is the id of the only one who asks.
func (h *house) asking(host apptest.Person) string {
	h.t.Helper()
	list, err := h.Proof.AskingsFor(ctx, h.in(host), h.date)
	must(h.t, err)
	if len(list) != 1 {
		h.t.Fatalf("%d ask", len(list))
	}
	return list[0].ID
}

func TestWhoCanAskAndWhoCanAnswer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.arranges(proof.Setting{Naming: proof.SiteName, Confirms: true})
		h.at(0)
		wantKind(t, "without a code", h.Proof.Ask(ctx, h.in(apptest.Ana), h.date), fault.Conflict)
		h.stays(apptest.Ana, 5*time.Minute)
		must(t, h.Proof.Ask(ctx, h.in(apptest.Ana), h.date))
		asking := h.asking(h.fay)
		wantKind(t, "a member answers", h.Proof.Say(ctx, h.in(h.ben), h.date, asking, true), fault.NotFound)
		wantKind(t, "she answers herself", h.Proof.Say(ctx, h.in(apptest.Ana), h.date, asking, true), fault.NotFound)
		other := h.plan("The other hall")
		wantKind(t, "at another date", h.Proof.Say(ctx, h.in(h.fay), other, asking, true), fault.NotFound)

		// A leader who asks is answered by another one.
		h.stays(h.fay, 10*time.Minute)
		must(t, h.Proof.Ask(ctx, h.in(h.fay), h.date))
		list, err := h.Proof.AskingsFor(ctx, h.in(h.fay), h.date)
		must(t, err)
		if len(list) != 1 || list[0].Who.Name != "Marisol" {
			t.Errorf("she sees %+v", list)
		}

		must(t, h.Proof.TakeBack(ctx, h.in(apptest.Ana), h.date))
		if list, err := h.Proof.AskingsFor(ctx, h.in(h.fay), h.date); err != nil || len(list) != 0 {
			t.Errorf("after she took it back: %+v %v", list, err)
		}
	})
}

// Who left is shown to no host, and after two weeks nothing is there.
func TestAskingsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.arranges(proof.Setting{Naming: proof.SiteName, Confirms: true})
		h.stays(apptest.Ana, 5*time.Minute)
		must(t, h.Proof.Ask(ctx, h.in(apptest.Ana), h.date))
		must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.AsFormer))
		h.wants(h.fay, h.path("/confirmations"), "Nobody asks now.")
		h.Clock.Set(h.date.End.Add(13 * 24 * time.Hour))
		must(t, h.Proof.Sweep(ctx))
		if !strings.Contains(h.Dump(), "\nmeeting_confirming ") {
			t.Error("it went too early")
		}
		h.Clock.Advance(48 * time.Hour)
		must(t, h.Proof.Sweep(ctx))
		if strings.Contains(h.Dump(), "\nmeeting_confirming ") {
			t.Error("it is still there")
		}
	})
}

// In a therapy group, the professionals who lead it see those who said yes.
func TestProfessionalsSeeWhoLetThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, word.Therapy)
		list := "/groups/" + h.g.Slug + "/lead/attendance"
		if got := h.Get(h.fay, list); got.Code != http.StatusNotFound {
			t.Errorf("a leader who is no professional: %d", got.Code)
		}
		h.verify(h.fay)
		h.stays(apptest.Ana, 5*time.Minute)
		h.wants(h.fay, list, "Nothing to see.")
		h.sends(apptest.Ana, "/groups/"+h.g.Slug+"/attendance", url.Values{"sees": {"yes"}}, http.StatusSeeOther)
		h.wants(h.fay, list, "Nothing to see.") // what was before her yes stays her own
		h.wants(apptest.Ana, h.path("/attendance"), "You let the professionals who lead this group see")
		h.stays(apptest.Ana, 50*time.Minute)
		h.stays(h.ben, 50*time.Minute)
		body := h.wants(h.fay, list, "Marisol", "Tuesday 24 November 2026")
		if strings.Contains(body, "Quiet Cedar") || strings.Contains(body, "45 minutes") {
			t.Error("it says who did not say yes, or how long somebody was there")
		}
		for _, p := range []apptest.Person{apptest.Ana, h.ben, h.gus, apptest.Stella, apptest.Vera} {
			if got := h.Get(p, list); got.Code == http.StatusOK {
				t.Errorf("%s sees it", p.Name)
			}
		}
		h.sends(apptest.Ana, "/groups/"+h.g.Slug+"/attendance", url.Values{"sees": {"no"}}, http.StatusSeeOther)
		h.wants(h.fay, list, "Nothing to see.")
		if strings.Contains(h.Dump(), "\nmeeting_seen ") {
			t.Error("rows are left")
		}
		if h.record(apptest.Ana).Minutes() != 45 {
			t.Error("her own record went with it")
		}
	})
}

// verify has a steward say that somebody is a professional.
func (h *house) verify(p apptest.Person) {
	h.t.Helper()
	must(h.t, h.Groups.AskVerification(ctx, h.in(p), "Psychologist", "Register of psychologists, 12345"))
	list, err := h.Groups.VerificationsFor(ctx, h.Viewer(apptest.Stella))
	must(h.t, err)
	must(h.t, h.Groups.Verify(ctx, h.Viewer(apptest.Stella), list[0].ID, true, "Registered as a psychologist", "Register of psychologists", h.Clock.Now().AddDate(1, 0, 0)))
}

func TestASeenMemberWhoLeavesIsSeenNoMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, word.Therapy)
		h.verify(h.fay)
		must(t, h.Proof.LetSee(ctx, h.in(apptest.Ana), true))
		h.stays(apptest.Ana, 5*time.Minute)
		if !strings.Contains(h.Dump(), "\nmeeting_seen ") {
			t.Fatal("nothing is seen")
		}
		must(t, h.Groups.Leave(ctx, h.Viewer(apptest.Ana), h.g.Slug, group.AsFormer))
		if dump := h.Dump(); strings.Contains(dump, "\nmeeting_seen ") || strings.Contains(dump, "\nmeeting_seeing ") {
			t.Error("rows are left")
		}
	})
}

// The form of joining asks in therapy groups alone, and takes no yes for granted.
func TestJoiningAsksOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, word.Therapy)
		join := "/groups/" + h.g.Slug + "/join"
		joins := func(p apptest.Person, name, seen string) {
			h.t.Helper()
			h.Clock.Advance(time.Hour)
			page := h.wants(p, join, "The professionals who lead this group may see at which dates I was")
			_, rest, _ := strings.Cut(page, `name="version" value="`)
			version, _, _ := strings.Cut(rest, `"`)
			seeds := regexp.MustCompile(`name="seeds" value="([^"]*)"`).FindStringSubmatch(page)
			form := url.Values{"persona": {name}, "agreed": {"yes"}, "version": {version}, "seeds": {html.UnescapeString(seeds[1])}}
			if seen != "" {
				form.Set("seen", seen)
			}
			h.sends(p, join, form, http.StatusSeeOther)
		}
		dora, emil := a.Facilitator("Dora"), a.Facilitator("Emil")
		joins(dora, "Amber Reed", "")
		joins(emil, "Blue Reed", "yes")
		for p, want := range map[apptest.Person]bool{dora: false, emil: true} {
			if yes, err := h.Proof.SeeingFor(ctx, h.in(p)); err != nil || yes != want {
				t.Errorf("%s: %v %v", p.Name, yes, err)
			}
		}
		peer := open(t, a, word.Peer)
		zoe := a.Facilitator("Zed")
		if body := peer.wants(zoe, "/groups/"+peer.g.Slug+"/join"); strings.Contains(body, "professionals who lead") {
			t.Error("a peer group asks it too")
		}
		if got := peer.Get(apptest.Ana, "/groups/"+peer.g.Slug+"/attendance"); got.Code != http.StatusNotFound {
			t.Errorf("the choice in a peer group: %d", got.Code)
		}
	})
}
