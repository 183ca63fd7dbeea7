package demo_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
)

// house is a demo that was just made.
func house(t *testing.T, a *apptest.App) {
	t.Helper()
	if err := a.Demo.Fill(context.Background(), a.Clock); err != nil {
		t.Fatal(err)
	}
}

func each(t *testing.T, test func(t *testing.T, a *apptest.App)) {
	t.Helper()
	apptest.EachWith(t, apptest.Options{Demo: true, Fresh: true}, func(t *testing.T, a *apptest.App) {
		house(t, a)
		test(t, a)
	})
}

// walkIn is somebody of the demo, through its door.
func walkIn(t *testing.T, a *apptest.App, role string) apptest.Person {
	t.Helper()
	p := apptest.Person{Name: role}
	answer := a.Post(p, "/demo/"+role, url.Values{"once": {role + "-walks-in-just-once-here"}})
	cookies := (&http.Response{Header: answer.Header}).Cookies()
	if answer.Code != http.StatusSeeOther || answer.Header.Get("Location") != "/home" || len(cookies) == 0 {
		t.Fatalf("%s: %d %s", role, answer.Code, answer.Body)
	}
	a.Hold(p, cookies[0].Value)
	return p
}

func TestItHasEveryState(t *testing.T) {
	states := []struct {
		what  string
		count int64
		query string
	}{
		{"groups that people talk in, of each kind and all word sets", 6, `SELECT COUNT(DISTINCT words) FROM group_group WHERE state IN ('open', 'paused')`},
		{"two of each kind", 3, `SELECT COUNT(*) FROM (SELECT kind FROM group_group WHERE state IN ('open', 'paused') GROUP BY kind HAVING COUNT(*) = 2) k`},
		{"all states of a group", 5, `SELECT COUNT(DISTINCT state) FROM group_group`},
		{"all that outsiders can see", 3, `SELECT COUNT(DISTINCT visibility) FROM group_group`},
		{"all ways to join but none", 3, `SELECT COUNT(DISTINCT joining) FROM group_group`},
		{"a question for those who ask", 2, `SELECT COUNT(*) FROM group_group WHERE question <> ''`},
		{"a group that is full, with people waiting", 1, `SELECT COUNT(*) FROM group_group g WHERE queues
			AND capacity = (SELECT COUNT(*) FROM group_membership m WHERE m.group_id = g.id AND m.standing IN ('here', 'out', 'offered'))
			AND id IN (SELECT group_id FROM group_membership WHERE standing = 'waiting') AND id IN (SELECT group_id FROM group_membership WHERE standing = 'offered')`},
		{"people waiting", 2, `SELECT COUNT(*) FROM group_membership WHERE standing = 'waiting'`},
		{"a closed cohort with a start and an end", 1, `SELECT COUNT(*) FROM group_group WHERE starts_at IS NOT NULL AND ends_at IS NOT NULL`},
		{"a group in the care of the stewards", 1, `SELECT COUNT(*) FROM group_group WHERE care`},
		{"all standings", 8, `SELECT COUNT(DISTINCT standing) FROM group_membership`},
		{"all roles", 4, `SELECT COUNT(DISTINCT role) FROM group_membership`},
		{"all ways of leaving", 3, `SELECT COUNT(DISTINCT left_how) FROM group_membership WHERE left_how <> '' AND standing = 'left'`},
		{"greeters who said yes to their code", 2, `SELECT COUNT(*) FROM group_membership WHERE role = 'greeter' AND code_at IS NOT NULL`},
		{"a greeter who has not yet", 1, `SELECT COUNT(*) FROM group_membership WHERE role = 'greeter' AND code_at IS NULL`},
		{"a verified professional in a therapy group", 1, `SELECT COUNT(*) FROM group_membership m JOIN group_group g ON g.id = m.group_id
			WHERE m.professional AND m.name = 'Dr Ines Faro' AND g.kind = 'therapy'`},
		{"somebody who waits to be checked", 1, `SELECT COUNT(*) FROM group_verification WHERE state = 'asked'`},
		{"an arrival that nobody has greeted", 1, `SELECT COUNT(*) FROM group_membership m WHERE m.name = 'Teo' AND m.standing = 'here' AND m.spoke_at IS NULL
			AND NOT EXISTS (SELECT 1 FROM group_hello h WHERE h.newcomer_id = m.id)`},
		{"hellos to others", 4, `SELECT COUNT(*) FROM group_hello WHERE author_id <> newcomer_id`},
		{"words of a former member", 1, `SELECT COUNT(*) FROM group_hello h JOIN group_membership m ON m.id = h.author_id WHERE m.standing = 'left' AND m.left_how = 'former'`},
		{"agreements in a second version", 2, `SELECT COUNT(*) FROM group_agreement WHERE version = 2`},
		{"one of them by a vote", 1, `SELECT COUNT(*) FROM group_agreement WHERE ballot_id IS NOT NULL`},
		{"somebody who has not read it yet", 1, `SELECT COUNT(*) FROM group_membership m JOIN group_group g ON g.id = m.group_id
			WHERE m.standing = 'here' AND m.agreed < g.agreement`},
		{"a suggestion that is open, with comments", 2, `SELECT COUNT(*) FROM group_comment c JOIN group_suggestion s ON s.id = c.suggestion_id WHERE s.state = 'open'`},
		{"a vote that is open", 1, `SELECT COUNT(*) FROM group_ballot WHERE state = 'open'`},
		{"a vote that is over", 1, `SELECT COUNT(*) FROM group_ballot WHERE state = 'carried'`},
		{"votes that are asked for", 2, `SELECT COUNT(*) FROM group_proposal WHERE state = 'gathering'`},
		{"a group that is about to divide", 1, `SELECT COUNT(*) FROM group_division WHERE state = 'open'`},
		{"a mute", 1, `SELECT COUNT(*) FROM group_mute`},
		{"a ban", 1, `SELECT COUNT(*) FROM group_ban`},
		{"blocks", 2, `SELECT COUNT(*) FROM group_block`},
		{"roles at two meetings", 2, `SELECT COUNT(DISTINCT meeting_id) FROM meeting_role`},
		{"somebody who does something", 5, `SELECT COUNT(*) FROM meeting_service WHERE state = 'taken'`},
		{"somebody who cannot, and one who was asked", 2, `SELECT COUNT(*) FROM meeting_service WHERE state IN ('wanted', 'asked')`},
		{"a guest speaker to come", 1, `SELECT COUNT(*) FROM meeting_speaker`},
		{"questions to them", 2, `SELECT COUNT(*) FROM meeting_speaker_word`},
		{"a suggestion of another one", 1, `SELECT COUNT(*) FROM meeting_suggestion`},
		{"a meeting that is on, with a run sheet", 1, `SELECT COUNT(*) FROM meeting_sheet`},
		{"people who follow it", 5, `SELECT COUNT(*) FROM meeting_present`},
		{"invitations", 2, `SELECT COUNT(*) FROM group_invitation`},
	}
	each(t, func(t *testing.T, a *apptest.App) {
		a.Read(func(ctx context.Context, tx *db.Tx) error {
			for _, s := range states {
				if n, err := db.Scalar[int64](ctx, tx, s.query); err != nil || n != s.count {
					t.Errorf("%s: %d, %v; want %d", s.what, n, err, s.count)
				}
			}
			return nil
		})
	})
}

