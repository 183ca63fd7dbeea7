package finder

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/account"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
)

// Outcome is what reading a source came to.
type Outcome string

// The outcomes.
const (
	Good      Outcome = "good"      // something was otherwise
	Same      Outcome = "same"      // nothing was
	Refused   Outcome = "refused"   // it could not be read
	Unreached Outcome = "unreached" // it could not be fetched
)

// Run is one time that a source was read.
type Run struct {
	ID       string
	Source   string
	At       time.Time
	Outcome  Outcome
	Problem  Problem // why it was refused, or not reached
	Records  int     // that the copy lists
	Came     int
	Changed  int
	Went     int
	Refused  int // records left out
	Odd      int // mended or left out; Oddities names the first ones
	Oddities []feed.Oddity
}

// keepRuns is for how long runs and changes are kept.
const (
	keepRuns    = 90 * 24 * time.Hour
	keepChanges = 90 * 24 * time.Hour
)

// RunsFor are the last runs of a source, the latest first, without their
// oddities.
func (s *Service) RunsFor(ctx context.Context, v account.Viewer, source string) (list []Run, err error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := runsOf(ctx, tx, source, 50)
		for _, r := range rows {
			list = append(list, r.run())
		}
		return err
	})
	return list, err
}

// RunFor is one run of a source, with its oddities.
func (s *Service) RunFor(ctx context.Context, v account.Viewer, source, id string) (run Run, err error) {
	if err := v.May(account.RunSite); err != nil {
		return run, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := runByID(ctx, tx, source, id)
		if err != nil {
			return err
		}
		run = row.run()
		return json.Unmarshal([]byte(row.Oddities), &run.Oddities)
	})
	return run, err
}

func (s *Service) insertRun(ctx context.Context, tx *db.Tx, run *Run) error {
	run.ID = id.New(s.clock)
	oddities := run.Oddities
	if oddities == nil {
		oddities = []feed.Oddity{}
	}
	text, err := json.Marshal(oddities)
	if err != nil {
		return err
	}
	return insertRun(ctx, tx, runRow{
		ID: run.ID, Source: run.Source, At: clock.Millis(run.At), Outcome: string(run.Outcome), Problem: run.Problem.text(),
		Records: int64(run.Records), Came: int64(run.Came), Changed: int64(run.Changed), Went: int64(run.Went), Refused: int64(run.Refused), Odd: int64(run.Odd),
		Oddities: string(text),
	})
}

// Sweep forgets runs, changes and notes that are old. It is for the house, to be
// done every day.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.forgetContacts(ctx); err != nil {
		return err
	}
	now := s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return sweep(ctx, tx, clock.Millis(now.Add(-keepRuns)), clock.Millis(now.Add(-keepChanges)))
	})
}

// Happened is what became of a listing.
type Happened string

// What becomes of listings.
const (
	Came   Happened = "new"
	Turned Happened = "change"
	Went   Happened = "delete"
)

// Change is a listing that came, became otherwise or went.
type Change struct {
	ID     int64
	Number int64
	Source string
	At     time.Time
	What   Happened
	Was    feed.Record // zero for one that came
	Became feed.Record // zero for one that went
}

// ChangesBetween are the changes from one time on and before another, of one
// listing or of all (0), the latest first.
func (s *Service) ChangesBetween(ctx context.Context, from, to time.Time, number int64, most int) (list []Change, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := changesBetween(ctx, tx, clock.Millis(from), clock.Millis(to), number, most)
		for _, r := range rows {
			one, err := r.change()
			if err != nil {
				return err
			}
			list = append(list, one)
		}
		return err
	})
	return list, err
}
