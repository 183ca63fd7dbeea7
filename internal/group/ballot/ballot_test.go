package ballot_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"handrail/internal/group/ballot"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/jobs/jobstest"
	"handrail/internal/platform/seal"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// house is the service with what it stands on.
type house struct {
	*ballot.Service
	t     *testing.T
	d     *db.DB
	keys  *seal.Keeper
	store *db.DB
	clock *clock.Manual
	queue *jobs.Queue

	begins  atomic.Int64 // transactions that were asked for
	closed  []ballot.Closed
	closing func()
	refuse  error // what the reaction to Closed answers
}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.EachAddress(t, jobstest.Schema, func(t *testing.T, address string) { test(t, open(t, address)) })
}

func open(t *testing.T, address string) *house {
	t.Helper()
	h := &house{t: t, clock: clock.NewManual(noon), closing: func() {}}
	h.d = dbtest.Open(t, db.Options{Address: address, Points: func(string) error {
		h.begins.Add(1)
		return nil
	}})
	h.store = dbtest.Open(t, db.Options{Address: filepath.Join(t.TempDir(), "keys.db")})
	var err error
	h.keys, err = seal.Open(t.Context(), h.store, h.clock, make([]byte, seal.KeyBytes))
	must(t, err)
	h.again()
	h.exec(`INSERT INTO group_group (id, slug, name, kind, words, state, visibility, joining, question, summary, whom, about, about_html, about_made,
		topics, languages, zone, capacity, queues, invites, young_days, members, care, agreement, made_at, changed_at)
		VALUES ('g', 'harbour', 'Harbour', 'peer', 'plain', 'open', 'listed', 'open', '', '', '', '', '', 0, '', '', 'UTC', 0, FALSE, 'leaders', 0, 0, FALSE, 0, 0, 0)`)
	return h
}

// again starts the program again: the queue, and who reacts.
func (h *house) again() {
	h.queue = jobstest.New(h.t, h.d, jobs.Options{Clock: h.clock})
	events := event.New(h.queue)
	h.Service = ballot.New(ballot.Options{DB: h.d, Clock: h.clock, Keys: h.keys, Events: events})
	event.Within(events, func(_ context.Context, _ *db.Tx, e ballot.Closed) error {
		h.closed = append(h.closed, e)
		h.closing()
		return h.refuse
	})
	event.Later(events, "group.forget-votes", h.Forget)
}

// begin opens a ballot of a week.
func (h *house) begin(b ballot.Ballot) ballot.Ballot {
	h.t.Helper()
	b.Group, b.Closes = "g", h.clock.Now().Add(ballot.VoteFor)
	b.Quorum = max(b.Quorum, 1)
	if b.Options == nil {
		b.Options = ballot.YesNo()
	}
	must(h.t, h.d.In(h.t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		b, err = h.Open(ctx, tx, b)
		return err
	}))
	return b
}

func anybody(context.Context, *db.Tx, ballot.Ballot) error { return nil }

func (h *house) cast(b ballot.Ballot, who string, option int) error {
	return h.Cast(h.t.Context(), b.ID, who, option, anybody)
}

// votes casts so many votes for each option.
func (h *house) votes(b ballot.Ballot, counts ...int) {
	h.t.Helper()
	for option, n := range counts {
		for i := range n {
			must(h.t, h.cast(b, fmt.Sprintf("member-%d-%d", option, i), option))
		}
	}
}

func (h *house) find(ballotID string) (b ballot.Ballot) {
	h.t.Helper()
	must(h.t, h.d.Read(h.t.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
		b, err = h.Find(ctx, tx, ballotID)
		return err
	}))
	return b
}

func (h *house) exec(query string) {
	h.t.Helper()
	_, err := h.d.Writer().ExecContext(h.t.Context(), query)
	must(h.t, err)
}

func (h *house) count(query string) (n int64) {
	h.t.Helper()
	must(h.t, h.d.Writer().QueryRowContext(h.t.Context(), query).Scan(&n))
	return n
}

// dump is every value of the tables of this package.
func (h *house) dump() string {
	h.t.Helper()
	var all strings.Builder
	for _, table := range ballot.Declared() {
		for _, c := range table.Columns {
			rows, err := h.d.Writer().QueryContext(h.t.Context(), `SELECT CAST(`+c.Name+` AS TEXT) FROM `+table.Name)
			must(h.t, err)
			for rows.Next() {
				var value string
				must(h.t, rows.Scan(&value))
				all.WriteString(table.Name + "." + c.Name + " = " + value + "\n")
			}
			must(h.t, rows.Err())
			must(h.t, rows.Close())
		}
	}
	return all.String()
}

