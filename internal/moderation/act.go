package moderation

import (
	"context"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// What is something that can be done.
type What string

// What can be done, the gentlest first.
const (
	Hide   What = "hide"   // from the eyes of the group
	Show   What = "show"   // it again
	Close  What = "close"  // what is said around it
	Hush   What = "hush"   // whoever made it: they read on and cannot write, for some days
	Speak  What = "speak"  // lets them write again
	Remove What = "remove" // them from the group
	Ban    What = "ban"    // that, and keep them out
	Seat   What = "seat"   // closes the account behind them
)

// whats are all of them.
func whats() []What { return []What{Hide, Show, Close, Hush, Speak, Remove, Ban, Seat} }

// Days are for how long somebody's writing can be paused.
func Days() []int { return []int{1, 3, 7, 30} }

// Act is something that was done, with its words.
type Act struct {
	ID        string
	Desk      Desk
	What      What
	Category  Category
	Kind      string
	By        string // the membership of a leader, or ""
	Reason    string
	Until     time.Time // of Hush
	Answer    string    // of whom it concerns, or ""
	AnswerAt  time.Time
	CanAnswer bool // they have not, and the words are still there
	Made      time.Time
}

// Deed is what a keeper is about to do.
type Deed struct {
	What   What
	Reason string // read by whom it concerns
	Days   int    // of Hush
	Saw    int    // what Case.Saw was
}

// can is what a keeper can do about a case.
func can(k Keeper, c Case) (list []What) {
	present, quiet := c.Now != nil, lastOf(c.acts, Hush, Speak)
	someone := c.Known && !c.Author.Former && c.Author.ID != k.Member.Self.ID
	leads := c.Author.Role.Leads()
	for what, is := range map[What]bool{
		Hide:   present && c.sub.Hide != nil && !c.Now.Hidden,
		Show:   present && c.sub.Show != nil && c.Now.Hidden,
		Close:  present && c.sub.Close != nil && !c.Now.Closed,
		Hush:   someone && (k.Desk == Stewards || !leads) && quiet != Hush,
		Speak:  someone && quiet == Hush,
		Remove: someone && (k.Desk == Stewards || !leads),
		Ban:    someone && (k.Desk == Stewards || !leads),
		Seat:   c.Known && k.Desk == Stewards,
	} {
		if is {
			list = append(list, what)
		}
	}
	slices.SortFunc(list, func(a, b What) int { return slices.Index(whats(), a) - slices.Index(whats(), b) })
	return list
}

// lastOf is which of two acts was the last that is there, or "".
func lastOf(acts []actRow, one, other What) What {
	for _, a := range slices.Backward(acts) {
		if a.What == one || a.What == other {
			return a.What
		}
	}
	return ""
}

// Do does something about what was reported. Whom it concerns is told, and reads
// the reason. Of two keepers who act on the same at once, the second is told.
func (s *Service) Do(ctx context.Context, k Keeper, report string, d Deed) error {
	if err := d.check(); err != nil {
		return err
	}
	c, err := s.ready(ctx, k, report, d)
	if err != nil {
		return err
	}
	row := actRow{
		ID: id.Random(), Report: report, Desk: k.Desk, Group: c.Group.ID, Kind: c.Kind, Target: c.Target, What: d.What, Category: c.Category,
		About: c.Report.Author, MadeAt: clock.Millis(s.clock.Now()),
	}
	if row.Reason, err = s.keys.Seal(ctx, ownerOf(report), []byte(d.Reason), declare.About("moderation_act", "reason", row.ID)); err != nil {
		return goneIfDestroyed(err)
	}
	if d.What == Seat {
		if err := s.closeSeat(ctx, k, c, d.Reason); err != nil {
			return err
		}
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		k, err := s.again(ctx, tx, k, c.Group.ID)
		if err != nil {
			return err
		}
		return s.do(ctx, tx, k, d, row)
	})
}

func (d Deed) check() error {
	switch {
	case !slices.Contains(whats(), d.What):
		return fault.Field("what", "Choose what to do.")
	case d.What == Hush && !slices.Contains(Days(), d.Days):
		return fault.Field("days", "Choose for how long.")
	case d.Reason == "":
		return fault.Field("reason", "Say why. The person whom it concerns reads it.")
	}
	return short("reason", d.Reason)
}

// errMeanwhile tells the second of two keepers.
func errMeanwhile() error {
	return fault.New(fault.Conflict, "Somebody did something here meanwhile. Look at it again before you do more.")
}

// ready is the case, if the deed can be done as its doer saw things.
func (s *Service) ready(ctx context.Context, k Keeper, report string, d Deed) (c Case, err error) {
	if err := k.MayAct(); err != nil {
		return c, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		c, err = s.possible(ctx, tx, k, report, d)
		return err
	})
	return c, err
}

func (s *Service) possible(ctx context.Context, tx *db.Tx, k Keeper, report string, d Deed) (Case, error) {
	c, err := s.caseIn(ctx, tx, k, report)
	switch {
	case err != nil:
		return c, err
	case c.Saw() != d.Saw:
		return c, errMeanwhile()
	case d.What == Seat && lastOf(c.acts, Seat, Seat) == Seat:
		return c, errMeanwhile()
	case !slices.Contains(c.Can, d.What):
		return c, fault.Field("what", "This cannot be done any more. Choose something else.")
	}
	return c, nil
}