func TestPeopleOfTheDemoAreWhoTheySay(t *testing.T) {
	each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		names := func(p apptest.Person) string {
			t.Helper()
			mine, err := a.Groups.MineFor(ctx, a.Viewer(p))
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, one := range mine {
				all = append(all, one.Group.Name+": "+one.Membership.Name+", "+string(one.Membership.Role))
			}
			return strings.Join(all, "; ")
		}
		for role, want := range map[string]string{
			"newcomer":    "",
			"member":      "Low Tide: Wren, member; Steady Hands: W., member; The Tuesday Table: Alder, member",
			"facilitator": "Low Tide: Tomasz, facilitator",
			"steward":     "",
		} {
			if got := names(walkIn(t, a, role)); got != want {
				t.Errorf("%s: %q, want %q", role, got, want)
			}
		}
		facilitator := walkIn(t, a, "facilitator")
		if err := a.Viewer(facilitator).May(account.Lead); err != nil {
			t.Error("the facilitator cannot lead:", err)
		}
		if err := a.Viewer(walkIn(t, a, "steward")).May(account.RunSite); err != nil {
			t.Error("the steward cannot act:", err)
		}
		low := a.Inside(facilitator, group.Group{Slug: slugOf(t, a, facilitator)})
		askings, err := a.Groups.AskingsFor(ctx, low)
		if err != nil || len(askings) != 1 || askings[0].Name != "Kit" {
			t.Error("whom the facilitator answers:", askings, err)
		}
		arrivals, err := a.Groups.ArrivalsFor(ctx, low)
		if err != nil || len(arrivals) != 1 || arrivals[0].Name != "Teo" {
			t.Error("whom the facilitator greets:", arrivals, err)
		}
	})
}

