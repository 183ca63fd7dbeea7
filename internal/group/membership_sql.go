package group

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

const membershipColumns = `m.id, m.group_id, COALESCE(m.account_id, ''), m.standing, m.role, m.professional, m.name, m.name_fold, m.pronouns, m.about, m.seed, m.picture, m.picture_mark,
	m.answer, COALESCE(m.invited_by, ''), m.agreed, m.wants_hello, m.afterwards, m.left_how, m.joined_at, m.shown_at, COALESCE(m.spoke_at, 0), COALESCE(m.out_until, 0), COALESCE(m.code_at, 0), COALESCE(m.left_at, 0), COALESCE(m.settled_at, 0), COALESCE(m.hushed_until, 0)`

type membershipRow struct {
	Membership
	joined, shown, spoke, out, code, left, settled, hushed int64
}

// Fields are membershipColumns.
func (r *membershipRow) Fields() []any {
	return []any{&r.ID, &r.Group, &r.Account, &r.Standing, &r.Role, &r.Professional, &r.Name, &r.fold, &r.Pronouns, &r.About, &r.Seed, &r.Picture, &r.look,
		&r.Answer, &r.InvitedBy, &r.Agreed, &r.WantsHello, &r.Afterwards, &r.LeftHow, &r.joined, &r.shown, &r.spoke, &r.out, &r.code, &r.left, &r.settled, &r.hushed}
}

func (r membershipRow) membership() Membership {
	m := r.Membership
	m.Joined, m.Shown, m.Spoke, m.OutUntil, m.Code = clock.FromMillis(r.joined), clock.FromMillis(r.shown), timeOf(r.spoke), timeOf(r.out), timeOf(r.code)
	m.Left, m.Settled, m.Hushed = timeOf(r.left), timeOf(r.settled), timeOf(r.hushed)
	return m
}

func memberships(rows []membershipRow) []Membership {
	list := make([]Membership, len(rows))
	for i, r := range rows {
		list[i] = r.membership()
	}
	return list
}

func membershipByID(ctx context.Context, tx *db.Tx, id string) (Membership, error) {
	r, err := db.One[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m WHERE m.id = ?`, id)
	return r.membership(), err
}

// liveMembership is the one that an account has in a group now, inside or at
// its door.
func liveMembership(ctx context.Context, tx *db.Tx, group, account string) (Membership, error) {
	r, err := db.One[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.account_id = ? AND m.standing IN ('asking', 'waiting', 'offered', 'here', 'out')`, group, account)
	return r.membership(), err
}

// memberRow is a group and somebody inside it.
type memberRow struct {
	groupRow
	membershipRow
}

// Fields are groupColumns and membershipColumns.
func (r *memberRow) Fields() []any { return append(r.groupRow.Fields(), r.membershipRow.Fields()...) }

const memberOf = `SELECT ` + groupColumns + `, ` + membershipColumns + ` FROM group_group g JOIN group_membership m ON m.group_id = g.id
	AND m.standing IN ('here', 'out') `

// memberBySlug is a group with the membership that an account has inside it:
// NotFound where it has none.
func memberBySlug(ctx context.Context, tx *db.Tx, slug, account string) (memberRow, error) {
	return db.One[memberRow](ctx, tx, memberOf+`WHERE g.slug = ? AND m.account_id = ?`, slug, account)
}

func memberByID(ctx context.Context, tx *db.Tx, group, account string) (memberRow, error) {
	return db.One[memberRow](ctx, tx, memberOf+`WHERE g.id = ? AND m.account_id = ?`, group, account)
}

func liveMemberships(ctx context.Context, tx *db.Tx, account string) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.account_id = ? AND m.standing IN ('asking', 'waiting', 'offered', 'here', 'out') ORDER BY m.id LIMIT 1000`, account)
	return memberships(rows), err
}

// allMemberships are all that still belong to an account, former ones too.
func allMemberships(ctx context.Context, tx *db.Tx, account string) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.account_id = ? ORDER BY m.id LIMIT 5000`, account)
	return memberships(rows), err
}

// formerMemberships are those that an account had in a group, and may come back
// to.
func formerMemberships(ctx context.Context, tx *db.Tx, group, account string) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.account_id = ? AND m.standing IN ('left', 'removed') ORDER BY m.left_at DESC, m.id LIMIT 20`, group, account)
	return memberships(rows), err
}

func insertMembership(ctx context.Context, tx *db.Tx, m Membership) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_membership (id, group_id, account_id, standing, role, professional, name, name_fold, pronouns, about, seed, picture, picture_mark,
		answer, invited_by, agreed, wants_hello, afterwards, left_how, joined_at, shown_at, spoke_at, code_at)
		VALUES (?, ?, ?, ?, ?, FALSE, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?)`,
		m.ID, m.Group, orNull(m.Account), string(m.Standing), string(m.Role), m.Name, m.fold, m.Pronouns, m.About, m.Seed, m.Picture, m.look,
		m.Answer, orNull(m.InvitedBy), m.Agreed, m.WantsHello, string(m.Afterwards), clock.Millis(m.Joined), clock.Millis(m.Shown), orNever(m.Spoke), orNever(m.Code))
	return err
}

