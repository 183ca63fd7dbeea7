//go:build bench

package house

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/passkey/passkeytest"
	"handrail/internal/app"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/site"
)

// Base is where people find a house that is opened here.
const Base = "http://localhost"

// Open opens the house at this place within this program: to fill it, or to
// measure one request after the other. Close it when done.
func (p Place) Open(ctx context.Context, base string, c clock.Clock) (*app.App, error) {
	at, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	return app.New(ctx, app.Config{Folder: app.Folder(p.Data()), Database: p.Database, Clock: c, Log: slog.New(slog.DiscardHandler)}, at)
}

// Town is a house that is being filled, into which anybody may come.
type Town struct {
	*app.App
	Founder account.Viewer // who set it up
}

// Visitor is somebody with a session.
type Visitor struct {
	N       int // tells them apart
	Account string
	Token   string
}

// Fill opens the house at this place, has it filled, and closes it again.
func (p Place) Fill(ctx context.Context, fill func(ctx context.Context, t *Town) error) error {
	a, err := p.Open(ctx, Base, clock.System())
	if err != nil {
		return err
	}
	defer a.Close()
	t := &Town{App: a}
	if err := t.SetUp(ctx); err != nil {
		return err
	}
	if err := fill(ctx, t); err != nil {
		return err
	}
	return p.Settle(ctx)
}

// SetUp is what whoever opens the house first does.
func (t *Town) SetUp(ctx context.Context) error {
	link, err := t.Accounts.Issue(ctx, account.SetUp, "", time.Hour)
	if err != nil {
		return err
	}
	if t.Founder, _, err = t.Accounts.Take(ctx, account.SetUp, link, account.Kept, ""); err != nil {
		return err
	}
	return t.Site.Change(ctx, t.Founder, site.Site{
		Name: "Measured", Registration: site.OpenToAll, Founding: site.FoundByAnyone, Language: "en", Country: "GB", Zone: "UTC",
	})
}

// ComeIn lets somebody in.
func (t *Town) ComeIn(ctx context.Context, n int) (Visitor, error) {
	w, err := t.Accounts.ComeIn(ctx, account.Arrival{Kind: account.Kept, Device: "Firefox", Consents: true})
	return Visitor{N: n, Account: w.Viewer.Account, Token: w.Token}, err
}

// KeepPhrase gives somebody a key: who leads without one is shown less.
func (t *Town) KeepPhrase(ctx context.Context, v *Visitor) error {
	viewer, err := t.Accounts.Find(ctx, v.Token)
	if err != nil {
		return err
	}
	offered, err := t.Accounts.OfferPhrase(ctx, viewer)
	if err != nil {
		return err
	}
	v.Token, err = t.Accounts.KeepPhrase(ctx, viewer, offered)
	return err
}

// AddPasskey gives somebody one more key: who changes what others rely on needs
// two.
func (t *Town) AddPasskey(ctx context.Context, v *Visitor) error {
	viewer, err := t.Accounts.Find(ctx, v.Token)
	if err != nil {
		return err
	}
	q, err := t.Accounts.BeginPasskey(ctx, viewer)
	if err != nil {
		return err
	}
	answer, err := passkeytest.New(Base).Register(q.Options)
	if err != nil {
		return err
	}
	v.Token, err = t.Accounts.AddPasskey(ctx, viewer, q.Token, answer, "a phone")
	return err
}

// Plan is a group as all that are measured begin.
func Plan(ctx context.Context, name, face string) group.Plan {
	p := group.NewPlan(ctx, word.Peer, word.PlainSet)
	p.Group.Name, p.Group.Zone = name, "UTC"
	p.Group.Summary = "For all who live with it. Come as you are, read as long as you like, and say hello on a day that suits you."
	p.Group.Topics, p.Group.Languages, p.Face.Name = []string{"alcohol"}, []string{"en"}, face
	return p
}

// Found has somebody found a group.
func (t *Town) Found(ctx context.Context, v Visitor, p group.Plan) (group.Member, error) {
	viewer, err := t.Accounts.Find(ctx, v.Token)
	if err != nil {
		return group.Member{}, err
	}
	g, err := t.Groups.Found(ctx, viewer, p)
	if err != nil {
		return group.Member{}, err
	}
	return t.Groups.MemberFor(ctx, viewer, g.Slug)
}

// Join has somebody join a group.
func (t *Town) Join(ctx context.Context, v Visitor, slug, name string) (group.Member, error) {
	viewer, err := t.Accounts.Find(ctx, v.Token)
	if err != nil {
		return group.Member{}, err
	}
	seen, err := t.Groups.SeenFor(ctx, viewer, slug, "")
	if err != nil {
		return group.Member{}, err
	}
	if _, err := t.Groups.Join(ctx, viewer, slug, group.Coming{Face: group.Face{Name: name}, Agreed: seen.Agreements.Version}); err != nil {
		return group.Member{}, err
	}
	return t.Groups.MemberFor(ctx, viewer, slug)
}

// InBatches writes so many things, a part of them in each transaction.
func (t *Town) InBatches(ctx context.Context, many, batch int, write func(ctx context.Context, tx *db.Tx, n int) error) error {
	for from := 0; from < many; from += batch {
		err := t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			for n := from; n < min(from+batch, many); n++ {
				if err := write(ctx, tx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
