package forum

import (
	"context"
	"encoding/json"

	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// lineRow is a topic in a list.
type lineRow struct {
	topic        topicRow
	space        spaceRow
	read, unread int64
	how          How
}

// Fields are lineColumns.
func (r *lineRow) Fields() []any {
	return append(append(r.topic.Fields(), r.space.Fields()...), &r.read, &r.how, &r.unread)
}

// lineColumns takes the membership and those it does not hear, once each.
const lineColumns = topicColumns + `, ` + spaceColumns + `, COALESCE(r.number, 0), COALESCE(w.how, ''), CASE WHEN COALESCE(w.how, '') = 'mute' OR t.number <= COALESCE(r.number, 0) OR t.seq <= COALESCE(v.seq, 0) THEN 0 ELSE
	(SELECT COUNT(*) FROM (SELECT 1 FROM forum_post p WHERE p.topic_id = t.id AND p.number > COALESCE(r.number, 0) AND p.seq > COALESCE(v.seq, 0) AND ` + isUnread + ` LIMIT 100) n) END`

const lineTables = topicTables + `LEFT JOIN forum_visit v ON v.membership_id = ?
	LEFT JOIN forum_read r ON r.membership_id = ? AND r.topic_id = t.id
	LEFT JOIN forum_follow w ON w.membership_id = ? AND w.target_id = t.id `

const shownTo = `t.state = 'here' AND (f.membership_id IS NULL OR f.membership_id = ? OR CAST(? AS TEXT) NOT LIKE '%' || f.membership_id || '%')`

func topicsIn(ctx context.Context, tx *db.Tx, m group.Member, space, hidden string, skip, most int) ([]lineRow, error) {
	self := m.Self.ID
	if space == "" {
		return settled(db.All[lineRow](ctx, tx, `SELECT `+lineColumns+lineTables+`WHERE t.group_id = ? AND `+shownTo+` ORDER BY t.seq DESC LIMIT ? OFFSET ?`,
			self, hidden, self, self, self, m.Group.ID, self, hidden, most, skip))
	}
	return settled(db.All[lineRow](ctx, tx, `SELECT `+lineColumns+lineTables+`WHERE t.space_id = ? AND `+shownTo+` ORDER BY t.pinned DESC, t.seq DESC LIMIT ? OFFSET ?`,
		self, hidden, self, self, self, space, self, hidden, most, skip))
}

func settled(rows []lineRow, err error) ([]lineRow, error) {
	for i := range rows {
		rows[i].topic = rows[i].topic.settle()
	}
	return rows, err
}

var topicsOf = db.Pair{
	SQLite:   `SELECT ` + lineColumns + lineTables + `WHERE t.id IN (SELECT j.value FROM json_each(?) j) AND t.state <> 'gone' ORDER BY t.seq DESC LIMIT 200`,
	Postgres: `SELECT ` + lineColumns + lineTables + `WHERE t.id IN (SELECT j FROM jsonb_array_elements_text(?::jsonb) j) AND t.state <> 'gone' ORDER BY t.seq DESC LIMIT 200`,
}

func topicsAmong(ctx context.Context, tx *db.Tx, m group.Member, ids []string) ([]lineRow, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	self := m.Self.ID
	return settled(db.All[lineRow](ctx, tx, tx.Pick(topicsOf), self, "", self, self, self, string(list)))
}

func waitingIn(ctx context.Context, tx *db.Tx, group string) ([]textRow, error) {
	return db.All[textRow](ctx, tx, `SELECT id FROM forum_post WHERE group_id = ? AND state = 'held' ORDER BY seq LIMIT 50`, group)
}

func begunBy(ctx context.Context, tx *db.Tx, membership string) ([]textRow, error) {
	return db.All[textRow](ctx, tx, `SELECT topic_id FROM forum_post WHERE membership_id = ? AND number = 1 ORDER BY seq DESC LIMIT 200`, membership)
}

// markRow is an anonymous post.
type markRow struct {
	id, topic, mark string
	number          int64
}

// Fields are the columns of marksIn.
func (r *markRow) Fields() []any { return []any{&r.id, &r.topic, &r.mark, &r.number} }

// marksIn are the anonymous posts of a group.
func marksIn(ctx context.Context, tx *db.Tx, group string) ([]markRow, error) {
	return db.All[markRow](ctx, tx, `SELECT id, topic_id, mark, number FROM forum_post WHERE group_id = ? AND mark <> '' ORDER BY topic_id, mark, number LIMIT 100000`, group)
}
