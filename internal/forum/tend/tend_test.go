package tend_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
)

var ctx = context.Background()

// house is a group with somebody of every role, and those outside of it.
type house struct {
	*apptest.App
	t                                        *testing.T
	g                                        group.Group
	fay, co, greeter, ben, former, elsewhere apptest.Person
}

func open(t *testing.T, a *apptest.App) *house {
	t.Helper()
	h := &house{App: a, t: t, fay: a.Facilitator("Fay"), co: a.Facilitator("Co"), greeter: a.Facilitator("Greta"), ben: a.Facilitator("Ben"), former: a.Facilitator("Former"), elsewhere: a.Facilitator("Elsewhere")}
	h.g = a.Found(h.fay, "Tomasz", nil)
	a.Found(h.elsewhere, "Ada", func(p *group.Plan) { p.Group.Name = "High Tide" })
	a.Enter(apptest.Ana, h.g, "Marisol")
	a.Enter(h.ben, h.g, "Quiet Cedar")
	h.appoint(h.co, "Cora", group.CoFacilitator)
	h.appoint(h.greeter, "Bo", group.Greeter)
	must(t, a.Groups.AcceptCode(ctx, a.Inside(h.greeter, h.g)))
	h.appoint(h.former, "Finn", group.CoFacilitator)
	must(t, a.Groups.Leave(ctx, a.Viewer(h.former), h.g.Slug, group.AsFormer))
	return h
}

func (h *house) appoint(who apptest.Person, name string, role group.Role) {
	h.t.Helper()
	m := h.Enter(who, h.g, name)
	must(h.t, h.Groups.Introduce(ctx, m, "Hello."))
	h.Clock.Advance(31 * time.Minute)
	must(h.t, h.Groups.Appoint(ctx, h.Inside(h.fay, h.g), m.Self.ID, role))
}

func (h *house) at(below string) string { return "/groups/" + h.g.Slug + "/forum" + below }

func (h *house) space(shipped string) string { return h.g.ID + "-" + shipped }

func (h *house) begin(by apptest.Person, title string) forum.Post {
	h.t.Helper()
	p, err := h.Forum.Begin(ctx, h.Inside(by, h.g), forum.Beginning{Space: h.space("talk"), Kind: forum.Discussion, Title: title, Words: forum.Words{Text: "It was a long week."}})
	must(h.t, err)
	return p
}

func (h *house) reply(by apptest.Person, topic, text string) forum.Post {
	h.t.Helper()
	p, err := h.Forum.Reply(ctx, h.Inside(by, h.g), topic, forum.Words{Text: text})
	must(h.t, err)
	return p
}

// wants fails the test unless an answer has this code and these words.
func (h *house) wants(got apptest.Answer, code int, words ...string) {
	h.t.Helper()
	if got.Code != code {
		h.t.Fatalf("answers %d, not %d: %s", got.Code, code, sentences(got.Body))
	}
	for _, one := range words {
		if !strings.Contains(sentences(got.Body), one) {
			h.t.Errorf("does not say %q: %s", one, sentences(got.Body))
		}
	}
}

// does sends a form and follows to where that leads, which says so.
func (h *house) does(who apptest.Person, path string, form url.Values, words ...string) apptest.Answer {
	h.t.Helper()
	got := h.Post(who, path, form)
	h.wants(got, http.StatusSeeOther)
	next := h.Request("GET", strings.TrimPrefix(got.Header.Get("Location"), h.Base.String()), nil)
	for _, c := range (&http.Response{Header: got.Header}).Cookies() {
		next.AddCookie(c)
	}
	page := h.Do(who, next)
	h.wants(page, http.StatusOK, words...)
	return page
}

