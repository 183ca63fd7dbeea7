package compose

import (
	"time"

	"handrail/internal/forum"
)

// Fresh tells whether a post can still be taken back as if it had never been.
func Fresh(p forum.Post, now time.Time) bool {
	return p.Mine && p.Number > 0 && p.State != forum.Hidden && now.Sub(p.Made) < forum.UndoFor
}
