package sheet

import (
	"context"
	"math/rand/v2"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// The bounds of what is said for a date.
const (
	RoomMost      = 40  // characters
	CelebrateMost = 120 // characters
	LinesMost     = 100
)

// Deed is what somebody does with their own hand, or a host with the queue.
type Deed string

// What one does with one's own hand.
const (
	Raise    Deed = "raise"
	Lower    Deed = "lower"
	Pass     Deed = "pass"
	NotToday Deed = "not-today"
	HideName Deed = "hide-name"
	ShowName Deed = "show-name"
)

// What hosts do.
const (
	Next     Deed = "next" // thank whoever speaks, and call the next
	Thank    Deed = "thank"
	Call     Deed = "call"
	More     Deed = "more"
	Earlier  Deed = "earlier"
	Later    Deed = "later"
	Down     Deed = "down" // somebody's hand
	Shut     Deed = "shut" // no further hands for now
	Open     Deed = "open"
	Round    Deed = "round"
	EndRound Deed = "end-round"
	Pairs    Deed = "pairs"
	Together Deed = "together"
)

// pairMinutes is how long people talk in pairs, and moreMinutes what "more time"
// gives.
const (
	pairMinutes = 10
	moreMinutes = 1
)

// Hand does something with the member's own hand. Doing it twice is doing it once.
func (s *Service) Hand(ctx context.Context, m group.Member, key string, deed Deed) error {
	return s.following(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		switch deed {
		case Raise:
			if d.Queue.Shut && !d.host {
				return false, fault.New(fault.Conflict, "No more hands for now. The chair opens the queue again.")
			}
			return d.Queue.Raise(d.who()), nil
		case Lower:
			return d.Queue.Lower(d.who()), nil
		case Pass:
			return d.Queue.Pass(d.who()), nil
		case NotToday:
			return d.Queue.NotToday(d.who()), nil
		case HideName, ShowName:
			return s.hide(ctx, d, deed == HideName)
		}
		return false, fault.Missing()
	})
}

// hide takes the member's name out of what others see, or puts it back. What they
// celebrate goes with the name, or those who read it before would know whose it is.
// A page that stays open looks anew each time, so that a block which changes it for
// one alone looks no different to them.
func (s *Service) hide(ctx context.Context, d *day, is bool) (bool, error) {
	if !d.Hide(d.who(), is) {
		return false, nil
	}
	d.Parts++
	if !is {
		return true, nil
	}
	return true, deleteLinesBy(ctx, d.tx, d.id, d.m.Self.ID)
}

// Tend does something with the queue, on behalf of a host. who is about whom it
// is, where it is about somebody. turns is the number that their page knew: a turn
// that somebody else has ended or begun meanwhile stays as it is.
func (s *Service) Tend(ctx context.Context, m group.Member, key string, deed Deed, who string, turns int64) error {
	mark, err := s.markerFor(ctx, m, key, who)
	if err != nil {
		return err
	}
	return s.hosting(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		q, share := &d.Queue, int64(d.Share)*queue.Minute
		switch deed {
		case Next, Thank, Call, More:
			if q.Turns != turns {
				return false, errEarlier()
			}
		}
		about, err := s.meant(ctx, d, who, mark)
		if err != nil {
			return false, err
		}
		switch deed {
		case Next:
			return q.Next(d.now, share), nil
		case Thank:
			return q.Thank(), nil
		case Call:
			return q.Call(about, d.now, share), nil
		case More:
			return q.More(moreMinutes * queue.Minute), nil
		case Earlier:
			return q.Move(about, -1), nil
		case Later:
			return q.Move(about, 1), nil
		case Down:
			return q.Lower(about), nil
		case Shut, Open:
			changed := q.Shut != (deed == Shut)
			q.Shut = deed == Shut
			return changed, nil
		case EndRound:
			return q.EndRound(), nil
		case Together:
			d.Parts++
			return q.Unpair(), nil
		case Round, Pairs:
			return s.gather(ctx, d, deed)
		}
		return false, fault.Missing()
	})
}

