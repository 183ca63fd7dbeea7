package lift_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/platform/fault"
)

var ctx = context.Background()

// house is a group with a facilitator and three members, in which somebody wrote
// something without their name and Ben answered.
type house struct {
	*apptest.App
	t              *testing.T
	g              group.Group
	fay, ben, cleo apptest.Person
	post           string
}

func open(t *testing.T, a *apptest.App) *house {
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben"), cleo: a.Facilitator("Cleo")}
	h.g = a.Found(h.fay, "Tomasz", func(p *group.Plan) { p.Group.Name = "Low Tide" })
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	a.Enter(h.cleo, h.g, "Northern Owl")
	for _, p := range []apptest.Person{apptest.Ana, h.cleo} {
		must(t, h.Groups.Introduce(ctx, h.in(p), "Hello."))
	}
	return h
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.writes(apptest.Ana)
		test(t, h)
	})
}

// writes has somebody write without their name, and Ben answer.
func (h *house) writes(by apptest.Person) {
	h.t.Helper()
	p, err := h.Forum.Begin(ctx, h.in(by), forum.Beginning{Space: h.g.ID + "-shares", Kind: forum.Share, Title: "A heavy week", Words: forum.Words{Text: "Somebody here frightens me.", Anonymous: true}})
	must(h.t, err)
	_, err = h.Forum.Reply(ctx, h.in(h.ben), p.Topic, forum.Words{Text: "I hear you."})
	must(h.t, err)
	h.post = p.ID
}

func (h *house) in(p apptest.Person) group.Member { return h.Inside(p, h.g) }

func (h *house) path(parts string) string { return "/groups/" + h.g.Slug + parts }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if fault.KindOf(err) != kind || err == nil {
		t.Errorf("%s: %v", what, err)
	}
}

func (h *house) wants(p apptest.Person, path string, parts ...string) string {
	h.t.Helper()
	got := h.Get(p, path)
	if got.Code != http.StatusOK {
		h.t.Fatalf("%s opens %s: %d\n%s", p.Name, path, got.Code, got.Body)
	}
	for _, part := range parts {
		if !strings.Contains(got.Body, part) {
			h.t.Errorf("%s does not read %q on %s:\n%s", p.Name, part, path, got.Body)
		}
	}
	return got.Body
}

func (h *house) sends(p apptest.Person, path string, code int, form url.Values) apptest.Answer {
	h.t.Helper()
	got := h.Post(p, path, form)
	if got.Code != code {
		h.t.Fatalf("%s sends to %s: %d, not %d\n%s", p.Name, path, got.Code, code, got.Body)
	}
	return got
}

// told are somebody's notices of one kind, with their targets.
func (h *house) told(p apptest.Person, kind string) (targets []string) {
	h.t.Helper()
	list, err := h.Notices.ListFor(ctx, h.Viewer(p), 1)
	must(h.t, err)
	for _, l := range list.Lines {
		if l.Kind == kind {
			targets = append(targets, l.Target)
		}
	}
	return targets
}

// recorded is how often an action stands in the record.
func (h *house) recorded(action string) (n int) {
	for _, line := range strings.Split(h.Dump(), "\n") {
		if strings.HasPrefix(line, "audit_entry") && strings.Contains(line, action) {
			n++
		}
	}
	return n
}

