package site

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/site/helplines"
)

// What was done to a help line.
type What string

// The things that are done.
const (
	Added     What = "added"
	Confirmed What = "confirmed"
	Rested    What = "rested"
	Removed   What = "removed"
)

// HelpLineChanged is emitted when a steward decided something about a line.
type HelpLineChanged struct {
	LineID string
	What   What
	By     string // the subject who did
}

// askedByStewards is the source of a line that a steward added or confirmed.
const askedByStewards = "checked by a steward of this site"

// Lines are all help lines of this installation, shipped and own, on and off,
// as stewards left them.
func (s *Service) Lines(ctx context.Context) ([]helplines.Line, error) {
	var rows []lineRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = readLines(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	lines := slices.Clone(s.shipped)
	for _, row := range rows {
		if row.Own {
			lines = append(lines, row.line())
			continue
		}
		if i := slices.IndexFunc(lines, func(l helplines.Line) bool { return l.ID == row.ID }); i >= 0 {
			lines[i] = row.over(lines[i])
		}
	}
	return lines, nil
}

// Shown are the lines for a page that anybody may open. When the records cannot
// be reached, the shipped ones are better than none.
func (s *Service) shownLines(ctx context.Context) []helplines.Line {
	lines, err := s.Lines(ctx)
	if err != nil {
		s.log.Error("help lines shown as shipped", "error", err)
		return s.shipped
	}
	return lines
}

// Confirm notes that a steward checked a line today: it is shown from now on,
// with that day.
func (s *Service) Confirm(ctx context.Context, by account.Viewer, id string) error {
	return s.decide(ctx, by, id, Confirmed, func(row *lineRow) {
		row.On, row.CheckedOn = true, s.clock.Now().Format(time.DateOnly)
	})
}

// Rest takes a line off the pages. It can be confirmed again at any time.
func (s *Service) Rest(ctx context.Context, by account.Viewer, id string) error {
	return s.decide(ctx, by, id, Rested, func(row *lineRow) { row.On = false })
}

// decide changes one line, shipped or own.
func (s *Service) decide(ctx context.Context, by account.Viewer, id string, what What, change func(*lineRow)) error {
	now := clock.Millis(s.clock.Now())
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "site_help_line", id); err != nil {
			return err
		}
		row, err := s.lineFor(ctx, tx, id)
		if err != nil {
			return err
		}
		change(&row)
		if err := writeLine(ctx, tx, row, now); err != nil {
			return err
		}
		tx.AfterCommit(s.lineChanged)
		return s.events.Emit(ctx, tx, HelpLineChanged{LineID: id, What: what, By: by.Subject()})
	})
}

// lineFor is what stewards decided about a line; for a shipped one about which
// nothing was decided, how it was shipped.
func (s *Service) lineFor(ctx context.Context, tx *db.Tx, id string) (lineRow, error) {
	row, err := readLine(ctx, tx, id)
	if fault.KindOf(err) != fault.NotFound {
		return row, err
	}
	for _, l := range s.shipped {
		if l.ID == id {
			return lineRow{ID: id, On: l.On, Country: l.Country, Kind: string(l.Kind), Name: l.Name}, nil
		}
	}
	return lineRow{}, fault.Missing()
}

// Add puts a line of the stewards' own on the pages, checked today.
func (s *Service) Add(ctx context.Context, by account.Viewer, typed OwnLine) (id string, err error) {
	row, err := typed.row(s.clock.Now())
	if err != nil {
		return "", err
	}
	return row.ID, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := writeLine(ctx, tx, row, clock.Millis(s.clock.Now())); err != nil {
			return err
		}
		tx.AfterCommit(s.lineChanged)
		return s.events.Emit(ctx, tx, HelpLineChanged{LineID: row.ID, What: Added, By: by.Subject()})
	})
}

// Remove takes away a line of the stewards' own. A shipped one can only rest.
func (s *Service) Remove(ctx context.Context, by account.Viewer, id string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := deleteOwnLine(ctx, tx, id); err != nil {
			return err
		}
		tx.AfterCommit(s.lineChanged)
		return s.events.Emit(ctx, tx, HelpLineChanged{LineID: id, What: Removed, By: by.Subject()})
	})
}

// OwnLine is a line as a steward types it.
type OwnLine struct {
	Country string
	Kind    helplines.Kind
	Name    string
	Phone   string // "" when it takes no calls
	SMS     string // "" when it takes no messages
	SMSBody string // the word to send, or ""
	Web     string // "" or an https address
}

// row checks what was typed.
func (o OwnLine) row(now time.Time) (lineRow, error) {
	switch {
	case !slices.Contains(helplines.Kinds(), o.Kind) || o.Kind == helplines.Emergency:
		return lineRow{}, fault.Field("kind", "Choose what the line helps with.")
	case !countryCode.MatchString(o.Country):
		return lineRow{}, fault.Field("country", "Choose a country from the list.")
	case o.Name == "":
		return lineRow{}, fault.Field("name", "Write the name that the service uses for itself.")
	case utf8.RuneCountInString(o.Name) > lineLimit:
		return lineRow{}, fault.Field("name", "Make this {.Limit} characters or shorter.", i18n.Args{"Limit": lineLimit})
	case o.Phone == "" && o.SMS == "" && o.Web == "":
		return lineRow{}, fault.Field("phone", "Write a phone number, a number for messages, or a web address.")
	}
	row := lineRow{
		ID: strings.ToLower(o.Country) + "-own-" + shortID(), Own: true, On: true, CheckedOn: now.Format(time.DateOnly),
		Country: o.Country, Kind: string(o.Kind), Name: o.Name, Phone: o.Phone, SMS: o.SMS, SMSBody: o.SMSBody, Web: o.Web,
	}
	if helplines.Check([]helplines.Line{row.line()}) == nil {
		return row, nil
	}
	return lineRow{}, o.whatIsWrong(row)
}

// whatIsWrong finds the field to point at: the one without which the rest
// would do.
func (o OwnLine) whatIsWrong(row lineRow) error {
	if only := (lineRow{ID: row.ID, Own: true, On: true, CheckedOn: row.CheckedOn, Country: o.Country, Kind: string(helplines.Young), Name: o.Name, Phone: o.Phone}); o.Phone != "" && helplines.Check([]helplines.Line{only.line()}) != nil {
		return fault.Field("phone", "Write the number as people dial it, like 0808 2000 247 or +33 9 72 39 40 50.")
	}
	if only := (lineRow{ID: row.ID, Own: true, On: true, CheckedOn: row.CheckedOn, Country: o.Country, Kind: string(helplines.Young), Name: o.Name, Web: o.Web}); o.Web != "" && helplines.Check([]helplines.Line{only.line()}) != nil {
		return fault.Field("web", "Write a full address that begins with https://")
	}
	if o.SMS != "" {
		return fault.Field("sms", "Write the number as people type it. The word to send has letters and digits alone.")
	}
	return fault.Field("kind", "A line of this kind needs a number that people can call or write to.")
}

func shortID() string {
	var b [5]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}
