package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/group/voice"
	"handrail/internal/platform/db"
)

// reach says who may see what stands in a column.
type reach struct {
	members  bool // of the group
	blocked  bool // a member between whom and its author a block stands
	leaders  bool
	stewards bool
	own      bool // whoever it is about
}

// The reaches there are.
var (
	byGroup    = reach{members: true, blocked: true, leaders: true, own: true}
	byFriends  = reach{members: true, leaders: true, own: true} // of the author
	byLeaders  = reach{leaders: true, own: true}
	byKeepers  = reach{leaders: true}             // and not by whom it is about
	byStewards = reach{stewards: true, own: true} // and not by the group
	byBoth     = reach{members: true, blocked: true, leaders: true, own: true, stewards: true}
	atClaim    = reach{members: true, leaders: true, own: true, stewards: true}
)

// reached says of each column of groups that holds somebody's words who may see
// them, in a group that is known by invitation alone.
var reached = map[string]reach{
	"group_group.name": byBoth, "group_group.summary": byBoth, "group_group.whom": byBoth,
	"group_group.said": byBoth, "group_group.question": byGroup, "group_group.about": byGroup,
	"group_membership.name": atClaim, "group_membership.pronouns": byFriends, "group_membership.about": byFriends, "group_membership.answer": byLeaders,
	"group_hello.source": byFriends, "group_agreement.source": byGroup,
	"group_suggestion.source": byGroup, "group_suggestion.why": byGroup, "group_comment.source": byFriends,
	"group_proposal.text": byGroup, "group_division.name": byGroup, "group_division.summary": byGroup,
	"group_ban.reason": byKeepers, "group_verification.claim": byStewards, "group_verification.proof": byStewards,
	"group_verification.checked": byGroup, "group_verification.checked_where": byGroup,
}

// wordless are the columns of groups that hold no words of anybody: ids, marks,
// one of a few values, or what is made from a column above.
var wordless = []string{
	"id", "group_id", "account_id", "membership_id", "slug", "kind", "words", "state", "visibility", "joining", "topics", "languages", "zone", "invites", "standing", "role",
	"name_fold", "seed", "picture", "picture_mark", "invited_by", "afterwards", "left_how", "newcomer_id", "author_id", "html", "about_html", "ballot_id", "made_by", "link_mark",
	"muted_id", "other_id", "checked_by", "suggestion_id", "up_id", "down_id", "what", "lead_id", "new_id", "division_id", "proposal_id", "said_by", "by_id", "code_mark", "mark",
	"label", "title", "detail",
}

// canary is a word that stands nowhere but in this column.
func canary(column string) string {
	sum := sha256.Sum256([]byte(column))
	word := []byte("kanari")
	for _, b := range sum[:10] {
		word = append(word, 'a'+b%20)
	}
	return string(word)
}

// TestEveryColumnWithWordsHasACanary goes through the declaration of data: a new
// column is planted, or said to hold no words.
func TestEveryColumnWithWordsHasACanary(t *testing.T) {
	for _, table := range app.Declared() {
		if !strings.HasPrefix(table.Name, "group_") || table.Name == "group_note" {
			continue // the canary of a content note is among those of the forum
		}
		for _, column := range table.Columns {
			_, planted := reached[table.Name+"."+column.Name]
			number := column.IsTime() || slices.Contains([]string{
				"about_made", "capacity", "queues", "young_days", "members", "care", "agreement", "professional", "held", "agreed", "wants_hello", "rendered", "substance", "version",
				"uses_left", "admits", "gone", "quorum", "electorate", "cast_votes", "place", "votes", "steward", "out_until", "hushed_until",
			}, column.Name)
			if !planted && !number && !slices.Contains(wordless, column.Name) {
				t.Errorf("%s.%s has no canary", table.Name, column.Name)
			}
		}
	}
}

// nest is a group in which every column that holds words holds its canary.
type nest struct {
	g      group.Group
	ids    map[string]string // of what stands in it, by the name in a pattern
	author apptest.Person    // of what a member says
	fay    apptest.Person    // leads it
	friend apptest.Person    // a member
	bo     apptest.Person    // a member whom the author blocked
	asks   apptest.Person
	banned apptest.Person
	former apptest.Person
	gus    apptest.Person // leads another group
}

