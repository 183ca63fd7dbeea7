package group

import (
	"context"
	"time"

	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
)

type banRow struct {
	ID, Group, Account, Membership, Name, Reason string
	MadeAt                                       int64
}

// Fields are the columns of bans.
func (r *banRow) Fields() []any { return []any{&r.ID, &r.Name, &r.Reason, &r.MadeAt} }

func insertBan(ctx context.Context, tx *db.Tx, r banRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_ban (id, group_id, account_id, membership_id, reason, made_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (group_id, account_id) DO NOTHING`, r.ID, r.Group, r.Account, r.Membership, r.Reason, r.MadeAt)
	return err
}

func bans(ctx context.Context, tx *db.Tx, group string) ([]banRow, error) {
	return db.All[banRow](ctx, tx, `SELECT b.id, COALESCE(m.name, ''), b.reason, b.made_at FROM group_ban b LEFT JOIN group_membership m ON m.id = b.membership_id
		WHERE b.group_id = ? ORDER BY b.made_at DESC, b.id LIMIT 500`, group)
}

func bansOf(ctx context.Context, tx *db.Tx, group, account string) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_ban WHERE group_id = ? AND account_id = ?`, group, account)
}

func bansSince(ctx context.Context, tx *db.Tx, group string, since time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM group_ban WHERE group_id = ? AND made_at > ? LIMIT 2000`, group, clock.Millis(since))
}

func bansOfAccount(ctx context.Context, tx *db.Tx, account string, since time.Time) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT id FROM group_ban WHERE account_id = ? AND made_at > ? ORDER BY made_at DESC LIMIT 8`, account, clock.Millis(since))
}

func deleteBan(ctx context.Context, tx *db.Tx, id, group string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM group_ban WHERE id = ? AND group_id = ?`, id, group)
}

// copyBans has a group that came of another keep out whom that one kept out.
func copyBans(ctx context.Context, tx *db.Tx, id, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_ban (id, group_id, account_id, membership_id, reason, made_at)
		SELECT ? || ':' || b.id, ?, b.account_id, b.membership_id, b.reason, b.made_at FROM group_ban b WHERE b.group_id = ?`, id, to, from)
	return err
}

func copyBlocks(ctx context.Context, tx *db.Tx, from, to string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_block (group_id, account_id, other_id, made_at)
		SELECT ?, b.account_id, b.other_id, b.made_at FROM group_block b WHERE b.group_id = ?`, to, from)
	return err
}

func insertBlock(ctx context.Context, tx *db.Tx, group, account, other string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_block (group_id, account_id, other_id, made_at) VALUES (?, ?, ?, ?) ON CONFLICT (group_id, account_id, other_id) DO NOTHING`,
		group, account, other, clock.Millis(now))
	return err
}

func deleteBlock(ctx context.Context, tx *db.Tx, group, account, other string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM group_block WHERE group_id = ? AND account_id = ? AND other_id = ?`, group, account, other)
}

// blockedBy are the memberships of those whom an account blocked in a group. Who
// came back since under another name is not among them: a block would tell it.
func blockedBy(ctx context.Context, tx *db.Tx, group, account string) ([]Membership, error) {
	rows, err := db.All[membershipRow](ctx, tx, `SELECT `+membershipColumns+` FROM group_block b
		JOIN group_membership m ON m.group_id = b.group_id AND m.account_id = b.other_id
		WHERE b.group_id = ? AND b.account_id = ? AND m.joined_at <= b.made_at AND m.standing IN ('here', 'out') ORDER BY m.name_fold, m.id LIMIT 500`, group, account)
	return memberships(rows), err
}

// between are the memberships of all whom a block stands between and an account,
// whoever made it.
const between = `SELECT m.id, m.role FROM group_block b CROSS JOIN group_membership m WHERE m.group_id = b.group_id AND m.account_id = b.other_id AND b.group_id = ? AND b.account_id = ?
	UNION SELECT m.id, m.role FROM group_block b CROSS JOIN group_membership m WHERE m.group_id = b.group_id AND m.account_id = b.account_id AND b.group_id = ? AND b.other_id = ?
	UNION SELECT m.id, m.role FROM group_block b JOIN group_membership m ON m.id = b.other_id WHERE b.group_id = ? AND b.account_id = ?`

func estranged(ctx context.Context, tx *db.Tx, group, account string) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT e.id FROM (`+between+`) e`, group, account, group, account, group, account)
}

