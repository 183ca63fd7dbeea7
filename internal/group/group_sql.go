package group

import (
	"context"
	"strings"
	"time"

	"handrail/internal/group/word"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const groupColumns = `g.id, g.slug, g.name, g.kind, g.words, g.state, g.visibility, g.joining, g.question, g.summary, g.whom, g.about, g.about_html, g.about_made,
	g.topics, g.languages, g.zone, g.capacity, g.queues, COALESCE(g.starts_at, 0), COALESCE(g.ends_at, 0), g.invites, g.young_days, g.members, g.care, g.held, g.said, g.agreement, g.made_at`

type groupRow struct {
	Group
	aboutMade, capacity, starts, ends, young, members, made int64
	topics, languages                                       string
}

// Fields are groupColumns.
func (r *groupRow) Fields() []any {
	return []any{&r.ID, &r.Slug, &r.Name, &r.Kind, &r.Words, &r.State, &r.Visibility, &r.Joining, &r.Question, &r.Summary, &r.Whom, &r.About, &r.AboutHTML, &r.aboutMade,
		&r.topics, &r.languages, &r.Zone, &r.capacity, &r.Queues, &r.starts, &r.ends, &r.Invites, &r.young, &r.members, &r.Care, &r.Held, &r.Said, &r.Agreement, &r.made}
}

func (r groupRow) group() Group {
	g := r.Group
	g.aboutBy, g.Capacity, g.YoungDays, g.members = int(r.aboutMade), int(r.capacity), int(r.young), int(r.members)
	g.Topics, g.Languages = strings.Fields(r.topics), strings.Fields(r.languages)
	g.Starts, g.Ends, g.Made = timeOf(r.starts), timeOf(r.ends), clock.FromMillis(r.made)
	return g
}

// timeOf is the time of a column that may be empty: zero for never.
func timeOf(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return clock.FromMillis(millis)
}

// orNever is what a column holds for a time that may be zero.
func orNever(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return clock.Millis(t)
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// spaced is a list of ids as a column holds it: with a space before and after
// each, so that one can be found in it.
func spaced(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return " " + strings.Join(list, " ") + " "
}

func groups(rows []groupRow) []Group {
	list := make([]Group, len(rows))
	for i, r := range rows {
		list[i] = r.group()
	}
	return list
}

func groupBySlug(ctx context.Context, tx *db.Tx, slug string) (Group, error) {
	r, err := db.One[groupRow](ctx, tx, `SELECT `+groupColumns+` FROM group_group g WHERE g.slug = ?`, slug)
	return r.group(), err
}

func groupByID(ctx context.Context, tx *db.Tx, id string) (Group, error) {
	r, err := db.One[groupRow](ctx, tx, `SELECT `+groupColumns+` FROM group_group g WHERE g.id = ?`, id)
	return r.group(), err
}

func insertGroup(ctx context.Context, tx *db.Tx, g Group) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_group (id, slug, name, kind, words, state, visibility, joining, question, summary, whom, about, about_html, about_made,
		topics, languages, zone, capacity, queues, starts_at, ends_at, invites, young_days, members, care, agreement, made_at, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, FALSE, ?, ?, ?)`,
		g.ID, g.Slug, g.Name, string(g.Kind), string(g.Words), string(g.State), string(g.Visibility), string(g.Joining), g.Question, g.Summary, g.Whom, g.About, g.AboutHTML, g.aboutBy,
		spaced(g.Topics), spaced(g.Languages), g.Zone, g.Capacity, g.Queues, orNever(g.Starts), orNever(g.Ends), g.Invites, g.YoungDays, g.Agreement, clock.Millis(g.Made), clock.Millis(g.Made))
	return err
}

// writeGroup keeps what leaders decide.
func writeGroup(ctx context.Context, tx *db.Tx, g Group, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_group SET name = ?, words = ?, visibility = ?, joining = ?, question = ?, summary = ?, whom = ?, about = ?, about_html = ?, about_made = ?,
		topics = ?, languages = ?, zone = ?, capacity = ?, queues = ?, starts_at = ?, ends_at = ?, invites = ?, young_days = ?, changed_at = ? WHERE id = ?`,
		g.Name, string(g.Words), string(g.Visibility), string(g.Joining), g.Question, g.Summary, g.Whom, g.About, g.AboutHTML, g.aboutBy,
		spaced(g.Topics), spaced(g.Languages), g.Zone, g.Capacity, g.Queues, orNever(g.Starts), orNever(g.Ends), g.Invites, g.YoungDays, clock.Millis(now), g.ID)
	return err
}

