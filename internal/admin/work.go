package admin

import (
	"context"
	"slices"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/jobs"
)

// What was decided about work that failed.
type What string

// The decisions.
const (
	Retried   What = "retried"
	Discarded What = "discarded"
)

// JobChanged is emitted when a steward decided about work that failed.
type JobChanged struct {
	JobID  int64
	Kind   string // of the job, as it is stored
	What   What
	Reason string // in the steward's words; only Discarded has one
	By     string // the subject who did
}

const (
	failuresAPage = 20
	mostListed    = 1000 // failures; older ones come into reach as newer ones go
	reasonLimit   = 200  // characters
)

// Attempt gives work that failed for the last time one more attempt. When the
// same work is waiting already, the failed one is not needed any more.
func (s *Service) Attempt(ctx context.Context, by account.Viewer, job int64) error {
	e := JobChanged{What: Retried, By: by.Subject()}
	err := s.decide(ctx, job, e, s.jobs.Retry)
	if db.IsTaken(err) {
		return s.decide(ctx, job, e, s.jobs.Discard)
	}
	return err
}

// Remove gives up work that failed for the last time, for a reason that the
// record keeps.
func (s *Service) Remove(ctx context.Context, by account.Viewer, job int64, reason string) error {
	return s.decide(ctx, job, JobChanged{What: Discarded, By: by.Subject(), Reason: reason}, s.jobs.Discard)
}

// decide does what was decided and puts it into the record, in one transaction.
func (s *Service) decide(ctx context.Context, job int64, e JobChanged, do func(context.Context, *db.Tx, int64) (jobs.Failure, error)) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		failed, err := do(ctx, tx, job)
		if err != nil {
			return err
		}
		e.JobID, e.Kind = failed.ID, failed.Kind
		return s.events.Emit(ctx, tx, e)
	})
}

// failureFor is one of the failures that stewards can see.
func (s *Service) failureFor(ctx context.Context, job int64) (jobs.Failure, error) {
	list, err := s.jobs.Failed(ctx, mostListed, 0)
	if err != nil {
		return jobs.Failure{}, err
	}
	if i := slices.IndexFunc(list, func(f jobs.Failure) bool { return f.ID == job }); i >= 0 {
		return list[i], nil
	}
	return jobs.Failure{}, fault.New(fault.NotFound, "This is not on the list any more. Somebody may have tried it again, or removed it.")
}