// estrangedPlain leaves out those with a role.
func estrangedPlain(ctx context.Context, tx *db.Tx, group, account string) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT e.id FROM (`+between+`) e WHERE e.role = 'member'`, group, account, group, account, group, account)
}

// gone stands before the id of an account that was erased.
const gone = "gone:"

// forgetAccount cuts the bans of an account that is erased, which last for as
// long as the mark in a browser does, and ends its blocks.
func forgetAccount(ctx context.Context, tx *db.Tx, account, stand string) error {
	if _, err := tx.Exec(ctx, `UPDATE group_ban SET account_id = ?, membership_id = NULL, reason = '' WHERE account_id = ?`, gone+stand, account); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM group_block WHERE account_id = ? OR other_id = ?`, account, account)
	return err
}

// sweepBans forgets the bans of accounts that were erased, once no browser holds
// their mark.
func sweepBans(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_ban WHERE account_id LIKE 'gone:%' AND made_at <= ?`, clock.Millis(before))
	return err
}

// standInBlocks has the blocks of an account hold for its membership alone, until
// that departs: nobody is to see at which moment the account was erased.
func standInBlocks(ctx context.Context, tx *db.Tx, group, account, membership string) error {
	for _, statement := range []func(context.Context, *db.Tx, string, string, string) error{standInForTheirs, standInForOwn} {
		if err := statement(ctx, tx, group, account, membership); err != nil {
			return err
		}
	}
	return nil
}

func standInForTheirs(ctx context.Context, tx *db.Tx, group, account, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_block (group_id, account_id, other_id, made_at) SELECT b.group_id, b.account_id, ?, b.made_at FROM group_block b
		WHERE b.group_id = ? AND b.other_id = ? ON CONFLICT (group_id, account_id, other_id) DO NOTHING`, membership, group, account)
	return err
}

func standInForOwn(ctx context.Context, tx *db.Tx, group, account, membership string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_block (group_id, account_id, other_id, made_at) SELECT b.group_id, b.other_id, ?, b.made_at FROM group_block b
		WHERE b.group_id = ? AND b.account_id = ? ON CONFLICT (group_id, account_id, other_id) DO NOTHING`, membership, group, account)
	return err
}

func endStandIns(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_block WHERE other_id = ?`, membership)
	return err
}

func forgetMutes(ctx context.Context, tx *db.Tx, membership string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_mute WHERE membership_id = ? OR muted_id = ?`, membership, membership)
	return err
}

// votesWith counts open votes on who leads, or on what is agreed, that a member
// had come in time for, where the remover is named to stop, or the member to lead.
func votesWith(ctx context.Context, tx *db.Tx, group, member, remover string, joined time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_proposal WHERE group_id = ? AND state IN ('gathering', 'voting') AND what <> 'question' AND made_at >= ?
		AND (up_id = ? OR down_id = ? OR membership_id = ?
		OR EXISTS (SELECT 1 FROM group_second s WHERE s.proposal_id = group_proposal.id AND s.membership_id = ?))`,
		group, clock.Millis(joined), member, remover, member, member)
}

// votesOnLeading counts the votes on who leads that are open, and those that took
// the lead from somebody since then.
func votesOnLeading(ctx context.Context, tx *db.Tx, group, member string, since time.Time) (int64, error) {
	return db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM group_proposal WHERE group_id = ? AND what = 'leader'
		AND (state IN ('gathering', 'voting') OR (down_id = ? AND state IN ('carried', 'moot') AND made_at > ?))`,
		group, member, clock.Millis(since))
}

func insertMute(ctx context.Context, tx *db.Tx, membership, muted string) error {
	_, err := tx.Exec(ctx, `INSERT INTO group_mute (membership_id, muted_id) VALUES (?, ?) ON CONFLICT (membership_id, muted_id) DO NOTHING`, membership, muted)
	return err
}

func deleteMute(ctx context.Context, tx *db.Tx, membership, muted string) error {
	_, err := tx.Exec(ctx, `DELETE FROM group_mute WHERE membership_id = ? AND muted_id = ?`, membership, muted)
	return err
}

func mutedBy(ctx context.Context, tx *db.Tx, membership string) ([]idRow, error) {
	return db.All[idRow](ctx, tx, `SELECT muted_id FROM group_mute WHERE membership_id = ? LIMIT 2000`, membership)
}
