package account

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"handrail/internal/account/secret"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/limit"
)

// A claim is made by somebody who lost every key: they type a sign-in name, and
// their device gets a secret and a code to say aloud. People who know them
// confirm the code. After that there is a wait, in which whoever is signed in
// can stop it; then the device that asked opens the door.
//
// From outside a claim for a name that nobody has cannot be told from another:
// it is a row too, without an account. A claim never ends another one, however
// many are made: else whoever knows a name could keep its owner out.

// How long the parts of a claim take. Words are taken early enough for the
// wait, and some days after it, to fit in.
const (
	ClaimLasts = 10 * 24 * time.Hour // from asking to the end
	WordsFor   = 6 * 24 * time.Hour  // from asking to the last moment at which a word counts
	ClaimWait  = 72 * time.Hour      // from the last word that is needed to the open door
)

// ClaimState is how far a claim is, as far as the device may know.
type ClaimState string

// The states.
const (
	ClaimWaits  ClaimState = "waiting"   // for words; also said of names that nobody has
	ClaimDated  ClaimState = "dated"     // words came; now the wait runs, or a further word is needed
	ClaimOpens  ClaimState = "open"      // the door can be opened
	ClaimCode   ClaimState = "open-code" // the door can be opened with a code of the app, or a recovery code
	ClaimBarred ClaimState = "stopped"   // by somebody who was signed in
	ClaimEnded  ClaimState = "ended"
)

// ClaimMade is emitted for every claim, also for one that leads nowhere, so
// that both cost the same. Who reacts to it calls TellAsked, later.
type ClaimMade struct{ Claim string }

// ClaimAsked is emitted once a day at most, when somebody asked to be let in
// to an account.
type ClaimAsked struct{ Account string }

// ClaimStopped is emitted in the transaction that stops a claim which somebody had
// confirmed.
type ClaimStopped struct{ Account string }

// ClaimUsed is emitted in the transaction in which a claim takes every key and
// session from an account, right before its door is opened. What the account
// keeps to itself has to go with it.
type ClaimUsed struct{ Account string }

// Claim is what the device that asked may know.
type Claim struct {
	State  ClaimState
	Words  int       // how many were given
	Needed int       // how many factors it takes; 0 before the first word
	Opens  time.Time // of a dated claim: when, or zero when a further word or a code is needed first
	Code   time.Time // of a dated claim that a code would open: from when, or zero
	Until  time.Time // by when the next step has to be taken
}

// askLimit is how often somebody may ask. What is typed counts, for each network
// apart.
var askLimit = limit.Rule{
	Name: "claim", Claimed: true, Subject: limit.Rate{Count: 5, Per: time.Hour},
	Network: limit.Rate{Count: 30, Per: time.Minute}, Global: limit.Rate{Count: 600, Per: time.Hour}, Wait: 5 * time.Second,
}

// AskIn makes a claim for the account with this sign-in name. Whether there is
// one, nothing tells: not the answer, not the work it takes.
func (s *Service) AskIn(ctx context.Context, name string, from netip.Addr) (Ticket, error) {
	if err := s.limiter.Take(ctx, askLimit, secret.FoldName(name), from); err != nil {
		return Ticket{}, err
	}
	now := s.clock.Now()
	t := Ticket{Token: id.Token(), Code: secret.NewSpoken(), Asked: clock.FromMillis(clock.Millis(now))}
	nameMark, err := s.mark(ctx, "sign-in name", secret.FoldName(name))
	if err != nil {
		return Ticket{}, err
	}
	tokenMark, err := s.tokenMark(ctx, t)
	if err != nil {
		return Ticket{}, err
	}
	codeMark, _, err := s.spokenMark(ctx, t.Code)
	if err != nil {
		return Ticket{}, err
	}
	row := claimRow{ID: id.Random(), MadeAt: clock.Millis(now), EndsAt: clock.Millis(now.Add(ClaimLasts))}
	return t, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		a, err := accountByMark(ctx, tx, nameMark)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		row.Account = a.ID
		if err := insertClaim(ctx, tx, row, tokenMark, codeMark); err != nil {
			return err
		}
		return s.events.Emit(ctx, tx, ClaimMade{Claim: row.ID})
	})
}

