package remind

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"handrail/internal/group"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
)

// How long what happened around a date counts.
const (
	answerable = 12 * time.Hour // after the end: then a reminder went by
	shown      = 24 * time.Hour // after the end: then its notice goes
	kept       = 72 * time.Hour // after the end: then nothing tells of it
	lineKept   = 7 * 24 * time.Hour
)

// How evenly the clock has to run for what cannot be undone. One that jumped far
// ahead comes back, and must not have let go what keeps from reminding twice.
const (
	evenly    = 2 * time.Hour  // between two runs
	settlesIn = time.Hour      // of running evenly: then what went by is judged
	sweepsIn  = 48 * time.Hour // and then old rows go
)

// Run sends the reminders that are due. It is for the house, to be done every
// minute. After a stop, or a jump of the clock, the near dates are worked out
// anew in between: they may be those of another time.
func (s *Service) Run(ctx context.Context) error {
	ran, steady, err := s.lastRun(ctx)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	errs := []error{s.remind(ctx)}
	if now.Before(ran) || now.Sub(ran) > evenly {
		steady = now
		errs = append(errs, s.meetings.WorkOut(ctx), s.remind(ctx))
	}
	if now.Sub(steady) >= settlesIn {
		errs = append(errs, s.settle(ctx))
	}
	if now.Sub(steady) >= sweepsIn {
		errs = append(errs, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return sweep(ctx, tx, now) }))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writeRun(ctx, tx, now, steady) })
}

func (s *Service) lastRun(ctx context.Context) (ran, steady time.Time, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		ran, steady, err = readRun(ctx, tx)
		return err
	})
	return ran, steady, err
}

// candidate is a date of which somebody may have to be reminded.
type candidate struct {
	group, membership, meeting, slot string

	lead       int
	since      time.Time
	start, end time.Time
	told       time.Time // the start that they were reminded of, or zero
}

// key is the date in addresses.
func (c candidate) key() string { return c.meeting + "_" + c.slot }

// soon tells whether the moment can have come, without knowing of whom. Days
// before are reckoned on a wall, and clocks change by hours at most.
func (c candidate) soon(now time.Time) bool {
	return c.lead < day || !c.start.Add(-time.Duration(c.lead)*time.Minute).After(now.Add(3*time.Hour))
}

// step is what is to be done about a date.
type step int

const (
	nothing  step = iota
	tell          // a reminder
	tellLate      // one that says it is late
	missed        // it is over, and nobody said a word
)

// step is what is to be done about it now. No moment before the wish is made up
// for. A date that moved by enough is one to be reminded of again.
func (c candidate) step(calm notify.Calm, now time.Time) step {
	at := moment(c.start, c.end, c.lead, calm)
	switch {
	case at.After(now) || at.Before(c.since):
		return nothing
	case !c.told.IsZero() && c.start.Sub(c.told).Abs() < enough(c.lead):
		return nothing
	case !c.end.After(now):
		return missed
	case now.Sub(at) > late:
		return tellLate
	}
	return tell
}

// enough is by how much a date has to move for a second reminder: by as long as
// the first came before it, between a quarter of an hour and a day.
func enough(lead int) time.Duration {
	return min(max(time.Duration(lead)*time.Minute, 15*time.Minute), 24*time.Hour)
}

// inGroups are the memberships of one account, by group.
type inGroups map[string][]string

// remind goes through the dates of which somebody may have to be reminded. What
// fails for one account keeps no other from its reminders.
func (s *Service) remind(ctx context.Context) error {
	now := s.clock.Now()
	found, err := s.candidates(ctx, now)
	if err != nil {
		return err
	}
	people, err := s.people(ctx, found)
	if err != nil {
		return err
	}
	var errs []error
	for _, account := range slices.Sorted(maps.Keys(people)) {
		if err := s.remindOne(ctx, account, people[account], found, now); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// candidates are the dates that are near, by membership.
func (s *Service) candidates(ctx context.Context, now time.Time) (map[string][]candidate, error) {
	found := map[string][]candidate{}
	for after := ""; ; {
		var rows []candidateRow
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			rows, err = candidatesAfter(ctx, tx, after, now)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if c := r.candidate(); c.soon(now) {
				found[c.membership] = append(found[c.membership], c)
			}
		}
		if len(rows) < aPage {
			return found, nil
		}
		after = rows[len(rows)-1].membership
	}
}

// people are the accounts behind them, as far as they take part.
func (s *Service) people(ctx context.Context, found map[string][]candidate) (map[string]inGroups, error) {
	groups := inGroups{}
	for membership, list := range found {
		groups[list[0].group] = append(groups[list[0].group], membership)
	}
	people := map[string]inGroups{}
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(groups)) {
			accounts, err := s.groups.AccountsIn(ctx, tx, id, "", groups[id])
			if err != nil {
				return err
			}
			for membership, account := range accounts {
				if people[account] == nil {
					people[account] = inGroups{}
				}
				people[account][id] = append(people[account][id], membership)
			}
		}
		return nil
	})
	return people, err
}

