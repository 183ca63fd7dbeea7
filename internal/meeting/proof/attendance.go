package proof

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"slices"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/seal"
)

// Record is somebody's own record of having been at a date. It goes with them
// when they leave the group, so it holds what the date was called.
type Record struct {
	ID string `json:"-"`

	GroupName string    `json:"group"`
	Title     string    `json:"meeting"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Zone      string    `json:"zone"`
	First     time.Time `json:"first_code,omitzero"` // when a code was first right; zero for one's own word alone
	Last      time.Time `json:"last_code,omitzero"`
	Shown     bool      `json:"code_shown_by_you,omitzero"` // they showed the code themselves

	Group string `json:"group_id"`
	Slug  string `json:"group_address"`
	Key   string `json:"date"` // of the date, in addresses

	was []byte // as it lies in the database
}

// ByCode tells whether a code in the room shows it, and not one's own word alone.
func (r Record) ByCode() bool { return !r.First.IsZero() }

// Minutes is how long somebody was there by codes: from the first to the last,
// within the meeting's hours, and at least as long as one code is shown.
func (r Record) Minutes() int {
	if !r.ByCode() {
		return 0
	}
	from, to := r.First, r.Last
	if from.Before(r.Start) {
		from = r.Start
	}
	if to.After(r.End) {
		to = r.End
	}
	long := max(to.Sub(from), Window)
	return int(min(long, r.End.Sub(r.Start)) / time.Minute)
}

// The limits of typing codes. There are a million codes, and two count at a time:
// whoever guesses all through a long evening has a chance of one in a thousand.
var guessLimit = limit.Rule{Name: "room code", Subject: limit.Rate{Count: 12, Per: 10 * time.Minute}}

// recordsMost is how many records somebody can have.
const recordsMost = 5000

// Enter takes a code that the member typed. The record says since when until when
// they were there.
func (s *Service) Enter(ctx context.Context, m group.Member, o meeting.Occurrence, typed string, from netip.Addr) (Record, error) {
	if err := m.May(group.Read); err != nil {
		return Record{}, err
	}
	now := s.clock.Now()
	if !opens(o, now) {
		return Record{}, fault.Field("code", "There is no code now. It is shown from 15 minutes before until 30 minutes after.")
	}
	if err := s.limiter.Take(ctx, guessLimit, m.Viewer.Account, from); err != nil {
		if fault.KindOf(err) == fault.TooMany {
			return Record{}, fault.Field("code", "That were many tries. Wait a few minutes. Then type the code that is shown.")
		}
		return Record{}, err
	}
	right, err := s.isCode(ctx, o, typed)
	if err != nil {
		return Record{}, err
	}
	if !right {
		return Record{}, fault.Field("code", "This is not the code that is shown now. It may have changed: look again.")
	}
	sees, err := s.isSeen(ctx, m)
	if err != nil {
		return Record{}, err
	}
	shows, err := s.confirmsFor(ctx, m, o)
	if err == nil && !shows {
		shows, err = s.saw(ctx, m.Viewer, o)
	}
	if err != nil {
		return Record{}, err
	}
	return s.note(ctx, m, o, func(r *Record) { r.First, r.Last, r.Shown = firstOf(r.First, now), now, r.Shown || shows }, func(ctx context.Context, tx *db.Tx) error {
		if !sees {
			return nil
		}
		return s.noteSeen(ctx, tx, m, o)
	})
}

func firstOf(was, now time.Time) time.Time {
	if was.IsZero() {
		return now
	}
	return was
}

// Note keeps that the member was there, on their own word.
func (s *Service) Note(ctx context.Context, m group.Member, o meeting.Occurrence) (Record, error) {
	if err := m.May(group.Read); err != nil {
		return Record{}, err
	}
	if s.clock.Now().Before(o.Start.Add(-Before)) {
		return Record{}, fault.New(fault.Conflict, "This date is still to come. You can note it once it begins.")
	}
	return s.note(ctx, m, o, func(*Record) {}, nil)
}

var errRaced = errors.New("proof: the record was changed meanwhile")

// tries is how often a record that two devices change at once is written anew.
const tries = 5

// note writes the member's record of a date. Two devices may do so at once.
func (s *Service) note(ctx context.Context, m group.Member, o meeting.Occurrence, change func(r *Record), also func(context.Context, *db.Tx) error) (r Record, err error) {
	for range tries {
		if r, err = s.noteOnce(ctx, m, o, change, also); !errors.Is(err, errRaced) {
			return r, err
		}
	}
	return r, fault.New(fault.Conflict, "Something changed meanwhile. Send it again.")
}

func (s *Service) noteOnce(ctx context.Context, m group.Member, o meeting.Occurrence, change func(r *Record), also func(context.Context, *db.Tx) error) (Record, error) {
	mark, err := s.recordMark(ctx, m.Viewer, o.Key())
	if err != nil {
		return Record{}, err
	}
	r, err := s.recordAt(ctx, m.Viewer, mark)
	if err != nil {
		return r, err
	}
	fresh := r.ID == ""
	if fresh {
		r.ID = id.Random()
	}
	r.GroupName, r.Group, r.Slug, r.Title, r.Key = m.Group.Name, m.Group.ID, m.Group.Slug, o.Meeting.Title, o.Key()
	r.Start, r.End, r.Zone = o.Start, o.End, o.Zone().String()
	change(&r)
	words, err := s.sealed(ctx, privateOf(m.Viewer), r, aboutRecord(r.ID), recordSize)
	if err != nil {
		return r, err
	}
	return r, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, err := m.Again(ctx, tx, group.Read)
		if err != nil {
			return err
		}
		if err := writeRecord(ctx, tx, m.Viewer.Account, mark, r, words, fresh); err != nil {
			return err
		}
		if also == nil {
			return nil
		}
		return also(ctx, tx)
	})
}

func writeRecord(ctx context.Context, tx *db.Tx, account, mark string, r Record, words []byte, fresh bool) error {
	if !fresh {
		n, err := updateRecord(ctx, tx, r.ID, words, r.was)
		if err == nil && n == 0 {
			err = errRaced
		}
		return err
	}
	if err := tx.Lock(ctx, "meeting_attendance", account); err != nil {
		return err
	}
	if _, err := recordBy(ctx, tx, account, mark); fault.KindOf(err) != fault.NotFound {
		return cmp.Or(err, errRaced)
	}
	n, err := countRecords(ctx, tx, account)
	if err == nil && n >= recordsMost {
		err = fault.New(fault.Conflict, "You keep {.Most} dates already. Delete some that you do not need first.", map[string]any{"Most": recordsMost})
	}
	if err != nil {
		return err
	}
	return insertRecord(ctx, tx, recordRow{id: r.ID, account: account, mark: mark, words: words})
}

// RecordFor is the viewer's record of a date; an empty one where there is none.
func (s *Service) RecordFor(ctx context.Context, v account.Viewer, key string) (Record, error) {
	mark, err := s.recordMark(ctx, v, key)
	if err != nil {
		return Record{}, err
	}
	return s.recordAt(ctx, v, mark)
}

func (s *Service) recordAt(ctx context.Context, v account.Viewer, mark string) (r Record, err error) {
	var row recordRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err = recordBy(ctx, tx, v.Account, mark)
		return err
	})
	if fault.KindOf(err) == fault.NotFound {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	return s.opened(ctx, v, row)
}

func (s *Service) opened(ctx context.Context, v account.Viewer, row recordRow) (r Record, err error) {
	r.ID, r.was = row.id, row.words
	err = s.unsealed(ctx, privateOf(v), row.words, aboutRecord(row.id), &r)
	return r, err
}

// RecordsFor are all records of the viewer, the latest date first. Those whose
// key is gone, because others helped the viewer in again, are left out.
func (s *Service) RecordsFor(ctx context.Context, v account.Viewer) (list []Record, err error) {
	if v.Account == "" {
		return nil, account.NeedsSession()
	}
	var rows []recordRow
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = recordsOf(ctx, tx, v.Account)
		return err
	})
	for _, row := range rows {
		if err != nil {
			return nil, err
		}
		var r Record
		if r, err = s.opened(ctx, v, row); errors.Is(err, seal.ErrDestroyed) {
			err = nil
			continue
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Record) int { return b.Start.Compare(a.Start) })
	return list, err
}

// Delete takes a record of the viewer's away. Papers that were made stay.
func (s *Service) Delete(ctx context.Context, v account.Viewer, record string) error {
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := deleteRecord(ctx, tx, v.Account, record)
		if err == nil && n == 0 {
			err = fault.Missing()
		}
		return err
	})
}

func (s *Service) recordMark(ctx context.Context, v account.Viewer, key string) (string, error) {
	if v.Account == "" {
		return "", account.NeedsSession()
	}
	name, err := s.nameOf(ctx, key)
	if err != nil {
		return "", err
	}
	return s.markedBy(ctx, privateOf(v), "attendance", name)
}

// The sizes to which what is sealed is filled up, so that it does not tell by its
// length what it is about.
const (
	recordSize = 1024
	paperSize  = 2048
	askSize    = 256
)

func aboutRecord(id string) string { return declare.About("meeting_attendance", "words", id) }

// sealed is a value sealed as JSON, filled up with spaces.
func (s *Service) sealed(ctx context.Context, owner string, value any, about string, size int) ([]byte, error) {
	var plain bytes.Buffer
	enc := json.NewEncoder(&plain)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	if over := plain.Len() % size; over > 0 {
		plain.Write(bytes.Repeat([]byte{' '}, size-over))
	}
	return s.keys.Seal(ctx, owner, plain.Bytes(), about)
}

func (s *Service) unsealed(ctx context.Context, owner string, words []byte, about string, value any) error {
	plain, err := s.keys.Open(ctx, owner, words, about)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, value)
}
