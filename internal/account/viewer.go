package account

import (
	"context"

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
}

// IsVisitor tells whether the viewer has no session.
func (v Viewer) IsVisitor() bool { return v.Session == "" }

// HasPass tells whether the viewer is here with a pass for this purpose.
func (v Viewer) HasPass(p Purpose) bool { return v.Pass != "" && v.Purpose == p }

// Subject names whose session it is: "account:…", "pass:…", or "" for a
// visitor. It is the owner of the data key that their sealed columns use.
func (v Viewer) Subject() string {
	switch {
	case v.Account != "":
		return "account:" + v.Account
	case v.Pass != "":
		return "pass:" + v.Pass
	}
	return ""
}

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
