package schedule_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/meeting"
)

const bristol = 2654675 // its id of GeoNames

// town is the town of the group's only meeting as it is planned now.
func (h *hall) town(id string) int64 {
	h.t.Helper()
	d, _, err := h.Meetings.DraftFor(ctx, h.Inside(h.fay, h.g), id)
	must(h.t, err)
	return d.Plan.Town
}

// townIn is what a form holds of the town, and the id behind it.
func townIn(page string) (town, id string) {
	return held(page, "town"), held(page, "town-id")
}

// held is what a field of a form holds.
func held(page, name string) string {
	found := regexp.MustCompile(`name="` + name + `"[^>]*value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

func TestALeaderChoosesTheNearestTown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		want(t, h.Get(h.fay, h.path("/new")), 200, "Nearest town (optional)", "It tells them the town, and nothing closer.")
		looked := h.Post(h.fay, h.path("/new"), typed(map[string]string{"town": "bristol", "reach": "listed"}))
		want(t, looked, 200, "Is this right?", "Nearest town Bristol, England, United Kingdom", "Anybody finds it, here and elsewhere: when it is, the part of town, and the town.")
		id := h.plan(map[string]string{"town": "bristol"})
		if got := h.town(id); got != bristol {
			t.Errorf("the town is %d", got)
		}
		edit := h.path("/", id) + "/edit"
		if town, chosen := townIn(h.Get(h.fay, edit+"?what=all").Body); town != "Bristol, England, United Kingdom" || chosen != "2654675" {
			t.Errorf("the form shows %q, %s", town, chosen)
		}
		for _, c := range []struct {
			name string
			kept int64
		}{{"München", 2867714}, {"Paris, Texas", 4717560}, {"", meeting.NoTown}} {
			want(t, h.keep(h.fay, edit, typed(map[string]string{"what": "all", "town": c.name})), 303)
			if got := h.town(id); got != c.kept {
				t.Errorf("%q is kept as %d", c.name, got)
			}
		}
		if town, chosen := townIn(h.Get(h.fay, edit+"?what=all").Body); town+chosen != "" {
			t.Errorf("after emptying it the form shows %q, %s", town, chosen)
		}
	})
}

// TestATownThatIsNotPlainIsAskedFor: with choices to press, and all that was typed.
func TestATownThatIsNotPlainIsAskedFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		form := typed(map[string]string{"town": "Newport", "title": "Kept Title"})
		asked := h.Post(h.fay, h.path("/new"), form)
		want(t, asked, 422, "More than one town has this name. Choose yours below.", "Which town do you mean?", "Newport, Wales, United Kingdom", "near ")
		for _, kept := range []string{`value="Kept Title"`, "Quay 4, second door", `value="heron"`, `value="Newport"`} {
			if !strings.Contains(asked.Body, kept) {
				t.Errorf("%s is lost", kept)
			}
		}
		if strings.Contains(asked.Body, `type="radio" id="plan-town-id-0" name="town-id" value="" checked`) || strings.Count(asked.Body, `name="town-id"`) != 8 {
			t.Errorf("%d towns are offered", strings.Count(asked.Body, `name="town-id"`))
		}
		form.Set("town-of", "Newport")
		form.Set("town-id", "2641598")
		want(t, h.Post(h.fay, h.path("/new"), form), 200, "Nearest town Newport, Wales, United Kingdom (near Bristol)")
		want(t, h.keep(h.fay, h.path("/new"), form), 303)
		list := h.dates(14)
		if len(list) == 0 || list[0].Plan.Town != 2641598 {
			t.Fatalf("kept is %+v", list)
		}

		unknown := h.Post(h.fay, h.path("/new"), typed(map[string]string{"town": "Nirgendwo"}))
		want(t, unknown, 422, "We know no town of this name.")
		lacks(t, unknown, "Which town do you mean?", `type="radio" name="town-id"`)
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"town": "Brist"})), 422, "We are not sure which town this is.", "Bristol, England")
		want(t, h.Post(h.fay, h.path("/new"), typed(map[string]string{"town": strings.Repeat("a", 121)})), 422, "120 characters")
	})
}

// TestAChoiceCountsForItsNameAlone: what was pressed for one name does not stick to
// another, and an id that nobody offered is no town.
func TestAChoiceCountsForItsNameAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		for _, c := range []struct {
			town, of, id string
			code         int
			says         string
		}{
			{"Bristol", "Newport", "2641598", 200, "Nearest town Bristol, England"},
			{"Nirgendwo", "Newport", "2641598", 422, "We know no town"},
			{"Newport", "Newport", "7", 422, "Which town do you mean?"},
			{"Newport", "Newport", "-1", 422, "Which town do you mean?"},
			{"Newport", "Newport", "<b>", 422, "Which town do you mean?"},
			{"<script>alert(1)</script>", "", "", 422, "We know no town"},
		} {
			got := h.Post(h.fay, h.path("/new"), merged(typed(nil), url.Values{"town": {c.town}, "town-of": {c.of}, "town-id": {c.id}}))
			want(t, got, c.code, c.says)
			lacks(t, got, "<script>alert(1)")
		}
		online := h.plan(map[string]string{"way": "online", "town": "Newport"})
		if got := h.town(online); got != 0 {
			t.Errorf("a meeting without a place has the town %d", got)
		}
	})
}

// TestAMeetingFromBeforeShowsWhereItIsFound: its leaders were not asked, so the form
// shows the town in which the finder puts it.
func TestAMeetingFromBeforeShowsWhereItIsFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		id := h.plan(map[string]string{"area": "Near the harbour, Bristol"})
		leader := h.Inside(h.fay, h.g)
		d, _, err := h.Meetings.DraftFor(ctx, leader, id)
		must(t, err)
		if d.Plan.Town != meeting.NoTown {
			t.Fatalf("left empty, the town is %d", d.Plan.Town)
		}
		d.Plan.Town = 0
		_, err = h.Meetings.ChangeFrom(ctx, leader, id, d)
		must(t, err)
		if town, _ := townIn(h.Get(h.fay, h.path("/", id)+"/edit?what=all").Body); town != "Bristol, England, United Kingdom" {
			t.Errorf("the form shows %q", town)
		}
		d.Plan.Town = -2
		if _, err := h.Meetings.ChangeFrom(ctx, leader, id, d); err == nil {
			t.Error("-2 is no town")
		}
	})
}

// TestALockedAddressTellsNoTown: what stands in the form is kept in the clear, and read
// outside once the meeting is listed.
func TestALockedAddressTellsNoTown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		for _, c := range []struct {
			reach, area string
			to          map[string]string // what is changed in the form
			shown       string
			kept        int64
		}{
			{"members", "By the harbour", nil, "", meeting.NoTown},
			{string(meeting.ToAll), "By the harbour", nil, "", meeting.NoTown},
			{"members", "By the harbour, Bristol", nil, "Bristol, England, United Kingdom", bristol},
			{"listed", "By the harbour", nil, "Bristol, England, United Kingdom", bristol},
			{"listed", "By the harbour", map[string]string{"placing": "ask"}, "Bristol, England, United Kingdom", meeting.NoTown},
			{"listed", "By the harbour", map[string]string{"reach": "members"}, "Bristol, England, United Kingdom", meeting.NoTown},
			{"listed", "By the harbour", map[string]string{"placing": "ask", "town": "Bristol"}, "Bristol, England, United Kingdom", bristol},
		} {
			form := map[string]string{"reach": c.reach, "area": c.area, "placing": "exact", "address": "4 Quay, Bristol", "title": c.reach + c.area + strings.Repeat("+", len(c.to))}
			id := h.unasked(form)
			edit := h.path("/", id) + "/edit"
			page := h.Get(h.fay, edit+"?what=all").Body
			town, chosen := townIn(page)
			if town != c.shown {
				t.Errorf("%v: the form shows %q", c, town)
			}
			form["what"], form["town"], form["town-of"], form["town-id"], form["town-by"] = "all", town, town, chosen, held(page, "town-by")
			for name, value := range c.to {
				form[name] = value
			}
			want(t, h.keep(h.fay, edit, typed(form)), 303)
			if got := h.town(id); got != c.kept {
				t.Errorf("%v: kept is %d", c, got)
			}
		}
	})
}

// unasked plans a meeting as it was before leaders were asked for a town.
func (h *hall) unasked(form map[string]string) string {
	h.t.Helper()
	id := h.plan(form)
	leader := h.Inside(h.fay, h.g)
	d, _, err := h.Meetings.DraftFor(ctx, leader, id)
	must(h.t, err)
	d.Plan.Town = 0
	_, err = h.Meetings.ChangeFrom(ctx, leader, id, d)
	must(h.t, err)
	return id
}

func merged(form, more url.Values) url.Values {
	for name, values := range more {
		form[name] = values
	}
	return form
}
