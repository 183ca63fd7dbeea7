package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/platform/clock"
)

// place is an installation with one seat in it.
type place struct {
	t    *testing.T
	data string
	name string // the sign-in name of the one
}

func openPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t, data: t.TempDir()}
	p.inside(func(a *app.App) {
		w, err := a.Accounts.ComeIn(t.Context(), account.Arrival{Kind: account.Kept, Consents: true, Name: "River"})
		if err != nil {
			t.Fatal(err)
		}
		p.name = w.Name
	})
	return p
}

// inside opens the installation as the server does.
func (p *place) inside(do func(a *app.App)) {
	p.t.Helper()
	a, err := app.New(p.t.Context(), app.Config{
		Folder: app.Folder(p.data), Clock: clock.System(), Log: slog.New(slog.DiscardHandler),
	}, &url.URL{Scheme: "http", Host: "localhost"})
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Close()
	current, err := a.Site.Get(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	current.Name, current.Registration, current.Country, current.Zone = "Elm", "open", "GB", "Europe/London"
	if err := a.Site.Change(p.t.Context(), account.Viewer{Session: "s", Pass: "p", Purpose: account.SetUp}, current); err != nil {
		p.t.Fatal(err)
	}
	do(a)
}

// run runs one command and gives what it printed.
func (p *place) run(args ...string) (string, error) {
	p.t.Helper()
	var c commands
	parser, err := kong.New(&c, kong.DefaultEnvars("HANDRAIL"), kong.Configuration(configFile))
	if err != nil {
		p.t.Fatal(err)
	}
	parsed, err := parser.Parse(append(args, "--data", p.data))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = parsed.Run(&invocation{ctx: p.t.Context(), out: &out})
	return out.String(), err
}

// does runs a command that has to succeed and to say something.
func (p *place) does(says string, args ...string) {
	p.t.Helper()
	if out, err := p.run(args...); err != nil || !strings.Contains(out, says) {
		p.t.Errorf("%v: %q, %v", args, out, err)
	}
}

// refuses runs a command that has to fail and to say why.
func (p *place) refuses(says string, args ...string) {
	p.t.Helper()
	if out, err := p.run(args...); err == nil || !strings.Contains(err.Error(), says) {
		p.t.Errorf("%v: %q, %v", args, out, err)
	}
}

func TestSeatsAreLookedAfterFromTheCommandLine(t *testing.T) {
	p := openPlace(t)
	p.does("River", "member", "list")
	p.does("here, since", "member", "show", p.name)
	p.does("paused.", "member", "pause", p.name, "--reason", "asked on the phone")
	p.does("paused, since", "member", "show", strings.ToUpper(p.name))
	p.does("member.paused by the operator: asked on the phone", "member", "show", p.name)
	p.refuses(`is "paused": this cannot be done now`, "member", "let-in", p.name, "--reason", "x")
	p.does("the pause is over.", "member", "resume", p.name, "--reason", "x")
	p.does("a steward, once", "member", "steward", p.name, "--reason", "x")
	p.does("steward: yes", "member", "show", p.name)
	p.does("no steward any more.", "member", "unsteward", p.name, "--reason", "x")
	p.does("closed, and signed out everywhere.", "member", "close", p.name, "--reason", "x")
	p.does("being erased.", "member", "erase", p.name, "--reason", "they asked by letter")
	p.refuses("nobody here has the sign-in name", "member", "show", p.name)
	p.inside(func(a *app.App) {
		if report, err := a.Audit.Verify(t.Context()); err != nil || !report.Sound() {
			t.Errorf("the record does not hold: %+v, %v", report, err)
		}
		if left, err := a.Accounts.BeingErased(t.Context()); err != nil || len(left) != 1 {
			t.Errorf("being erased: %v, %v", left, err)
		}
	})
}

func TestTheOperatorGivesTheirWord(t *testing.T) {
	p := openPlace(t)
	var code string
	p.inside(func(a *app.App) {
		ticket, err := a.Accounts.AskIn(t.Context(), p.name, netip.MustParseAddr("198.51.100.7"))
		if err != nil {
			t.Fatal(err)
		}
		code = ticket.Code
	})
	p.refuses("That code does not fit.", "member", "reset", p.name, "0000-0000", "--reason", "x")
	p.does("their device opens the door in three days", "member", "reset", p.name, code, "--reason", "I know the voice")
	p.does("member.reset-started by the operator: I know the voice", "member", "show", p.name)
}

func TestWhatCannotBeMeantIsSaid(t *testing.T) {
	p := openPlace(t)
	p.refuses("missing flags: --reason", "member", "pause", p.name)
	p.refuses("say why with --reason", "member", "pause", p.name, "--reason", "  ")
	p.refuses(`nobody here has the sign-in name "Nobody-1234"`, "member", "close", "Nobody-1234", "--reason", "x")
	p.data = filepath.Join(t.TempDir(), "elsewhere")
	p.refuses("there is no Handrail in", "member", "list")
	if _, err := os.Stat(p.data); err == nil {
		t.Error("a mistyped folder was made")
	}
}

func TestACommandDoesNotMigrateUnderARunningServer(t *testing.T) {
	p := openPlace(t)
	p.inside(func(a *app.App) {
		if _, err := a.DB.Writer().ExecContext(context.Background(), `DELETE FROM goose_version WHERE version_id = (SELECT MAX(version_id) FROM goose_version)`); err != nil {
			t.Fatal(err)
		}
	})
	p.refuses("run `handrail migrate` first", "member", "list")
}
