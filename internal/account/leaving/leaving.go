// Package leaving is how somebody takes what is theirs, rests, or goes: the
// copy of everything in one locked page, the three ways to leave, and the work
// that is done for them after the answer.
//
// What is erased and what remains comes from the declaration of data; nothing
// is listed here a second time.
//
// Tables: none; package account keeps all of it. Events: none of its own.
// Routes: see Routes.
package leaving

import (
	"context"
	"embed"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/account/belongings"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the pages work with.
type Options struct {
	Clock      clock.Clock
	Accounts   *account.Service
	Belongings *belongings.Belongings
	Cookies    web.Cookies
	Languages  *i18n.Catalogue
	// Tables is the declaration of all data.
	Tables []declare.Table
	// Files holds copies and nothing else: what belongs to no copy is deleted.
	// No backup takes them along.
	Files blob.Store
	// Scratch is the folder where a copy lies, locked and without a name, while
	// it is made.
	Scratch string
}

// Pages are the pages, and the work behind them.
type Pages struct {
	clock      clock.Clock
	accounts   *account.Service
	belongings *belongings.Belongings
	cookies    web.Cookies
	languages  *i18n.Catalogue
	tables     []declare.Table
	files      blob.Store
	scratch    string
}

// New makes the pages.
func New(o Options) *Pages {
	return &Pages{
		clock: o.Clock, accounts: o.Accounts, belongings: o.Belongings, cookies: o.Cookies, languages: o.Languages,
		tables: o.Tables, files: o.Files, scratch: o.Scratch,
	}
}

// Erase takes away what belongs to an account that is being erased: its copies,
// its keys, its rows. It tells whether it is done; until then it is to be
// called again, also after a crash.
func (p *Pages) Erase(ctx context.Context, id string) (done bool, err error) {
	files, err := p.accounts.CopyFiles(ctx, id)
	if err != nil {
		return false, err
	}
	if err := p.deleteFiles(ctx, files); err != nil {
		return false, err
	}
	return p.accounts.Erase(ctx, p.belongings, id)
}

// Notice is for the first page of somebody who rests or leaves: what happens
// and when, with the way back. body is nil for everybody else.
func (p *Pages) Notice(ctx context.Context, v account.Viewer) (heading string, body templ.Component, err error) {
	var at time.Time
	switch v.Standing {
	case account.Resting:
	case account.Leaving:
		if at, err = p.accounts.LeavesAt(ctx, v); err != nil {
			return "", nil, err
		}
	default:
		return "", nil, nil
	}
	return i18n.T(ctx, titleOf(v.Standing)), notice(at), nil
}

// remain is something that is left about somebody who goes.
type remain struct {
	Why, Kept string
	Opaque    bool // it stays, but nobody can read it any more
}

// remains lists what is left, each once, in the reader's language.
func (p *Pages) remains(ctx context.Context) []remain {
	var list []remain
	said := map[string]bool{}
	for _, r := range belongings.Remains(p.tables, belongings.Erasing) {
		one := remain{Why: i18n.T(ctx, r.Column.Why), Kept: i18n.T(ctx, r.Column.Kept), Opaque: r.Effect == declare.Opaque}
		if !said[one.Why] {
			said[one.Why] = true
			list = append(list, one)
		}
	}
	return list
}