func sentences(body string) string {
	_, main, _ := strings.Cut(body, "<main")
	main = regexp.MustCompile(`<[^>]*>`).ReplaceAllString("<main"+main, " ")
	return strings.Join(strings.Fields(html.UnescapeString(main)), " ")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func settings(pairs ...string) url.Values {
	form := url.Values{"anonymous": {"shares"}, "pictures": {"yes"}, "slow": {"0"}, "keep": {"0"}, "find": {"0"}, "watched": {""}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestWhoFindsThesePages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		first := h.begin(apptest.Ana, "The week")
		second := h.reply(h.ben, first.Topic, "Mine too.")
		leaders := []apptest.Person{h.fay, h.co}
		others := []apptest.Person{apptest.Ana, h.greeter, h.former, h.elsewhere, apptest.Zoe, apptest.Stella}
		for path, form := range map[string]url.Values{
			"/settings": settings(), "/spaces": {"name": {"More"}, "kind": {"share"}, "answers": {"open"}, "starts": {"members"}},
			"/spaces/" + h.space("talk") + "/settings": {"name": {"Mine"}, "kind": {"share"}, "answers": {"open"}, "starts": {"members"}},
			"/spaces/" + h.space("talk") + "/place":    {"to": {"up"}}, "/spaces/" + h.space("questions") + "/removal": {},
			"/topics/" + first.Topic + "/pin": {"to": {"yes"}}, "/topics/" + first.Topic + "/closure": {"to": {"yes"}},
			"/topics/" + first.Topic + "/space":     {"space": {h.space("shares")}},
			"/posts/" + second.ID + "/splitting":    {"title": {"New"}, "space": {h.space("talk")}, "which": {"only"}},
			"/topics/" + first.Topic + "/rejoining": {}, "/posts/" + second.ID + "/refusal": {"reason": {"Because."}},
		} {
			for _, who := range others {
				h.wants(h.Post(who, h.at(path), form), http.StatusNotFound) // for who does not lead it does not exist
			}
		}
		pages := []string{"/settings", "/spaces", "/spaces/new", "/spaces/" + h.space("talk") + "/settings", "/topics/" + first.Topic + "/tending", "/posts/" + second.ID + "/splitting"}
		for _, path := range pages {
			for _, who := range others {
				h.wants(h.Get(who, h.at(path)), http.StatusNotFound)
			}
		}
		if p, err := h.Forum.PageFor(ctx, h.Inside(apptest.Ana, h.g), first.Topic, 1); err != nil || p.Topic.Pinned || p.Topic.Closed || len(p.Items) != 2 {
			t.Errorf("somebody who may not changed it: %+v, %v", p.Topic, err)
		}
		for _, who := range leaders {
			for _, path := range append(pages, "/waiting") {
				h.wants(h.Get(who, h.at(path)), http.StatusOK)
			}
		}
		h.wants(h.Get(h.greeter, h.at("/waiting")), http.StatusOK, "Nothing waits")
		for _, who := range []apptest.Person{apptest.Ana, h.former, h.elsewhere, apptest.Zoe} {
			h.wants(h.Get(who, h.at("/waiting")), http.StatusNotFound)
			h.wants(h.Post(who, h.at("/posts/"+second.ID+"/admission"), nil), http.StatusNotFound)
		}
	})
}

func TestLeadersSayHowTheForumWorks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.wants(h.Get(h.co, h.at("/settings")), http.StatusOK, "What can be written without a name?", "Leaders do not wait.", "searching finds them no more")
		h.does(h.co, h.at("/settings"), settings("anonymous", "all", "review", "yes", "slow", "300", "keep", "90", "find", "365", "watched", "razor\n  two   words \nrazor\n\n"), "Kept. It counts for what is written from now on.")
		set, err := h.Forum.SettingFor(ctx, h.Inside(apptest.Ana, h.g))
		if err != nil || set.Anonymous != forum.All || !set.Review || set.Slow != 300 || set.KeepDays != 90 || set.FindDays != 365 || strings.Join(set.Watched, "|") != "razor|two words" {
			t.Errorf("now it is %+v, %v", set, err)
		}
		again := h.Get(h.fay, h.at("/settings"))
		for _, has := range []string{`value="all"[^>]* checked`, `value="300" selected`, `value="90" selected`, `value="365" selected`, "razor\ntwo words"} {
			if !regexp.MustCompile(has).MatchString(again.Body) {
				t.Errorf("the page does not show %s", has)
			}
		}
		for field, wrong := range map[string][2]string{
			"anonymous": {"some", "Choose one from the list."}, "slow": {"99999999", "Choose a pause of a day at most."}, "keep": {"many", "Choose ten years at most."},
			"find": {"-4", "Choose ten years at most."}, "watched": {strings.Repeat("é", 4001), "Shorten this to 4000 characters."},
		} {
			h.wants(h.Post(h.fay, h.at("/settings"), settings(field, wrong[0])), http.StatusUnprocessableEntity, "There is a problem", wrong[1])
		}
		if now, err := h.Forum.SettingFor(ctx, h.Inside(apptest.Ana, h.g)); err != nil || now.Slow != 300 {
			t.Errorf("what was refused was kept: %+v, %v", now, err)
		}
	})
}

