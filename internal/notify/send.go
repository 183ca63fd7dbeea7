package notify

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/push"
)

// The kinds of jobs. They are stored.
const (
	jobSend   = "notify.send"
	jobPush   = "notify.push"
	jobMail   = "notify.mail"
	jobCode   = "notify.code"
	jobDigest = "notify.digest"
)

// tries is how often a way out that is closed for a moment is tried.
const tries = 5

// something is all that leaves the house, unless a device opted in to more.
const something i18n.Text = "You have something new"

// sending is the job that decides by which ways a notice leaves.
type sending struct{ Notice string }

// pushing is the job that takes a notice to one device.
type pushing struct {
	Notice, Device string
	Try            int
}

// mailing is the job that takes an urgent notice to a mailbox.
type mailing struct {
	Notice string
	Try    int
}

func (s *Service) handle() {
	jobs.Handle(s.jobs, jobSend, s.send)
	jobs.Handle(s.jobs, jobPush, s.pushOne)
	jobs.Handle(s.jobs, jobMail, s.mailOne)
	jobs.Handle(s.jobs, jobCode, s.sendCode)
	jobs.Handle(s.jobs, jobDigest, s.sendDigest)
}

// outlook is a notice on its way out, and what its owner says to that.
type outlook struct {
	notice  noticeRow
	setting Setting
	person  Person
	newer   bool // a newer one of its level speaks for it
}

// look reads what decides whether a notice leaves. It is NotFound when there is
// no such notice any more, or it has been seen.
func (s *Service) look(ctx context.Context, notice string) (o outlook, err error) {
	now := s.clock.Now()
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if o.notice, err = unseenNotice(ctx, tx, notice, now); err != nil {
			return err
		}
		if o.newer, err = hasNewer(ctx, tx, o.notice, now); err != nil {
			return err
		}
		row, err := readSetting(ctx, tx, o.notice.AccountID)
		o.setting = row.Setting
		return err
	})
	if err == nil {
		o.person, err = s.person(ctx, o.notice.AccountID)
	}
	return o, err
}

// leaves tells whether the notice leaves at all.
func (o outlook) leaves() bool {
	return !o.newer && !o.person.Resting && o.setting.lets(o.notice.Level)
}

// heldUntil is when the notice may leave: now, or when quiet ends.
func (o outlook) heldUntil(now time.Time) time.Time {
	if o.notice.Level == Urgent {
		return now
	}
	return o.setting.Quiet.End(now, zoneOf(o.person.Zone))
}

// send hands a notice to each way out of its owner, when quiet has ended.
func (s *Service) send(ctx context.Context, p sending) error {
	o, err := s.look(ctx, p.Notice)
	if isGone(err) || err == nil && !o.leaves() {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if at := o.heldUntil(now); at.After(now) {
			return s.jobs.Add(ctx, tx, jobSend, p, jobs.At(at))
		}
		return s.fanOut(ctx, tx, o)
	})
}

func (s *Service) fanOut(ctx context.Context, tx *db.Tx, o outlook) error {
	if o.notice.Level == Urgent && s.mail.On() {
		if err := s.jobs.Add(ctx, tx, jobMail, mailing{Notice: o.notice.ID}); err != nil {
			return err
		}
	}
	if !s.push.On() {
		return nil
	}
	devices, err := devicesOf(ctx, tx, o.notice.AccountID)
	if err != nil {
		return err
	}
	for _, device := range devices {
		if err := s.jobs.Add(ctx, tx, jobPush, pushing{Notice: o.notice.ID, Device: device.ID}); err != nil {
			return err
		}
	}
	return nil
}

// pushOne takes a notice to one device. That it was taken is on the disk
// before: whoever comes second, or again after a crash, takes nothing.
func (s *Service) pushOne(ctx context.Context, p pushing) error {
	o, err := s.look(ctx, p.Notice)
	if isGone(err) || err == nil && !o.leaves() {
		return nil
	}
	if err != nil {
		return err
	}
	var device deviceRow
	held, mine := false, false
	now := s.clock.Now()
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if device, err = deviceByID(ctx, tx, p.Device); err != nil {
			return err
		}
		at := o.heldUntil(now)
		if held = at.After(now); held {
			return s.jobs.Add(ctx, tx, jobPush, p, jobs.At(at))
		}
		mine, err = claim(ctx, tx, p.Notice, p.Device, now)
		return err
	})
	if isGone(err) || err == nil && !mine {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.at("notify.send"); err != nil {
		return err
	}
	return s.afterPush(ctx, p, s.pushTo(ctx, o, device))
}

func (s *Service) pushTo(ctx context.Context, o outlook, device deviceRow) error {
	to, err := s.subscription(ctx, device)
	if err != nil {
		return err
	}
	n := push.Notice{Text: something, Topic: "notices", Path: ListPath, Urgency: push.Normal}
	if preview := s.kinds[o.notice.Kind].Preview; device.Preview && preview != "" {
		n.Text = preview
	}
	if o.notice.Level == Urgent {
		n.Urgency = push.High
	}
	return s.push.Push(s.inLanguage(ctx, o.person), to, n)
}

