package speaker

import (
	"context"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/recur"
)

const speakerColumns = `id, group_id, meeting_id, slot, state, given, minutes, place, shown, hidden, label, page, start_at, ends_at`

type speakerRow struct {
	Speaker
	slot, given          string
	minutes, start, ends int64
}

// Fields are speakerColumns.
func (r *speakerRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Meeting, &r.slot, &r.State, &r.given, &r.minutes, &r.Place, &r.Shown, &r.Hidden, &r.label, &r.page, &r.start, &r.ends}
}

func (r speakerRow) speaker() (one Speaker, err error) {
	one = r.Speaker
	one.Minutes, one.Told, one.Ends = int(r.minutes), clock.FromMillis(r.start), clock.FromMillis(r.ends)
	for _, word := range strings.Fields(r.given) {
		switch word {
		case "address":
			one.Given.Address = true
		case "link":
			one.Given.Link = true
		case "phone":
			one.Given.Phone = true
		case "code":
			one.Given.Code = true
		}
	}
	if r.slot != "" {
		one.Slot, err = recur.ParseWall(r.slot)
	}
	return one, err
}

func speakers(rows []speakerRow, err error) ([]Speaker, error) {
	list := make([]Speaker, len(rows))
	for i, r := range rows {
		if err == nil {
			list[i], err = r.speaker()
		}
	}
	return list, err
}

// words are what is given, as it is stored.
func (g Given) words() string {
	var list []string
	for _, one := range []struct {
		on   bool
		word string
	}{{g.Address, "address"}, {g.Link, "link"}, {g.Phone, "phone"}, {g.Code, "code"}} {
		if one.on {
			list = append(list, one.word)
		}
	}
	return strings.Join(list, " ")
}

func written(slot recur.Wall) string {
	if slot.IsZero() {
		return ""
	}
	return slot.String()
}

func speakerByID(ctx context.Context, tx *db.Tx, id string, now time.Time) (Speaker, error) {
	r, err := db.One[speakerRow](ctx, tx, `SELECT `+speakerColumns+` FROM meeting_speaker WHERE id = ? AND ends_at > ?`, id, clock.Millis(now))
	if err != nil {
		return Speaker{}, err
	}
	return r.speaker()
}

func speakersAt(ctx context.Context, tx *db.Tx, meeting string, slot recur.Wall, now time.Time) ([]Speaker, error) {
	return speakers(db.All[speakerRow](ctx, tx, `SELECT `+speakerColumns+` FROM meeting_speaker WHERE meeting_id = ? AND slot = ? AND ends_at > ? ORDER BY id LIMIT 100`,
		meeting, slot.String(), clock.Millis(now)))
}

// speakersOf are all of a meeting, whichever date.
func speakersOf(ctx context.Context, tx *db.Tx, meeting string) ([]Speaker, error) {
	return speakers(db.All[speakerRow](ctx, tx, `SELECT `+speakerColumns+` FROM meeting_speaker WHERE meeting_id = ? ORDER BY id LIMIT 5000`, meeting))
}

func endedSpeakers(ctx context.Context, tx *db.Tx, now time.Time) ([]Speaker, error) {
	return speakers(db.All[speakerRow](ctx, tx, `SELECT `+speakerColumns+` FROM meeting_speaker WHERE ends_at <= ? ORDER BY ends_at LIMIT 200`, clock.Millis(now)))
}

func insertSpeaker(ctx context.Context, tx *db.Tx, one Speaker) error {
	_, err := tx.Exec(ctx, `INSERT INTO meeting_speaker (id, group_id, meeting_id, slot, state, given, minutes, place, shown, hidden, label, page, start_at, ends_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, one.ID, one.Group, one.Meeting, written(one.Slot), string(one.State), one.Given.words(), one.Minutes, one.Place,
		one.Shown, one.Hidden, one.label, one.page, clock.Millis(one.Told), clock.Millis(one.Ends))
	return err
}

func writeArrangement(ctx context.Context, tx *db.Tx, one Speaker) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker SET given = ?, minutes = ?, place = ?, shown = ? WHERE id = ?`, one.Given.words(), one.Minutes, one.Place, one.Shown, one.ID)
	return err
}

// writeCame notes that somebody took the link. The first one brings the page.
func writeCame(ctx context.Context, tx *db.Tx, id string, page []byte) (int64, error) {
	return tx.Exec(ctx, `UPDATE meeting_speaker SET state = 'here', page = ? WHERE id = ?`, page, id)
}

func writePage(ctx context.Context, tx *db.Tx, id string, page []byte) (int64, error) {
	return tx.Exec(ctx, `UPDATE meeting_speaker SET page = ? WHERE id = ?`, page, id)
}

func writeState(ctx context.Context, tx *db.Tx, id string, state State) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker SET state = ? WHERE id = ?`, string(state), id)
	return err
}

func writeHidden(ctx context.Context, tx *db.Tx, id string, hidden bool) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker SET hidden = ? WHERE id = ?`, hidden, id)
	return err
}

func writeDate(ctx context.Context, tx *db.Tx, id string, slot recur.Wall, ends time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE meeting_speaker SET slot = ?, ends_at = ? WHERE id = ?`, written(slot), clock.Millis(ends), id)
	return err
}

func deleteSpeaker(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM meeting_speaker WHERE id = ?`, id)
	return err
}
