package private

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/richtext"
)

// Side is an end of a thread.
type Side bool

// The sides.
const (
	Sender Side = false // whoever wrote first
	Author Side = true  // of the post
)

// The desks from which a thread is begun.
const (
	people   = "people"
	stewards = "stewards"
)

// letter is a note about to be: where it goes, and whom it reaches.
type letter struct {
	thread threadRow
	fresh  bool // the thread begins with it
	side   Side
	by     string // the membership that writes under its name, or ""
	to     string // the membership that is to read it, or "" for nobody any more
	keeps  bool   // its writer looks after the group or this place, and may reach everybody
}

// opening finds out what a letter is, within a transaction. In the one that
// writes, act is true: whoever writes is looked up anew.
type opening func(ctx context.Context, tx *db.Tx, act bool) (letter, error)

// Write sends a private note to the author of a post. Whether anybody reads it,
// the member is not told.
func (s *Service) Write(ctx context.Context, m group.Member, post, text string) (thread string, err error) {
	html, err := s.render(ctx, text)
	if err != nil {
		return "", err
	}
	return s.send(ctx, content{HTML: html}, s.toAuthor(m, post, id.Random(), true))
}

// Answer writes a note into a thread of the member's, on either side.
func (s *Service) Answer(ctx context.Context, m group.Member, thread, text string) error {
	html, err := s.render(ctx, text)
	if err != nil {
		return err
	}
	_, err = s.send(ctx, content{HTML: html}, s.inThread(m, thread))
	return err
}

// SendCard asks the author of a post whether somebody may reach out to them, with
// help lines. leaders tells that those who look after the group see the answer.
// Everybody who can read the post can.
func (s *Service) SendCard(ctx context.Context, m group.Member, post string, leaders bool) (thread string, err error) {
	return s.send(ctx, content{Card: true, Leaders: leaders}, s.toAuthor(m, post, id.Random(), false))
}

// SendCardTo is SendCard to somebody by their persona.
func (s *Service) SendCardTo(ctx context.Context, m group.Member, persona string, leaders bool) (thread string, err error) {
	return s.send(ctx, content{Card: true, Leaders: leaders}, s.toPersona(m, persona, id.Random()))
}

// AnswerCard answers a card.
func (s *Service) AnswerCard(ctx context.Context, m group.Member, thread string, answer Answer) error {
	if answer != YesPlease && answer != NotNow {
		return fault.Field("answer", "Choose one of the two.")
	}
	v, err := s.ThreadFor(ctx, m, thread)
	if err != nil {
		return err
	}
	if !v.Asks {
		return fault.New(fault.Conflict, "You answered this already.")
	}
	_, err = s.send(ctx, content{Answer: answer}, s.inThread(m, thread))
	return err
}

// StewardWrite sends a note of the stewards to whoever wrote what was reported.
func (s *Service) StewardWrite(ctx context.Context, v account.Viewer, report, text string) error {
	html, err := s.render(ctx, text)
	if err != nil {
		return err
	}
	c, err := s.postCase(ctx, v, report)
	if err != nil {
		return err
	}
	_, err = s.send(ctx, content{HTML: html}, s.fromStewards(v, c, id.Random()))
	return err
}

func (s *Service) render(ctx context.Context, text string) (string, error) {
	body, err := s.text.Render(ctx, richtext.Chat, text)
	if f, expected := fault.From(err); expected && f.Field == "" && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
		named := *f
		named.Field, named.Kind = "text", fault.Invalid
		return "", &named
	}
	if err == nil && body.Blank() {
		err = fault.Field("text", "Write a few words first.")
	}
	return body.HTML, err
}

