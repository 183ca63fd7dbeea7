package speaker

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/richtext"
)

// Visit is what a speaker sees, or whoever holds a link that nobody took yet.
type Visit struct {
	Speaker
	Group     group.Group
	By        string              // the persona that invited them, or "" where it is gone
	Date      *meeting.Occurrence // nil where it is not held any more
	Inside    meeting.Inside      // as much as they are given
	Questions []Said
	Thanks    []Said
}

// IsOff tells whether the date is called off, or not held any more. A group that
// takes a pause, or is over, holds none.
func (v Visit) IsOff() bool {
	return v.Date == nil || v.Date.Standing == meeting.Cancelled || v.Group.State != group.Open
}

// HasMoved tells whether the date begins at another time than the speaker was told.
func (v Visit) HasMoved() bool { return !v.IsOff() && !v.Date.Start.Equal(v.Told) }

// LinkFor is what a link that nobody took yet is for: who asks, and for when.
// Looking spends nothing.
func (s *Service) LinkFor(ctx context.Context, token string) (Visit, error) {
	target, err := s.accounts.Waiting(ctx, account.GuestSpeaker, token)
	if err != nil {
		return Visit{}, err
	}
	return s.visit(ctx, target, false)
}

// VisitFor is what a speaker sees.
func (s *Service) VisitFor(ctx context.Context, v account.Viewer) (Visit, error) {
	if !v.HasPass(account.GuestSpeaker) {
		return Visit{}, fault.Missing()
	}
	return s.visit(ctx, v.Target, true)
}

// visit is all that a speaker may know; inside with how to come and what members
// said. Of a date that is not held they learn no more than that.
func (s *Service) visit(ctx context.Context, speaker string, inside bool) (v Visit, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		if v.Speaker, err = speakerByID(ctx, tx, speaker, s.clock.Now()); err != nil {
			return err
		}
		if v.Group, err = s.groups.GroupIn(ctx, tx, v.Speaker.Group); err != nil {
			return err
		}
		if v.Date, err = s.dateOf(ctx, tx, v.Speaker); err != nil || !inside || v.IsOff() {
			return err
		}
		v.Questions, v.Thanks, err = s.saidTo(ctx, tx, v.Speaker)
		return err
	})
	if err != nil {
		return v, err
	}
	if v.Speaker, err = s.opened(ctx, v.Speaker); err != nil {
		return v, err
	}
	if v.By, err = s.inviter(ctx, v.Speaker); err != nil || !inside || v.IsOff() {
		return v, err
	}
	v.Inside, err = s.given(ctx, *v.Date, v.Given)
	return v, err
}

func (s *Service) dateOf(ctx context.Context, tx *db.Tx, one Speaker) (*meeting.Occurrence, error) {
	if one.Slot.IsZero() {
		return nil, nil
	}
	o, err := s.meetings.In(ctx, tx, one.Meeting, one.Slot)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	return &o, err
}

// saidTo are the words of members that the speaker reads.
func (s *Service) saidTo(ctx context.Context, tx *db.Tx, one Speaker) (questions, thanks []Said, err error) {
	words, err := wordsTo(ctx, tx, one.ID)
	if err != nil {
		return nil, nil, err
	}
	faces, err := s.groups.PresentIn(ctx, tx, one.Group, writers(words))
	if err != nil {
		return nil, nil, err
	}
	e := eyes{faces: faces}
	for _, w := range words {
		list := &thanks
		if w.kind == Question {
			list = &questions
		}
		if w.hidden {
			continue
		}
		if err := s.read(ctx, tx, e, w, list); err != nil {
			return nil, nil, err
		}
	}
	return questions, thanks, nil
}

// inviter is what the persona is called that invited a speaker.
func (s *Service) inviter(ctx context.Context, one Speaker) (called string, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		faces, err := s.groups.PresentIn(ctx, tx, one.Group, []string{one.by})
		called = faces[one.by].Name
		return err
	})
	return called, err
}

// given is how to come, as far as it is given.
func (s *Service) given(ctx context.Context, o meeting.Occurrence, g Given) (in meeting.Inside, err error) {
	if g == (Given{}) {
		return in, nil
	}
	all, err := s.meetings.InsideOf(ctx, o)
	if g.Address {
		in.Address = all.Address
	}
	if g.Link {
		in.Link = all.Link
	}
	if g.Phone {
		in.Phone = all.Phone
	}
	if g.Code {
		in.Passcode, in.Notes = all.Passcode, all.Notes
	}
	return in, err
}

