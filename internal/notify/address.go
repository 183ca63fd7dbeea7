package notify

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/mail"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

const (
	codeLasts = time.Hour
	codeTries = 5
	codeTop   = 1_000_000 // codes have six digits
)

// addressLimit keeps this house from being used to fill somebody's mailbox:
// it counts the address, whoever types it.
var addressLimit = limit.Rule{
	Name: "notice address", Subject: limit.Rate{Count: 3, Per: time.Hour},
	Network: limit.Rate{Count: 30, Per: time.Hour}, Global: limit.Rate{Count: 300, Per: time.Hour},
}

// Address is where somebody takes mail, as its owner sees it.
type Address struct {
	Text      string // "" where none was given
	Confirmed bool
}

// AddressFor is the viewer's address.
func (s *Service) AddressFor(ctx context.Context, v account.Viewer) (Address, error) {
	who, err := own(v)
	if err != nil {
		return Address{}, err
	}
	row, err := s.addressRow(ctx, who)
	if isGone(err) {
		return Address{}, nil
	}
	if err != nil {
		return Address{}, err
	}
	plain, err := s.open(ctx, who, row.Address, addressColumn(who))
	if errors.Is(err, errUnreadable) {
		return Address{}, nil
	}
	return Address{Text: string(plain), Confirmed: row.ConfirmedAt != 0}, err
}

func (s *Service) addressRow(ctx context.Context, account string) (row addressRow, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		row, err = readAddress(ctx, tx, account)
		return err
	})
	return row, err
}

// GiveAddress keeps an address in place of the one before, and has a code sent
// there. Until the code is typed back, nothing else is.
func (s *Service) GiveAddress(ctx context.Context, v account.Viewer, typed string) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	if !s.mail.On() {
		return fault.Missing()
	}
	address, err := mail.ParseAddress(typed)
	if err != nil {
		return err
	}
	if err := s.limiter.Take(ctx, addressLimit, address.Text(), web.Address(ctx)); err != nil {
		return err
	}
	sealed, err := s.seal(ctx, who, []byte(address.Text()), addressColumn(who))
	if err != nil {
		return err
	}
	asked := clock.Millis(s.clock.Now())
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := writeAddress(ctx, tx, who, sealed, asked); err != nil {
			return err
		}
		return s.jobs.Add(ctx, tx, jobCode, coding{Account: who, Asked: asked})
	})
}

// Confirm takes the code that was sent to the viewer's address. After five
// wrong ones, or an hour, it is worth nothing and another has to be sent.
func (s *Service) Confirm(ctx context.Context, v account.Viewer, code string) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	mark, err := s.codeMark(ctx, who, code)
	if err != nil {
		return err
	}
	right := false
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "notify_address", who); err != nil {
			return err
		}
		row, err := readAddress(ctx, tx, who)
		if err != nil {
			return err
		}
		if right = row.opensWith(mark, s.clock.Now()); right {
			return confirmAddress(ctx, tx, who, s.clock.Now())
		}
		return countTry(ctx, tx, who)
	})
	if err == nil && !right {
		return fault.Field("code", "That is not the code, or it has run out. Look again, or have another one sent.")
	}
	return err
}

// opensWith tells whether a code is the right one, in time.
func (r addressRow) opensWith(mark string, now time.Time) bool {
	inTime := now.Before(clock.FromMillis(r.AskedAt).Add(codeLasts))
	return hmac.Equal([]byte(r.CodeMark), []byte(mark)) && r.CodeMark != "" && r.Tries < codeTries && inTime && r.ConfirmedAt == 0
}

// RemoveAddress forgets the viewer's address at once, and mails with it.
func (s *Service) RemoveAddress(ctx context.Context, v account.Viewer) error {
	who, err := own(v)
	if err != nil {
		return err
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return s.forgetAddress(ctx, tx, who) })
}

// ForgetPrivate takes away the ways out of the house of somebody who was let in
// again by others: the key that sealed them is gone. It reacts within the
// transaction that lets them in.
func (s *Service) ForgetPrivate(ctx context.Context, tx *db.Tx, e account.ClaimUsed) error {
	if err := deleteDevices(ctx, tx, e.Account); err != nil {
		return err
	}
	return s.forgetAddress(ctx, tx, e.Account)
}

func (s *Service) forgetAddress(ctx context.Context, tx *db.Tx, account string) error {
	if err := deleteAddress(ctx, tx, account); err != nil {
		return err
	}
	return stopDigest(ctx, tx, account)
}

func (s *Service) codeMark(ctx context.Context, account, code string) (string, error) {
	mark, err := s.keys.MAC(ctx, private(account), "notify code", []byte(code))
	if errors.Is(err, seal.ErrDestroyed) {
		err = fault.Missing()
	}
	return hex.EncodeToString(mark), err
}

// coding is the job that sends a code.
type coding struct {
	Account string
	Asked   int64
	Try     int
}

// sendCode makes the code, keeps its mark, and sends it. A second run finds the
// mark and does nothing.
func (s *Service) sendCode(ctx context.Context, p coding) error {
	code := newCode()
	mark, err := s.codeMark(ctx, p.Account, code)
	if isGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	mine := false
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		mine, err = claimCode(ctx, tx, p.Account, p.Asked, mark)
		return err
	})
	if err != nil || !mine {
		return err
	}
	if err := s.at("notify.send"); err != nil {
		return err
	}
	err = s.mailTo(ctx, p.Account, mail.Message{
		Subject: mail.Confirm,
		Body:    []i18n.Text{"If you asked for this, open this page. Its last six digits are the code.", "If you did not, do nothing. Nothing more will come."},
		Link:    s.page(AddressPath + "/" + code),
	})
	return s.afterMail(ctx, p.Account, err, another{
		try: p.Try, kind: jobCode, payload: coding{Account: p.Account, Asked: p.Asked, Try: p.Try + 1},
		release: func(ctx context.Context, tx *db.Tx) error { return unclaimCode(ctx, tx, p.Account, p.Asked) },
	})
}

func newCode() string {
	n, _ := rand.Int(rand.Reader, big.NewInt(codeTop)) // never fails: crypto/rand ends the program instead
	return fmt.Sprintf("%06d", n)
}

func (s *Service) page(path string) string { return s.base.JoinPath(path).String() }

func addressColumn(account string) string {
	return declare.About("notify_address", "address", account)
}