func (h *house) keyIsGone(b ballot.Ballot) bool {
	_, err := h.keys.MAC(h.t.Context(), "ballot:"+b.ID, "voter", []byte("ana"))
	return errors.Is(err, seal.ErrDestroyed)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestQuorum(t *testing.T) {
	for active, want := range map[int]int{0: 1, 1: 1, 2: 1, 3: 1, 4: 2, 6: 2, 7: 3, 9: 3, 10: 4, 300: 100} {
		if got := ballot.Quorum(active); got != want {
			t.Errorf("of %d, %d must vote, want %d", active, got, want)
		}
	}
}

func TestAVoteLeavesNothingThatSaysWhose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		members := []string{id.Random(), id.Random(), id.Random()}
		b, other := h.begin(ballot.Ballot{Kind: "leader"}), h.begin(ballot.Ballot{Kind: "leader"})
		for i, who := range members {
			must(t, h.cast(b, who, i))
			must(t, h.cast(other, who, 0))
			h.clock.Advance(time.Hour)
		}
		// A vote is one more on an answer, and a mark: nothing else has changed.
		if n := h.count(`SELECT SUM(votes) FROM group_ballot_option`); n != 6 {
			t.Errorf("%d votes", n)
		}
		if n := h.count(`SELECT COUNT(DISTINCT mark) FROM group_ballot_voter`); n != 6 {
			t.Errorf("%d marks are apart: a mark is the same in two ballots", n)
		}
		if n := h.count(`SELECT SUM(cast_votes) FROM group_ballot`); n != 0 {
			t.Errorf("a ballot says %d have voted before it has closed", n)
		}
		all := h.dump()
		for _, who := range members {
			if strings.Contains(all, who) {
				t.Errorf("the id of a membership is kept:\n%s", all)
			}
		}
		for step := range len(members) {
			if moment := fmt.Sprint(clock.Millis(noon.Add(time.Duration(step) * time.Hour))); step > 0 && strings.Contains(all, moment) {
				t.Errorf("the moment of a vote is kept:\n%s", all)
			}
		}
	})
}

func TestNothingIsKnownBeforeABallotCloses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "question", Title: "Meet on Sundays?"})
		before := h.find(b.ID)
		h.votes(b, 2, 1)
		if after := h.find(b.ID); fmt.Sprint(after) != fmt.Sprint(before) || after.Result != nil {
			t.Errorf("votes show: %+v", after)
		}
		h.clock.Advance(ballot.VoteFor)
		must(t, h.CountDue(t.Context()))
		want := ballot.Result{Cast: 3, Votes: []int{2, 1, 0}}
		if got := h.find(b.ID); got.Result == nil || fmt.Sprint(*got.Result) != fmt.Sprint(want) {
			t.Errorf("counted %+v", got.Result)
		}
	})
}

func TestWhatVotesDecide(t *testing.T) {
	poll := []string{"Mondays", "Sundays"}
	cases := map[string]struct {
		options []string
		quorum  int
		votes   []int
		state   ballot.State
		result  ballot.Result
	}{
		"more yes":             {nil, 3, []int{2, 1, 0}, ballot.Carried, ballot.Result{Cast: 3, Votes: []int{2, 1, 0}}},
		"more no":              {nil, 3, []int{1, 2, 0}, ballot.Refused, ballot.Result{Cast: 3, Votes: []int{1, 2, 0}}},
		"as many":              {nil, 2, []int{1, 1, 0}, ballot.Refused, ballot.Result{Cast: 2, Votes: []int{1, 1, 0}}},
		"one too few":          {nil, 3, []int{2, 0, 0}, ballot.Short, ballot.Result{Cast: 2}},
		"quorum by abstaining": {nil, 3, []int{1, 0, 2}, ballot.Carried, ballot.Result{Cast: 3, Votes: []int{1, 0, 2}}},
		"nobody cares":         {nil, 2, []int{0, 0, 2}, ballot.Refused, ballot.Result{Cast: 2, Votes: []int{0, 0, 2}}},
		"nobody votes":         {nil, 1, nil, ballot.Short, ballot.Result{}},
		"a poll":               {poll, 2, []int{1, 1}, ballot.Counted, ballot.Result{Cast: 2, Votes: []int{1, 1}}},
		"a poll of few":        {poll, 2, []int{0, 1}, ballot.Short, ballot.Result{Cast: 1}},
	}
	each(t, func(t *testing.T, h *house) {
		for name, c := range cases {
			b := h.begin(ballot.Ballot{Kind: name, Options: c.options, Quorum: c.quorum})
			h.votes(b, c.votes...)
			h.clock.Advance(ballot.VoteFor)
			h.closed = nil
			must(t, h.CountDue(t.Context()))
			got := h.find(b.ID)
			if got.State != c.state || got.Result == nil || fmt.Sprint(*got.Result) != fmt.Sprint(c.result) {
				t.Errorf("%s: %s with %+v", name, got.State, got.Result)
			}
			if want := []ballot.Closed{{Ballot: b.ID, Group: "g", Kind: name, State: c.state}}; !slices.Equal(h.closed, want) {
				t.Errorf("%s: said %v", name, h.closed)
			}
			must(t, h.CountDue(t.Context()))
			if len(h.closed) != 1 {
				t.Errorf("%s: counted twice", name)
			}
		}
		// Few votes would tell too much about those few.
		if n := h.count(`SELECT SUM(o.votes) FROM group_ballot_option o JOIN group_ballot b ON b.id = o.ballot_id WHERE b.state = 'short'`); n != 0 {
			t.Errorf("%d votes are kept of ballots that decided nothing", n)
		}
	})
}

