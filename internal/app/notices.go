package app

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/account/lost"
	"handrail/internal/home"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
)

// The kinds of notice about an account. The owner is told each time somebody
// gets nearer to their door, and always by the door itself.
const (
	noticeKeyAdded   = "account.key-added"
	noticeKeyRemoved = "account.key-removed"
	noticeSignedIn   = "account.signed-in"
	noticeCodeUsed   = "account.code-used"
	noticeRenamed    = "account.renamed"
	noticeLetIn      = "account.let-in"
	noticeSteward    = "account.steward"
	noticeClaimed    = "account.claim-confirmed"
	noticeStopped    = "account.claim-stopped"
	noticeAsked      = "account.claim-asked"
	noticeReturned   = "account.claim-used"
	noticeTrusted    = "account.trust-began"
	noticeUntrusted  = "account.trust-ended"
)

func accountNotices() []notify.Kind {
	to := func(path string) func(string) string { return func(string) string { return path } }
	here := func(v account.Viewer, target string) bool { return v.Session == target }
	return []notify.Kind{
		{Name: noticeKeyAdded, Own: here, Level: notify.Urgent, Say: "A key was added to your seat. If that was not you, take it away and sign out everywhere else.", Link: to("/settings/keys"), Preview: "A setting was changed"},
		{Name: noticeKeyRemoved, Own: here, Level: notify.Urgent, Say: "A key was taken away from your seat. If that was not you, add another one and sign out everywhere else.", Link: to("/settings/keys"), Preview: "A setting was changed"},
		{Name: noticeSignedIn, Own: here, Level: notify.Normal, Say: "Somebody signed in with one of your keys. If that was not you, sign them out and change your keys.", Link: to("/settings/devices"), Preview: "A new device was added"},
		{Name: noticeCodeUsed, Own: here, Level: notify.Urgent, Say: "One of your recovery codes was used to sign in. If that was not you, sign them out and make new codes.", Link: to("/settings/devices"), Preview: "A new device was added"},
		{Name: noticeRenamed, Own: here, Level: notify.Urgent, Say: "Your sign-in name was changed. If that was not you, look at your devices and change your keys.", Link: to("/settings/devices"), Preview: "A setting was changed"},
		{Name: noticeClaimed, Level: notify.Urgent, Say: "Somebody said that it is you who asks to be let in again. If that is not so, stop it now.", Link: to(lost.ClaimsPath), Preview: "A setting needs a look"},
		{Name: noticeStopped, Level: notify.Urgent, Say: "Somebody who is signed in here stopped the door from being opened again.", Link: to(lost.ClaimsPath), Preview: "A setting was changed"},
		{Name: noticeAsked, Level: notify.Quiet, Say: "Somebody asked to be let in to your seat. They get in only if others say that it is you. That takes somebody you trust, a steward, or two who lead your group.", Link: to(lost.ClaimsPath)},
		{Name: noticeReturned, Level: notify.Urgent, Say: "Your seat was opened again with the help of others. All keys from before are gone. So is what was locked with your own key.", Link: to("/settings/keys"), Preview: "A setting was changed"},
		{Name: noticeTrusted, Level: notify.Normal, Say: "Somebody took the link you gave them. They can now say that it is you, if you lose every key.", Link: to(lost.TrustPath), Preview: "A setting was changed"},
		{Name: noticeUntrusted, Level: notify.Quiet, Say: "Somebody you trusted can no longer say that it is you.", Link: to(lost.TrustPath)},
		{Name: noticeLetIn, Level: notify.Normal, Say: "A steward has let you in. Good that you are here.", Link: to(home.Path), Preview: "You have an update"},
		{Name: noticeSteward, Level: notify.Normal, Say: "You were made a steward. It counts once you hold two keys and sign in with both.", Link: to("/settings/keys"), Preview: "A setting was changed"},
	}
}

// tell is the list of what accounts are told about themselves.
func (a *App) tell() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.KeyChanged) error {
		kind := noticeKeyAdded
		if !e.Added {
			kind = noticeKeyRemoved
		}
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: kind, Target: e.Session})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.SignedIn) error {
		kind := noticeSignedIn
		if e.Code {
			kind = noticeCodeUsed
		}
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: kind, Target: e.Session})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.Renamed) error {
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeRenamed, Target: e.Session})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.StandingChanged) error {
		if e.Standing != account.Here || e.By == "account:"+e.Account {
			return nil
		}
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeLetIn})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.StewardChanged) error {
		if !e.Steward {
			return nil
		}
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeSteward})
	})
	a.tellOfClaims()
	event.Within(a.Events, a.Notices.SessionEnded)
}

// tellOfClaims is what accounts are told when somebody asks to be let in again.
func (a *App) tellOfClaims() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.ClaimConfirmed) error {
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeClaimed})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.ClaimStopped) error {
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeStopped})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.ClaimAsked) error {
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeAsked})
	})
	event.Within(a.Events, a.Notices.ForgetPrivate)
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.ClaimUsed) error {
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: noticeReturned})
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e account.TrustChanged) error {
		kind := noticeTrusted
		if !e.Began {
			kind = noticeUntrusted
		}
		return a.Notices.Add(ctx, tx, notify.News{Account: e.Account, Kind: kind})
	})
	event.Later(a.Events, "account.tell-asked", func(ctx context.Context, e account.ClaimMade) error {
		return a.Accounts.TellAsked(ctx, e.Claim)
	})
}
