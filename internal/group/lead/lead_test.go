package lead_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/word"
)

// people are a group and those who belong to it, or do not.
type people struct {
	*apptest.App
	t     *testing.T
	group group.Group

	lead, second, greeter, member, outsider, former, elsewhere apptest.Person
	ids                                                        map[apptest.Person]string
}

const inside = "What the group keeps to itself."

// gather founds a group with somebody of every role.
func gather(t *testing.T, a *apptest.App, change func(*group.Group)) *people {
	t.Helper()
	p := &people{App: a, t: t, ids: map[apptest.Person]string{}}
	p.lead, p.second, p.former, p.elsewhere = p.keyed("lead"), p.keyed("second"), p.keyed("former"), p.keyed("elsewhere")
	p.greeter, p.member, p.outsider = a.Newcomer("greeter"), a.Newcomer("member"), a.Newcomer("outsider")
	a.AddKey(p.greeter)
	a.AddKey(p.member)
	p.group = p.found(p.lead, "Low Tide", "Marisol", change)
	p.ids[p.lead] = p.self(p.lead).ID
	p.join(p.second, "Tomasz")
	p.join(p.greeter, "Bo")
	p.join(p.member, "Juniper")
	p.join(p.former, "Cedar")
	p.appoint(p.second, group.CoFacilitator)
	p.appoint(p.greeter, group.Greeter)
	p.appoint(p.former, group.CoFacilitator)
	must(t, a.Groups.Leave(t.Context(), a.Viewer(p.former), p.group.Slug, group.AsFormer))
	p.found(p.elsewhere, "High Tide", "Ada", nil)
	must(t, a.Groups.Introduce(t.Context(), p.as(p.member), "Hello."))
	p.showKey(p.lead)
	p.showKey(p.second)
	return p
}

func (p *people) keyed(name string) apptest.Person {
	who := p.Newcomer(name)
	p.AddKey(who)
	p.AddKey(who)
	return who
}

func (p *people) found(by apptest.Person, name, persona string, change func(*group.Group)) group.Group {
	p.t.Helper()
	plan := group.NewPlan(p.t.Context(), word.Peer, "")
	plan.Group.Name, plan.Group.Summary, plan.Group.Zone, plan.Group.About = name, "For neighbours.", "Europe/London", inside
	plan.Group.Languages, plan.Face.Name = []string{"en"}, persona
	if change != nil {
		change(&plan.Group)
	}
	g, err := p.Groups.Found(p.t.Context(), p.Viewer(by), plan)
	must(p.t, err)
	must(p.t, p.Groups.Decide(p.t.Context(), p.Viewer(apptest.Stella), g.ID, true, "go well"))
	return g
}

// showKey has somebody show a key once more.
func (p *people) showKey(who apptest.Person) {
	p.t.Helper()
	q, err := p.Accounts.AskProof(p.t.Context(), p.Viewer(who))
	must(p.t, err)
	answer, err := p.Device(who).Assert(q.Options)
	must(p.t, err)
	token, err := p.Accounts.ProveWithPasskey(p.t.Context(), p.Viewer(who), q.Token, answer)
	must(p.t, err)
	p.Hold(who, token)
}

// self is the membership of somebody in the group.
func (p *people) self(who apptest.Person) group.Membership {
	p.t.Helper()
	return p.as(who).Self
}

func (p *people) as(who apptest.Person) group.Member {
	p.t.Helper()
	m, err := p.Groups.MemberFor(p.t.Context(), p.Viewer(who), p.group.Slug)
	must(p.t, err)
	return m
}

func (p *people) come(who apptest.Person, name, link string) (group.Outcome, error) {
	return p.Groups.Join(p.t.Context(), p.Viewer(who), p.group.Slug, group.Coming{Face: group.Face{Name: name}, Agreed: 1, Link: link, Answer: "I walk by the sea."})
}

func (p *people) join(who apptest.Person, name string) {
	p.t.Helper()
	link, err := p.Groups.Invite(p.t.Context(), p.as(p.lead), 1, time.Hour, true)
	must(p.t, err)
	_, err = p.come(who, name, link)
	must(p.t, err)
	p.ids[who] = p.self(who).ID
}

func (p *people) appoint(who apptest.Person, role group.Role) {
	p.t.Helper()
	if p.self(who).Spoke.IsZero() {
		must(p.t, p.Groups.Introduce(p.t.Context(), p.as(who), "Hello."))
	}
	p.Clock.Advance(31 * time.Minute) // whoever came shows by now
	must(p.t, p.Groups.Appoint(p.t.Context(), p.as(p.lead), p.ids[who], role))
}

// at is the address of something that leaders look after.
func (p *people) at(parts ...string) string {
	return "/groups/" + p.group.Slug + "/lead" + strings.Join(parts, "")
}