func TestOneVoteForEach(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		const at = 12
		answers := make([]error, at)
		var all sync.WaitGroup
		for i := range at {
			all.Go(func() { answers[i] = h.cast(b, "ana", i%3) })
		}
		all.Wait()
		counted := 0
		for _, err := range answers {
			if err == nil {
				counted++
			} else if fault.KindOf(err) != fault.Conflict || !strings.HasPrefix(err.Error(), "You have voted already.") {
				t.Error(err)
			}
		}
		if n := h.count(`SELECT SUM(votes) FROM group_ballot_option`); counted != 1 || n != 1 {
			t.Errorf("%d were told that they voted, and %d votes count", counted, n)
		}
		for who, want := range map[string]bool{"ana": true, "zoe": false} {
			if voted, err := h.HasVoted(t.Context(), b.ID, who); err != nil || voted != want {
				t.Errorf("%s has voted: %v, %v", who, voted, err)
			}
		}
	})
}

func TestTheMomentOfClosing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		h.clock.Set(b.Closes.Add(-time.Millisecond))
		must(t, h.CountDue(t.Context()))
		must(t, h.cast(b, "ana", 0))
		// Whoever looked in time and votes too late.
		late := func(context.Context, *db.Tx, ballot.Ballot) error {
			t.Error("asked whether somebody may vote in what is over")
			return nil
		}
		h.clock.Set(b.Closes)
		if err := h.Cast(t.Context(), b.ID, "zoe", 0, late); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a vote after the end: %v", err)
		}
		must(t, h.CountDue(t.Context()))
		if got := h.find(b.ID); got.State != ballot.Carried || got.Result.Cast != 1 {
			t.Errorf("%s with %+v", got.State, got.Result)
		}
	})
}

// meet begins fn, which wants what this transaction holds, and returns when fn
// waits for it, or has not waited and is done.
func (h *house) meet(fn func() error) (end func() error) {
	before, done := h.begins.Load(), make(chan error, 1)
	go func() { done <- fn() }()
	for len(done) == 0 && !h.waits(before) {
		runtime.Gosched()
	}
	return func() error { return <-done }
}

// waits tells whether another transaction waits for the one at work. Each use
// case here reads before it writes, so its second transaction is the one.
func (h *house) waits(before int64) bool {
	if h.d.Engine() == db.SQLite {
		return h.begins.Load() >= before+2
	}
	return h.count(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) > 0
}

func TestABallotThatIsOverGetsNoKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		h.clock.Set(b.Closes)
		if voted, err := h.HasVoted(t.Context(), b.ID, "ana"); voted || err != nil {
			t.Errorf("%v, %v", voted, err)
		}
		if err := h.cast(b, "ana", 0); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		if empty, err := seal.IsEmpty(t.Context(), h.store); err != nil || !empty {
			t.Errorf("a key was made for nothing: %v", err)
		}
	})
}