// closeSeat closes the account behind whom a case is about. It is done before it
// is written down, since it has a transaction of its own; done twice it is once.
func (s *Service) closeSeat(ctx context.Context, k Keeper, c Case, reason string) error {
	by, err := account.ByViewer(k.Viewer, reason)
	if err != nil {
		return err
	}
	return s.groups.CloseBehind(ctx, by, k.Viewer, c.Report.Author)
}

func (s *Service) do(ctx context.Context, tx *db.Tx, k Keeper, d Deed, row actRow) error {
	c, err := s.possible(ctx, tx, k, row.Report, d)
	if err != nil {
		return err
	}
	if k.Desk == Leaders {
		row.By = k.Member.Self.ID
	}
	whose, err := s.authorOf(ctx, tx, c.row.reportRow)
	if err != nil {
		return err
	}
	if d.What == Hush {
		row.Until = clock.Millis(s.clock.Now().AddDate(0, 0, d.Days))
	}
	if err := s.take(ctx, tx, k, c, d, row); err != nil {
		return err
	}
	if err := insertAct(ctx, tx, row); err != nil {
		return err
	}
	if err := s.record(ctx, tx, k, string(d.What), row.ID); err != nil || whose == "" || d.What == Seat {
		return err
	}
	return s.events.Emit(ctx, tx, Told{Act: row.ID, Group: row.Group, Account: whose, Outside: d.What == Remove || d.What == Ban})
}

// take is the deed itself.
func (s *Service) take(ctx context.Context, tx *db.Tx, k Keeper, c Case, d Deed, row actRow) error {
	switch d.What {
	case Hide:
		return c.sub.Hide(ctx, tx, c.Target)
	case Show:
		return c.sub.Show(ctx, tx, c.Target)
	case Close:
		return c.sub.Close(ctx, tx, c.Target)
	case Hush:
		return s.quiet(ctx, tx, k, row, clock.FromMillis(row.Until))
	case Speak:
		return s.quiet(ctx, tx, k, row, time.Time{})
	case Remove, Ban:
		return s.remove(ctx, tx, k, c, d, row)
	}
	return nil // Seat: it is closed already
}

func (s *Service) quiet(ctx context.Context, tx *db.Tx, k Keeper, row actRow, until time.Time) error {
	if k.Desk == Stewards {
		return s.groups.StewardHush(ctx, tx, k.Viewer, row.Group, row.About, until)
	}
	return s.groups.Hush(ctx, tx, k.Member, row.About, until)
}

func (s *Service) remove(ctx context.Context, tx *db.Tx, k Keeper, c Case, d Deed, row actRow) error {
	if k.Desk == Stewards {
		return s.groups.StewardRemove(ctx, tx, k.Viewer, c.Group.ID, row.About, d.What == Ban, "")
	}
	return s.groups.RemoveIn(ctx, tx, k.Member, row.About, d.What == Ban, "")
}

// actsFor are the acts of the keeper's desk on a thing, in the order in which
// they were done. Leaders do not see what stewards did: it would tell of reports
// that went past them.
func (s *Service) actsFor(ctx context.Context, tx *db.Tx, k Keeper, r filedRow) ([]actRow, error) {
	if k.Desk == Leaders || r.Group == "" {
		return actsOn(ctx, tx, Leaders, r.Kind, r.Target)
	}
	return actsOn(ctx, tx, "", r.Kind, r.Target)
}

// openActs opens the words of acts.
func (s *Service) openActs(ctx context.Context, rows []actRow) (list []Act, err error) {
	for _, r := range rows {
		one := Act{
			ID: r.ID, Desk: r.Desk, What: r.What, Category: r.Category, Kind: r.Kind, By: r.By, CanAnswer: r.Answer == nil && r.Report != "",
			Made: clock.FromMillis(r.MadeAt),
		}
		if r.Until > 0 {
			one.Until = clock.FromMillis(r.Until)
		}
		if r.AnsweredAt > 0 {
			one.AnswerAt = clock.FromMillis(r.AnsweredAt)
		}
		if one.Reason, err = s.openOf(ctx, r.Report, "reason", r.ID, r.Reason); err != nil {
			return nil, err
		}
		if one.Answer, err = s.openOf(ctx, r.Report, "answer", r.ID, r.Answer); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}

// openOf opens a sealed column of an act; without anything in it, it is "".
func (s *Service) openOf(ctx context.Context, report, column, act string, sealed []byte) (string, error) {
	if sealed == nil || report == "" {
		return "", nil
	}
	text, err := s.keys.Open(ctx, ownerOf(report), sealed, declare.About("moderation_act", column, act))
	return string(text), goneIfDestroyed(err)
}

// says is what an act is called for those who choose it.
func (w What) says() i18n.Text {
	switch w {
	case Hide:
		return "Hide it"
	case Show:
		return "Show it again"
	case Close:
		return "Close the topic around it"
	case Hush:
		return "Pause their writing"
	case Speak:
		return "Let them write again"
	case Remove:
		return "Remove them from the group"
	case Ban:
		return "Remove them, and keep them out"
	case Seat:
		return "Close their seat"
	}
	return ""
}

// why says what that means.
func (w What) why() i18n.Text {
	switch w {
	case Hide:
		return "The group sees that something is not here. You can show it again."
	case Show:
		return "The group sees it as before."
	case Close:
		return "Nobody can answer there any more."
	case Hush:
		return "They read on, and cannot write in this group until then."
	case Speak:
		return "The pause ends now."
	case Remove:
		return "What they wrote stays. They can ask to come back."
	case Ban:
		return "They cannot come back, under another name either."
	case Seat:
		return "They are signed out everywhere and cannot come in again. You are not shown whose seat it is."
	}
	return ""
}
