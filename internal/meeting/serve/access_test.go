package serve_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/serve"
	"handrail/internal/platform/fault"
)

func TestSomebodyIsAsked(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates := h.dates()
		o := dates[0]
		chair := h.role(serve.Role{Kind: serve.Chair, Many: 1, Weeks: 4})
		ask := func(who string) apptest.Answer {
			return h.Post(h.fay, h.path(o, "/roles/"+chair+"/askings"), url.Values{"who": {who}, "long": {"yes"}})
		}
		for who, says := range map[string]string{"": "Write the name", "Nobody At All": "Nobody here has this name", "Tomasz": "This is you."} {
			if got := ask(who); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, says) {
				t.Errorf("asking %q: %d", who, got.Code)
			}
		}
		if got := ask("marisol"); got.Code != http.StatusSeeOther {
			t.Fatalf("asked: %d\n%s", got.Code, got.Body)
		}
		if got := ask("Marisol"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "They were asked already") {
			t.Errorf("asked twice: %d", got.Code)
		}
		if n := h.told(apptest.Ana, "Would you do this at “Tuesday Lamp” in Low Tide: Chair?"); n != 1 {
			t.Errorf("told %d times", n)
		}
		turn := h.mine(apptest.Ana, o, chair)
		if h.hosts(apptest.Ana, o) || h.has(apptest.Ana, o, chair) || h.duty(h.ben, o, chair).Free != 1 {
			t.Error("a question gives the role away")
		}
		if body := h.reads(h.ben, h.path(o, "/roles/"+chair)); strings.Contains(main(body), "Marisol") {
			t.Error("others see who was asked")
		}
		h.wants(h.fay, h.path(o, "/roles/"+chair), "Marisol was asked, and has not answered yet.")
		h.wants(apptest.Ana, h.path(o, ""), "You were asked for this.")
		h.wants(apptest.Ana, h.path(o, "/service/"+turn), "Would you do this?", "Yes, I do this", "Not now", "It would be yours until")
		h.post(apptest.Ana, o, "/service/"+turn+"/answer", url.Values{"to": {"no"}})
		if n := h.told(h.fay, "cannot help right now"); n != 1 || h.duty(apptest.Ana, o, chair).Asked != nil {
			t.Errorf("not now: told %d times", n)
		}
		ask("Marisol")
		h.post(apptest.Ana, o, "/service/"+h.mine(apptest.Ana, o, chair)+"/answer", url.Values{"to": {"yes"}})
		if !h.hosts(apptest.Ana, o) || !h.hosts(apptest.Ana, dates[3]) || h.hosts(apptest.Ana, dates[4]) {
			t.Error("yes")
		}
		if n := h.told(h.fay, "Somebody said yes"); n != 1 {
			t.Errorf("yes: told %d times", n)
		}

		// A yes that comes too late, and a question taken back.
		late := h.role(serve.Role{Kind: serve.Reader, Many: 1})
		must(t, h.Serving.Ask(ctx, h.in(h.fay), o.Key(), late, "Marisol", false))
		h.take(h.ben, o, late, false)
		got, err := h.Serving.Answer(ctx, h.in(apptest.Ana), o.Key(), h.mine(apptest.Ana, o, late), true)
		if err != nil || got || h.has(apptest.Ana, o, late) || h.duty(apptest.Ana, o, late).Asked != nil {
			t.Errorf("too late: %v, %v", got, err)
		}
		must(t, h.Serving.Ask(ctx, h.in(h.fay), dates[1].Key(), late, "Marisol", false))
		h.post(h.fay, dates[1], "/service/"+h.mine(apptest.Ana, dates[1], late)+"/removal", nil)
		if h.duty(apptest.Ana, dates[1], late).Asked != nil {
			t.Error("the question was not taken back")
		}
		h.post(h.fay, dates[1], "/service/"+h.mine(apptest.Ana, dates[1], chair)+"/removal", nil)
		if h.hosts(apptest.Ana, dates[1]) || !h.hosts(apptest.Ana, o) || h.told(apptest.Ana, "is free for others now.") != 1 {
			t.Error("a leader makes a place free")
		}
	})
}

