package queue

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var cast = []Who{"ada", "bo", "cleo", "dev", "edie", "fern", "gwen"}

func queueOf(s State) (list []Who) {
	for _, h := range s.Waiting {
		list = append(list, h.Who)
	}
	return list
}

func sound(t interface{ Fatalf(string, ...any) }, s State) {
	seen := map[Who]bool{}
	for _, who := range queueOf(s) {
		if seen[who] {
			t.Fatalf("%s waits twice: %+v", who, s)
		}
		seen[who] = true
		if s.Rests(who) {
			t.Fatalf("%s said not today, and waits: %+v", who, s)
		}
	}
	if s.Speaking != nil {
		if seen[s.Speaking.Who] || s.Rests(s.Speaking.Who) {
			t.Fatalf("%s speaks, and waits or rests: %+v", s.Speaking.Who, s)
		}
		if s.Speaking.For < Minute || s.Speaking.For > LongestTurn {
			t.Fatalf("a turn of %d", s.Speaking.For)
		}
	}
	for _, list := range [][]Who{s.Spoke, s.Rest} {
		sorted := slices.Sorted(slices.Values(list))
		if len(slices.Compact(sorted)) != len(list) {
			t.Fatalf("somebody is noted twice: %v", list)
		}
	}
}

// step does something to a queue, and says who may have gone out of it and who
// may have come in.
func step(t *rapid.T, s *State, now int64) (out, in []Who) {
	who := rapid.SampledFrom(cast).Draw(t, "who")
	switch rapid.SampledFrom([]string{"raise", "raise", "raise", "lower", "pass", "rest", "next", "next", "call", "thank", "more", "move", "round", "end round", "come", "leave"}).Draw(t, "does") {
	case "raise":
		s.Raise(who)
		in = []Who{who}
	case "lower":
		s.Lower(who)
		out = []Who{who}
	case "pass":
		s.Pass(who)
		out = []Who{who}
	case "rest":
		s.NotToday(who)
		out = []Who{who}
	case "next":
		if s.Speaking != nil {
			out = []Who{s.Speaking.Who}
		}
		first := queueOf(*s)
		s.Next(now, 3*Minute)
		if len(first) > 0 && !s.Speaks(first[0]) {
			t.Fatalf("%s was first, and %+v speaks", first[0], s.Speaking)
		}
	case "call":
		if s.Speaking != nil {
			out = []Who{s.Speaking.Who}
		}
		if s.Call(who, now, 3*Minute) && !s.Speaks(who) {
			t.Fatalf("%s was called, and %+v speaks", who, s.Speaking)
		}
	case "thank":
		if s.Speaking != nil {
			out = []Who{s.Speaking.Who}
		}
		s.Thank()
	case "more":
		s.More(2 * Minute)
	case "move":
		s.Move(who, rapid.IntRange(-3, 3).Draw(t, "by"))
	case "round":
		s.GoRound(cast)
		in = cast
	case "end round":
		before := slices.Clone(s.Waiting)
		s.EndRound()
		for _, h := range before {
			if !h.Asked {
				out = append(out, h.Who)
			} else if s.Place(h.Who) < 0 {
				t.Fatalf("the hand of %s went with the round", h.Who)
			}
		}
	case "come":
		s.Come(who)
		in = []Who{who}
	case "leave":
		s.Leave(who)
		out = []Who{who}
	}
	return out, in
}

func everybody(s State) []Who {
	all := queueOf(s)
	if s.Speaking != nil {
		all = append(all, s.Speaking.Who)
	}
	slices.Sort(all)
	return all
}

func TestNobodyIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s State
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			before := everybody(s)
			turns := s.Turns
			speaking := s.Speaking
			s = again(t, s)
			out, in := step(t, &s, int64(i)*Minute)
			sound(t, s)
			for _, who := range before {
				if !slices.Contains(everybody(s), who) && !slices.Contains(out, who) {
					t.Fatalf("%s was lost: %v, then %v", who, before, everybody(s))
				}
			}
			for _, who := range everybody(s) {
				if !slices.Contains(before, who) && !slices.Contains(in, who) {
					t.Fatalf("%s came from nowhere: %v, then %v", who, before, everybody(s))
				}
			}
			if changed := (speaking == nil) != (s.Speaking == nil) || speaking != nil && speaking.Who != s.Speaking.Who; changed && s.Turns == turns {
				t.Fatalf("another turn under the same number: %+v, then %+v", speaking, s.Speaking)
			}
		}
	})
}

// again is a state that was written down and read.
func again(t *rapid.T, s State) (read State) {
	text, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(text, &read)
	}
	if err != nil || len(read.Waiting)+len(s.Waiting) > 0 && !reflect.DeepEqual(read.Waiting, s.Waiting) {
		t.Fatalf("%v: %+v is read as %+v", err, s, read)
	}
	return read
}

func TestWhoHasNotSpokenComesFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s State
		raised := map[Who]int{}
		for i := range rapid.IntRange(1, 80).Draw(t, "steps") {
			who := rapid.SampledFrom(cast).Draw(t, "who")
			switch rapid.SampledFrom([]string{"raise", "raise", "lower", "pass", "rest", "next"}).Draw(t, "does") {
			case "raise":
				if s.Raise(who) {
					raised[who] = i
				}
			case "lower":
				s.Lower(who)
			case "pass":
				s.Pass(who)
			case "rest":
				s.NotToday(who)
			case "next":
				s.Next(int64(i), Minute)
			}
			fair := slices.IsSortedFunc(queueOf(s), func(a, b Who) int {
				if s.HasSpoken(a) != s.HasSpoken(b) {
					return map[bool]int{true: 1, false: -1}[s.HasSpoken(a)]
				}
				return raised[a] - raised[b]
			})
			if !fair {
				t.Fatalf("not fair: %v; spoken %v; raised %v", queueOf(s), s.Spoke, raised)
			}
		}
	})
}

func TestMovingKeepsEverybody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s State
		for _, who := range rapid.Permutation(cast).Draw(t, "hands") {
			s.Raise(who)
		}
		for range rapid.IntRange(1, 20).Draw(t, "moves") {
			who, by := rapid.SampledFrom(cast).Draw(t, "who"), rapid.IntRange(-9, 9).Draw(t, "by")
			at := s.Place(who)
			s.Move(who, by)
			if want := min(max(at+by, 0), len(cast)-1); s.Place(who) != want {
				t.Fatalf("%s stands at %d and not at %d", who, s.Place(who), want)
			}
			if !slices.Equal(everybody(s), cast) {
				t.Fatalf("moving left %v", queueOf(s))
			}
		}
	})
}

func TestARoundCallsEverybodyButThoseLeftInPeace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s State
		rest := rapid.SliceOfDistinct(rapid.SampledFrom(cast), rapid.ID).Draw(t, "rest")
		for _, who := range rest {
			s.NotToday(who)
		}
		for _, who := range rapid.SliceOfDistinct(rapid.SampledFrom(cast), rapid.ID).Draw(t, "hands") {
			if !slices.Contains(rest, who) {
				s.Raise(who)
			}
		}
		s.GoRound(cast)
		var called []Who
		for s.Next(1, Minute) && s.Speaking != nil {
			called = append(called, s.Speaking.Who)
			if rapid.Bool().Draw(t, "passes") {
				s.Pass(s.Speaking.Who)
			}
		}
		if s.Round {
			t.Fatalf("the round goes on without anybody")
		}
		want := slices.DeleteFunc(slices.Clone(cast), func(who Who) bool { return slices.Contains(rest, who) })
		if slices.Sort(called); !slices.Equal(called, want) {
			t.Fatalf("%v were called, and not %v", called, want)
		}
	})
}

func TestPairsKeepApartWhoIsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		present := cast[:rapid.IntRange(0, len(cast)).Draw(t, "present")]
		var s State
		if len(present) > 0 && rapid.Bool().Draw(t, "one rests") {
			s.NotToday(present[0])
		}
		a, b := rapid.SampledFrom(cast).Draw(t, "a"), rapid.SampledFrom(cast).Draw(t, "b")
		apart := func(x, y Who) bool { return x == a && y == b || x == b && y == a }
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		if !s.Pair(present, apart, 7, 5*Minute, random) {
			if here := len(present) - len(s.Rest); here > 2 || here == 2 && a == b {
				t.Fatalf("%d people are in no pair", here)
			}
			return
		}
		seen := map[Who]int{}
		for _, some := range s.Pairs {
			if len(some) < 2 || len(some) > 3 {
				t.Fatalf("a pair of %d", len(some))
			}
			for i, x := range some {
				seen[x]++
				if s.Rests(x) || !slices.Contains(present, x) {
					t.Fatalf("%s is in a pair", x)
				}
				for _, y := range some[i+1:] {
					if apart(x, y) {
						t.Fatalf("%s and %s are in one pair", x, y)
					}
				}
				if want := len(some) - 1; len(s.With(x)) != want || slices.Contains(s.With(x), x) {
					t.Fatalf("%s is with %v", x, s.With(x))
				}
			}
		}
		if here := len(present) - len(s.Rest); here > 3 && len(seen) != here {
			t.Fatalf("%d of %d are in a pair", len(seen), here)
		}
		for who, n := range seen {
			if n != 1 {
				t.Fatalf("%s is in %d pairs", who, n)
			}
		}
		s.Leave(s.Pairs[0][0])
		if !s.Unpair() || s.Unpair() || s.With(cast[0]) != nil {
			t.Fatal("they do not come back together")
		}
	})
}

func TestATurnHasItsTime(t *testing.T) {
	var s State
	if s.Next(0, Minute) || s.More(Minute) || s.Thank() || s.Call("ada", 0, Minute) || s.Lower("ada") || s.EndRound() {
		t.Error("something happened in an empty queue")
	}
	s.Raise("ada")
	s.Next(1000, 3*Minute)
	if got := *s.Speaking; got != (Turn{"ada", 1000, 3 * Minute}) {
		t.Errorf("%+v", got)
	}
	if s.Raise("ada") {
		t.Error("whoever speaks raised a hand")
	}
	s.More(2 * Minute)
	if s.Speaking.For != 5*Minute {
		t.Errorf("%d", s.Speaking.For)
	}
	s.Thank()
	if !s.HasSpoken("ada") || s.Speaking != nil {
		t.Errorf("%+v", s)
	}
	if !s.Leave("ada") || s.HasSpoken("ada") || s.Leave("ada") {
		t.Error("a trace is left")
	}
}
