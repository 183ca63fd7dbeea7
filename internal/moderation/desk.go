package moderation

import (
	"context"
	"errors"
	"time"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/seal"
)

// State is how far a report is on a desk.
type State string

// The states.
const (
	Open   State = "open"
	Replys State = "replied"  // answered; then whom it is about answered
	Done   State = "answered" //
	Handed State = "handed"   // to the stewards
)

// waits tells whether the desk has something to do.
func (s State) waits() bool { return s == Open || s == Replys }

// Line is a report in the list of a desk.
type Line struct {
	Report
	State State
	Name  string // of the group, for stewards
}

// InboxFor is what lies on a keeper's desk: what waits, the longest first, and
// what was answered lately.
func (s *Service) InboxFor(ctx context.Context, k Keeper) (waiting, done []Line, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if waiting, err = s.lines(ctx, tx, k, waitingOn); err != nil {
			return err
		}
		done, err = s.lines(ctx, tx, k, doneOn)
		return err
	})
	return waiting, done, err
}

func (s *Service) lines(ctx context.Context, tx *db.Tx, k Keeper, from func(context.Context, *db.Tx, Desk, string) ([]filedRow, error)) (list []Line, err error) {
	rows, err := from(ctx, tx, k.Desk, k.Member.Group.ID)
	if err != nil {
		return nil, err
	}
	if rows, err = s.notAbout(ctx, tx, k, rows); err != nil {
		return nil, err
	}
	names := map[string]string{"": ""}
	for _, r := range rows {
		if _, known := names[r.Group]; !known && k.Desk == Stewards {
			g, err := s.groups.GroupIn(ctx, tx, r.Group)
			if err != nil {
				return nil, err
			}
			names[r.Group] = g.Name
		}
		list = append(list, Line{Report: r.report(), State: r.State, Name: names[r.Group]})
	}
	return list, nil
}

// WaitingFor is how many reports wait on a keeper's desk.
func (s *Service) WaitingFor(ctx context.Context, k Keeper) (n int, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		list, err := s.lines(ctx, tx, k, waitingOn)
		n = len(list)
		return err
	})
	return n, err
}

// Case is one report on a desk, with all that a keeper needs to decide.
type Case struct {
	Report
	State    State
	Said     string        // by the reporter, in their own words
	Shown    Seen          // what the reporter saw
	Now      *Seen         // how it is now; nil where it is gone
	Group    group.Group   // empty for what somebody signed out told
	Author   group.Persona // Former where there is nobody to act on
	Known    bool          // who made it is known here
	Reporter group.Persona // where they may be known
	Like     []Line        // other reports about the same thing on this desk
	Acts     []Act         // what was done about it by this desk, the first first
	Can      []What        // what the keeper can do
	Path     string        // the thing's page, or ""

	sub  Subject
	acts []actRow
	row  filedRow
}

// Saw stands for what was done so far, as the keeper saw it: an act that begins
// from less is refused.
func (c Case) Saw() int { return len(c.acts) }

// CaseFor is one report for a keeper.
func (s *Service) CaseFor(ctx context.Context, k Keeper, report string) (c Case, err error) {
	var words wordsRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if c, err = s.caseIn(ctx, tx, k, report); err != nil {
			return err
		}
		words, err = wordsOf(ctx, tx, report)
		return err
	})
	if err != nil {
		return c, err
	}
	if c.Said, c.Shown, err = s.openWords(ctx, words); err != nil {
		return c, goneIfDestroyed(err)
	}
	if c.Acts, err = s.openActs(ctx, c.acts); err != nil {
		return c, goneIfDestroyed(err)
	}
	return c, nil
}

// caseIn is a case without its words.
func (s *Service) caseIn(ctx context.Context, tx *db.Tx, k Keeper, report string) (c Case, err error) {
	if c.row, err = s.filedFor(ctx, tx, k, report); err != nil {
		return c, err
	}
	r := c.row
	c.Report, c.State = r.report(), r.State
	if c.acts, err = s.actsFor(ctx, tx, k, r); err != nil {
		return c, err
	}
	if r.Group == "" {
		return c, nil
	}
	if c.Group, err = s.groups.GroupIn(ctx, tx, r.Group); err != nil {
		return c, err
	}
	like, err := reportsLike(ctx, tx, k.Desk, r.reportRow)
	for _, one := range like {
		c.Like = append(c.Like, Line{Report: one.report()})
	}
	if err != nil {
		return c, err
	}
	if err := s.people(ctx, tx, &c); err != nil {
		return c, err
	}
	if c.sub, err = s.subject(r.Kind); err != nil {
		return c, nil // a feature that is not here any more
	}
	c.Path = c.sub.Path(r.Target)
	now, err := c.sub.Now(ctx, tx, r.Target)
	if err == nil && now.Group != r.Group {
		err = fault.Missing() // it went to another group with its author, and is no business of this one
	}
	if fault.KindOf(err) != fault.NotFound {
		c.Now = &now
	} else {
		err = nil
	}
	c.Can = can(k, c)
	return c, err
}

// people finds who made a thing, and who reported it.
func (s *Service) people(ctx context.Context, tx *db.Tx, c *Case) (err error) {
	c.Author, c.Reporter = group.Persona{Former: true}, group.Persona{Former: true}
	if c.Known = c.Report.Author != ""; c.Known {
		if _, c.Author, err = s.faceIn(ctx, tx, c.Group.ID, c.Report.Author); err != nil {
			return err
		}
	}
	if c.Report.Reporter != "" {
		_, c.Reporter, err = s.faceIn(ctx, tx, c.Group.ID, c.Report.Reporter)
	}
	return err
}

