package app

import (
	"context"
	"log/slog"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/face"
	"handrail/internal/group/note"
	"handrail/internal/group/voice"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/realtime"
)

// openGroups builds what knows the groups.
func (a *App) openGroups() {
	a.Ballots = ballot.New(ballot.Options{DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Events: a.Events})
	a.Groups = group.New(group.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Keys: a.Keys, Text: a.Text, Accounts: a.Accounts,
		Founding: func(ctx context.Context) group.Founding {
			current, err := a.Site.Get(ctx)
			if err != nil {
				return group.ByApproval
			}
			return group.Founding(current.Founding)
		},
	})
	a.Notes = note.New(note.Options{DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Accounts: a.Accounts, Cookies: a.cookies})
	a.Faces = face.New(face.Options{DB: a.DB, Clock: a.Config.Clock, Keys: a.Keys, Files: a.Files, Pictures: a.Pictures, Groups: a.Groups})
}

// openVoice builds what members decide together.
func (a *App) openVoice() {
	a.Voice = voice.New(voice.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Groups: a.Groups, Ballots: a.Ballots, Text: a.Text, Cookies: a.cookies,
	})
}

// liveGroup is the realtime namespace of groups: "group:<id>" says that there is
// something to look at, and nothing else.
const liveGroup = "group"

// stir is what is sent there.
var stir = []byte(`{}`)

// joinGroups says who may listen to a group.
func (a *App) joinGroups() {
	a.Live.Namespace(liveGroup, func(ctx context.Context, peer realtime.Peer, id string) (realtime.Grant, error) {
		m, err := a.Groups.ListenerFor(ctx, peer.Subject, id)
		return realtime.Grant{Membership: m}, err
	}, realtime.NamespaceOptions{})
}

// reactGroups is what groups make others do.
func (a *App) reactGroups() {
	event.Within(a.Events, func(_ context.Context, tx *db.Tx, e group.AccessEnded) error {
		tx.AfterCommit(func() {
			if err := a.Live.Revoke(context.Background(), realtime.Revocation{Membership: e.Membership}); err != nil {
				a.Config.Log.Warn("sockets not told", slog.Any("error", err))
			}
		})
		return nil
	})
	event.Within(a.Events, func(_ context.Context, tx *db.Tx, e group.Stirred) error {
		tx.AfterCommit(func() {
			if err := a.Live.Publish(context.Background(), liveGroup+":"+e.Group, stir); err != nil {
				a.Config.Log.Debug("open pages not told", slog.Any("error", err))
			}
		})
		return nil
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.StandingChanged) error {
		if e.Standing != account.Closed && e.Standing != account.Erasing {
			return nil
		}
		return a.Groups.AccountGoes(ctx, tx, e.Account, e.Standing == account.Erasing)
	})
	event.Within(a.Events, a.Voice.Decided)
	event.Later(a.Events, "group.forget-ballot", a.Ballots.Forget)
	event.Later(a.Events, "group.picture-gone", func(ctx context.Context, e group.PictureGone) error { return a.Files.Delete(ctx, e.Key) })
	a.recordGroups()
}

// recordGroups puts into the record what stewards do about groups.
func (a *App) recordGroups() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Decided) error {
		action := "group.let-found"
		if !e.Yes {
			action = "group.refused"
		}
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: action, Object: e.Group, Reason: e.Reason})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.StateChanged) error {
		if e.By == "" {
			return nil // its own leaders, or its last day
		}
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "group." + string(e.State), Object: e.Group, Reason: e.Reason})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Adopted) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "group.adopted", Object: e.Group, Reason: e.Reason})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e note.Changed) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "note." + string(e.What), Object: e.Kind})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e voice.Mourning) error {
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: pick(e.Died, "group.remembered", "group.not-remembered"), Object: e.Membership})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Verified) error {
		if e.By == "" {
			return nil // it lapsed
		}
		return a.Audit.Append(ctx, tx, audit.Entry{Actor: e.By, Action: "group.verification-" + string(e.State), Object: e.Membership})
	})
}
