package queue

import (
	"math/rand/v2"
	"slices"
)

// Pair sorts those present into twos, and one three where their number is odd,
// for so long. Whoever said "not today" is left out. Two who are apart are never
// put together; where that leaves somebody over, they are in no pair. It is
// false where nobody can be paired.
func (s *State) Pair(present []Who, apart func(a, b Who) bool, now, length int64, random *rand.Rand) bool {
	people := slices.DeleteFunc(slices.Clone(present), s.Rests)
	var best [][]Who
	left := len(people) + 1
	for try := 0; try < 60 && left > 0; try++ {
		random.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		if pairs, over := sorted(people, apart); over < left {
			best, left = pairs, over
		}
	}
	if len(best) == 0 {
		return false
	}
	s.Pairs, s.PairsAt, s.PairsFor = best, now, bounded(length)
	return true
}

// sorted are pairs of people in this order, and how many are left over.
func sorted(people []Who, apart func(a, b Who) bool) (pairs [][]Who, over int) {
	rest := slices.Clone(people)
	for len(rest) > 1 {
		first := rest[0]
		at := slices.IndexFunc(rest[1:], func(one Who) bool { return !apart(first, one) })
		rest = rest[1:]
		if at < 0 {
			over += join(pairs, first, apart)
			continue
		}
		pairs = append(pairs, []Who{first, rest[at]})
		rest = slices.Delete(rest, at, at+1)
	}
	for _, one := range rest {
		over += join(pairs, one, apart)
	}
	return pairs, over
}

// join makes a three of a pair, and is 1 where no pair takes them.
func join(pairs [][]Who, one Who, apart func(a, b Who) bool) int {
	for i, some := range pairs {
		if len(some) == 2 && !apart(one, some[0]) && !apart(one, some[1]) {
			pairs[i] = append(some, one)
			return 0
		}
	}
	return 1
}

// Unpair brings everybody back together.
func (s *State) Unpair() bool {
	if len(s.Pairs) == 0 {
		return false
	}
	s.Pairs, s.PairsAt, s.PairsFor = nil, 0, 0
	return true
}

// With are the others in somebody's pair.
func (s *State) With(who Who) []Who {
	for _, some := range s.Pairs {
		if slices.Contains(some, who) {
			return without(slices.Clone(some), who)
		}
	}
	return nil
}