func TestSpacesAreArranged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		names := func() string {
			list, err := h.Forum.SpacesFor(ctx, h.Inside(apptest.Ana, h.g))
			must(t, err)
			var all []string
			for _, sp := range list {
				all = append(all, sp.Says(ctx))
			}
			return strings.Join(all, ", ")
		}
		form := url.Values{"name": {"News"}, "about": {"What comes next."}, "kind": {"discussion"}, "answers": {"thanks"}, "starts": {"leaders"}}
		h.does(h.fay, h.at("/spaces"), form, "The space is there.", "News", "Begun by: Those who look after the group.")
		list, _ := h.Forum.SpacesFor(ctx, h.Inside(h.fay, h.g))
		news := list[3].ID
		h.does(h.co, h.at("/spaces/"+news+"/place"), url.Values{"to": {"up"}}, "It stands one place higher now.")
		if names() != "Stories, Questions, News, Talk" {
			t.Errorf("they stand %s", names())
		}
		h.does(h.co, h.at("/spaces/"+news+"/place"), url.Values{"to": {"down"}}, "It stands one place lower now.")
		form.Set("name", "")
		h.wants(h.Post(h.fay, h.at("/spaces/"+news+"/settings"), form), http.StatusUnprocessableEntity, "Give the space a name.")
		form.Set("name", "What is new")
		form.Set("closed", "yes")
		h.does(h.fay, h.at("/spaces/"+news+"/settings"), form, "What is new", "Closed")
		first := h.begin(apptest.Ana, "The week")
		h.does(h.fay, h.at("/spaces/"+h.space("talk")+"/removal"), nil, "There is something in this space.")
		h.does(h.fay, h.at("/spaces/"+news+"/removal"), nil, "The empty space is gone.")
		h.wants(h.Get(h.fay, h.at("/spaces/"+news+"/settings")), http.StatusNotFound)
		if names() != "Stories, Questions, Talk" || first.Topic == "" {
			t.Errorf("they are %s", names())
		}
	})
}

func TestATopicIsTendedAndEachStepUndone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		first := h.begin(apptest.Ana, "The week")
		topic := "/topics/" + first.Topic
		now := func() forum.Page {
			p, err := h.Forum.PageFor(ctx, h.Inside(apptest.Ana, h.g), first.Topic, 1)
			must(t, err)
			return p
		}
		for _, c := range []struct {
			path, to, says string
			is             func() bool
		}{
			{"/pin", "yes", "It stands at the top of its space now.", func() bool { return now().Topic.Pinned }},
			{"/pin", "no", "It stands among the others again.", func() bool { return !now().Topic.Pinned }},
			{"/closure", "yes", "The topic is closed.", func() bool { return now().Topic.Closed }},
			{"/closure", "no", "The topic is open.", func() bool { return !now().Topic.Closed }},
		} {
			h.does(h.co, h.at(topic+c.path), url.Values{"to": {c.to}}, c.says)
			if !c.is() {
				t.Errorf("%s %s did nothing", c.path, c.to)
			}
		}
		h.does(h.fay, h.at(topic+"/space"), url.Values{"space": {h.space("questions")}}, "The topic is in “Questions” now.", "Put it back into “Talk”")
		if now().Space.ID != h.space("questions") {
			t.Error("it did not move")
		}
		h.does(h.fay, h.at(topic+"/space"), url.Values{"space": {h.space("talk")}}, "The topic is in “Talk” now.")
		h.wants(h.Post(h.fay, h.at(topic+"/space"), url.Values{"space": {"nowhere"}}), http.StatusNotFound)

		second := h.reply(h.ben, first.Topic, "Mine too.")
		third := h.reply(apptest.Ana, first.Topic, "And now for the garden.")
		split := h.at("/posts/" + third.ID + "/splitting")
		h.wants(h.Get(h.fay, split), http.StatusOK, "And now for the garden.", "Mine too.", "Which posts go?")
		h.wants(h.Post(h.fay, split, url.Values{"title": {""}, "space": {h.space("talk")}, "which": {"rest"}}), http.StatusUnprocessableEntity, "Give it a title.")
		h.wants(h.Post(h.fay, split, url.Values{"title": {"Garden"}, "space": {h.space("talk")}, "which": {"chosen"}}), http.StatusUnprocessableEntity, "Some of these posts are not there any more.")
		h.wants(h.Get(h.fay, h.at("/posts/"+first.ID+"/splitting")), http.StatusNotFound) // the first stays
		h.does(h.fay, split, url.Values{"title": {"Garden"}, "space": {h.space("talk")}, "which": {"chosen"}, "posts": {second.ID, third.ID}}, "The posts are a topic of their own.", "Garden", "Put the posts back")
		if n := len(now().Items); n != 1 {
			t.Errorf("%d posts stay", n)
		}
		moved, err := h.Forum.PostFor(ctx, h.Inside(apptest.Ana, h.g), third.ID)
		must(t, err)
		h.does(h.co, h.at("/topics/"+moved.Topic.ID+"/rejoining"), nil)
		if n := len(now().Items); n != 3 {
			t.Errorf("%d posts are there again", n)
		}
		h.does(h.co, h.at(topic+"/rejoining"), nil, "These posts cannot go back any more.")
	})
}