func (p *people) invitations() string { return "/groups/" + p.group.Slug + "/invitations" }

func (p *people) roleOf(who apptest.Person) group.Role {
	p.t.Helper()
	return p.self(who).Role
}

// gone tells whether somebody is no member any more.
func (p *people) gone(who apptest.Person) bool {
	_, err := p.Groups.MemberFor(p.t.Context(), p.Viewer(who), p.group.Slug)
	return err != nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, got apptest.Answer, code int, says ...string) {
	t.Helper()
	if got.Code != code {
		t.Errorf("answers %d to %q, want %d: %s", got.Code, got.Header.Get("Location"), code, sentences(got.Body))
	}
	for _, one := range says {
		if !strings.Contains(got.Body, one) {
			t.Errorf("does not say %q: %s", one, sentences(got.Body))
		}
	}
}

// sentences are the words of a page's main part.
func sentences(page string) string {
	_, page, _ = strings.Cut(page, "<main")
	page, _, _ = strings.Cut(page, "</main>")
	words := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")), " ")
	return words[:min(len(words), 600)]
}

func wantsTo(t *testing.T, got apptest.Answer, path string) {
	t.Helper()
	if to := got.Header.Get("Location"); got.Code != http.StatusSeeOther || to != path {
		t.Errorf("answers %d to %q, want to go to %q: %s", got.Code, to, path, sentences(got.Body))
	}
}

func each(t *testing.T, change func(*group.Group), test func(t *testing.T, p *people)) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, gather(t, a, change)) })
}

func byAsking(g *group.Group) { g.Joining, g.Question = group.ByAsking, "Where do you walk?" }

// pages are all that leaders can open.
func (p *people) pages() []string {
	return []string{
		p.at(), p.at("/begin"), p.at("/poster"), p.at("/askings"), p.at("/people"), p.at("/people/", p.ids[p.member]), p.at("/people/", p.ids[p.member], "/removal"),
		p.at("/greeters"), p.at("/bans"), p.at("/settings"), p.at("/state"), p.at("/state/pause"),
	}
}

// posts are all that leaders can do, on whom it would harm.
func (p *people) posts() map[string]url.Values {
	return map[string]url.Values{
		p.at("/askings/", p.ids[p.member], "/admission"): nil,
		p.at("/askings/", p.ids[p.member], "/refusal"):   nil,
		p.at("/people/", p.ids[p.member], "/role"):       {"role": {"facilitator"}},
		p.at("/people/", p.ids[p.member], "/removal"):    {"ban": {"yes"}, "reason": {"x"}},
		p.at("/people/", p.ids[p.member], "/word"):       {"code": {"0000"}},
		p.at("/bans/any/end"):                            nil,
		p.at("/settings"):                                {"name": {"Taken over"}},
		p.at("/state/archive"):                           nil,
	}
}

var differs = regexp.MustCompile(`(nonce="[^"]*"|name="once" value="[^"]*"|aria-current="[^"]*")`)

func TestWhoDoesNotLeadFindsNothing(t *testing.T) {
	each(t, nil, func(t *testing.T, p *people) {
		before := p.Dump()
		for _, who := range []apptest.Person{p.greeter, p.member, p.outsider, p.former, p.elsewhere, apptest.Stella} {
			nowhere := differs.ReplaceAllString(p.Get(who, "/no/such/page").Body, "")
			for _, path := range p.pages() {
				got := p.Get(who, path)
				wants(t, got, http.StatusNotFound)
				if differs.ReplaceAllString(got.Body, "") != nowhere {
					t.Errorf("%s answers %s with another page than nowhere", path, who.Name)
				}
			}
			for path, form := range p.posts() {
				wants(t, p.Post(who, path, form), http.StatusNotFound)
			}
		}
		for _, path := range p.pages() {
			wants(t, p.Get(apptest.Vera, path), http.StatusUnauthorized)
		}
		if quiet(p.Dump()) != quiet(before) {
			t.Error("something changed")
		}
		for _, path := range p.pages() {
			wants(t, p.Get(p.lead, path), http.StatusOK)
			if path != p.at("/state/pause") {
				wants(t, p.Get(p.second, path), http.StatusOK)
			}
		}
	})
}