func slugOf(t *testing.T, a *apptest.App, p apptest.Person) string {
	t.Helper()
	mine, err := a.Groups.MineFor(context.Background(), a.Viewer(p))
	if err != nil || len(mine) == 0 {
		t.Fatal(mine, err)
	}
	return mine[0].Group.Slug
}

func TestItIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, a *apptest.App) {
		before := counted(a)
		if !a.Clock.Now().Equal(apptest.Start) {
			t.Error("the clock was left at", a.Clock.Now())
		}
		house(t, a)
		if after := counted(a); after != before || before < 40 {
			t.Errorf("%d memberships, then %d", before, after)
		}
	})
}

func counted(a *apptest.App) (n int64) {
	a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
		n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership`)
		return err
	})
	return n
}

func TestADemoThatWasCutOffSaysSo(t *testing.T) {
	a := apptest.Open(t, apptest.Options{Demo: true, Fresh: true}, "")
	house(t, a)
	if err := os.Remove(a.Demo.Keys); err != nil {
		t.Fatal(err)
	}
	err := a.Demo.Fill(context.Background(), a.Clock)
	if err == nil || !strings.Contains(err.Error(), filepath.Dir(a.Demo.Keys)) {
		t.Error(err)
	}
}

func TestADemoStartsAgainAsItWas(t *testing.T) {
	a := apptest.Open(t, apptest.Options{Demo: true, Fresh: true}, "")
	config := a.Config
	a.Close()
	config.Folder, config.Listen = app.Folder(t.TempDir()), "localhost:0"
	var hall [2]string
	for i := range hall {
		ctx, stop := context.WithCancel(context.Background())
		err := app.Serve(ctx, config, func(o app.Opened) {
			hall[i] = o.SetUpLink + directory(t, config)
			stop()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if hall[0] != hall[1] || !strings.Contains(hall[0], "Low Tide") {
		t.Errorf("%q, then %q", hall[0], hall[1])
	}
}

// directory is the addresses of all groups that show, while the house is open.
func directory(t *testing.T, c app.Config) string {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{Address: c.Address()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var slugs []string
	err = d.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
		rows, err := db.All[line](ctx, tx, `SELECT name || ' ' || slug FROM group_group ORDER BY slug`)
		for _, r := range rows {
			slugs = append(slugs, string(r))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(slugs, "\n")
}

type line string

func (l *line) Fields() []any { return []any{(*string)(l)} }

// A visitor sees a queue that moves, roles to take, and who will speak.
func TestAVisitorSeesAMeetingThatIsOn(t *testing.T) {
	each(t, func(t *testing.T, a *apptest.App) {
		ctx := context.Background()
		facilitator := walkIn(t, a, "facilitator")
		m := a.Inside(facilitator, group.Group{Slug: slugOf(t, a, facilitator)})
		now := a.Clock.Now()
		dates, err := a.Meetings.Between(ctx, m, now.Add(-time.Hour), now.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(dates, func(o meeting.Occurrence) bool { return o.Meeting.Title == "Company for an hour" })
		if at < 0 {
			t.Fatalf("no such meeting is on: %v", dates)
		}
		v, err := a.Sheets.ViewFor(ctx, m, dates[at])
		if err != nil {
			t.Fatal(err)
		}
		f := v.Frame
		if f.Turn == nil || f.Turn.Name != "Ikenna" || len(f.Hands) != 3 || f.Hands[0].Name != "Marisol" || !f.Hands[1].Hidden || !f.Hands[2].Room {
			t.Errorf("%+v, %+v", f.Turn, f.Hands)
		}
		page := a.Get(facilitator, "/groups/"+m.Group.Slug+"/meetings/"+dates[at].Key()+"/sheet")
		if page.Code != http.StatusOK || !strings.Contains(page.Body, "Follow this meeting") {
			t.Errorf("the run sheet: %d", page.Code)
		}
	})
}
