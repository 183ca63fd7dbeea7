package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// memberCommand does from the command line what stewards do, for when there is
// none: beside a running server or without one, and always in the record.
type memberCommand struct {
	List      memberList  `cmd:"" help:"List every seat."`
	Show      memberShow  `cmd:"" help:"Show one seat, and what was done about it."`
	LetIn     memberLetIn `cmd:"" help:"Let in somebody who waits."`
	Pause     memberPause `cmd:"" help:"Keep somebody from taking part, until you resume it."`
	Resume    memberAgain `cmd:"" help:"End a pause."`
	Close     memberClose `cmd:"" help:"Shut somebody's door for good. Nobody can open it again."`
	Steward   memberMake  `cmd:"" help:"Make somebody a steward, once they hold two keys."`
	Unsteward memberTake  `cmd:"" help:"Take that from them. The last one too."`
	Reset     memberReset `cmd:"" help:"Give your word for somebody who lost every key and reads you their code."`
	Erase     memberErase `cmd:"" help:"Erase a seat whose holder asked for it. Nobody can undo it."`
}

type memberList struct{ dataFlags }

// Run prints a table, a page of seats at a time.
func (c *memberList) Run(in *invocation) error {
	return app.Beside(in.ctx, c.config(), func(ctx context.Context, a *app.App) error {
		table := tabwriter.NewWriter(in.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "NAME\tSINCE\tKEYS\tSTANDING\tSTEWARD")
		for after := ""; ; {
			list, err := a.Accounts.Members(ctx, "", after)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				return table.Flush()
			}
			for _, m := range list {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", nameOf(m), m.Since.Format("January 2006"), keysOf(m), m.Standing, yesNo(m.Steward))
			}
			after = list[len(list)-1].ID
		}
	})
}

type memberShow struct {
	dataFlags
	Name string `arg:"" help:"The sign-in name, with its four digits."`
}

// most is how much of what was done about a seat is shown.
const most = 100

// Run prints the seat, then the record about it, the newest first.
func (c *memberShow) Run(in *invocation) error {
	return app.Beside(in.ctx, c.config(), func(ctx context.Context, a *app.App) error {
		m, err := named(ctx, a, c.Name)
		if err != nil {
			return err
		}
		fmt.Fprintf(in.out, "%s: %s, since %s, keys: %s, steward: %s\n", nameOf(m), m.Standing, m.Since.Format("January 2006"), keysOf(m), yesNo(m.Steward))
		past, err := a.Audit.About(ctx, audit.Operator, account.Viewer{Account: m.ID}.Subject(), most)
		if err != nil {
			return err
		}
		for _, e := range past {
			who := "a steward"
			if e.Operator {
				who = "the operator"
			}
			fmt.Fprintf(in.out, "  %s  %s by %s: %s\n", e.At.Format("2006-01-02 15:04 UTC"), e.Action, who, e.Reason)
		}
		return nil
	})
}

// memberAct is what every change asks for.
type memberAct struct {
	dataFlags
	Name   string `arg:"" help:"The sign-in name, with its four digits."`
	Reason string `required:"" help:"Why. Stewards can read it on the page of the seat." placeholder:"WORDS"`
}

// change does one thing about the named seat, and says so.
func (c *memberAct) change(in *invocation, said string, do func(s *account.Service) func(ctx context.Context, by account.By, member string) error) error {
	if c.Reason = strings.Join(strings.Fields(c.Reason), " "); c.Reason == "" {
		return fmt.Errorf("say why with --reason \"…\": it is kept in the record")
	}
	return app.Beside(in.ctx, c.config(), func(ctx context.Context, a *app.App) error {
		m, err := named(ctx, a, c.Name)
		if err != nil {
			return err
		}
		if err := do(a.Accounts)(ctx, account.By{Subject: account.OperatorSubject, Reason: c.Reason}, m.ID); err != nil {
			return plainly(ctx, err, m)
		}
		fmt.Fprintf(in.out, "%s: %s It is in the record.\n", nameOf(m), said)
		return nil
	})
}

type memberLetIn struct{ memberAct }

// Run lets them in.
func (c *memberLetIn) Run(in *invocation) error {
	return c.change(in, "let in.", func(s *account.Service) doing { return s.LetIn })
}

type memberPause struct{ memberAct }

// Run pauses the seat.
func (c *memberPause) Run(in *invocation) error {
	return c.change(in, "paused.", func(s *account.Service) doing { return s.Pause })
}

type memberAgain struct{ memberAct }

// Run ends the pause.
func (c *memberAgain) Run(in *invocation) error {
	return c.change(in, "the pause is over.", func(s *account.Service) doing { return s.Resume })
}

type memberClose struct{ memberAct }

// Run closes the seat.
func (c *memberClose) Run(in *invocation) error {
	return c.change(in, "closed, and signed out everywhere.", func(s *account.Service) doing { return s.Close })
}

type memberMake struct{ memberAct }

// Run makes them a steward.
func (c *memberMake) Run(in *invocation) error {
	return c.change(in, "a steward, once they hold two keys and sign in with both.", func(s *account.Service) doing { return stewardship(s, true) })
}

type memberTake struct{ memberAct }

// Run takes it from them.
func (c *memberTake) Run(in *invocation) error {
	return c.change(in, "no steward any more.", func(s *account.Service) doing { return stewardship(s, false) })
}

type memberErase struct{ memberAct }

// Run begins to erase the seat.
func (c *memberErase) Run(in *invocation) error {
	return c.change(in, "being erased. The server does it within the hour; if it is not running, once it is.", func(s *account.Service) doing { return s.EraseFor })
}

type memberReset struct {
	memberAct
	Code string `arg:"" help:"The code that they read out to you."`
}

// Run gives the operator's word.
func (c *memberReset) Run(in *invocation) error {
	return c.change(in, "their device opens the door in three days, unless somebody who is signed in there stops it.", func(s *account.Service) doing {
		return func(ctx context.Context, by account.By, member string) error {
			return s.ConfirmByCode(ctx, by, member, c.Code)
		}
	})
}

type doing = func(ctx context.Context, by account.By, member string) error

func stewardship(s *account.Service, is bool) doing {
	return func(ctx context.Context, by account.By, member string) error {
		return s.SetSteward(ctx, by, member, is)
	}
}

// named is the seat with this sign-in name.
func named(ctx context.Context, a *app.App, name string) (account.Member, error) {
	m, err := a.Accounts.MemberNamed(ctx, name)
	if fault.KindOf(err) == fault.NotFound {
		return m, fmt.Errorf("nobody here has the sign-in name %q. It has to be whole, with its four digits", name)
	}
	return m, err
}

// plainly says a refusal in words that fit a command line.
func plainly(ctx context.Context, err error, m account.Member) error {
	f, ok := fault.From(err)
	switch {
	case !ok:
		return err
	case f.Kind == fault.Conflict:
		return fmt.Errorf("%s is %q: this cannot be done now", nameOf(m), m.Standing)
	}
	return fmt.Errorf("%s", i18n.T(ctx, f.Say, f.Args))
}

func nameOf(m account.Member) string {
	if m.Name == "" {
		return "(a name that cannot be read)"
	}
	return m.Name
}

// keysOf says no more than whether the seat could be opened again.
func keysOf(m account.Member) string {
	switch m.Keys {
	case 0:
		return "none"
	case 1:
		return "one"
	}
	return "two or more"
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