// gather has everybody present come in turn, or sorts them into pairs.
func (s *Service) gather(ctx context.Context, d *day, deed Deed) (bool, error) {
	rows, err := presentAt(ctx, d.tx, d.id)
	if err != nil {
		return false, err
	}
	var present []queue.Who
	var ids []string
	for _, one := range rows {
		present, ids = append(present, queue.Who(one.Membership)), append(ids, one.Membership)
	}
	if deed == Round {
		return d.Queue.GoRound(present), nil
	}
	blocks, err := s.o.Groups.ApartIn(ctx, d.tx, d.group, ids)
	if err != nil {
		return false, err
	}
	apart := func(a, b queue.Who) bool { return blocks[[2]string{string(a), string(b)}] }
	if !d.Queue.Pair(present, apart, d.now, pairMinutes*queue.Minute, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))) {
		return false, fault.New(fault.Conflict, "There are too few people here for pairs.")
	}
	d.Parts++
	return true, nil
}

// AddFromRoom puts somebody into the queue who is in the room without a phone.
func (s *Service) AddFromRoom(ctx context.Context, m group.Member, key, words string) error {
	return s.say(ctx, m, key, inRoom, words, RoomMost, func(d *day, line string) error {
		if !d.host {
			return fault.Missing()
		}
		d.Queue.Raise(queue.Who(line))
		return nil
	})
}

// Celebrate says something to celebrate, to those present, while the meeting is at
// that part. Saying it anew takes the place of what was said before.
func (s *Service) Celebrate(ctx context.Context, m group.Member, key, words string) error {
	return s.say(ctx, m, key, celebrating, words, CelebrateMost, func(d *day, _ string) error {
		here, err := isPresent(ctx, d.tx, d.id, d.m.Self.ID)
		if err == nil && !here {
			err = errFollow()
		}
		if err != nil {
			return err
		}
		d.Parts++
		return deleteLinesBy(ctx, d.tx, d.id, d.m.Self.ID)
	})
}

// say keeps words for a date: sealed first, with the date's key.
func (s *Service) say(ctx context.Context, m group.Member, key, kind, words string, most int, may func(d *day, line string) error) error {
	words = line(words)
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return fault.Field("words", "Write a few words first.")
	case n > most:
		return fault.Field("words", "Shorten this to {.Most} characters.", i18n.Args{"Most": most})
	}
	sheet, err := s.sheetOf(ctx, m, key)
	if err != nil {
		return err
	}
	one := lineRow{id: id.Random(), kind: kind}
	if one.words, err = s.o.Keys.Seal(ctx, ownerOf(sheet), []byte(words), "meeting_line.words:"+one.id); err != nil {
		return err
	}
	return s.change(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		if d.id != sheet {
			return false, errEarlier()
		}
		if kind == celebrating {
			one.membership = d.m.Self.ID
		}
		if err := may(d, one.id); err != nil {
			return false, err
		}
		lines, err := linesOf(ctx, d.tx, d.id)
		if err == nil && len(lines) >= LinesMost {
			err = fault.New(fault.Conflict, "There are {.Most} already. That is all there is room for.", i18n.Args{"Most": LinesMost})
		}
		if err != nil {
			return false, err
		}
		return true, insertLine(ctx, d.tx, d.id, one)
	})
}

// sheetOf is the id of the sheet of a date.
func (s *Service) sheetOf(ctx context.Context, m group.Member, key string) (id string, err error) {
	if err := m.May(group.Meet); err != nil {
		return "", err
	}
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		o, err := s.o.Meetings.InKey(ctx, tx, m, key)
		if err != nil {
			return err
		}
		r, err := dayOf(ctx, tx, o.Meeting.ID, o.Slot.String())
		id = r.id
		return err
	})
	return id, err
}

// TakeBackCelebration takes away what the member said.
func (s *Service) TakeBackCelebration(ctx context.Context, m group.Member, key string) error {
	return s.following(ctx, m, key, func(ctx context.Context, d *day) (bool, error) {
		d.Parts++
		return true, deleteLinesBy(ctx, d.tx, d.id, d.m.Self.ID)
	})
}
