package admin

import (
	"context"
	"fmt"
	"time"

	"handrail/internal/platform/audit"
)

// check is what the last look at the whole record found. It is kept in memory:
// what says that the record holds is not written beside it.
type check struct {
	audit.Report
	At time.Time
}

const entriesAPage = 30

// CheckRecord looks whether the record holds, and fails when it does not, so
// that the house notices without anybody asking.
func (s *Service) CheckRecord(ctx context.Context) error {
	found, err := s.checkRecord(ctx)
	if err != nil {
		return err
	}
	if !found.Sound() {
		return fmt.Errorf("the record does not hold at entry %d: %s", found.Broken, found.Why)
	}
	return nil
}

func (s *Service) checkRecord(ctx context.Context) (check, error) {
	report, err := s.audit.Verify(ctx)
	if err != nil {
		return check{}, err
	}
	found := check{report, s.clock.Now()}
	s.checked.Store(&found)
	return found, nil
}