// remindOne reminds one account, if anything is due: all of it in a transaction
// that holds their groups, so that nobody is told who is leaving at this moment.
func (s *Service) remindOne(ctx context.Context, account string, in inGroups, found map[string][]candidate, now time.Time) error {
	calm, err := s.notices.CalmOf(ctx, account)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	isDue := func(membership string) bool {
		return slices.ContainsFunc(found[membership], func(c candidate) bool { return c.step(calm, now) != nothing })
	}
	for id, memberships := range in {
		if in[id] = slices.DeleteFunc(memberships, func(one string) bool { return !isDue(one) }); len(in[id]) == 0 {
			delete(in, id)
		}
	}
	if len(in) == 0 {
		return nil
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.remindIn(ctx, tx, account, in, calm, now) })
	if err != nil {
		return fmt.Errorf("remind somebody: %w", err)
	}
	return nil
}

func (s *Service) remindIn(ctx context.Context, tx *db.Tx, account string, in inGroups, calm notify.Calm, now time.Time) error {
	over := 0
	for _, id := range slices.Sorted(maps.Keys(in)) {
		if err := s.groups.LockGroup(ctx, tx, id); err != nil {
			return err
		}
		of, err := s.groups.GroupIn(ctx, tx, id)
		if err != nil {
			return err
		}
		accounts, err := s.groups.AccountsIn(ctx, tx, id, "", in[id])
		if err != nil {
			return err
		}
		for _, membership := range in[id] {
			if accounts[membership] != account {
				continue
			}
			n, err := s.remindAs(ctx, tx, account, membership, calm, now, of.State == group.Open && !calm.Resting)
			if err != nil {
				return err
			}
			over += n
		}
	}
	if over == 0 {
		return nil
	}
	return s.notices.Add(ctx, tx, notify.News{Account: account, Kind: noticeMissed, Target: strconv.Itoa(over), Until: now.Add(kept)})
}

// remindAs reminds one membership, and says how many dates were over. Where
// nobody is to be told anything, because the group or the account rests, what is
// over goes by without a word.
func (s *Service) remindAs(ctx context.Context, tx *db.Tx, account, membership string, calm notify.Calm, now time.Time, tells bool) (over int, err error) {
	rows, err := candidatesOf(ctx, tx, membership, now)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		c := r.candidate()
		todo := c.step(calm, now)
		if todo == nothing || todo != missed && !tells {
			continue
		}
		if todo == missed {
			fresh, err := putMark(ctx, tx, c, pick(tells, unsaid, known))
			if err != nil {
				return over, err
			}
			if fresh && tells {
				over++
			}
			continue
		}
		if err := s.tell(ctx, tx, account, c, pick(todo == tellLate, noticeLate, noticeReminder)); err != nil {
			return over, err
		}
	}
	return over, nil
}

// tell writes that somebody was reminded, and the notice. Neither is ever there
// without the other.
func (s *Service) tell(ctx context.Context, tx *db.Tx, account string, c candidate, kind string) error {
	fresh, err := putMark(ctx, tx, c, told)
	if err != nil || !fresh {
		return err
	}
	if err := s.at("remind.marked"); err != nil {
		return err
	}
	if err := s.notices.Add(ctx, tx, notify.News{Account: account, Kind: kind, Target: c.key(), Until: c.end.Add(shown)}); err != nil {
		return err
	}
	return s.at("remind.sent")
}

func pick[T any](yes bool, then, otherwise T) T {
	if yes {
		return then
	}
	return otherwise
}

// settle judges the reminders of dates that are over: who heeded none of the last
// ones is left in peace.
func (s *Service) settle(ctx context.Context) error {
	var rows []markRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = toldBefore(ctx, tx, s.clock.Now().Add(-answerable))
		return err
	})
	errs := []error{err}
	for _, r := range rows {
		errs = append(errs, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.settleOne(ctx, tx, r) }))
	}
	return errors.Join(errs...)
}

func (s *Service) settleOne(ctx context.Context, tx *db.Tx, r markRow) error {
	of, err := groupOf(ctx, tx, r.meeting)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.groups.LockGroup(ctx, tx, of); err != nil {
		return err
	}
	if fresh, err := settleMark(ctx, tx, r); err != nil || !fresh {
		return err
	}
	account, err := s.groups.AccountOf(ctx, tx, r.membership)
	if err != nil || account == "" {
		return err
	}
	waits := false
	for _, kind := range []string{noticeReminder, noticeLate} {
		one, err := s.notices.Waits(ctx, tx, account, kind, r.meeting+"_"+r.slot)
		if err != nil {
			return err
		}
		waits = waits || one
	}
	return s.count(ctx, tx, account, r, waits)
}

// count adds one that went by, or begins anew. After some it stops, and says so.
func (s *Service) count(ctx context.Context, tx *db.Tx, account string, r markRow, wentBy bool) error {
	holds, err := reminderHolding(ctx, tx, r.membership, r.meeting)
	if isGone(err) {
		return nil
	}
	if err != nil || holds.Rests() {
		return err
	}
	holds.unanswered = pick(wentBy, holds.unanswered+1, 0)
	holds.Stopped = holds.unanswered >= stopsAfter
	if err := writeReminder(ctx, tx, holds); err != nil || !holds.Stopped {
		return err
	}
	news := notify.News{Account: account, Kind: noticeRests, Target: holds.Meeting, Once: true}
	if holds.Meeting == "" {
		news.Kind, news.Target = noticeAllRest, holds.Group
	}
	return s.notices.Add(ctx, tx, news)
}