func TestAFacilitatorAndAStewardTogetherLift(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ask := h.path("/forum/posts/" + h.post + "/lift")
		h.wants(h.fay, ask, "Anonymous 1", "Write them a private note")
		h.sends(h.fay, ask, 422, url.Values{"reason": {""}})
		one := h.sends(h.fay, ask, 303, url.Values{"reason": {"They may be in danger."}}).Header.Get("Location")
		h.sends(h.fay, ask, 422, url.Values{"reason": {"Once more."}})
		id := one[strings.LastIndex(one, "/")+1:]
		if len(h.told(apptest.Stella, "forum.lift-asked")) != 1 || h.recorded("lift.asked") != 1 {
			t.Error("stewards are not told, or it is not in the record")
		}
		h.wants(apptest.Stella, "/admin/lifts", "Low Tide")
		page := h.wants(apptest.Stella, "/admin/lifts/"+id, "They may be in danger.", "Somebody here frightens me.", "asked by Tomasz")
		if strings.Contains(page, "Marisol") || strings.Contains(h.Get(h.fay, one).Body, "Marisol") {
			t.Fatal("it is known before it is lifted")
		}
		wantKind(t, "a look before", look(h, h.fay, id), fault.Conflict)
		if got := h.told(apptest.Ana, "forum.lifted"); got != nil {
			t.Errorf("the author is told before: %v", got)
		}
		h.sends(apptest.Stella, "/admin/lifts/"+id+"/decision", 422, url.Values{"decision": {"known"}})
		h.sends(apptest.Stella, "/admin/lifts/"+id+"/decision", 303, url.Values{"decision": {"known"}, "reason": {"A life may be at stake."}})
		h.sends(apptest.Stella, "/admin/lifts/"+id+"/decision", 422, url.Values{"decision": {"refused"}, "reason": {"Twice."}})

		if got := h.told(apptest.Ana, "forum.lifted"); len(got) != 1 || got[0] != h.g.ID {
			t.Errorf("the author is told %v", got)
		}
		h.wants(apptest.Ana, h.path("/forum/lifted"), "They may be in danger.", "A life may be at stake.")
		for _, p := range []apptest.Person{h.ben, h.cleo, h.fay} {
			if strings.Contains(h.wants(p, h.path("/forum/lifted")), "A life may be at stake.") {
				t.Errorf("%s reads it as theirs", p.Name)
			}
		}
		if got := h.sends(h.fay, one+"/look", 200, nil); !strings.Contains(got.Body, "Marisol") {
			t.Errorf("the facilitator does not see it:\n%s", got.Body)
		}
		if got := h.sends(apptest.Stella, "/admin/lifts/"+id+"/look", 200, nil); !strings.Contains(got.Body, "Marisol") {
			t.Errorf("the steward does not see it:\n%s", got.Body)
		}
		if h.recorded("lift.confirmed") != 1 || h.recorded("lift.looked") != 2 {
			t.Errorf("the record has %d decisions and %d looks", h.recorded("lift.confirmed"), h.recorded("lift.looked"))
		}
		if got := h.Post(h.ben, one+"/look", nil); got.Code != 404 {
			t.Errorf("somebody else looks: %d", got.Code)
		}
		ana := h.in(apptest.Ana).Self.ID
		for _, line := range strings.Split(h.Dump(), "\n") {
			if strings.HasPrefix(line, "forum_lift") && strings.Contains(line, ana) {
				t.Errorf("who it was stands in the database: %s", line)
			}
		}
		fay := h.in(h.fay)
		h.Clock.Advance(7*24*time.Hour + time.Minute)
		_, err := h.Lift.Look(ctx, fay, id)
		wantKind(t, "a look after seven days", err, fault.Conflict)
	})
}

func look(h *house, p apptest.Person, id string) error {
	_, err := h.Lift.Look(ctx, h.in(p), id)
	return err
}

func TestWhoMayLift(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, p := range []apptest.Person{h.ben, apptest.Ana, apptest.Zoe} {
			if got := h.Post(p, h.path("/forum/posts/"+h.post+"/lift"), url.Values{"reason": {"I want to know."}}); got.Code != 404 {
				t.Errorf("%s asks: %d", p.Name, got.Code)
			}
		}
		must(t, h.Groups.Appoint(ctx, h.in(h.fay), h.in(h.cleo).Self.ID, group.CoFacilitator))
		if got := h.Get(h.cleo, h.path("/forum/posts/"+h.post+"/lift")); got.Code != 404 {
			t.Errorf("a co-facilitator asks: %d", got.Code)
		}
		id, err := h.Lift.Ask(ctx, h.in(h.fay), h.post, "They may be in danger.")
		must(t, err)
		wantKind(t, "who is no steward", h.Lift.Decide(ctx, h.Viewer(h.fay), id, true, "Yes."), fault.NotFound)
		must(t, h.Lift.Decide(ctx, h.Viewer(apptest.Stella), id, false, "There are other ways."))
		wantKind(t, "a look after a refusal", look(h, h.fay, id), fault.Conflict)
		if got := h.told(apptest.Ana, "forum.lifted"); got != nil {
			t.Errorf("the author is told of a refusal: %v", got)
		}
		if got := h.told(h.fay, "forum.lift-decided"); len(got) != 1 {
			t.Errorf("who asked is told %v", got)
		}
		_, err = h.Lift.Ask(ctx, h.in(h.fay), h.post, "Again.")
		wantKind(t, "again after a refusal", err, fault.Conflict)
	})
}

