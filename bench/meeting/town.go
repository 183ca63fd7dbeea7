//go:build bench

package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/app"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
	"handrail/internal/site"
)

// visitor is somebody with a session, a member of the group.
type visitor struct {
	n      int
	token  string
	member group.Member
}

// town is a group whose meeting is on, with everybody present.
type town struct {
	*app.App
	group group.Group
	all   []visitor // the first one chairs
	date  meeting.Occurrence
	sheet string
}

const base = "http://localhost"

func found(ctx context.Context, folder, database string) (*town, error) {
	a, err := app.New(ctx, app.Config{Folder: app.Folder(folder), Database: database, Clock: clock.System(), Log: slog.New(slog.DiscardHandler)}, &url.URL{Scheme: "http", Host: "localhost"})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	t := &town{App: a}
	for _, step := range []func(context.Context) error{t.setUp, t.comeIn, t.begin} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *town) setUp(ctx context.Context) error {
	link, err := t.Accounts.Issue(ctx, account.SetUp, "", time.Hour)
	if err != nil {
		return err
	}
	founder, _, err := t.Accounts.Take(ctx, account.SetUp, link, account.Kept, "")
	if err != nil {
		return err
	}
	return t.Site.Change(ctx, founder, site.Site{
		Name: "Measured", Registration: site.OpenToAll, Founding: site.FoundByAnyone, Language: "en", Country: "GB", Zone: "UTC",
	})
}

func (t *town) comeIn(ctx context.Context) error {
	for n := range *people {
		w, err := t.Accounts.ComeIn(ctx, account.Arrival{Kind: account.Kept, Device: "Firefox", Consents: true})
		if err != nil {
			return err
		}
		v := visitor{n: n, token: w.Token}
		for range 2 {
			if n > 0 {
				break // whoever leads has two keys
			}
			if v.token, err = t.addKey(ctx, v.token); err != nil {
				return err
			}
		}
		viewer, err := t.Accounts.Find(ctx, v.token)
		if err != nil {
			return err
		}
		if v.member, err = t.join(ctx, viewer, n); err != nil {
			return err
		}
		t.all = append(t.all, v)
	}
	return nil
}

func (t *town) addKey(ctx context.Context, token string) (string, error) {
	viewer, err := t.Accounts.Find(ctx, token)
	if err != nil {
		return "", err
	}
	q, err := t.Accounts.BeginPasskey(ctx, viewer)
	if err != nil {
		return "", err
	}
	answer, err := passkeytest.New(base).Register(q.Options)
	if err != nil {
		return "", err
	}
	return t.Accounts.AddPasskey(ctx, viewer, q.Token, answer, "a phone")
}

func (t *town) join(ctx context.Context, viewer account.Viewer, n int) (group.Member, error) {
	name := fmt.Sprintf("Somebody of number %d", n)
	if n == 0 {
		p := group.NewPlan(ctx, word.Peer, word.PlainSet)
		p.Group.Name, p.Group.Summary, p.Group.Zone = "Low Tide", "For all who live with it.", "UTC"
		p.Group.Topics, p.Group.Languages, p.Face.Name = []string{"alcohol"}, []string{"en"}, name
		g, err := t.Groups.Found(ctx, viewer, p)
		if t.group = g; err != nil {
			return group.Member{}, err
		}
		return t.Groups.MemberFor(ctx, viewer, g.Slug)
	}
	seen, err := t.Groups.SeenFor(ctx, viewer, t.group.Slug, "")
	if err != nil {
		return group.Member{}, err
	}
	if _, err := t.Groups.Join(ctx, viewer, t.group.Slug, group.Coming{Face: group.Face{Name: name}, Agreed: seen.Agreements.Version}); err != nil {
		return group.Member{}, err
	}
	return t.Groups.MemberFor(ctx, viewer, t.group.Slug)
}

// begin puts a meeting on the calendar that is on now, and has everybody follow.
func (t *town) begin(ctx context.Context) error {
	chair := t.all[0].member
	made, err := t.Meetings.Make(ctx, chair, meeting.Draft{
		Meeting: meeting.Meeting{Title: "The evening that is measured", Reach: meeting.ToMembers, Opening: meeting.ForMembers},
		Plan: meeting.Plan{
			Series:  recur.Series{First: recur.WallOf(time.Now().UTC().Add(2 * time.Minute).Truncate(time.Minute)), Zone: time.UTC},
			Minutes: 120, Way: meeting.InPerson, Area: "The hall", Placing: meeting.Exact,
		},
	})
	if err != nil {
		return err
	}
	if t.date, err = t.Meetings.DateFor(ctx, chair, made.ID); err != nil {
		return err
	}
	if err := t.Sheets.MakeFrom(ctx, chair, t.date.Key(), sheet.First); err != nil {
		return err
	}
	for _, v := range t.all {
		if err := t.Sheets.Follow(ctx, v.member, t.date.Key()); err != nil {
			return err
		}
	}
	if err := t.Sheets.Step(ctx, chair, t.date.Key(), 0, 0); err != nil {
		return err
	}
	return t.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		t.sheet, err = db.Scalar[string](ctx, tx, `SELECT id FROM meeting_sheet WHERE slot = ?`, t.date.Slot.String())
		return err
	})
}