// TestAVoteThatMeetsTheCounting: what was said to count does.
func TestAVoteThatMeetsTheCounting(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		var counted func() error
		must(t, h.Cast(t.Context(), b.ID, "ana", 0, func(context.Context, *db.Tx, ballot.Ballot) error {
			if counted == nil {
				h.clock.Set(b.Closes)
				counted = h.meet(func() error { return h.CountDue(context.Background()) })
			}
			return nil
		}))
		must(t, counted())
		if got := h.find(b.ID); got.Result == nil || got.Result.Cast != 1 || got.Result.Votes[0] != 1 {
			t.Errorf("a vote was said to count, and the result is %+v", got.Result)
		}
		if n := h.count(`SELECT COUNT(*) FROM group_ballot_voter`); n != 0 {
			t.Errorf("%d marks are left", n)
		}
	})
}

func TestTwoWhoCountAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		h.votes(b, 1)
		h.clock.Set(b.Closes)
		var other func() error
		h.closing = func() {
			h.closing = func() {}
			other = h.meet(func() error { return h.CountDue(context.Background()) })
		}
		must(t, h.CountDue(t.Context()))
		must(t, other())
		if len(h.closed) != 1 {
			t.Errorf("counted %d times", len(h.closed))
		}
	})
}

func TestWhoMayNotVote(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		gone := fault.New(fault.Forbidden, "no")
		refuse := func(_ context.Context, _ *db.Tx, got ballot.Ballot) error {
			if got.ID != b.ID || got.Kind != "leader" || !got.Opened.Equal(noon) {
				t.Errorf("asked about %+v", got)
			}
			return gone
		}
		if err := h.Cast(t.Context(), b.ID, "ana", 0, refuse); !errors.Is(err, gone) {
			t.Error(err)
		}
		for _, option := range []int{-1, 3, 1 << 40, -1 << 60} {
			if err := h.cast(b, "ana", option); fault.KindOf(err) != fault.Invalid {
				t.Errorf("option %d: %v", option, err)
			}
		}
		for _, ballotID := range []string{"", "nowhere", b.ID + "'"} {
			if err := h.Cast(t.Context(), ballotID, "ana", 0, anybody); fault.KindOf(err) != fault.NotFound {
				t.Errorf("ballot %q: %v", ballotID, err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM group_ballot_voter`); n != 0 {
			t.Error("what was refused has left a mark")
		}
		must(t, h.cast(b, "ana", 2))
	})
}

func TestWhatABallotCannotBe(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			b    ballot.Ballot
			kind fault.Kind
		}{
			"no answers":      {ballot.Ballot{}, fault.Invalid},
			"one answer":      {ballot.Ballot{Options: []string{"Yes"}}, fault.Invalid},
			"an empty answer": {ballot.Ballot{Options: []string{"Yes", " \t"}}, fault.Invalid},
			"the same twice":  {ballot.Ballot{Options: []string{"Yes", " Yes"}}, fault.Invalid},
			"a long answer":   {ballot.Ballot{Options: []string{"Yes", strings.Repeat("é", ballot.LabelMost+1)}}, fault.Invalid},
			"too many":        {ballot.Ballot{Options: strings.Split("abcdefghijklmnopqrstu", "")}, fault.Invalid},
			"no quorum":       {ballot.Ballot{Options: ballot.YesNo(), Quorum: -1}, fault.Internal},
			"no time":         {ballot.Ballot{Options: ballot.YesNo(), Closes: noon}, fault.Internal},
		} {
			if c.b.Closes.IsZero() {
				c.b.Closes = noon.Add(time.Hour)
			}
			c.b.Group, c.b.Quorum = "g", c.b.Quorum+1
			err := h.d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := h.Open(ctx, tx, c.b)
				return err
			})
			if err == nil || fault.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM group_ballot`); n != 0 {
			t.Errorf("%d ballots", n)
		}
	})
}

func TestWhatWasDecidedIsDoneOrNotCounted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		stuck, fine := h.begin(ballot.Ballot{Kind: "leader"}), h.begin(ballot.Ballot{Kind: "poll", Options: []string{"a", "b"}})
		h.votes(stuck, 1)
		h.clock.Advance(ballot.VoteFor)
		h.refuse = errors.New("the power is gone")
		if err := h.CountDue(t.Context()); !errors.Is(err, h.refuse) {
			t.Error(err)
		}
		if len(h.closed) != 2 {
			t.Errorf("one that fails keeps the other: %v", h.closed)
		}
		if got := h.find(stuck.ID); got.State != ballot.Open || h.count(`SELECT COUNT(*) FROM group_ballot_voter`) != 1 {
			t.Errorf("%s although nothing was done", got.State)
		}
		h.refuse = nil
		must(t, h.CountDue(t.Context()))
		for b, want := range map[string]ballot.State{stuck.ID: ballot.Carried, fine.ID: ballot.Short} {
			if got := h.find(b); got.State != want {
				t.Errorf("%s, want %s", got.State, want)
			}
		}
	})
}