// quiet is a dump without what looking alone changes.
func quiet(dump string) string {
	var kept []string
	for _, line := range strings.Split(dump, "\n") {
		if strings.HasPrefix(line, "group_") && !strings.HasPrefix(line, "group_read") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func TestWhoAsksIsAnswered(t *testing.T) {
	each(t, byAsking, func(t *testing.T, p *people) {
		wants(t, p.Get(p.lead, p.at("/askings")), http.StatusOK, "Nobody asks just now.", "Nobody waits for a place.")
		dana, eve := p.Newcomer("dana"), p.Newcomer("eve")
		link, err := p.Groups.Invite(t.Context(), p.as(p.member), 1, time.Hour, false)
		must(t, err)
		for who, c := range map[apptest.Person][2]string{dana: {"Wren", link}, eve: {"Moss", ""}} {
			out, err := p.come(who, c[0], c[1])
			must(t, err)
			if out != group.Asks {
				t.Fatalf("%s is %q", who.Name, out)
			}
		}
		p.Clock.Advance(31 * time.Minute)
		page := p.Get(p.second, p.at("/askings"))
		wants(t, page, http.StatusOK, "Wren", "Moss", "I walk by the sea.", "Where do you walk?", "Came by an invitation from Juniper.", "cannot be taken back")
		wants(t, p.Get(p.lead, p.at()), http.StatusOK, "2 people ask to come in")
		yes := regexp.MustCompile(`/lead/askings/[0-9a-f-]+/admission`).FindAllString(page.Body, -1)
		if len(yes) != 2 {
			t.Fatalf("%d can be let in", len(yes))
		}
		wantsTo(t, p.Post(p.second, "/groups/"+p.group.Slug+yes[0], nil), p.at("/askings"))
		wantsTo(t, p.Post(p.lead, "/groups/"+p.group.Slug+strings.Replace(yes[1], "admission", "refusal", 1), nil), p.at("/askings"))
		if p.gone(dana) == p.gone(eve) {
			t.Error("a yes and a no came to the same")
		}
		// An old tab of the other leader.
		wants(t, p.Post(p.lead, "/groups/"+p.group.Slug+yes[0], nil), http.StatusConflict, "Somebody answered this already.")
		wants(t, p.Post(p.lead, "/groups/"+p.group.Slug+yes[1], nil), http.StatusNotFound)
		wants(t, p.Get(p.lead, p.at("/askings")), http.StatusOK, "Nobody asks just now.")
	})
}

func TestRolesAreGivenAtOnce(t *testing.T) {
	each(t, nil, func(t *testing.T, p *people) {
		person := func(who apptest.Person) string { return p.at("/people/", p.ids[who]) }
		give := func(by, to apptest.Person, role group.Role) apptest.Answer {
			return p.Post(by, person(to)+"/role", url.Values{"role": {string(role)}})
		}
		wants(t, p.Get(p.lead, person(p.member)), http.StatusOK, "Juniper", "November 2026", "Give this role", "Co-facilitator")
		if body := p.Get(p.second, person(p.member)).Body; strings.Contains(body, `value="facilitator"`) {
			t.Error("a co-facilitator is offered to name leaders")
		}
		wantsTo(t, give(p.second, p.member, group.Greeter), person(p.member))
		if p.roleOf(p.member) != group.Greeter {
			t.Error("the role was not given")
		}
		wants(t, give(p.second, p.member, group.Facilitator), http.StatusNotFound)
		wantsTo(t, give(p.lead, p.member, group.CoFacilitator), person(p.member))
		wants(t, give(p.lead, p.member, "king"), http.StatusUnprocessableEntity, "Choose a role from the list.")
		wants(t, give(p.lead, p.lead, group.Plain), http.StatusConflict, "This is you.")
		wantsTo(t, give(p.lead, p.member, group.Facilitator), person(p.member))
		wants(t, give(p.lead, p.member, group.Plain), http.StatusForbidden, "The group can vote on it")
		wants(t, p.Get(p.lead, person(p.member)), http.StatusOK, "They lead this group as you do.")
		wants(t, p.Get(p.lead, person(p.lead)), http.StatusOK, "This is you.", "The page about yourself")
		wants(t, p.Get(p.lead, p.at("/people/nobody")), http.StatusNotFound)

		list := p.Get(p.lead, p.at("/greeters"))
		wants(t, list, http.StatusOK, "Bo", "Has not said yes to the promise yet", "I never write in private")
		wantsTo(t, p.Post(p.second, person(p.greeter)+"/role", url.Values{"role": {"member"}, "from": {"greeters"}}), p.at("/greeters"))
		wants(t, p.Get(p.lead, p.at("/greeters")), http.StatusOK, "Nobody has this role yet.")
	})
}

func TestSomebodyIsRemovedOrKeptOut(t *testing.T) {
	const why = "wrote to people in private"
	each(t, nil, func(t *testing.T, p *people) {
		at := p.at("/people/", p.ids[p.member], "/removal")
		link, err := p.Groups.Invite(t.Context(), p.as(p.member), 1, time.Hour, false)
		must(t, err)
		wants(t, p.Get(p.second, at), http.StatusOK, "Remove Juniper?", "They are not told why.")
		wants(t, p.Post(p.second, at, url.Values{"reason": {why}}), http.StatusUnprocessableEntity, "Choose one of the two.", why)
		wants(t, p.Post(p.second, at, url.Values{"ban": {"yes"}, "reason": {strings.Repeat("é", 501)}}), http.StatusUnprocessableEntity, "Shorten this to 500 characters.")
		wantsTo(t, p.Post(p.second, at, url.Values{"ban": {"yes"}, "reason": {why}}), p.at("/bans"))
		if !p.gone(p.member) {
			t.Error("they are still there")
		}
		if _, err := p.come(p.outsider, "Wren", link); err != nil {
			t.Error(err) // the group is open to all; the link alone is over
		}
		if _, err := p.come(p.member, "Somebody else", ""); err == nil {
			t.Error("they came back")
		}
		wants(t, p.Get(p.lead, p.at("/bans")), http.StatusOK, "Juniper", why)
		wants(t, p.Post(p.lead, at, url.Values{"ban": {"no"}}), http.StatusNotFound) // an old tab
		end := regexp.MustCompile(`/lead/bans/[0-9a-f-]+/end`).FindString(p.Get(p.lead, p.at("/bans")).Body)
		wantsTo(t, p.Post(p.lead, "/groups/"+p.group.Slug+end, nil), p.at("/bans"))
		wants(t, p.Post(p.lead, "/groups/"+p.group.Slug+end, nil), http.StatusNotFound)
		if _, err := p.come(p.member, "Juniper", ""); err == nil {
			p.ids[p.member] = p.self(p.member).ID
		} else {
			t.Error("they cannot join again: ", err)
		}

		greeter := p.at("/people/", p.ids[p.greeter], "/removal")
		wantsTo(t, p.Post(p.lead, greeter, url.Values{"ban": {"no"}, "reason": {""}}), p.at("/people"))
		wants(t, p.Get(p.lead, p.at("/bans")), http.StatusOK, "Nobody is kept out.")
		// Leaders do not remove who leads as they do.
		wants(t, p.Post(p.second, p.at("/people/", p.ids[p.lead], "/removal"), url.Values{"ban": {"no"}}), http.StatusForbidden, "The group can vote on it.")
		wantsTo(t, p.Get(p.second, p.at("/people/", p.ids[p.lead], "/removal")), p.at("/people/", p.ids[p.lead]))
		wants(t, p.Post(p.lead, p.at("/people/", p.ids[p.lead], "/removal"), url.Values{"ban": {"no"}}), http.StatusConflict, "This is you.")
		if strings.Contains(p.Log.Text(), why) {
			t.Error("the reason is in the log")
		}
	})
}

func TestTwoWhoLeadHearACode(t *testing.T) {
	each(t, nil, func(t *testing.T, p *people) {
		w, err := p.Accounts.ComeIn(t.Context(), account.Arrival{Kind: account.Kept, Consents: true})
		must(t, err)
		lost := apptest.Person{Name: "lost"}
		p.Hold(lost, w.Token)
		p.AddKey(lost)
		p.join(lost, "Sorrel")
		p.appoint(lost, group.Plain)
		ticket, err := p.Accounts.AskIn(t.Context(), w.Name, netip.MustParseAddr("198.51.100.9"))
		must(t, err)
		at := p.at("/people/", p.ids[lost], "/word")
		p.appoint(p.second, group.Facilitator)
		for _, who := range []apptest.Person{p.lead, p.second} {
			if to := p.Get(who, at).Header.Get("Location"); !strings.HasPrefix(to, "/settings/prove") {
				t.Errorf("without a fresh key it goes to %q", to)
			}
			if to := p.Post(who, at, url.Values{"code": {ticket.Code}}).Header.Get("Location"); !strings.HasPrefix(to, "/settings/prove") {
				t.Errorf("without a fresh key it goes to %q", to)
			}
			p.showKey(who)
		}
		wants(t, p.Get(p.lead, at), http.StatusOK, "72 hours", "The code that they read out")
		wants(t, p.Post(p.lead, at, nil), http.StatusUnprocessableEntity, "Type the code that they read out.")
		// A code that fits nobody is answered like one that does: else it would tell whose account it is.
		wantsTo(t, p.Post(p.lead, at, url.Values{"code": {"BCDF-GHJK"}}), p.at("/people/", p.ids[lost]))
		wantsTo(t, p.Post(p.lead, at, url.Values{"code": {ticket.Code}}), p.at("/people/", p.ids[lost]))
		wantsTo(t, p.Post(p.second, at, url.Values{"code": {ticket.Code}}), p.at("/people/", p.ids[lost]))
		claim, err := p.Accounts.ClaimFor(t.Context(), ticket)
		must(t, err)
		if claim.Words != 1 {
			t.Errorf("two who heard it count as %d words", claim.Words)
		}
		wants(t, p.Get(p.lead, p.at("/people/", p.ids[p.lead], "/word")), http.StatusNotFound)
	})
}
