package app

import (
	"context"
	"log/slog"

	"handrail/internal/account"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/realtime"
)

// cutSockets is the kind of work that closes the sockets of a seat on behalf of
// a program that holds none: a command beside the running server.
const cutSockets = "account.cut-sockets"

// cut says whose sockets.
type cut struct{ Subject string }

// recordMembers puts into the record what stewards and the operator do about
// somebody's seat. What people decide about their own is nobody's business.
func (a *App) recordMembers() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.StandingChanged) error {
		if e.By == audit.System || e.By == subjectOf(e.Account) {
			return nil
		}
		if e.Behind != "" {
			// About nobody, so that no page leads from the persona to the seat.
			return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "member.closed-behind", Object: e.Behind, Reason: e.Reason})
		}
		return a.recordMember(ctx, tx, e.Account, audit.Entry{Actor: e.By, Action: standingAction(e), Reason: e.Reason})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.StewardChanged) error {
		entry := audit.Entry{Actor: e.By, Action: "member.steward", Reason: e.Reason}
		if !e.Steward {
			entry = audit.Entry{Actor: e.By, Action: "member.unsteward", Reason: e.Reason}
		}
		return a.recordMember(ctx, tx, e.Account, entry)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.ClaimConfirmed) error {
		if e.By == "" {
			return nil // by somebody whom they trust
		}
		return a.recordMember(ctx, tx, e.Account, audit.Entry{Actor: e.By, Action: "member.reset-started", Reason: e.Reason})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.InvitationMade) error {
		entry := audit.Entry{Actor: e.By, Action: "invitation.made", Object: e.ID}
		if e.Back {
			entry = audit.Entry{Actor: e.By, Action: "invitation.taken-back", Object: e.ID}
		}
		return a.Audit.Append(ctx, tx, entry)
	})
	jobs.Handle(a.Jobs, cutSockets, func(ctx context.Context, c cut) error {
		return a.Live.Revoke(ctx, realtime.Revocation{Subject: c.Subject})
	})
}

// recordMember writes what was done about a seat. Where it was done at the
// command line, a running server hears of it as work.
func (a *App) recordMember(ctx context.Context, tx *db.Tx, member string, e audit.Entry) error {
	e.About = subjectOf(member)
	if err := a.Audit.Append(ctx, tx, e); err != nil || e.Actor != account.OperatorSubject {
		return err
	}
	return a.Jobs.Add(ctx, tx, cutSockets, cut{e.About})
}

func standingAction(e account.StandingChanged) string {
	switch {
	case e.Standing == account.Here && e.From == account.Waiting:
		return "member.let-in"
	case e.Standing == account.Here:
		return "member.resumed"
	case e.Standing == account.Paused:
		return "member.paused"
	case e.Standing == account.Erasing:
		return "member.erased"
	}
	return "member.closed"
}

func subjectOf(member string) string { return account.Viewer{Account: member}.Subject() }

// cutNow closes the sockets of sessions that have ended, on every node.
func (a *App) cutNow(_ context.Context, tx *db.Tx, e account.SessionEnded) error {
	tx.AfterCommit(func() {
		if err := a.Live.Revoke(context.Background(), realtime.Revocation{Session: e.SessionID, Subject: e.Subject}); err != nil {
			a.Config.Log.Warn("sockets not told", slog.Any("error", err))
		}
	})
	return nil
}