// send seals a note, and writes it. The key of a thread is on the disk before
// its first row is.
func (s *Service) send(ctx context.Context, c content, open opening) (string, error) {
	var was letter
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if was, err = open(ctx, tx, false); err != nil {
			return err
		}
		c.Unheard, err = s.unheard(ctx, tx, was)
		return err
	})
	if err != nil {
		return "", err
	}
	word := wordRow{ID: id.Random(), Thread: was.thread.ID, fromAuthor: bool(was.side)}
	if word.words, err = s.seal(ctx, was.thread.ID, word.ID, c); err != nil {
		return "", err
	}
	return was.thread.ID, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		now, err := open(ctx, tx, true)
		if err != nil {
			return err
		}
		if now.thread.ID != was.thread.ID {
			return fault.New(fault.Conflict, "Something changed meanwhile. Send it again.")
		}
		return s.write(ctx, tx, now, c, word)
	})
}

func (s *Service) write(ctx context.Context, tx *db.Tx, l letter, c content, word wordRow) error {
	if l.fresh {
		if err := insertThread(ctx, tx, l.thread); err != nil {
			return err
		}
	}
	if err := s.paced(ctx, tx, l, c); err != nil {
		return err
	}
	word.made = clock.Millis(s.clock.Now())
	var err error
	if word.number, err = nextNumber(ctx, tx, l.thread.ID, word.made); err != nil {
		return err
	}
	if err := insertWord(ctx, tx, word); err != nil {
		return err
	}
	if err := writeSeen(ctx, tx, l.thread.ID, l.side, word.number); err != nil {
		return err
	}
	if c.Answer != Unanswered {
		if err := s.events.Emit(ctx, tx, Answered{Group: l.thread.Group, Thread: l.thread.ID}); err != nil {
			return err
		}
	}
	if c.Unheard {
		return nil
	}
	return s.tell(ctx, tx, l)
}

// paced keeps somebody from writing on and on to one who does not answer.
func (s *Service) paced(ctx context.Context, tx *db.Tx, l letter, c content) error {
	n, err := unanswered(ctx, tx, l.thread.ID, bool(l.side))
	if err != nil {
		return err
	}
	if n >= unansweredMost {
		return fault.New(fault.Conflict, "You wrote several notes already. Leave it at that until there is an answer.")
	}
	if !c.Card || l.fresh {
		return nil
	}
	words, err := wordsOf(ctx, tx, []string{l.thread.ID})
	for _, w := range words {
		was, err := s.open(ctx, w)
		if err != nil {
			return err
		}
		if was.Card {
			return fault.New(fault.Conflict, "You sent them a card already. They can answer it whenever they like.")
		}
	}
	return err
}

// tell says that there is a note for somebody.
func (s *Service) tell(ctx context.Context, tx *db.Tx, l letter) error {
	if l.side == Author && l.thread.Desk == stewards {
		return s.events.Emit(ctx, tx, ToldStewards{Report: l.thread.Report})
	}
	accounts, err := s.groups.AccountsIn(ctx, tx, l.thread.Group, "", []string{l.to})
	if err != nil || accounts[l.to] == "" {
		return err
	}
	return s.events.Emit(ctx, tx, Told{Group: l.thread.Group, Account: accounts[l.to]})
}

// unheard tells whether a letter is never shown to whom it is for. Whoever wrote
// it cannot tell.
func (s *Service) unheard(ctx context.Context, tx *db.Tx, l letter) (bool, error) {
	refused := l.thread.senderRefuses
	if l.side == Sender {
		refused = l.thread.authorRefuse
	}
	if refused && l.thread.Desk != stewards || l.to == "" {
		return refused, nil
	}
	if l.side == Sender && !l.keeps {
		quiet, err := isQuiet(ctx, tx, l.to)
		if err != nil || quiet {
			return quiet, err
		}
	}
	if l.by == "" {
		return false, nil
	}
	all, err := s.groups.AccountsIn(ctx, tx, l.thread.Group, "", []string{l.to})
	if err != nil {
		return false, err
	}
	hear, err := s.groups.AccountsIn(ctx, tx, l.thread.Group, l.by, []string{l.to})
	return len(hear) < len(all), err
}
