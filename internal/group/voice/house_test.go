package voice_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/voice"
	"handrail/internal/platform/clock"
)

var ctx = context.Background()

// circle is a group of people who have known each other for a while: Fay, who
// leads it as Tomasz, and three members with a key.
type circle struct {
	*apptest.App
	t   *testing.T
	g   group.Group
	fay apptest.Person

	bo, cy apptest.Person // Ana is Marisol, Bo is Willow, Cy is Cypress
}

// each runs a test in a circle, once on each engine.
func each(t *testing.T, test func(t *testing.T, c *circle)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, a *apptest.App) { test(t, gather(t, a)) })
}

func gather(t *testing.T, a *apptest.App) *circle {
	t.Helper()
	c := &circle{App: a, t: t, fay: a.Facilitator("Fay"), bo: a.Newcomer("Bo"), cy: a.Newcomer("Cy")}
	c.g = a.Found(c.fay, "Tomasz", nil)
	a.AddKey(c.bo)
	a.AddKey(c.cy)
	for p, name := range map[apptest.Person]string{apptest.Ana: "Marisol", c.bo: "Willow", c.cy: "Cypress"} {
		c.enter(p, name)
	}
	c.age()
	return c
}

// enter has somebody join, and say hello so that others see them.
func (c *circle) enter(p apptest.Person, name string) group.Member {
	c.t.Helper()
	m := c.Enter(p, c.g, name)
	must(c.t, c.Groups.Introduce(ctx, m, "Hello, I am "+name))
	return c.in(p)
}

// age makes all who are here members of 31 days.
func (c *circle) age() {
	c.exec(`UPDATE group_membership SET joined_at = ?`, clock.Millis(c.Clock.Now().Add(-31*24*time.Hour)))
}

func (c *circle) exec(query string, args ...any) {
	c.t.Helper()
	if c.DB.Engine().String() == "PostgreSQL" {
		query = strings.Replace(query, "?", "$1", 1)
	}
	_, err := c.DB.Writer().ExecContext(ctx, query, args...)
	must(c.t, err)
}

func (c *circle) in(p apptest.Person) group.Member { return c.Inside(p, c.g) }

// here notes that these people looked in today: they count for a quorum.
func (c *circle) here(people ...apptest.Person) {
	c.t.Helper()
	for _, p := range people {
		c.Groups.Saw(c.in(p))
	}
	must(c.t, c.Groups.WriteSeen(ctx))
}

func (c *circle) path(below string) string { return "/groups/" + c.g.Slug + below }

// call has somebody ask for a vote.
func (c *circle) call(p apptest.Person, call voice.Call) string {
	c.t.Helper()
	id, err := c.Voice.Call(ctx, c.in(p), call)
	must(c.t, err)
	return id
}

// begun is a vote that Bo called, and Ana and Cy asked for too.
func (c *circle) begun(call voice.Call) string {
	c.t.Helper()
	return c.begunBy(c.bo, call, apptest.Ana, c.cy)
}

// see is a proposal as somebody sees it.
func (c *circle) see(p apptest.Person, id string) voice.Proposal {
	c.t.Helper()
	seen, err := c.Voice.ProposalFor(ctx, c.in(p), id)
	must(c.t, err)
	return seen
}

const (
	optionYes = iota
	optionNo
	optionAbstain
)

func (c *circle) vote(id string, option int, people ...apptest.Person) {
	c.t.Helper()
	for _, p := range people {
		must(c.t, c.Voice.Vote(ctx, c.in(p), id, option))
	}
}

// close lets the week go by and counts.
func (c *circle) close() {
	c.t.Helper()
	c.Clock.Advance(ballot.VoteFor)
	must(c.t, c.Ballots.CountDue(ctx))
}

func (c *circle) role(p apptest.Person) group.Role { return c.in(p).Self.Role }

// post sends a form and wants to be led on.
func (c *circle) post(p apptest.Person, below string, form url.Values) string {
	c.t.Helper()
	got := c.Post(p, c.path(below), form)
	if got.Code != http.StatusSeeOther {
		c.t.Fatalf("POST %s: %d\n%s", below, got.Code, got.Body)
	}
	return got.Header.Get("Location")
}

// wants opens a page and looks for words on it.
func (c *circle) wants(p apptest.Person, path string, words ...string) string {
	c.t.Helper()
	got := c.Get(p, path)
	if got.Code != http.StatusOK {
		c.t.Fatalf("GET %s: %d", path, got.Code)
	}
	for _, w := range words {
		if !strings.Contains(got.Body, w) {
			c.t.Errorf("%s does not say %q to %s", path, w, p.Name)
		}
	}
	return got.Body
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// begunBy is a vote that somebody called, and others asked for too.
func (c *circle) begunBy(p apptest.Person, call voice.Call, others ...apptest.Person) string {
	c.t.Helper()
	id := c.call(p, call)
	for _, one := range others {
		must(c.t, c.Voice.Second(ctx, c.in(one), id))
	}
	if seen := c.see(p, id); seen.State != voice.Voting {
		c.t.Fatalf("it is %s", seen.State)
	}
	return id
}

func (c *circle) seeSuggestion(p apptest.Person, id string) voice.Suggestion {
	c.t.Helper()
	sg, err := c.Voice.SuggestionFor(ctx, c.in(p), id)
	must(c.t, err)
	return sg
}

func (c *circle) count(query string, args ...any) (n int64) {
	c.t.Helper()
	if c.DB.Engine().String() == "PostgreSQL" {
		query = strings.Replace(query, "?", "$1", 1)
	}
	must(c.t, c.DB.Writer().QueryRowContext(ctx, query, args...).Scan(&n))
	return n
}