// TestTheKeyGoes although the program is killed between counting and that.
func TestTheKeyGoes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.begin(ballot.Ballot{Kind: "leader"})
		h.votes(b, 2, 1)
		h.clock.Advance(ballot.VoteFor)
		must(t, h.CountDue(t.Context()))
		if h.count(`SELECT COUNT(*) FROM group_ballot_voter`) != 0 || h.keyIsGone(b) {
			t.Fatal("the marks go with the counting, and the key after it")
		}
		h.again()
		jobstest.Start(t, h.queue)
		jobstest.Drain(t, h.queue)
		if !h.keyIsGone(b) {
			t.Error("marks could still be made again")
		}
		must(t, h.Forget(t.Context(), ballot.Ended{Ballot: b.ID}))
		if voted, err := h.HasVoted(t.Context(), b.ID, "member-0-0"); voted || err != nil {
			t.Errorf("somebody can still tell who voted: %v, %v", voted, err)
		}
		if err := h.cast(b, "late", 0); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
	})
}

func TestWithdrawing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		withdraw := func(ballotID string) error {
			return h.d.In(t.Context(), func(ctx context.Context, tx *db.Tx) error { return h.Withdraw(ctx, tx, ballotID) })
		}
		b := h.begin(ballot.Ballot{Kind: "leader"})
		h.votes(b, 2, 1)
		must(t, withdraw(b.ID))
		if got := h.find(b.ID); got.State != ballot.Withdrawn || got.Result != nil {
			t.Errorf("%+v", got)
		}
		if n := h.count(`SELECT COUNT(*) FROM group_ballot_voter`) + h.count(`SELECT SUM(votes) FROM group_ballot_option`); n != 0 {
			t.Error("votes are left")
		}
		if err := h.cast(b, "zoe", 0); fault.KindOf(err) != fault.Conflict {
			t.Error(err)
		}
		h.clock.Advance(ballot.VoteFor)
		must(t, h.CountDue(t.Context()))
		jobstest.Start(t, h.queue)
		jobstest.Drain(t, h.queue)
		if len(h.closed) != 0 || !h.keyIsGone(b) {
			t.Errorf("said %v, key gone: %v", h.closed, h.keyIsGone(b))
		}

		counted := h.begin(ballot.Ballot{Kind: "leader"})
		h.votes(counted, 1)
		h.clock.Advance(ballot.VoteFor)
		must(t, h.CountDue(t.Context()))
		must(t, withdraw(counted.ID))
		if got := h.find(counted.ID); got.State != ballot.Carried {
			t.Errorf("what was counted is %s", got.State)
		}
		if err := withdraw("nowhere"); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

func TestTheListOfAGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		list := func(state ballot.State, limit int) (kinds string) {
			must(t, h.d.Read(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				all, err := h.OfGroup(ctx, tx, "g", state, limit)
				for _, b := range all {
					kinds += fmt.Sprintf("%s%d ", b.Kind, len(b.Options))
				}
				return err
			}))
			return kinds
		}
		h.begin(ballot.Ballot{Kind: "a"})
		h.clock.Advance(ballot.VoteFor)
		must(t, h.CountDue(t.Context()))
		h.begin(ballot.Ballot{Kind: "b", Options: []string{"x", "y"}})
		h.clock.Advance(time.Hour)
		h.begin(ballot.Ballot{Kind: "c"})
		for _, c := range []struct {
			state ballot.State
			limit int
			want  string
		}{{"", 10, "c3 b2 a3 "}, {"", 2, "c3 b2 "}, {ballot.Open, 10, "c3 b2 "}, {ballot.Short, 10, "a3 "}, {ballot.Carried, 10, ""}} {
			if got := list(c.state, c.limit); got != c.want {
				t.Errorf("%q, %d: %q, want %q", c.state, c.limit, got, c.want)
			}
		}
	})
}

func TestDeclared(t *testing.T) {
	group := declare.Table{Name: "group_group", Order: []string{"id"}, Columns: []declare.Column{{Name: "id"}}}
	if err := declare.Check(append([]declare.Table{group}, ballot.Declared()...)); err != nil {
		t.Error(err)
	}
}