func TestWhatWaitsIsLookedAt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.does(h.fay, h.at("/settings"), settings("review", "yes"), "Kept.")
		first := h.begin(apptest.Ana, "My first words")
		h.wants(h.Get(h.greeter, h.at("/waiting")), http.StatusOK, "My first words", "Marisol", "It was a long week.", "Leave it to those who lead.")
		for _, who := range []apptest.Person{h.fay, h.co, h.greeter} {
			h.wants(h.Get(who, "/groups/"+h.g.Slug), http.StatusOK, "Something waits for a look", "1 post waits until you have read it.")
		}
		if strings.Contains(h.Get(h.ben, "/groups/"+h.g.Slug).Body, "waits for a look") {
			t.Error("a member is told what waits")
		}
		must(t, h.Forum.Edit(context.Background(), h.Inside(apptest.Ana, h.g), first.ID, forum.Edited{Title: "Other words", Text: "It was a long week."}))
		h.does(h.greeter, h.at("/posts/"+first.ID+"/admission"), url.Values{"seen": {"0"}}, "changed it meanwhile", "Other words")
		must(t, h.Forum.Edit(context.Background(), h.Inside(apptest.Ana, h.g), first.ID, forum.Edited{Title: "My first words", Text: "It was a long week."}))
		h.does(h.greeter, h.at("/posts/"+first.ID+"/admission"), nil, "Everybody can read it now.", "Nothing waits")
		h.does(h.fay, h.at("/posts/"+first.ID+"/admission"), nil, "Somebody was quicker")
		h.wants(h.Get(h.ben, h.at("/topics/"+first.Topic)), http.StatusOK, "My first words")

		second := h.begin(h.ben, "How I did it")
		h.wants(h.Post(h.greeter, h.at("/posts/"+second.ID+"/refusal"), url.Values{"reason": {"No."}}), http.StatusNotFound)
		h.wants(h.Post(h.co, h.at("/posts/"+second.ID+"/refusal"), url.Values{"reason": {""}}), http.StatusUnprocessableEntity, "Say why.")
		h.wants(h.Post(h.co, h.at("/posts/"+second.ID+"/refusal"), url.Values{"reason": {strings.Repeat("a", 2001)}}), http.StatusUnprocessableEntity, "Shorten this to 2000 characters.")
		h.does(h.co, h.at("/posts/"+second.ID+"/refusal"), url.Values{"reason": {"Please leave out how much."}}, "It stays hidden.", "Nothing waits")
		h.wants(h.Get(apptest.Ana, h.at("/topics/"+second.Topic)), http.StatusNotFound)
		h.wants(h.Get(h.ben, "/groups/"+h.g.Slug+"/told"), http.StatusOK)
		told := regexp.MustCompile(`/groups/[^"]*/told/[^"]+`).FindString(h.Get(h.ben, "/groups/"+h.g.Slug+"/told").Body)
		h.wants(h.Get(h.ben, told), http.StatusOK, "Please leave out how much.")
		h.does(h.fay, h.at("/posts/"+second.ID+"/refusal"), url.Values{"reason": {"Again."}}, "Somebody was quicker")
	})
}

// hostile are strings that break pages which do not take care.
func hostile(t *testing.T) []string {
	all := []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "\u202eright to left", `{{7*7}}`, `'; DROP TABLE forum_post; --`, "a\u0000b", strings.Repeat("w", 60)}
	dir := os.Getenv("HANDRAIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "hostile", "strings", "blns.json"))
	if err != nil {
		return all
	}
	var more []string
	must(t, json.Unmarshal(raw, &more))
	return append(all, more...)
}

func TestHostileNamesAreWords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		path := h.at("/spaces/" + h.space("talk") + "/settings")
		bad := regexp.MustCompile(`(?i)<script>alert|<img src=x|<iframe|<svg/`)
		for _, one := range hostile(t) {
			form := url.Values{"name": {one}, "about": {one}, "kind": {"share"}, "answers": {"open"}, "starts": {"members"}}
			got := h.Post(h.fay, path, form)
			if got.Code != http.StatusSeeOther && got.Code != http.StatusUnprocessableEntity {
				t.Errorf("%q: %d", one, got.Code)
			}
			_, main, _ := strings.Cut(h.Get(h.fay, h.at("/spaces")).Body, "<main")
			if bad.MatchString(main) {
				t.Errorf("%q is more than words", one)
			}
			if len(one) < 200 {
				words := settings("watched", one)
				if got := h.Post(h.fay, h.at("/settings"), words); got.Code != http.StatusSeeOther && got.Code != http.StatusUnprocessableEntity {
					t.Errorf("%q in the list of words: %d", one, got.Code)
				}
			}
		}
	})
}
