// Package queue is the order in which people speak at a meeting: who raised a
// hand, whose turn it is and for how long, who is left in peace, and who talks
// with whom in pairs. It knows no names, reads no clock and keeps nothing.
//
// The order is fair. Whoever has not spoken yet comes before whoever has, in the
// order of their hands. The chair may change it by hand, and nothing else does.
package queue

import "slices"

// Who is somebody at the meeting: the id of a membership, or of a line that
// stands for somebody in the room without a phone.
type Who string

// Hand is somebody who waits for a turn.
type Hand struct {
	Who   Who  `json:"w"`
	Asked bool `json:"a,omitempty"` // they raised a hand; a round alone brought the others
}

// Turn is somebody who speaks. Times are unix milliseconds, lengths are
// milliseconds.
type Turn struct {
	Who   Who   `json:"w"`
	Since int64 `json:"s"`
	For   int64 `json:"f"`
}

// Minute is a minute in milliseconds, and LongestTurn the most that a turn can
// be made to last.
const (
	Minute      = int64(60_000)
	LongestTurn = 60 * Minute
)

// State is a queue. The zero State is an empty one. Nobody is in it twice:
// whoever speaks does not wait, and whoever is left in peace does neither.
type State struct {
	Turns    int64   `json:"n"`           // grows whenever somebody begins or ends
	Shut     bool    `json:"x,omitempty"` // no further hands for now
	Round    bool    `json:"r,omitempty"` // everybody in turn
	Speaking *Turn   `json:"t,omitempty"`
	Waiting  []Hand  `json:"h,omitempty"`
	Spoke    []Who   `json:"d,omitempty"`
	Rest     []Who   `json:"p,omitempty"` // not today
	Pairs    [][]Who `json:"g,omitempty"`
	PairsAt  int64   `json:"ga,omitempty"`
	PairsFor int64   `json:"gf,omitempty"`
}

// HasSpoken tells whether somebody had a turn to its end.
func (s *State) HasSpoken(who Who) bool { return slices.Contains(s.Spoke, who) }

// Rests tells whether somebody said "not today".
func (s *State) Rests(who Who) bool { return slices.Contains(s.Rest, who) }

// Speaks tells whether it is their turn.
func (s *State) Speaks(who Who) bool { return s.Speaking != nil && s.Speaking.Who == who }

// Place is how many wait before somebody, or -1 where they do not wait.
func (s *State) Place(who Who) int {
	return slices.IndexFunc(s.Waiting, func(h Hand) bool { return h.Who == who })
}

// Raise raises a hand. Whoever had said "not today" thinks otherwise. It is
// false where they speak, or wait already; a hand in a round becomes their own.
func (s *State) Raise(who Who) bool {
	if s.Speaks(who) {
		return false
	}
	if at := s.Place(who); at >= 0 {
		changed := !s.Waiting[at].Asked
		s.Waiting[at].Asked = true
		return changed
	}
	s.Rest = without(s.Rest, who)
	s.Waiting = slices.Insert(s.Waiting, s.fair(who), Hand{who, true})
	return true
}

// fair is where a hand goes: behind the last who has not spoken, or at the end.
func (s *State) fair(who Who) int {
	if s.HasSpoken(who) || s.Round {
		return len(s.Waiting)
	}
	for i := len(s.Waiting) - 1; i >= 0; i-- {
		if !s.HasSpoken(s.Waiting[i].Who) {
			return i + 1
		}
	}
	return 0
}

// Lower takes a hand down. It is false where there was none.
func (s *State) Lower(who Who) bool {
	at := s.Place(who)
	if at < 0 {
		return false
	}
	s.Waiting = slices.Delete(s.Waiting, at, at+1)
	s.settle()
	return true
}

// settle ends a round in which nobody is left.
func (s *State) settle() {
	if s.Speaking == nil && len(s.Waiting) == 0 {
		s.Round = false
	}
}

// Pass gives a turn away, or a place in the queue. Nobody has to say why, and a
// hand can be raised again.
func (s *State) Pass(who Who) bool {
	if s.Speaks(who) {
		s.Speaking = nil
		s.Turns++
		s.settle()
		return true
	}
	return s.Lower(who)
}