// TestAStewardDoesNotDecideTheirOwn: neither what they asked themselves as a
// facilitator, nor what they wrote.
func TestAStewardDoesNotDecideTheirOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
		h.g = a.Found(apptest.Stella, "Tomasz", nil)
		a.Enter(apptest.Ana, h.g, "Marisol")
		a.Enter(h.ben, h.g, "Quiet Cedar")
		h.writes(apptest.Ana)
		id, err := h.Lift.Ask(ctx, h.in(apptest.Stella), h.post, "I want to know.")
		must(t, err)
		wantKind(t, "their own asking", h.Lift.Decide(ctx, h.Viewer(apptest.Stella), id, true, "Yes."), fault.Forbidden)
		if got := h.told(apptest.Ana, "forum.lifted"); got != nil {
			t.Errorf("it was lifted all the same: %v", got)
		}
	})
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := &house{App: a, t: t, fay: a.Facilitator("Fay"), ben: a.Facilitator("Ben")}
		h.g = a.Found(h.fay, "Tomasz", nil)
		a.Enter(apptest.Stella, h.g, "Ember")
		a.Enter(h.ben, h.g, "Quiet Cedar")
		h.writes(apptest.Stella)
		id, err := h.Lift.Ask(ctx, h.in(h.fay), h.post, "I want to know.")
		must(t, err)
		wantKind(t, "what they wrote", h.Lift.Decide(ctx, h.Viewer(apptest.Stella), id, false, "No."), fault.Forbidden)
	})
}

func TestWhatIsDeletedCannotBeLifted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, err := h.Lift.Ask(ctx, h.in(h.fay), h.post, "They may be in danger.")
		must(t, err)
		_, err = h.Forum.Delete(ctx, h.in(apptest.Ana), h.post)
		must(t, err)
		wantKind(t, "what is deleted", h.Lift.Decide(ctx, h.Viewer(apptest.Stella), id, true, "Yes."), fault.Conflict)
		h.wants(apptest.Stella, "/admin/lifts/"+id, "Nothing leads to who wrote it any more")
	})
}

func TestAskingOftenIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for n := range 4 {
			h.writes(h.cleo)
			_, err := h.Lift.Ask(ctx, h.in(h.fay), h.post, "I want to know.")
			if n < 3 {
				must(t, err)
			} else {
				wantKind(t, "the fourth within a week", err, fault.TooMany)
			}
		}
	})
}

func TestTheReasonsGoWhenTheirTimeIsOver(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id, err := h.Lift.Ask(ctx, h.in(h.fay), h.post, "They may be in danger.")
		must(t, err)
		must(t, h.Lift.Decide(ctx, h.Viewer(apptest.Stella), id, false, "No."))
		h.Clock.Advance(91 * 24 * time.Hour)
		must(t, h.Lift.Sweep(ctx))
		if _, err := h.Keys.Seal(ctx, "lift:"+id, []byte("x"), "x"); err == nil {
			t.Error("its key is not destroyed")
		}
		if strings.Contains(h.Dump(), id+"|") {
			t.Error("it is still there")
		}
	})
}

var (
	ids    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	tokens = regexp.MustCompile(`(name="(?:once|page)" value|nonce|channel)="[^"]*"`)
	faces  = regexp.MustCompile(`(?s)<svg class="avatar.*?</svg>|<span class="avatar.*?</span>`)
	slugs  = regexp.MustCompile(`low-tide-[a-z0-9]+`)
)

// plain is a page without what is random: ids are numbered as they come, faces
// are left out.
func plain(page string, seen map[string]string) string {
	page = faces.ReplaceAllString(tokens.ReplaceAllString(slugs.ReplaceAllString(page, "low-tide"), "$1"), "")
	return ids.ReplaceAllStringFunc(page, func(one string) string {
		if seen[one] == "" {
			seen[one] = "id" + string(rune('A'+len(seen)))
		}
		return seen[one]
	})
}