func (s *Service) tokenMark(ctx context.Context, t Ticket) (string, error) {
	return s.mark(ctx, "claim token", t.Token)
}

// TellAsked says that somebody asked to be let in to an account, if this was
// the first time within a day.
func (s *Service) TellAsked(ctx context.Context, claim string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := claimByID(ctx, tx, claim)
		if fault.KindOf(err) == fault.NotFound || err == nil && r.Account == "" {
			return nil
		}
		if err != nil {
			return err
		}
		n, err := claimsBefore(ctx, tx, r, r.MadeAt-(24*time.Hour).Milliseconds())
		if err != nil || n > 0 {
			return err
		}
		return s.events.Emit(ctx, tx, ClaimAsked{Account: r.Account})
	})
}

// judged is a claim with all that decides about it.
type judged struct {
	claimRow
	account accountRow
	given   []time.Time // when each kind gave its word, the first first
	givers  []string    // the marks of those whose words they are
	needed  int         // how many factors signing in takes
	opened  bool
}

// judge looks at everything that a claim depends on, as it is now: who was
// given an app, or made a steward, since it was asked, needs more.
func judge(ctx context.Context, tx *db.Tx, r claimRow) (j judged, err error) {
	j.claimRow = r
	words, err := wordsOf(ctx, tx, r.ID)
	if err != nil {
		return j, err
	}
	for _, w := range words {
		if w.Kind == opened {
			j.opened = true
		} else {
			j.given = append(j.given, clock.FromMillis(w.GivenAt))
			j.givers = append(j.givers, strings.Fields(w.Givers)...)
		}
	}
	if r.Account == "" {
		return j, nil
	}
	if j.account, err = accountByID(ctx, tx, r.Account); err != nil {
		return j, err
	}
	keys, err := keysOf(ctx, tx, r.Account)
	j.needed = neededFor(j.account, keys)
	return j, err
}

// free are those who gave no word that stands.
func (j judged) free(givers []giver) []giver {
	return slices.DeleteFunc(slices.Clone(givers), func(g giver) bool { return slices.Contains(j.givers, g.mark) })
}

// neededFor is how many factors letting somebody in takes: what signing in
// takes them.
func neededFor(a accountRow, keys []keyRow) int {
	if a.Steward || has(keys, App) {
		return 2
	}
	return 1
}

// opensAt is when the door opens; with a code, one word fewer is needed, but
// never none.
func (j judged) opensAt(code bool) (at time.Time, ok bool) {
	n := j.needed
	if code {
		n--
	}
	if n < 1 || len(j.given) < n {
		return at, false
	}
	return j.given[n-1].Add(ClaimWait), true
}

func (j judged) isOpen(code bool, now time.Time) bool {
	at, ok := j.opensAt(code)
	return ok && !now.Before(at)
}

// claim is what the device may know. Before the first word it is the same
// whether or not there is an account, and whatever became of it.
func (j judged) claim(now time.Time) Claim {
	made := clock.FromMillis(j.MadeAt)
	c := Claim{State: ClaimWaits, Words: len(j.given), Until: made.Add(WordsFor)}
	switch {
	case c.Words == 0 && now.Before(c.Until):
		return c
	case c.Words == 0, j.Account != "" && !j.account.Standing.opens():
		return Claim{State: ClaimEnded}
	case j.Account == "":
		return Claim{State: ClaimBarred}
	}
	c.Needed, c.Until = j.needed, clock.FromMillis(j.EndsAt)
	switch {
	case j.opened, j.isOpen(false, now):
		c.State = ClaimOpens
	case j.isOpen(true, now):
		c.State = ClaimCode
	default:
		c.State = ClaimDated
	}
	c.Opens, _ = j.opensAt(false)
	c.Code, _ = j.opensAt(true)
	return c
}