func plant(t *testing.T, a *apptest.App) nest {
	t.Helper()
	ctx := context.Background()
	n := nest{author: apptest.Ana, fay: a.Facilitator("Fay"), friend: a.Newcomer("Friend"), bo: a.Newcomer("Bo"), asks: a.Newcomer("Asks"), banned: a.Newcomer("Banned"), former: a.Newcomer("Former"), gus: a.Facilitator("Gus"), ids: map[string]string{}}
	for _, p := range []apptest.Person{n.friend, n.bo, n.former} {
		a.AddKey(p)
	}
	n.g = a.Found(n.fay, "Tomasz", func(p *group.Plan) {
		p.Group.Name, p.Group.Summary, p.Group.Whom = canary("group_group.name"), canary("group_group.summary"), canary("group_group.whom")
		p.Group.Question, p.Group.About = canary("group_group.question"), canary("group_group.about")
		p.Agreements = canary("group_agreement.source")
	})
	a.Found(n.gus, "Elsewhere", nil)
	ana, err := a.TryJoin(n.author, n.g, group.Coming{Face: group.Face{Name: canary("group_membership.name"), Pronouns: canary("group_membership.pronouns"), About: canary("group_membership.about")}})
	if err != nil || ana != group.Came {
		t.Fatal(ana, err)
	}
	for p, name := range map[apptest.Person]string{n.friend: "Friend", n.bo: "Bo", n.banned: "Banned", n.former: "Former"} {
		a.Enter(p, n.g, name)
	}
	mustDo(t, a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { // as if they had come long ago
		_, err := tx.Exec(ctx, `UPDATE group_membership SET joined_at = joined_at - 3456000000`)
		return err
	}))
	n.speak(t, a)
	n.decide(t, a)
	n.shut(t, a)
	return n
}

// speak has the author say what members say.
func (n nest) speak(t *testing.T, a *apptest.App) {
	t.Helper()
	ctx, m := context.Background(), a.Inside(n.author, n.g)
	n.ids["persona"] = m.Self.ID
	mustDo(t, a.Groups.Introduce(ctx, m, canary("group_hello.source")))
	for _, p := range []apptest.Person{n.bo, n.friend, n.former, n.banned} {
		mustDo(t, a.Groups.Introduce(ctx, a.Inside(p, n.g), "Hello."))
	}
	mustDo(t, a.Groups.AskVerification(ctx, m, canary("group_verification.claim"), canary("group_verification.proof")))
	mustDo(t, a.Groups.AskVerification(ctx, a.Inside(n.fay, n.g), "Nurse", "a register"))
	list, err := a.Groups.VerificationsFor(ctx, a.Viewer(apptest.Stella))
	mustDo(t, err)
	for _, f := range list {
		if f.Claim == "Nurse" {
			mustDo(t, a.Groups.Verify(ctx, a.Viewer(apptest.Stella), f.ID, true, canary("group_verification.checked"), canary("group_verification.checked_where"), a.Clock.Now().Add(20*24*time.Hour)))
		}
	}
	suggestion, err := a.Voice.Suggest(ctx, m, canary("group_suggestion.source"), canary("group_suggestion.why"))
	mustDo(t, err)
	n.ids["suggestion"] = suggestion
	mustDo(t, a.Voice.CommentOn(ctx, m, suggestion, canary("group_comment.source")))
}

// decide calls a vote, and begins to divide the group.
func (n nest) decide(t *testing.T, a *apptest.App) {
	t.Helper()
	ctx := context.Background()
	proposal, err := a.Voice.Call(ctx, a.Inside(n.author, n.g), voice.Call{What: voice.Ask, Question: canary("group_proposal.text")})
	mustDo(t, err)
	n.ids["proposal"] = proposal
	for _, p := range []apptest.Person{n.friend, n.bo} {
		mustDo(t, a.Voice.Second(ctx, a.Inside(p, n.g), proposal))
	}
	mustDo(t, a.Voice.Divide(ctx, a.Inside(n.fay, n.g), voice.Plan{Name: canary("group_division.name"), Summary: canary("group_division.summary"), Lead: a.Inside(n.fay, n.g).Self.ID}))
}

// shut has some leave, and hides the group.
func (n nest) shut(t *testing.T, a *apptest.App) {
	t.Helper()
	ctx, fay := context.Background(), a.Inside(n.fay, n.g)
	mustDo(t, a.Groups.BlockOne(ctx, a.Inside(n.author, n.g), a.Inside(n.bo, n.g).Self.ID))
	mustDo(t, a.Groups.Leave(ctx, a.Viewer(n.former), n.g.Slug, group.AsFormer))
	mustDo(t, a.Groups.Remove(ctx, fay, a.Inside(n.banned, n.g).Self.ID, true, canary("group_ban.reason")))
	asking := fay.Group
	asking.Joining = group.ByAsking
	mustDo(t, a.Groups.Change(ctx, fay, asking))
	if _, err := a.TryJoin(n.asks, n.g, group.Coming{Face: group.Face{Name: "Asks"}, Answer: canary("group_membership.answer")}); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(time.Hour)
	asking.Visibility = group.Unlisted
	mustDo(t, a.Groups.Change(ctx, a.Inside(n.fay, n.g), asking))
	for _, state := range []group.State{group.Paused, group.Open} {
		mustDo(t, a.Groups.StewardMove(ctx, a.Viewer(apptest.Stella), n.g.ID, state, canary("group_group.said")))
	}
}

