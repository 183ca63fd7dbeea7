package sheet

import (
	"slices"
	"time"

	"handrail/internal/meeting/sheet/queue"
)

// When a sheet can be followed, and how long what was said for it stays.
const (
	OpensBefore = time.Hour     // before the date begins
	ClearAfter  = 3 * time.Hour // after the meeting was ended
	ClearLatest = 6 * time.Hour // after the date is over, whoever ended it or not
)

// Spot is a part of the meeting, and since when it is on, in unix milliseconds.
type Spot struct {
	Step  int   `json:"i"`
	Since int64 `json:"s"`
}

// State is all that moves on the day. Moves and the queue's Turns are the numbers
// that forms carry: whoever presses "next" a moment after somebody else did moves
// nothing.
type State struct {
	Spot
	Of    int   `json:"o"`           // how many parts the sheet has
	Began int64 `json:"b,omitempty"` // 0 until the meeting begins
	Ended int64 `json:"e,omitempty"`
	Moves int64 `json:"n"`
	Undo  *Spot `json:"u,omitempty"` // where the meeting was before the last move

	Chair  queue.Who   `json:"c,omitempty"` // whose turn it is to lead; all hosts can
	Hiding []queue.Who `json:"h,omitempty"` // who hides their name from the others
	Share  int         `json:"m"`           // minutes of a share
	Parts  int64       `json:"v"`           // grows with all that no Frame carries
	Queue  queue.State `json:"q"`
}

// Running tells whether the meeting has begun, and is not over.
func (s *State) Running() bool { return s.Began != 0 && s.Ended == 0 }

// Move goes on from a part to another one. The first move begins the meeting. It
// is false where there is no such part.
func (s *State) Move(to int, now int64) bool {
	if to < 0 || to >= s.Of || s.Ended != 0 || s.Began != 0 && to == s.Step {
		return false
	}
	if s.Began == 0 {
		s.Began = now
		s.Undo = nil
	} else {
		s.Undo = &Spot{s.Step, s.Since}
	}
	s.Spot = Spot{to, now}
	s.Moves++
	return true
}

// TakeBack undoes the last move: the part before it goes on as if it had never
// ended.
func (s *State) TakeBack() bool {
	if s.Undo == nil || s.Ended != 0 {
		return false
	}
	s.Spot, s.Undo = *s.Undo, nil
	s.Moves++
	return true
}

// End ends the meeting. It names nobody any more.
func (s *State) End(now int64) bool {
	if s.Ended != 0 {
		return false
	}
	s.Ended, s.Undo, s.Chair, s.Hiding, s.Queue = now, nil, "", nil, queue.State{Turns: s.Queue.Turns + 1}
	s.Moves++
	s.Parts++
	return true
}

// Leave takes every trace of somebody out of it.
func (s *State) Leave(who queue.Who) bool {
	hid := s.Hide(who, false)
	changed := s.Queue.Leave(who) || hid
	if s.Chair == who {
		s.Chair = ""
		changed = true
	}
	if changed {
		s.Parts++
	}
	return changed
}

// Hide takes somebody's name out of what others see, or puts it back. It is false
// where that changes nothing.
func (s *State) Hide(who queue.Who, is bool) bool {
	if slices.Contains(s.Hiding, who) == is {
		return false
	}
	if is {
		s.Hiding = append(s.Hiding, who)
	} else {
		s.Hiding = slices.DeleteFunc(s.Hiding, func(one queue.Who) bool { return one == who })
	}
	return true
}

// people are the memberships that are named in it; lines of the room are left out.
func (s *State) people(isLine func(queue.Who) bool) (ids []string) {
	add := func(who queue.Who) {
		if who != "" && !isLine(who) && !slices.Contains(ids, string(who)) {
			ids = append(ids, string(who))
		}
	}
	add(s.Chair)
	if s.Queue.Speaking != nil {
		add(s.Queue.Speaking.Who)
	}
	for _, h := range s.Queue.Waiting {
		add(h.Who)
	}
	return ids
}