func TestNotesAreForWhoeverHasTheRole(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		dates, coffee := h.dates(), h.begin()[serve.Coffee]
		const words = "The key hangs behind the clock"
		page := h.path(dates[0], "/roles/"+coffee)
		h.take(apptest.Ana, dates[0], coffee, false)
		h.post(apptest.Ana, dates[0], "/roles/"+coffee+"/notes", url.Values{"notes": {words}})
		h.wants(apptest.Ana, page, words)
		h.wants(h.fay, page, words)
		if body := h.reads(h.ben, page); strings.Contains(body, words) || strings.Contains(body, "For whoever comes next") {
			t.Error("everybody reads the notes")
		}
		if got := h.Post(h.ben, page+"/notes", url.Values{"notes": {"mine"}}); got.Code != http.StatusNotFound {
			t.Errorf("somebody else writes them: %d", got.Code)
		}
		if strings.Contains(h.Dump(), words) {
			t.Error("they lie open in the records")
		}
		must(t, h.Serving.Ask(ctx, h.in(h.fay), dates[1].Key(), coffee, "Quiet Cedar", false))
		if body := h.reads(h.ben, page); strings.Contains(body, words) {
			t.Error("being asked is enough to read them")
		}
		h.take(h.ben, dates[2], coffee, false)
		if body := h.reads(h.ben, page); strings.Contains(body, words) {
			t.Error("a role on a far date is enough to read them")
		}
		h.Clock.Set(dates[2].Start.AddDate(0, 0, -9))
		h.wants(h.ben, page, words)
		must(t, h.Serving.GiveBack(ctx, h.in(h.ben), dates[2].Key(), h.mine(h.ben, dates[2], coffee), false))
		if body := h.reads(h.ben, page); strings.Contains(body, words) {
			t.Error("who gave it back reads on")
		}
		if got := h.Post(apptest.Ana, page+"/notes", url.Values{"notes": {strings.Repeat("é", serve.NotesMost+1)}}); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("too long: %d", got.Code)
		}
		h.post(apptest.Ana, dates[0], "/roles/"+coffee+"/notes", url.Values{"notes": {"  "}})
		if body := h.reads(apptest.Ana, page); strings.Contains(body, words) {
			t.Error("they cannot be emptied")
		}
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		o, coffee := h.dates()[0], h.begin()[serve.Coffee]
		h.take(apptest.Ana, o, coffee, false)
		turn := h.mine(apptest.Ana, o, coffee)
		gus, lea := h.Facilitator("Gus"), h.Newcomer("Lea")
		h.AddKey(lea)
		h.Found(gus, "Gus Ray", func(p *group.Plan) { p.Group.Name = "Elsewhere" })
		h.enter(lea, "Lea Ford")
		must(t, h.Groups.Leave(ctx, h.Viewer(lea), h.g.Slug, group.AsFormer))
		pages := []string{"/roles", "/roles/" + coffee}
		leaders := []string{"/roles/arrange", "/roles/new", "/roles/" + coffee + "/settings"}
		own := "/service/" + turn
		acts := []string{
			"/roles", "/roles/beginning", "/roles/" + coffee + "/settings", "/roles/" + coffee + "/order", "/roles/" + coffee + "/removal", "/roles/" + coffee + "/restoration",
			"/roles/" + coffee + "/askings", own + "/removal",
		}
		owners := []string{own + "/answer", own + "/search", own + "/search/removal", own + "/return", own + "/term", own + "/reminder"}
		shut := func(p apptest.Person, method string, below ...string) {
			t.Helper()
			for _, one := range below {
				if got := h.Do(p, h.Request(method, h.path(o, one), url.Values{"for": {"date"}})); got.Code != http.StatusNotFound {
					t.Errorf("%s: %s %s: %d", p.Name, method, one, got.Code)
				}
			}
		}
		for _, outsider := range []apptest.Person{apptest.Stella, gus, lea} {
			shut(outsider, "GET", append(append(pages, leaders...), own)...)
			shut(outsider, "POST", append(append(acts, owners...), "/roles/"+coffee+"/notes", "/roles/"+coffee+"/places", own+"/takeover")...)
			if got := h.Get(outsider, "/m/role/"+turn); got.Code != http.StatusNotFound {
				t.Errorf("%s: the short way: %d", outsider.Name, got.Code)
			}
		}
		shut(h.ben, "GET", append(leaders, own)...)
		shut(h.ben, "POST", append(acts, owners...)...)
		if got := h.Get(h.ben, "/m/role/"+turn); got.Code != http.StatusNotFound {
			t.Errorf("another's turn by the short way: %d", got.Code)
		}
		shut(h.fay, "GET", own)
		shut(h.fay, "POST", owners...)
		for _, one := range pages {
			h.reads(h.ben, h.path(o, one))
		}
		for _, one := range append(leaders, pages...) {
			h.reads(h.fay, h.path(o, one))
		}
		if !h.has(apptest.Ana, o, coffee) {
			t.Error("somebody took it from her")
		}

		// The same role by the address of another meeting.
		other, err := h.Meetings.Make(ctx, h.in(h.fay), h.tuesdays())
		must(t, err)
		there, err := h.Meetings.DateFor(ctx, h.in(h.fay), other.ID)
		must(t, err)
		if err := h.Serving.Take(ctx, h.in(h.ben), there.Key(), coffee, false); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a role of another meeting: %v", err)
		}
		if got := h.Get(apptest.Ana, h.path(there, own)); got.Code != http.StatusNotFound {
			t.Errorf("a turn of another meeting: %d", got.Code)
		}
	})
}

func TestTakingNeedsAKeyAndShowsWhoTook(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		o, of := h.dates()[0], h.begin()
		zoe := h.Enter(apptest.Zoe, h.g, "Pebble")
		body := h.wants(apptest.Zoe, h.path(o, ""), "Keep your seat first")
		if strings.Contains(body, "I can do this") {
			t.Error("a button that cannot be pressed")
		}
		if err := h.Serving.Take(ctx, zoe, o.Key(), of[serve.Coffee], false); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("without a key: %v", err)
		}
		quiet := h.Newcomer("Cy")
		h.AddKey(quiet)
		h.Enter(quiet, h.g, "Cypress")
		h.take(quiet, o, of[serve.Coffee], false)
		h.wants(h.ben, h.path(o, ""), "Cypress")
	})
}

