package forum

import (
	"context"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

// postRow is a post as it lies in the database.
type postRow struct {
	ID, Topic, Group string
	Number, seq      int64
	By               string // the membership, or "" for an anonymous or deleted one
	Mark             string // of an anonymous one
	Pseudonym        int64
	State            State
	HTML, source     string
	rendered         int64
	notes            string
	quote, quoteText string
	cared            string
	picture, alt     string
	width, height    int64
	told             bool
	made, edited     int64
}

const postColumns = `p.id, p.topic_id, p.group_id, p.number, p.seq, COALESCE(p.membership_id, ''), p.mark, p.pseudonym, p.state, p.html, p.source, p.rendered, p.notes,
	COALESCE(p.quote_id, ''), p.quote_text, p.cared, p.picture, p.picture_alt, p.picture_width, p.picture_height, p.told, p.made_at, COALESCE(p.edited_at, 0)`

// Fields are postColumns.
func (r *postRow) Fields() []any {
	return []any{&r.ID, &r.Topic, &r.Group, &r.Number, &r.seq, &r.By, &r.Mark, &r.Pseudonym, &r.State, &r.HTML, &r.source, &r.rendered, &r.notes,
		&r.quote, &r.quoteText, &r.cared, &r.picture, &r.alt, &r.width, &r.height, &r.told, &r.made, &r.edited}
}

func postByID(ctx context.Context, tx *db.Tx, id string) (postRow, error) {
	return db.One[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p WHERE p.id = ?`, id)
}

// postsOf are all posts of a topic.
func postsOf(ctx context.Context, tx *db.Tx, topic string) ([]postRow, error) {
	return db.All[postRow](ctx, tx, `SELECT `+postColumns+` FROM forum_post p WHERE p.topic_id = ? ORDER BY p.number LIMIT 100000`, topic)
}

func insertPost(ctx context.Context, tx *db.Tx, p postRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_post (id, topic_id, group_id, number, seq, membership_id, mark, pseudonym, state, html, source, rendered, notes, quote_id, quote_text, cared,
		picture, picture_alt, picture_width, picture_height, told, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, FALSE, ?)`,
		p.ID, p.Topic, p.Group, p.Number, p.seq, orNull(p.By), p.Mark, p.Pseudonym, string(p.State), p.HTML, p.source, p.rendered, p.notes, orNull(p.quote), p.quoteText,
		p.picture, p.alt, p.width, p.height, p.made)
	return err
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func insertAuthor(ctx context.Context, tx *db.Tx, post string, author []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO forum_author (post_id, author) VALUES (?, ?)`, post, author)
	return err
}

func sealedAuthor(ctx context.Context, tx *db.Tx, post string) ([]byte, error) {
	return db.Scalar[[]byte](ctx, tx, `SELECT author FROM forum_author WHERE post_id = ?`, post)
}

// pseudonymOf is the number of an anonymous author in a topic: NotFound where
// they wrote nothing there.
func pseudonymOf(ctx context.Context, tx *db.Tx, group, topic, mark string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT pseudonym FROM forum_post WHERE group_id = ? AND topic_id = ? AND mark = ? AND mark <> '' LIMIT 1`, group, topic, mark)
}

// lastMade is when somebody last wrote into a topic, under their name or
// without it; 0 for never.
func lastMade(ctx context.Context, tx *db.Tx, topic, membership, mark string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COALESCE(MAX(made_at), 0) FROM (SELECT made_at FROM forum_post WHERE topic_id = ? AND (membership_id = ? OR mark = ?)
		ORDER BY number DESC LIMIT 1) p`, topic, membership, mark)
}

// wroteOnce tells whether a member ever wrote a post, one that waits included.
func wroteOnce(ctx context.Context, tx *db.Tx, membership string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT 1 FROM forum_post WHERE membership_id = ? LIMIT 1) p`, membership)
	return n > 0, err
}

// wroteBefore tells whether a post of a member is there for all.
func wroteBefore(ctx context.Context, tx *db.Tx, membership string) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM (SELECT 1 FROM forum_post WHERE membership_id = ? AND state = 'here' LIMIT 1) p`, membership)
	return n > 0, err
}

func writePostState(ctx context.Context, tx *db.Tx, id string, state State) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET state = ? WHERE id = ?`, string(state), id)
	return err
}

func writeWords(ctx context.Context, tx *db.Tx, p postRow) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET html = ?, source = ?, rendered = ?, notes = ?, picture = ?, picture_alt = ?, picture_width = ?, picture_height = ?, edited_at = ? WHERE id = ?`,
		p.HTML, p.source, p.rendered, p.notes, p.picture, p.alt, p.width, p.height, p.edited, p.ID)
	return err
}

// writeGone empties a post: its number is all that stays.
func writeGone(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET state = 'gone', html = '', source = '', notes = '', quote_id = NULL, quote_text = '', cared = '', membership_id = NULL, mark = '', pseudonym = 0,
		picture = '', picture_alt = '', picture_width = 0, picture_height = 0, edited_at = NULL WHERE id = ?`, id)
	return err
}

// forgetQuotes empties what others quoted of a post.
func forgetQuotes(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE forum_post SET quote_text = '' WHERE quote_id = ?`, id)
	return err
}

// forgetWith deletes what hangs on a post: who wrote it, its earlier versions,
// who cared, who kept it, and where it was.
func forgetWith(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM forum_author WHERE post_id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM forum_version WHERE post_id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM forum_reaction WHERE post_id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM forum_bookmark WHERE post_id = ?`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM forum_split WHERE post_id = ?`, id)
	return err
}

func (r postRow) pictureOf() *Picture {
	if r.picture == "" {
		return nil
	}
	return &Picture{Key: r.picture, Alt: r.alt, Width: int(r.width), Height: int(r.height)}
}

// post is a post as somebody sees it; whose words it holds is filled by page.go.
func (r postRow) post() Post {
	p := Post{ID: r.ID, Topic: r.Topic, Group: r.Group, Number: r.Number, State: r.State, HTML: r.HTML, Notes: splitNotes(r.notes), Picture: r.pictureOf(), Made: clock.FromMillis(r.made), seq: r.seq}
	if r.edited > 0 {
		p.Edited = clock.FromMillis(r.edited)
	}
	return p
}