func writePersona(ctx context.Context, tx *db.Tx, m Membership) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET name = ?, name_fold = ?, pronouns = ?, about = ?, seed = ?, picture = ?, picture_mark = ? WHERE id = ?`,
		m.Name, m.fold, m.Pronouns, m.About, m.Seed, m.Picture, m.look, m.ID)
	return err
}

func writeStanding(ctx context.Context, tx *db.Tx, id string, standing Standing, until time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET standing = ?, out_until = ? WHERE id = ?`, string(standing), orNever(until), id)
	return err
}

// writeLetIn makes somebody who asked or waited a member.
func writeLetIn(ctx context.Context, tx *db.Tx, id string, joined, shown time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET standing = 'here', out_until = NULL, answer = '', joined_at = ?, shown_at = ? WHERE id = ?`,
		clock.Millis(joined), clock.Millis(shown), id)
	return err
}

// writeGone makes a membership one that is over. Its persona is emptied, but for
// the name's fold, which keeps others from taking the name at once; the link to
// the account is cut where cut says so.
func writeGone(ctx context.Context, tx *db.Tx, id string, standing Standing, how How, cut bool, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET standing = ?, left_how = ?, left_at = ?, role = 'member', professional = FALSE, pronouns = '', about = '', seed = '',
		picture = '', picture_mark = '', answer = '', departs_at = NULL, out_until = NULL, code_at = NULL,
		name = CASE WHEN ? THEN '' ELSE name END, account_id = CASE WHEN ? THEN NULL ELSE account_id END WHERE id = ?`,
		string(standing), string(how), clock.Millis(at), cut, cut, id)
	return err
}

func deleteMembership(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_membership WHERE id = ?`, id)
	return err
}

// writeUnlinked cuts a membership from its account at once, and has it depart
// from its group later.
func writeUnlinked(ctx context.Context, tx *db.Tx, id string, how How, cut bool, departs time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET left_how = ?, departs_at = ?, account_id = CASE WHEN ? THEN NULL ELSE account_id END WHERE id = ?`,
		string(how), clock.Millis(departs), cut, id)
	return err
}

func departing(ctx context.Context, tx *db.Tx, now time.Time) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m WHERE m.departs_at <= ? ORDER BY m.departs_at, m.id LIMIT 200`, clock.Millis(now))
	return memberships(rows), err
}

// nameTaken tells whether somebody else here, or who left lately, has a name
// that looks like this one.
func nameTaken(ctx context.Context, tx *db.Tx, group, fold, except, account string, leftSince time.Time) (bool, error) {
	n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND name_fold = ? AND id <> ?
		AND (standing IN ('here', 'out', 'remembered') OR (standing IN ('left', 'removed') AND left_at > ? AND COALESCE(account_id, '') <> ?))`,
		group, fold, except, clock.Millis(leftSince), account)
	return n > 0, err
}

// forgetNames empties the names that are free again.
func forgetNames(ctx context.Context, tx *db.Tx, leftBefore time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET name_fold = '' WHERE standing IN ('left', 'removed') AND name_fold <> '' AND left_at <= ?`, clock.Millis(leftBefore))
	return err
}

// members lists who is here, by name, after that place. Whoever has not spoken
// is listed for themselves, and for those who greet, once they may be seen.
func members(ctx context.Context, tx *db.Tx, group, self string, greets bool, afterFold, afterID string, now time.Time, most int) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.standing IN ('here', 'out') AND (m.spoke_at IS NOT NULL OR m.id = ? OR (? AND m.shown_at <= ?))
		AND m.name_fold >= ? AND (m.name_fold > ? OR m.id > ?) ORDER BY m.name_fold, m.id LIMIT ?`,
		group, self, greets, clock.Millis(now), afterFold, afterFold, afterID, most)
	return memberships(rows), err
}