// everything is all that the sender of a note, another member, a leader and a
// steward see of an anonymous author who does all that one can do here, before
// it is known who they are.
func (h *house) everything(author apptest.Person) string {
	h.writes(author)
	must(h.t, h.Worry.TakeCalls(ctx, h.in(h.fay), true))
	note, err := h.Private.Write(ctx, h.in(h.ben), h.post, "I was there, too.")
	must(h.t, err)
	must(h.t, h.Private.Answer(ctx, h.in(author), note, "Thank you."))
	must(h.t, h.Worry.Raise(ctx, h.in(h.ben), worry.Raising{About: worry.About{Post: h.post}, Leaders: true, Said: "They sound tired."}))
	card, err := h.Private.SendCard(ctx, h.in(h.fay), h.post, true)
	must(h.t, err)
	must(h.t, h.Private.AnswerCard(ctx, h.in(author), card, "yes"))
	calls, err := h.Worry.CallsFor(ctx, h.in(h.fay))
	must(h.t, err)
	id, err := h.Lift.Ask(ctx, h.in(h.fay), h.post, "They may be in danger.")
	must(h.t, err)

	seen := map[string]string{h.g.ID: "group", h.post: "post", h.in(h.fay).Self.ID: "fay", h.in(h.ben).Self.ID: "ben"}
	var out strings.Builder
	for _, at := range []struct {
		who  apptest.Person
		path string
	}{
		{h.ben, h.path("/notes")}, {h.ben, h.path("/notes/" + note)}, {h.ben, h.path("/forum/posts/" + h.post + "/note")}, {h.ben, h.path("/forum/posts/" + h.post + "/worry")},
		{h.ben, h.path("/forum/lifted")},
		{h.fay, h.path("/notes")}, {h.fay, h.path("/notes/" + card)}, {h.fay, h.path("/lead/worries")}, {h.fay, h.path("/lead/worries/" + calls[0].ID)},
		{h.fay, h.path("/forum/posts/" + h.post + "/lift")}, {h.fay, h.path("/lead/lifts")}, {h.fay, h.path("/lead/lifts/" + id)},
		{apptest.Stella, "/admin/lifts"}, {apptest.Stella, "/admin/lifts/" + id}, {apptest.Stella, "/admin/record"},
	} {
		page := h.wants(at.who, at.path)
		if me := h.in(author).Self; strings.Contains(page, me.ID) || strings.Contains(page, me.Name) {
			h.t.Errorf("%s tells %s who wrote it", at.path, at.who.Name)
		}
		out.WriteString(plain(page, seen))
	}
	for _, p := range []apptest.Person{h.ben, h.fay, apptest.Stella} {
		list, err := h.Notices.ListFor(ctx, h.Viewer(p), 1)
		must(h.t, err)
		var said []string
		for _, l := range list.Lines {
			said = append(said, l.Kind+" "+l.Say+" "+plain(l.Target+" "+l.Path, seen))
		}
		slices.Sort(said) // many are of the same moment
		out.WriteString(strings.Join(said, "\n"))
	}
	me := h.in(author).Self
	for _, line := range strings.Split(h.Dump(), "\n") {
		for _, table := range []string{"forum_note_thread", "forum_note_word", "forum_worry", "forum_lift", "river_job"} {
			if table == "river_job" && !strings.Contains(line, "kind=forum.") {
				continue
			}
			if strings.HasPrefix(line, table) && (strings.Contains(line, me.ID) || strings.Contains(line, h.Viewer(author).Account)) {
				h.t.Errorf("a row leads to who wrote it: %s", line)
			}
		}
		if strings.HasPrefix(line, "notify_notice") && strings.Contains(line, h.Viewer(author).Account) && (strings.Contains(line, h.post) || strings.Contains(line, note) || strings.Contains(line, card)) {
			h.t.Errorf("a notice leads from the account to the post: %s", line)
		}
	}
	if log := h.Log.Text(); strings.Contains(log, me.ID) || strings.Contains(log, me.Name) {
		h.t.Error("the log tells who wrote it")
	}
	return out.String()
}

// TestNobodyCanTellTwoAuthorsApart: whoever of two members wrote something
// without their name, all that anybody else sees is the same.
func TestNobodyCanTellTwoAuthorsApart(t *testing.T) {
	var pages []string
	for n := range 2 {
		apptest.Each(t, func(t *testing.T, a *apptest.App) {
			h := open(t, a)
			pages = append(pages, h.everything([]apptest.Person{apptest.Ana, h.cleo}[n]))
		})
	}
	for i := range len(pages) / 2 {
		one, other := strings.Split(pages[i], "\n"), strings.Split(pages[i+len(pages)/2], "\n")
		for n := range min(len(one), len(other)) {
			if one[n] != other[n] {
				at := 0
				for at < min(len(one[n]), len(other[n])) && one[n][at] == other[n][at] {
					at++
				}
				t.Fatalf("they differ:\n…%s\n…%s", one[n][max(0, at-80):min(len(one[n]), at+80)], other[n][max(0, at-80):min(len(other[n]), at+80)])
			}
		}
		if len(one) != len(other) {
			t.Error("one is longer than the other")
		}
	}
}
