package bmlt

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/limit"
)

func service(t *testing.T) *Service {
	t.Helper()
	limiter, err := limit.New(limit.Options{Clock: clock.System()})
	if err != nil {
		t.Fatal(err)
	}
	base, _ := url.Parse("https://handrail.test")
	return New(Options{Base: base, Limiter: limiter})
}

// Large answers are for two at a time, small ones for everybody.
func TestLargeAnswersAreForFew(t *testing.T) {
	s := service(t)
	leave, err := s.enter(t.Context(), largeRows+1)
	_, second := s.enter(t.Context(), largeRows+1)
	_, third := s.enter(t.Context(), largeRows+1)
	_, small := s.enter(t.Context(), largeRows)
	if err != nil || second != nil || !errors.Is(third, errBusy) || small != nil {
		t.Errorf("%v, %v, %v, %v", err, second, third, small)
	}
	leave()
	if _, err := s.enter(t.Context(), largeRows+1); err != nil {
		t.Errorf("after one was done: %v", err)
	}
}

// What reads rows waits for its turn before it takes memory; what reads none does
// not wait for those.
func TestSortingWaitsForItsTurn(t *testing.T) {
	s := service(t)
	done, err := s.turn(t.Context(), manyRows+1)
	if err != nil {
		t.Fatal(err)
	}
	hits := make([]hit, manyRows+1)
	for at := range hits {
		hits[at].item = &item{number: int64(at)}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := testing.AllocsPerRun(5, func() {
		if _, err := s.turn(ctx, len(hits)); !errors.Is(err, context.Canceled) {
			t.Errorf("it did not wait: %v", err)
		}
	})
	after := testing.AllocsPerRun(5, func() {
		if err := s.sort(ctx, []string{"meeting_name", "id_bigint"}, hits); !errors.Is(err, context.Canceled) {
			t.Errorf("it did not wait: %v", err)
		}
	})
	if after > before {
		t.Errorf("it takes memory before its turn: %v, not %v", after, before)
	}
	if err := s.sort(t.Context(), []string{"id_bigint"}, hits); err != nil {
		t.Error(err)
	}
	done()
}

// A source may have more than one format for a venue: the lowest number is meant, on
// all nodes.
func TestTheFormatOfAVenueIsAlwaysTheSame(t *testing.T) {
	b := &book{sources: map[string]finder.Source{"a": {ID: "a", Shared: true}}}
	var list []finder.Format
	for n := range int64(9) {
		list = append(list, finder.Format{Number: 58 - n, Source: "a", Format: feed.Format{ID: n, Key: "K" + strconv.Itoa(int(n)), Lang: "en", WorldID: "vm"}})
	}
	for range 30 {
		if got := newFormats(b, list).of("a", nil, nil, nil, venueOnline); !slices.Equal(got, []int64{50}) {
			t.Fatalf("the format is %v", got)
		}
	}
}

// Somebody's feed names codes so that they fall on the numbers of others: those keep
// theirs.
func TestCodesThatFallOnOneNumberStayApart(t *testing.T) {
	plain := newFormats(&book{}, nil)
	plain.number(nil)
	concepts := map[int64]code.Concept{}
	for _, c := range code.Concepts() {
		concepts[plain.forConcept(c)] = c
	}
	var evil string
	var victim code.Concept
	for n := 17_998_000; victim == ""; n++ { // there is one soon behind
		evil = "aa:X" + strconv.Itoa(n)
		victim = concepts[fallsOn(codeName(evil))]
	}
	f := newFormats(&book{}, nil)
	f.number([]string{evil})
	first := f.of("a", nil, nil, []string{evil}, venueUnknown)
	if own := f.forConcept(victim); own != plain.forConcept(victim) || first[0] != own+1 || f.made[own].concept != victim || f.made[first[0]].code != evil {
		t.Errorf("%s falls on %s: %d, %d", evil, victim, first[0], own)
	}
}