// membersNamed are those of them in whose name this stands. Names are looked at
// in an index alone, and without an escape: both cost a large group less.
func membersNamed(ctx context.Context, tx *db.Tx, group, self string, greets bool, search, afterFold, afterID string, now time.Time, most int) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.id IN (SELECT p.id FROM group_membership p WHERE p.group_id = ? AND p.standing IN ('here', 'out') AND p.name_fold LIKE ?
			AND p.name_fold >= ? AND (p.name_fold > ? OR p.id > ?))
		AND (m.spoke_at IS NOT NULL OR m.id = ? OR (? AND m.shown_at <= ?)) ORDER BY m.name_fold, m.id LIMIT ?`,
		group, "%"+plainLike(search)+"%", afterFold, afterFold, afterID, self, greets, clock.Millis(now), most)
	return memberships(rows), err
}

// plainLike has a space for what means something in a pattern. A folded name holds
// neither, unless it is of nothing but signs.
func plainLike(text string) string {
	return strings.NewReplacer("%", " ", "_", " ", `\`, " ").Replace(text)
}

// withRole are those who have one of the roles above that of a member.
func withRole(ctx context.Context, tx *db.Tx, group string) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.standing IN ('here', 'out') AND m.role <> 'member' ORDER BY m.role, m.name_fold, m.id LIMIT 200`, group)
	return memberships(rows), err
}

func leaders(ctx context.Context, tx *db.Tx, group string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND standing IN ('here', 'out')
		AND role IN ('facilitator', 'cofacilitator') AND departs_at IS NULL`, group)
}

// inStanding are those of one standing who may be seen, the longest first.
func inStanding(ctx context.Context, tx *db.Tx, group string, standing Standing, now time.Time, most int) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.standing = ? AND m.shown_at <= ? ORDER BY m.shown_at, m.id LIMIT ?`, group, string(standing), clock.Millis(now), most)
	return memberships(rows), err
}

// firstWaiting is who gets the next place.
func firstWaiting(ctx context.Context, tx *db.Tx, group string) (Membership, error) {
	r, err := db.One[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.group_id = ? AND m.standing = 'waiting' AND m.departs_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM group_ban b WHERE b.group_id = m.group_id AND b.account_id = m.account_id)
		ORDER BY m.joined_at, m.id LIMIT 1`, group)
	return r.membership(), err
}

// placesTaken is how many are here or have a place offered.
func placesTaken(ctx context.Context, tx *db.Tx, group string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND standing IN ('here', 'out', 'offered')`, group)
}

func ahead(ctx context.Context, tx *db.Tx, m Membership) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_membership WHERE group_id = ? AND standing = 'waiting'
		AND (joined_at < ? OR (joined_at = ? AND id < ?))`, m.Group, clock.Millis(m.Joined), clock.Millis(m.Joined), m.ID)
}

// offersOver are offers of a place that nobody took in time.
func offersOver(ctx context.Context, tx *db.Tx, now time.Time) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_membership m
		WHERE m.standing = 'offered' AND m.out_until <= ? ORDER BY m.id LIMIT 200`, clock.Millis(now))
	return memberships(rows), err
}

func writeRole(ctx context.Context, tx *db.Tx, id string, role Role) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET role = ?, code_at = NULL WHERE id = ?`, string(role), id)
	return err
}

func writeProfessional(ctx context.Context, tx *db.Tx, id string, is bool) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET professional = ? WHERE id = ?`, is, id)
	return err
}

func writeCode(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET code_at = ? WHERE id = ?`, clock.Millis(at), id)
	return err
}

func writeAgreed(ctx context.Context, tx *db.Tx, id string, version int64) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET agreed = ? WHERE id = ?`, version, id)
	return err
}

// carryAgreed takes a change of wording as agreed to by those who agreed to the
// version before.
func carryAgreed(ctx context.Context, tx *db.Tx, group string, from, to int64) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET agreed = ? WHERE group_id = ? AND agreed = ?`, to, group, from)
	return err
}

func writeSpoke(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET spoke_at = ? WHERE id = ? AND spoke_at IS NULL`, clock.Millis(at), id)
	return err
}

func writeSettled(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET settled_at = ? WHERE id = ?`, clock.Millis(at), id)
	return err
}

func writeWishes(ctx context.Context, tx *db.Tx, id string, wantsHello bool, afterwards Afterwards) error {
	_, err := tx.Exec(ctx, `UPDATE group_membership SET wants_hello = ?, afterwards = ? WHERE id = ?`, wantsHello, string(afterwards), id)
	return err
}

// insideAmong says which of the memberships are inside.
func insideAmong(ctx context.Context, tx *db.Tx, ids []string) ([]idRow, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return db.All[idRow](ctx, tx, tx.Pick(insideOf), string(list))
}

var insideOf = db.Pair{
	SQLite:   `SELECT m.id FROM group_membership m JOIN json_each(?) j ON j.value = m.id WHERE m.standing IN ('here', 'out') AND m.departs_at IS NULL`,
	Postgres: `SELECT m.id FROM group_membership m JOIN jsonb_array_elements_text(?::jsonb) j ON j = m.id WHERE m.standing IN ('here', 'out') AND m.departs_at IS NULL`,
}