// NotToday leaves somebody in peace for this meeting, until they raise a hand
// themselves.
func (s *State) NotToday(who Who) bool {
	if s.Rests(who) {
		return false
	}
	s.Pass(who)
	s.Rest = append(s.Rest, who)
	return true
}

// Next thanks whoever speaks and calls whoever waits first. It is false where
// nobody spoke and nobody waits. A round is over when nobody is left in it.
func (s *State) Next(now, length int64) bool {
	if s.Speaking == nil && len(s.Waiting) == 0 {
		return false
	}
	s.thank()
	s.Turns++
	if len(s.Waiting) == 0 {
		s.settle()
		return true
	}
	s.Speaking = &Turn{s.Waiting[0].Who, now, bounded(length)}
	s.Waiting = slices.Delete(s.Waiting, 0, 1)
	return true
}

// Call is Next for somebody who waits, wherever they stand.
func (s *State) Call(who Who, now, length int64) bool {
	at := s.Place(who)
	if at < 0 {
		return false
	}
	hand := s.Waiting[at]
	s.Waiting = slices.Insert(slices.Delete(s.Waiting, at, at+1), 0, hand)
	return s.Next(now, length)
}

// Thank ends a turn, and calls nobody.
func (s *State) Thank() bool {
	if s.Speaking == nil {
		return false
	}
	s.thank()
	s.Turns++
	s.settle()
	return true
}

func (s *State) thank() {
	if s.Speaking == nil {
		return
	}
	if !s.HasSpoken(s.Speaking.Who) {
		s.Spoke = append(s.Spoke, s.Speaking.Who)
	}
	s.Speaking = nil
}

// More gives whoever speaks more time.
func (s *State) More(length int64) bool {
	if s.Speaking == nil || s.Speaking.For >= LongestTurn {
		return false
	}
	s.Speaking.For = bounded(s.Speaking.For + length)
	return true
}

func bounded(length int64) int64 { return min(max(length, Minute), LongestTurn) }

// Move puts somebody so many places earlier, or later where by is positive.
func (s *State) Move(who Who, by int) bool {
	at := s.Place(who)
	to := min(max(at+by, 0), len(s.Waiting)-1)
	if at < 0 || to == at {
		return false
	}
	hand := s.Waiting[at]
	s.Waiting = slices.Insert(slices.Delete(s.Waiting, at, at+1), to, hand)
	return true
}

// GoRound has everybody present come in turn, in this order: hands that are up
// first, then the rest. Whoever said "not today" is left out, and whoever speaks
// goes on.
func (s *State) GoRound(present []Who) bool {
	if s.Round {
		return false
	}
	s.Round = true
	for _, who := range present {
		s.joinRound(who)
	}
	s.settle()
	return s.Round
}

// Come brings somebody who has just come into a round that is under way.
func (s *State) Come(who Who) bool { return s.Round && s.joinRound(who) }

func (s *State) joinRound(who Who) bool {
	if s.Speaks(who) || s.Rests(who) || s.Place(who) >= 0 {
		return false
	}
	s.Waiting = append(s.Waiting, Hand{Who: who})
	return true
}

// EndRound ends a round. Hands that were raised stay up.
func (s *State) EndRound() bool {
	if !s.Round {
		return false
	}
	s.Round = false
	s.Waiting = slices.DeleteFunc(s.Waiting, func(h Hand) bool { return !h.Asked })
	return true
}

// Leave takes every trace of somebody out of the queue.
func (s *State) Leave(who Who) bool {
	changed := s.Pass(who) || s.Rests(who) || s.HasSpoken(who)
	s.Rest, s.Spoke = without(s.Rest, who), without(s.Spoke, who)
	for i, some := range s.Pairs {
		if slices.Contains(some, who) {
			s.Pairs[i] = without(some, who)
			changed = true
		}
	}
	return changed
}

func without(list []Who, who Who) []Who {
	return slices.DeleteFunc(list, func(one Who) bool { return one == who })
}
