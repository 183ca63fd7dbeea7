package account

import (
	"context"
	"time"

	"handrail/internal/platform/fault"
)

// Viewer is whoever is looking: a visitor, the holder of an account, or the
// holder of a pass. The zero Viewer is a visitor.
type Viewer struct {
	Session string  // the id of the session, or "" for a visitor
	Account string  // the id of the account, or ""
	Pass    string  // the id of the pass, or ""
	Purpose Purpose // what the pass is for
	Target  string  // what the pass is good for: the id of one thing, or ""

	// Of an account:
	Standing  Standing
	Consents  bool      // to the present text
	Steward   bool      // was made one; whether they may act as one now, May says
	Keys      int       // how many there are, without recovery codes
	Steps     bool      // signing in takes a second step
	Strong    bool      // a passkey or an app is held: two factors can be shown
	Factors   int       // how many this session was opened with
	Proved    time.Time // when a key was last shown in this session; zero for never
	ComesBack bool      // this is not the first visit of this session
	Settings  Settings
	AskAfter  time.Time // "not now" was said to keeping the seat, until then

	// Hidden is the session that was hidden for now. Until a key opens it
	// again, its holder is a visitor.
	Hidden string
}

// IsVisitor tells whether the viewer has no session.
func (v Viewer) IsVisitor() bool { return v.Session == "" }

// HasPass tells whether the viewer is here with a pass for this purpose.
func (v Viewer) HasPass(p Purpose) bool { return v.Pass != "" && v.Purpose == p }

// TakesPart tells whether the viewer has an account that takes part: one that
// is here, and whose holder agrees to what is kept about them.
func (v Viewer) TakesPart() bool { return v.Account != "" && v.Standing == Here && v.Consents }

// IsSteward tells whether the viewer may act as a steward now.
func (v Viewer) IsSteward() bool { return v.May(RunSite) == nil }

// Subject names whose session it is: "account:…", "pass:…", or "" for a
// visitor. It is the owner of the data key that their sealed columns use.
func (v Viewer) Subject() string {
	switch {
	case v.Account != "":
		return ownerOf(v.Account)
	case v.Pass != "":
		return "pass:" + v.Pass
	}
	return ""
}

// ownerOf is the owner of the data key for what an account works with.
func ownerOf(account string) string { return "account:" + account }

// PrivateOwner is the owner of the data key for what an account keeps to
// itself. It is destroyed when somebody else helps the person in again, so
// that no helper can ever read it.
func PrivateOwner(account string) string { return "private:" + account }

type viewerKey struct{}

// With returns a context that carries the viewer of this request.
func With(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerFrom is the viewer of this request; without one, a visitor.
func ViewerFrom(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	return v
}

// NeedsSession is the answer to a visitor who asks for what needs a session.
func NeedsSession() error {
	return fault.New(fault.SignIn, "This needs you to come in first.")
}
