package sheet

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
)

// MakeFrom makes the sheet of a date from a template, on behalf of a host. Later
// changes of the template do not touch it.
func (s *Service) MakeFrom(ctx context.Context, m group.Member, key, template string) error {
	t, err := s.TemplateFor(ctx, m, template)
	if err != nil {
		return err
	}
	r := dayRow{id: id.Random(), group: m.Group.ID}
	if r.items, err = s.sealJSON(ctx, r.id, "meeting_sheet.items", t.Items); err != nil {
		return err
	}
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, o, err := s.o.Meetings.HostIn(ctx, tx, m, key)
		if err != nil {
			return err
		}
		if err := tx.Lock(ctx, "meeting_sheet", o.Key()); err != nil {
			return err
		}
		if _, err := dayOf(ctx, tx, o.Meeting.ID, o.Slot.String()); fault.KindOf(err) != fault.NotFound {
			return orEarlier(err)
		}
		d := &day{date: o, now: s.now()}
		if o.Standing == meeting.Cancelled || d.now >= clock.Millis(o.End.Add(ClearLatest)) {
			return errOver()
		}
		set, err := settingIn(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		state, err := json.Marshal(State{Share: set.Minutes, Of: len(t.Items)})
		if err != nil {
			return err
		}
		r.meeting, r.slot, r.state, r.clearAt = o.Meeting.ID, o.Slot.String(), string(state), clearAt(d)
		return insertDay(ctx, tx, r)
	})
}

func orEarlier(err error) error {
	if err == nil {
		return errEarlier()
	}
	return err
}

// Discard takes the sheet of a date away before it has begun.
func (s *Service) Discard(ctx context.Context, m group.Member, key string) error {
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		d, err := s.lock(ctx, tx, m, key)
		switch {
		case err != nil:
			return err
		case !d.host:
			return fault.Missing()
		case d.Began != 0:
			return fault.New(fault.Conflict, "The meeting has begun. You can end it.")
		}
		return s.remove(ctx, tx, d.id)
	})
}

// Follow makes the member one of those present, for as long as the sheet stands.
func (s *Service) Follow(ctx context.Context, m group.Member, key string) error {
	return s.change(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		if err := d.open(); err != nil {
			return false, err
		}
		fresh, err := insertPresent(ctx, d.tx, d.id, d.m.Self.ID, d.host)
		if err != nil || !fresh {
			return false, err
		}
		if d.host {
			d.Parts++ // the others may hand the chair to them
		}
		return d.Queue.Come(d.who()) || d.host, nil
	})
}

// Unfollow takes the member out again, with every trace.
func (s *Service) Unfollow(ctx context.Context, m group.Member, key string) error {
	return s.following(ctx, m, key, func(ctx context.Context, d *day) (bool, error) { return true, d.takeOut(ctx, d.m.Self.ID) })
}

func (d *day) takeOut(ctx context.Context, membership string) error {
	d.State.Leave(queue.Who(membership))
	d.Parts++
	if err := deleteLinesBy(ctx, d.tx, d.id, membership); err != nil {
		return err
	}
	return deletePresent(ctx, d.tx, d.id, membership)
}

// Leave takes somebody out of every sheet who is no member any more.
func (s *Service) Leave(ctx context.Context, tx *db.Tx, e group.Gone) error {
	rows, err := daysWith(ctx, tx, e.Membership, e.Membership)
	if err != nil {
		return err
	}
	return s.each(ctx, tx, rows, func(ctx context.Context, d *day) error { return d.takeOut(ctx, e.Membership) })
}

// BlockChanged gives every sheet that one of two follows another number, as if
// somebody had hidden or shown their name: a name that goes, or comes, while the
// number stays would tell the block.
func (s *Service) BlockChanged(ctx context.Context, tx *db.Tx, e group.BlockChanged) error {
	rows, err := daysWith(ctx, tx, e.By, e.Other)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, isEnded) // it names nobody any more
	return s.each(ctx, tx, rows, func(_ context.Context, d *day) error {
		d.Parts++
		return nil
	})
}

// each changes some sheets within a transaction, and tells those who follow after it.
func (s *Service) each(ctx context.Context, tx *db.Tx, rows []dayRow, do func(ctx context.Context, d *day) error) error {
	for _, r := range rows {
		if err := tx.Lock(ctx, "meeting_sheet", r.meeting+"_"+r.slot); err != nil {
			return err
		}
		d := &day{tx: tx}
		var err error
		if d.dayRow, err = dayByID(ctx, tx, r.id); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(d.state), &d.State); err != nil {
			return err
		}
		if err := do(ctx, d); err != nil {
			return err
		}
		if err := d.write(ctx); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.tell(context.Background(), r.id) })
	}
	return nil
}

// channelOf is where somebody who follows a sheet hears of it. Each has a channel of
// their own, as not all see the same names.
func channelOf(sheet, membership string) string { return Namespace + ":" + sheet + "." + membership }

// ListenerFor is the membership with which whoever has this subject may listen to
// a channel, by what follows Namespace: a member who is present, to their own.
func (s *Service) ListenerFor(ctx context.Context, subject, channel string) (membership string, err error) {
	sheet, whose, _ := strings.Cut(channel, ".")
	if !strings.HasPrefix(subject, "account:") {
		return "", fault.Missing()
	}
	var r dayRow
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err = dayByID(ctx, tx, sheet)
		return err
	})
	if err != nil {
		return "", err
	}
	if membership, err = s.o.Groups.ListenerFor(ctx, subject, r.group); err != nil {
		return "", err
	}
	if membership != whose {
		return "", fault.Missing()
	}
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		here, err := isPresent(ctx, tx, sheet, membership)
		if err == nil && !here {
			err = fault.Missing()
		}
		return err
	})
	return membership, err
}
