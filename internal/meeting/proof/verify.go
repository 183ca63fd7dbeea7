package proof

import (
	"context"

	"handrail/internal/meeting/proof/paper"
)

// Checked is what anybody learns about a paper: what it says itself, and whether
// that counts.
type Checked struct {
	Verdict paper.Verdict
	Facts   paper.Facts // of a good and an expired one
}

// Check finds out about what somebody pasted.
func (s *Service) Check(ctx context.Context, pasted string) (Checked, error) {
	keys, err := s.publicKeys(ctx)
	if err != nil {
		return Checked{}, err
	}
	facts, verdict := paper.Read(paper.Clean(pasted), keys, s.clock.Now())
	if verdict != paper.Good {
		return Checked{verdict, facts}, nil
	}
	withdrawn, err := s.isWithdrawn(ctx, facts.Serial)
	if err == nil && withdrawn {
		return Checked{Verdict: paper.Withdrawn}, nil
	}
	return Checked{verdict, facts}, err
}
