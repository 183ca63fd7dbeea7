//go:build bench

package main

import (
	"context"
	"fmt"
	"time"

	"handrail/bench/house"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

// visitor is a member of the group.
type visitor struct {
	house.Visitor
	member group.Member
}

// town is a group whose meeting is on, with everybody present.
type town struct {
	*house.Town
	group group.Group
	all   []visitor // the first one chairs
	date  meeting.Occurrence
	sheet string
}

func found(ctx context.Context, p house.Place) (*town, error) {
	t := &town{}
	return t, p.Fill(ctx, func(ctx context.Context, h *house.Town) error {
		t.Town = h
		if err := t.comeIn(ctx); err != nil {
			return err
		}
		return t.begin(ctx)
	})
}

func (t *town) comeIn(ctx context.Context) error {
	for n := range *people {
		v, err := t.ComeIn(ctx, n)
		for range 2 {
			if n == 0 && err == nil { // whoever leads has two keys
				err = t.AddPasskey(ctx, &v)
			}
		}
		if err != nil {
			return err
		}
		m, err := t.join(ctx, v)
		if err != nil {
			return err
		}
		t.all = append(t.all, visitor{v, m})
	}
	return nil
}

func (t *town) join(ctx context.Context, v house.Visitor) (group.Member, error) {
	name := fmt.Sprintf("Somebody of number %d", v.N)
	if v.N > 0 {
		return t.Join(ctx, v, t.group.Slug, name)
	}
	m, err := t.Found(ctx, v, house.Plan(ctx, "Low Tide", name))
	t.group = m.Group
	return m, err
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