// all is whatever somebody can get: each page there is, in each way to ask for
// it, and their copy.
func (n nest) all(t *testing.T, a *apptest.App, p apptest.Person) string {
	t.Helper()
	var all strings.Builder
	for _, route := range a.Router.Routes() {
		method, at, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || strings.HasPrefix(at, "/connection") || strings.HasPrefix(at, "/assets") || at == "/exit" {
			continue
		}
		a.Clock.Advance(20 * time.Second) // nobody may ask for so much at once
		for name, id := range n.ids {
			at = strings.ReplaceAll(at, "{"+name+"}", id)
		}
		if strings.HasPrefix(at, "/g/") || strings.HasPrefix(at, "/admin/groups/") {
			at = strings.ReplaceAll(at, "{id}", n.g.ID)
			at = strings.ReplaceAll(at, "{group}", n.g.ID)
		}
		_, at = inGroup("GET "+at, n.g, n.ids["persona"])
		for _, query := range []string{"", "?q=kanari", "?fragment=1"} {
			r := a.Request("GET", at+query, url.Values{})
			if query == "?fragment=1" {
				r.Header.Set("HX-Request", "true")
			}
			got := a.Do(p, r)
			all.WriteString(got.Body)
			for name, values := range got.Header {
				all.WriteString(name + strings.Join(values, ""))
			}
		}
	}
	if v := a.Viewer(p); v.Account != "" {
		var copied bytes.Buffer
		mustDo(t, a.Belongings.WriteCopy(context.Background(), &copied, v.Account, a.Clock.Now(), nil))
		all.Write(copied.Bytes())
	}
	return all.String()
}

// TestCanariesAreSeenByNobodyOutsideTheirReach walks every page as everybody.
func TestCanariesAreSeenByNobodyOutsideTheirReach(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		n := plant(t, a)
		seenBy := map[string][]string{}
		for _, who := range []struct {
			p    apptest.Person
			sees func(column string, r reach) bool
		}{
			{apptest.Vera, func(string, reach) bool { return false }},
			{apptest.Zoe, func(string, reach) bool { return false }},
			{n.former, func(c string, _ reach) bool { return c == "group_group.name" }}, // where their words still are
			{n.banned, func(c string, _ reach) bool { return c == "group_group.name" }},
			{n.gus, func(string, reach) bool { return false }},
			{n.asks, func(c string, r reach) bool { return c == "group_membership.answer" || atTheDoor(c) }},
			{n.bo, func(_ string, r reach) bool { return r.blocked }},
			{n.friend, func(_ string, r reach) bool { return r.members }},
			{n.author, func(c string, r reach) bool { return r.own && c != "group_membership.answer" }},
			{n.fay, func(_ string, r reach) bool { return r.leaders }},
			{apptest.Stella, func(_ string, r reach) bool { return r.stewards }},
		} {
			text := strings.ReplaceAll(strings.ToLower(n.all(t, a, who.p)), n.g.Slug, "") // which they asked for
			for column, r := range reached {
				if !strings.Contains(text, canary(column)) {
					continue
				}
				seenBy[column] = append(seenBy[column], who.p.Name)
				if !who.sees(column, r) {
					t.Errorf("%s sees %s", who.p.Name, column)
				}
			}
		}
		log := strings.ToLower(a.Log.Text())
		dump := strings.ToLower(a.Dump())
		for column := range reached {
			if strings.Contains(log, canary(column)) {
				t.Errorf("%s is in the log", column)
			}
			if !strings.Contains(dump, canary(column)) {
				t.Errorf("%s was not planted", column)
			}
			if len(seenBy[column]) == 0 {
				t.Errorf("%s is shown to nobody, so that the walk proves nothing", column)
			}
		}
	})
}

// atTheDoor is what somebody who asks to join is shown of the group they ask.
func atTheDoor(column string) bool {
	return strings.HasPrefix(column, "group_group.") || column == "group_agreement.source"
}