// ClaimFor is what the holder of a ticket may know about their claim.
func (s *Service) ClaimFor(ctx context.Context, t Ticket) (Claim, error) {
	j, err := s.judgedBy(ctx, t)
	if fault.KindOf(err) == fault.NotFound {
		// Gone with its account, perhaps. To the device it looks as if it waits.
		now := s.clock.Now()
		if t.Asked.After(now) {
			return Claim{State: ClaimEnded}, nil
		}
		return judged{claimRow: claimRow{MadeAt: clock.Millis(t.Asked)}}.claim(now), nil
	}
	if err != nil {
		return Claim{}, err
	}
	return j.claim(s.clock.Now()), nil
}

func (s *Service) judgedBy(ctx context.Context, t Ticket) (j judged, err error) {
	mark, err := s.tokenMark(ctx, t)
	if err != nil {
		return j, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := claimByToken(ctx, tx, mark, s.clock.Now())
		if err != nil {
			return err
		}
		j, err = judge(ctx, tx, r)
		return err
	})
	return j, err
}

// GiveUp ends the claim of the device that asked.
func (s *Service) GiveUp(ctx context.Context, t Ticket) error {
	j, err := s.judgedBy(ctx, t)
	if err != nil {
		return over(err)
	}
	if j.opened {
		return errClaim() // there is no way back: it can only go on
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", j.Account); err != nil {
			return err
		}
		r, err := claimByID(ctx, tx, j.ID)
		if err != nil {
			return over(err)
		}
		again, err := judge(ctx, tx, r)
		if err != nil {
			return err
		}
		if again.opened {
			return errClaim() // another tab was quicker
		}
		n, err := deleteClaim(ctx, tx, j.ID)
		if err != nil || n == 0 || j.Account == "" || len(j.given) == 0 {
			return err
		}
		return s.events.Emit(ctx, tx, ClaimStopped{Account: j.Account})
	})
}

// over is no error: what somebody wants to be over is.
func over(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// OpenClaim is a claim as the owner of the account sees it, who may stop it.
type OpenClaim struct {
	ID    string
	Asked time.Time
	Words []WordKind // who confirmed it
	Opens time.Time  // when the door opens to whoever asked; zero while it does not
	Ends  time.Time
}

// OpenClaimsFor are the claims about the viewer's account, those that somebody
// confirmed first.
func (s *Service) OpenClaimsFor(ctx context.Context, v Viewer) ([]OpenClaim, error) {
	if v.Account == "" {
		return nil, NeedsSession()
	}
	var rows []claimRow
	var words []wordRow
	var needed int
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if rows, err = claimsOf(ctx, tx, v.Account, s.clock.Now()); err != nil || len(rows) == 0 {
			return err
		}
		if words, err = wordsAbout(ctx, tx, v.Account); err != nil {
			return err
		}
		a, err := accountByID(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		keys, err := keysOf(ctx, tx, v.Account)
		needed = neededFor(a, keys)
		return err
	})
	list := make([]OpenClaim, len(rows))
	for i, r := range rows {
		j := judged{claimRow: r, needed: needed}
		list[i] = OpenClaim{ID: r.ID, Asked: clock.FromMillis(r.MadeAt), Ends: clock.FromMillis(r.EndsAt)}
		for _, w := range words {
			if w.Claim == r.ID {
				list[i].Words = append(list[i].Words, w.Kind)
				j.given = append(j.given, clock.FromMillis(w.GivenAt))
			}
		}
		list[i].Opens = j.soonest()
	}
	return list, err
}

// soonest is when the door could open at the soonest, with a code or without.
func (j judged) soonest() time.Time {
	if at, ok := j.opensAt(true); ok {
		return at
	}
	at, _ := j.opensAt(false)
	return at
}

// StopClaim ends a claim about the viewer's account, up to the moment at which
// its door is opened. Any session may: stopping is the safe side. The device
// that asked hears of it only if somebody had confirmed it; until then it
// cannot know that there is an account.
func (s *Service) StopClaim(ctx context.Context, v Viewer, claim string) error {
	if v.Account == "" {
		return NeedsSession()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "account", v.Account); err != nil {
			return err
		}
		words, err := wordsOf(ctx, tx, claim)
		if err != nil {
			return err
		}
		if err := cutClaim(ctx, tx, v.Account, claim); err != nil || len(words) == 0 {
			return err
		}
		return s.events.Emit(ctx, tx, ClaimStopped{Account: v.Account})
	})
}