func TestWordsThatAreNotKind(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		o := h.dates()[0]
		h.begin()
		post := func(form url.Values) apptest.Answer {
			all := url.Values{"kind": {"own"}, "label": {"Candles"}, "about": {""}, "many": {"1"}, "weeks": {"0"}}
			for k, v := range form {
				all[k] = v
			}
			return h.Post(h.fay, h.path(o, "/roles"), all)
		}
		for field, bad := range map[string][]string{
			"label": {"", strings.Repeat("x", serve.LabelMost+1)}, "about": {strings.Repeat("x", serve.AboutMost+1)}, "many": {"", "0", "-1", "21", "9e9", "٣", "1;DROP TABLE meeting_role"},
			"weeks": {"", "1", "53", "-4", "99999999999999999999"}, "kind": {"", "king", "CHAIR"},
		} {
			for _, one := range bad {
				if got := post(url.Values{field: {one}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "Candles") && field != "label" {
					t.Errorf("%s %q: %d", field, one, got.Code)
				}
			}
		}
		for _, hostile := range []string{"<script>alert(1)</script>", "\u202egnirts\u202c", "'; DROP TABLE meeting_role; --", "{{.Secret}} {.Count}", "\x00\x1b[31m", "👩‍🚒 é́́́"} {
			got := post(url.Values{"label": {hostile}, "about": {hostile}})
			if got.Code == http.StatusUnprocessableEntity {
				continue
			}
			if got.Code != http.StatusSeeOther {
				t.Errorf("%q: %d", hostile, got.Code)
			}
			if body := h.reads(apptest.Ana, h.path(o, "")); strings.Contains(body, "<script>alert") || strings.Contains(body, "\x00") {
				t.Errorf("%q stands as it came", hostile)
			}
		}
		roles, _, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.meeting.ID)
		must(t, err)
		last := roles[len(roles)-1].ID
		h.take(apptest.Ana, o, last, false)
		own := "/service/" + h.mine(apptest.Ana, o, last)
		if got := h.Post(apptest.Ana, h.path(o, own+"/search"), url.Values{"note": {strings.Repeat("x", serve.NoteMost+1)}}); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a note too long: %d", got.Code)
		}
		if got := h.Post(apptest.Ana, h.path(o, own+"/reminder"), url.Values{"lead": {"400"}}); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("a reminder a year before: %d", got.Code)
		}
		h.post(apptest.Ana, o, own+"/search", url.Values{"note": {"<img src=x onerror=alert(1)>"}})
		if body := h.wants(h.ben, h.path(o, ""), "&lt;img src=x"); strings.Contains(body, "<img src=x") {
			t.Error("a note stands as it came")
		}
		for _, key := range []string{"x", "x_y", "_", strings.Repeat("9", 500), h.meeting.ID + "_99999999T9999"} {
			if got := h.Get(h.fay, "/groups/"+h.g.Slug+"/meetings/"+url.PathEscape(key)+"/roles"); got.Code != http.StatusNotFound {
				t.Errorf("%q: %d", key, got.Code)
			}
		}
		h.reads(h.fay, "/groups/"+h.g.Slug+"/meetings/"+h.meeting.ID+"/roles")
	})
}

func TestLeadersArrangeTheRoles(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		o := h.dates()[0]
		of := h.begin()
		h.wants(h.fay, h.path(o, "/roles/arrange"), "Move up", "Move down", "Take it away", "Add a role", "One date, or 12 weeks")
		order := func() (kinds []serve.Kind) {
			roles, _, err := h.Serving.RolesFor(ctx, h.in(h.fay), h.meeting.ID)
			must(t, err)
			for _, r := range roles {
				kinds = append(kinds, r.Kind)
			}
			return kinds
		}
		before := order()
		h.post(h.fay, o, "/roles/"+of[before[1]]+"/order", url.Values{"to": {"up"}})
		if now := order(); now[0] != before[1] || now[1] != before[0] {
			t.Errorf("moved up: %v", now)
		}
		h.post(h.fay, o, "/roles/"+of[before[1]]+"/order", url.Values{"to": {"up"}})
		h.post(h.fay, o, "/roles/"+of[before[1]]+"/order", url.Values{"to": {"down"}})
		if now := order(); now[0] != before[0] || now[1] != before[1] {
			t.Errorf("and down: %v", now)
		}
		h.post(h.fay, o, "/roles/"+of[serve.Coffee]+"/settings", url.Values{"kind": {"coffee"}, "label": {"Kettle"}, "about": {"Fill it before we begin."}, "many": {"2"}, "weeks": {"4"}})
		h.wants(apptest.Ana, h.path(o, ""), "Kettle", "2 places are free", "For 4 weeks from here on")
		h.wants(apptest.Ana, h.path(o, "/roles/"+of[serve.Coffee]), "Fill it before we begin.")
	})
}