// Coming is what somebody says who takes a link.
type Coming struct {
	Name   string
	Agrees bool // to what is kept, as the page says
	Kind   account.Kind
	Device string
}

// Take spends a link. The token is that of the session of the speaker, who may be
// here until ends.
func (s *Service) Take(ctx context.Context, link string, c Coming) (token string, ends time.Time, err error) {
	before, err := s.LinkFor(ctx, link)
	if err != nil {
		return "", ends, err
	}
	page, target := before.Page, before.ID
	if page.Name, err = clean(c.Name); err != nil {
		return "", ends, err
	}
	if !c.Agrees {
		return "", ends, fault.Field("agrees", "Say yes to what is kept, or leave this page. Nothing is kept then.")
	}
	if before.IsOff() {
		return "", ends, fault.New(fault.Conflict, "This date is called off.")
	}
	sealed, err := s.seal(ctx, target, "page", page)
	if err != nil {
		return "", ends, err
	}
	_, token, err = s.accounts.Take(ctx, account.GuestSpeaker, link, c.Kind, c.Device, func(ctx context.Context, tx *db.Tx, v account.Viewer) error {
		if n, err := writeCame(ctx, tx, target, sealed); err != nil || n == 0 {
			return missing(err)
		}
		return s.events.Emit(ctx, tx, Came{Group: before.Speaker.Group, Meeting: before.Meeting, Slot: written(before.Slot)})
	})
	return token, before.Ends, err
}

func missing(err error) error {
	if err == nil {
		err = fault.Missing()
	}
	return err
}

// clean is a name as it is kept. It claims no office: that would be believed.
func clean(typed string) (string, error) {
	called, err := name.Clean(typed)
	if err == nil && name.Claims(called) == name.Official {
		err = fault.Field("name", "This sounds like somebody who looks after this place. Choose another name.")
	}
	return called, err
}

func (p Page) checked() (Page, error) {
	p.Pronouns, p.About, p.Talk, p.Ask = strings.TrimSpace(p.Pronouns), strings.TrimSpace(p.About), strings.TrimSpace(p.Talk), strings.TrimSpace(p.Ask)
	for _, one := range []struct {
		field, text string
		most        int
	}{{"pronouns", p.Pronouns, PronounsMost}, {"about", p.About, AboutMost}, {"talk", p.Talk, WishMost}, {"ask", p.Ask, WishMost}} {
		if utf8.RuneCountInString(one.text) > one.most {
			return p, tooLong(one.field, one.most)
		}
	}
	var err error
	p.Name, err = clean(p.Name)
	return p, err
}

// WritePage is what a speaker says about themselves.
func (s *Service) WritePage(ctx context.Context, v account.Viewer, p Page) error {
	before, err := s.VisitFor(ctx, v)
	if err != nil {
		return err
	}
	if before.IsOff() {
		return fault.New(fault.Conflict, "This date is called off.")
	}
	if p, err = p.checked(); err != nil {
		return err
	}
	body, err := s.text.Render(ctx, richtext.Post, p.About)
	if err != nil {
		return atField("about", err)
	}
	p.About, p.HTML, p.Version = body.Source, body.HTML, body.Version
	sealed, err := s.seal(ctx, v.Target, "page", p)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		one, err := speakerByID(ctx, tx, v.Target, s.clock.Now())
		if err != nil {
			return err
		}
		if one.State != Here {
			return fault.Missing()
		}
		_, err = writePage(ctx, tx, v.Target, sealed)
		return err
	})
}

// atField says at a field what was wrong with a text.
func atField(field string, err error) error {
	f, expected := fault.From(err)
	if !expected || f.Kind != fault.Invalid && f.Kind != fault.TooLarge {
		return err
	}
	return fault.Field(field, f.Say, f.Args)
}

// Finish ends a speaker's visit. What they wrote goes at once, or when its time is
// over, as they choose.
func (s *Service) Finish(ctx context.Context, v account.Viewer, now bool) error {
	if !v.HasPass(account.GuestSpeaker) {
		return fault.Missing()
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := speakerByID(ctx, tx, v.Target, s.clock.Now()); err != nil {
			return err
		}
		if now {
			return s.remove(ctx, tx, v.Target)
		}
		if err := s.accounts.EndPassesIn(ctx, tx, account.GuestSpeaker, v.Target); err != nil {
			return err
		}
		return writeState(ctx, tx, v.Target, Done)
	})
}
