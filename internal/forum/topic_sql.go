package forum

import (
	"context"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// topicColumns are a topic t with its first post f and its space s.
const topicColumns = `t.id, t.group_id, t.space_id, t.kind, t.title, t.answers, s.answers, t.state, t.pinned, t.closed, t.number, t.seq, t.pseudonym, t.helped, t.notes, t.ballot_id,
	t.made_at, t.last_at, COALESCE(t.ends_at, 0), f.id, COALESCE(f.membership_id, ''), f.mark, f.pseudonym`

const topicTables = ` FROM forum_topic t JOIN forum_space s ON s.id = t.space_id JOIN forum_post f ON f.topic_id = t.id AND f.number = 1 `

type topicRow struct {
	Topic
	spaceAnswers       Answers
	notes              string
	number, pseudonym  int64
	made, last, ending int64
	first              postRow
	mine               bool
}

// Fields are topicColumns.
func (r *topicRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Space, &r.Kind, &r.Title, &r.Own, &r.spaceAnswers, &r.State, &r.Pinned, &r.Closed, &r.number, &r.Seq, &r.pseudonym, &r.Helped, &r.notes, &r.Ballot,
		&r.made, &r.last, &r.ending, &r.first.ID, &r.first.By, &r.first.Mark, &r.first.Pseudonym}
}

// settle fills what follows from the columns.
func (r topicRow) settle() topicRow {
	r.Answers, r.Number, r.Notes = r.Own, r.number, splitNotes(r.notes)
	if r.Answers == "" {
		r.Answers = r.spaceAnswers
	}
	r.Made, r.Last = clock.FromMillis(r.made), clock.FromMillis(r.last)
	if r.ending > 0 {
		r.Ends = clock.FromMillis(r.ending)
	}
	r.first.Topic, r.first.Group, r.First = r.ID, r.Group, r.first.ID
	return r
}

// topic is the topic as somebody sees it who hears these people.
func (r topicRow) topic(heard map[string]group.Heard) Topic {
	t := r.Topic
	t.Author, t.Mine = r.first.author(heard), r.mine
	return t
}

func splitNotes(notes string) []string {
	if notes == "" {
		return nil
	}
	return strings.Split(notes, ",")
}

func topicByID(ctx context.Context, tx *db.Tx, m group.Member, id string) (topicRow, error) {
	r, err := db.One[topicRow](ctx, tx, `SELECT `+topicColumns+topicTables+`WHERE t.id = ? AND t.group_id = ?`, id, m.Group.ID)
	return r.settle(), err
}

func insertTopic(ctx context.Context, tx *db.Tx, t Topic) error {
	var ends any
	if !t.Ends.IsZero() {
		ends = clock.Millis(t.Ends)
	}
	_, err := tx.Exec(ctx, `INSERT INTO forum_topic (id, group_id, space_id, kind, title, answers, state, pinned, closed, number, seq, pseudonym, helped, notes, ballot_id, twin_id, made_at, last_at, ends_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, FALSE, FALSE, 0, 0, 0, 0, '', '', '', ?, ?, ?)`,
		t.ID, t.Group, t.Space, string(t.Kind), t.Title, string(t.Own), string(t.State), clock.Millis(t.Made), clock.Millis(t.Last), ends)
	return err
}

// nextNumber is the number of the next post of a topic.
func nextNumber(ctx context.Context, tx *db.Tx, topic string, seq, now int64) (int64, error) {
	return db.Scalar[int64](ctx, tx, `UPDATE forum_topic SET number = number + 1, seq = ?, last_at = ? WHERE id = ? RETURNING number`, seq, now, topic)
}

func nextPseudonym(ctx context.Context, tx *db.Tx, topic string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `UPDATE forum_topic SET pseudonym = pseudonym + 1 WHERE id = ? RETURNING pseudonym`, topic)
}

func writeTopicState(ctx context.Context, tx *db.Tx, topic string, state State, notes string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET state = ?, notes = ? WHERE id = ?`, string(state), notes, topic)
	return err
}

func writeTopicGone(ctx context.Context, tx *db.Tx, topic string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET state = 'gone', title = '', notes = '', helped = 0, pinned = FALSE WHERE id = ?`, topic)
	return err
}

func writeTitle(ctx context.Context, tx *db.Tx, topic, title string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET title = ? WHERE id = ?`, title, topic)
	return err
}

func writePinned(ctx context.Context, tx *db.Tx, topic string, pinned bool) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET pinned = ? WHERE id = ?`, pinned, topic)
	return err
}

func writeClosed(ctx context.Context, tx *db.Tx, topic string, closed bool) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET closed = ? WHERE id = ?`, closed, topic)
	return err
}

func writeSpaceOf(ctx context.Context, tx *db.Tx, topic, space string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET space_id = ? WHERE id = ?`, space, topic)
	return err
}

func writeHelped(ctx context.Context, tx *db.Tx, topic string, number int64) error {
	_, err := tx.Exec(ctx, `UPDATE forum_topic SET helped = ? WHERE id = ?`, number, topic)
	return err
}

func deleteTopic(ctx context.Context, tx *db.Tx, topic string) error {
	_, err := tx.Exec(ctx, `DELETE FROM forum_topic WHERE id = ?`, topic)
	return err
}

func topicsEnding(ctx context.Context, tx *db.Tx, now int64) ([]topicRow, error) {
	rows, err := db.All[topicRow](ctx, tx, `SELECT `+topicColumns+topicTables+`WHERE t.ends_at <= ? ORDER BY t.ends_at, t.id LIMIT 20`, now)
	for i := range rows {
		rows[i] = rows[i].settle()
	}
	return rows, err
}