// faceIn is somebody of this group; who is in another one is a former member.
func (s *Service) faceIn(ctx context.Context, tx *db.Tx, groupID, membership string) (string, group.Persona, error) {
	of, p, err := s.groups.FaceIn(ctx, tx, membership)
	if of != groupID {
		p = group.Persona{ID: membership, Former: true}
	}
	return of, p, err
}

// goneIfDestroyed: what was sealed with a destroyed key does not exist any more.
func goneIfDestroyed(err error) error {
	if errors.Is(err, seal.ErrDestroyed) {
		return fault.Missing()
	}
	return err
}

// keptAfter is how long words are kept after the last desk answered.
const keptAfter = 90 * 24 * time.Hour

// Answer answers a report, and all others about the same thing that wait on this
// desk, and closes them. text may be empty: then the reporter hears that it was
// looked at. Where the one whom it is about has answered since, it only notes
// that this was read.
func (s *Service) Answer(ctx context.Context, k Keeper, report, text string) error {
	if err := short("answer", text); err != nil {
		return err
	}
	ids, err := s.withLike(ctx, k, report)
	if err != nil {
		return err
	}
	answers := map[string][]byte{}
	for _, one := range ids {
		if text == "" {
			continue
		}
		answers[one], err = s.keys.Seal(ctx, ownerOf(one), []byte(text), aboutAnswer(one, k.Desk))
		if err != nil {
			return goneIfDestroyed(err)
		}
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := s.filedFor(ctx, tx, k, report)
		if err != nil {
			return err
		}
		if k, err = s.again(ctx, tx, k, r.Group); err != nil {
			return err
		}
		if r, err = s.filedFor(ctx, tx, k, report); err != nil {
			return err
		}
		if !r.State.waits() {
			return fault.New(fault.Conflict, "Somebody answered this meanwhile. Look at it again.")
		}
		for _, one := range ids {
			if err := s.answerOne(ctx, tx, k, one, answers[one]); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, k, "answered", report)
	})
}

// withLike is a report and all others about the same thing that wait on the desk.
func (s *Service) withLike(ctx context.Context, k Keeper, report string) (ids []string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := s.filedFor(ctx, tx, k, report)
		if err != nil {
			return err
		}
		ids = []string{report}
		like, err := reportsLike(ctx, tx, k.Desk, r.reportRow)
		for _, one := range like {
			ids = append(ids, one.ID)
		}
		return err
	})
	return ids, err
}

func (s *Service) answerOne(ctx context.Context, tx *db.Tx, k Keeper, report string, answer []byte) error {
	first, changed, err := writeAnswer(ctx, tx, report, k.Desk, answer, s.clock.Now())
	if err != nil || !changed {
		return err
	}
	if err := writeEnds(ctx, tx, report, s.clock.Now().Add(keptAfter)); err != nil || !first {
		return err
	}
	r, err := reportByID(ctx, tx, report)
	if err != nil || r.Reporter == "" {
		return err
	}
	account, err := s.groups.AccountOf(ctx, tx, r.Reporter)
	if err != nil || account == "" {
		return err
	}
	return s.events.Emit(ctx, tx, Answered{Report: report, Account: account})
}

// record has what a steward did put into the record.
func (s *Service) record(ctx context.Context, tx *db.Tx, k Keeper, what, object string) error {
	if k.Desk != Stewards {
		return nil
	}
	return s.events.Emit(ctx, tx, Acted{By: k.Viewer.Subject(), What: what, Object: object})
}

func aboutAnswer(report string, desk Desk) string {
	return declare.About("moderation_desk", "answer", report+":"+string(desk))
}

// HandOn gives a report from the leaders' desk to the stewards.
func (s *Service) HandOn(ctx context.Context, k Keeper, report string) error {
	if k.Desk != Leaders {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		k, err := s.again(ctx, tx, k, "")
		if err != nil {
			return err
		}
		r, err := s.filedFor(ctx, tx, k, report)
		if err != nil {
			return err
		}
		if !r.State.waits() {
			return fault.New(fault.Conflict, "Somebody answered this meanwhile. Look at it again.")
		}
		if err := writeHanded(ctx, tx, report, s.clock.Now()); err != nil {
			return err
		}
		return s.tellDesk(ctx, tx, Stewards, r.reportRow)
	})
}

// Sweep destroys the words of what was answered long enough ago, and forgets
// acts after a year. The house calls it every hour.
func (s *Service) Sweep(ctx context.Context) error {
	var due []idRow
	now := s.clock.Now()
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		due, err = endedReports(ctx, tx, now)
		return err
	})
	for _, one := range due {
		if err != nil {
			return err
		}
		if err = s.keys.Destroy(ctx, ownerOf(string(one))); err != nil {
			return err
		}
		err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteReport(ctx, tx, string(one)) })
	}
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteOldActs(ctx, tx, now.Add(-actsKept)) })
}

// actsKept is how long it is known that something was done.
const actsKept = 365 * 24 * time.Hour

// Gone cuts a membership out of reports, where its words go or nobody shall know
// whose they were. It reacts within the transaction in which that happens.
func (s *Service) Gone(ctx context.Context, tx *db.Tx, e group.Gone) error {
	if e.How == group.AsFormer {
		return nil
	}
	return cutMembership(ctx, tx, e.Membership)
}