// afterPush does what the outcome asks for: a device that is gone is forgotten,
// and one that could not be reached is tried again.
func (s *Service) afterPush(ctx context.Context, p pushing, err error) error {
	switch {
	case errors.Is(err, push.ErrGone), errors.Is(err, errUnreadable):
		return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return deleteDevice(ctx, tx, p.Device) })
	case !errors.Is(err, push.ErrNotSent):
		return err
	}
	s.notSent(err)
	if p.Try+1 >= tries {
		return nil // the notice waits in the house
	}
	at := s.again(p.Try, err)
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := release(ctx, tx, p.Notice, p.Device); err != nil {
			return err
		}
		return s.jobs.Add(ctx, tx, jobPush, pushing{Notice: p.Notice, Device: p.Device, Try: p.Try + 1}, jobs.At(at))
	})
}

// again is when to try once more: after a minute, four, sixteen and an hour, or
// when the other side said.
func (s *Service) again(try int, err error) time.Time {
	wait := time.Minute << (2 * try)
	if f, ok := fault.From(err); ok {
		wait = max(wait, f.Wait)
	}
	return s.clock.Now().Add(wait)
}

// mailOne takes an urgent notice to the address of its owner.
func (s *Service) mailOne(ctx context.Context, p mailing) error {
	o, err := s.look(ctx, p.Notice)
	if isGone(err) || err == nil && !o.leaves() {
		return nil
	}
	if err != nil {
		return err
	}
	mine := false
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := readAddress(ctx, tx, o.notice.AccountID)
		if err != nil || row.ConfirmedAt == 0 {
			return err
		}
		mine, err = claim(ctx, tx, p.Notice, wayMail, s.clock.Now())
		return err
	})
	if isGone(err) || err == nil && !mine {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.at("notify.send"); err != nil {
		return err
	}
	err = s.mailTo(ctx, o.notice.AccountID, s.somethingNew())
	return s.afterMail(ctx, o.notice.AccountID, err, another{
		try: p.Try, kind: jobMail, payload: mailing{Notice: p.Notice, Try: p.Try + 1},
		release: func(ctx context.Context, tx *db.Tx) error { return release(ctx, tx, p.Notice, wayMail) },
	})
}

// somethingNew is the mail that tells of notices. Ending them takes a visit:
// a link that ended them by itself would be a key lying in a mailbox.
func (s *Service) somethingNew() mail.Message {
	return mail.Message{
		Subject: mail.Update, Body: []i18n.Text{"You have something new."},
		Link: s.page(ListPath), Unsubscribe: s.page(SettingsPath),
	}
}

// mailTo sends a message to the address of an account, in its language.
func (s *Service) mailTo(ctx context.Context, account string, m mail.Message) error {
	person, err := s.person(ctx, account)
	if err != nil {
		return err
	}
	row, err := s.addressRow(ctx, account)
	if err != nil {
		return err
	}
	plain, err := s.open(ctx, account, row.Address, addressColumn(account))
	if err != nil {
		return err
	}
	if m.To, err = mail.ParseAddress(string(plain)); err != nil {
		return err
	}
	return s.mail.Send(s.inLanguage(ctx, person), m)
}

// another is how a mail is tried once more.
type another struct {
	try     int
	kind    string // of the job
	payload any
	release func(ctx context.Context, tx *db.Tx) error // forgets that it was sent
}

// afterMail does what the outcome asks for: an address without a mailbox is
// forgotten and its owner told, and a server that was away is tried again.
func (s *Service) afterMail(ctx context.Context, account string, err error, more another) error {
	switch {
	case err == nil, isGone(err):
		return nil
	case errors.Is(err, mail.ErrNoMailbox), errors.Is(err, errUnreadable):
		return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			if err := s.forgetAddress(ctx, tx, account); err != nil {
				return err
			}
			return s.Add(ctx, tx, News{Account: account, Kind: addressFailed.Name, Once: true})
		})
	case !errors.Is(err, mail.ErrNotSent):
		return err
	}
	s.notSent(err)
	at := s.again(more.try, err)
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := more.release(ctx, tx); err != nil || more.try+1 >= tries {
			return err
		}
		return s.jobs.Add(ctx, tx, more.kind, more.payload, jobs.At(at))
	})
}

// notSent tells operators why. The errors of mail and push hold no address.
func (s *Service) notSent(err error) {
	s.log.Warn("a notice could not leave", slog.Any("error", err))
}

func (s *Service) inLanguage(ctx context.Context, p Person) context.Context {
	return i18n.With(ctx, s.languages.For(p.Language))
}