func writeState(ctx context.Context, tx *db.Tx, id string, state State, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_group SET state = ?, changed_at = ? WHERE id = ?`, string(state), clock.Millis(now), id)
	return err
}

// writeSaid keeps what the stewards say to a group, and whether only they can
// undo what they did.
func writeSaid(ctx context.Context, tx *db.Tx, id, said string, held bool) error {
	_, err := tx.Exec(ctx, `UPDATE group_group SET said = ?, held = ? WHERE id = ?`, said, held, id)
	return err
}

func writeCare(ctx context.Context, tx *db.Tx, id string, care bool) error {
	_, err := tx.Exec(ctx, `UPDATE group_group SET care = ? WHERE id = ?`, care, id)
	return err
}

// countMembers counts those of all groups at once.
func countMembers(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE group_group SET members = (SELECT COUNT(*) FROM group_membership m WHERE m.group_id = group_group.id AND m.standing IN ('here', 'out'))
		WHERE state IN ('open', 'paused')`)
	return err
}

// Filter narrows the directory. Empty fields narrow nothing.
type Filter struct {
	Text     string // part of the name or the paragraph
	Kind     word.Kind
	Topic    string
	Language string
}

// listed are groups that show, by name, after the one with that name and id.
func listed(ctx context.Context, tx *db.Tx, f Filter, afterName, afterID string, most int) ([]Group, error) {
	like := "%" + escapeLike(strings.ToLower(f.Text)) + "%"
	rows, err := db.All[groupRow](ctx, tx, `SELECT `+groupColumns+` FROM group_group g
		WHERE g.state IN ('open', 'paused') AND g.visibility IN ('public', 'listed')
		AND (? = '%%' OR LOWER(g.name) LIKE ? ESCAPE '!' OR LOWER(g.summary) LIKE ? ESCAPE '!')
		AND (? = '' OR g.kind = ?) AND (? = '' OR g.topics LIKE ? ESCAPE '!') AND (? = '' OR g.languages LIKE ? ESCAPE '!')
		AND (? = '' OR g.name > ? OR (g.name = ? AND g.id > ?))
		ORDER BY g.name, g.id LIMIT ?`,
		like, like, like, string(f.Kind), string(f.Kind), f.Topic, "% "+escapeLike(f.Topic)+" %", f.Language, "% "+escapeLike(f.Language)+" %",
		afterID, afterName, afterName, afterID, most)
	return groups(rows), err
}

func escapeLike(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

// byState are groups for the stewards.
func byState(ctx context.Context, tx *db.Tx, state State, care bool, afterName, afterID string, most int) ([]Group, error) {
	rows, err := db.All[groupRow](ctx, tx, `SELECT `+groupColumns+` FROM group_group g
		WHERE (? = '' OR g.state = ?) AND (NOT ? OR g.care) AND (? = '' OR g.name > ? OR (g.name = ? AND g.id > ?))
		ORDER BY g.name, g.id LIMIT ?`, string(state), string(state), care, afterID, afterName, afterName, afterID, most)
	return groups(rows), err
}

func groupsOf(ctx context.Context, tx *db.Tx, account string) ([]Group, error) {
	rows, err := db.All[groupRow](ctx, tx, `SELECT `+groupColumns+` FROM group_group g
		WHERE g.id IN (SELECT group_id FROM group_membership WHERE account_id = ? AND standing IN ('asking', 'waiting', 'offered', 'here', 'out'))
		ORDER BY g.name, g.id LIMIT 200`, account)
	return groups(rows), err
}

func endedCohorts(ctx context.Context, tx *db.Tx, now time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM group_group WHERE state IN ('open', 'paused') AND ends_at <= ? LIMIT 100`, clock.Millis(now))
}

func countByState(ctx context.Context, tx *db.Tx, state State) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_group WHERE state = ?`, string(state))
}

func countInCare(ctx context.Context, tx *db.Tx) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_group WHERE care AND state IN ('open', 'paused')`)
}

type idRow string

// Fields are one id.
func (r *idRow) Fields() []any { return []any{(*string)(r)} }
