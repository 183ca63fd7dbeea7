package admin

import (
	"context"

	"handrail/internal/account"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Where members are looked after.
const (
	membersPath     = "/admin/members"
	invitationsPath = "/admin/invitations"
)

// pastEntries is how much of what was done about one seat its page lists.
const pastEntries = 30

// act is one thing that a steward may do about somebody's seat.
type act struct {
	name     string // the last part of its address
	label    i18n.Text
	asks     i18n.Text // the heading of the page that asks first
	does     i18n.Text // what it does
	tells    i18n.Text // what the person meets
	sure     i18n.Text // to be ticked first; "" where a reason is enough
	done     i18n.Text // said afterwards
	harsh    bool      // cannot be undone, or touches everybody
	possible func(m account.Member) bool
	do       func(s *account.Service) func(ctx context.Context, by account.By, member string) error
}

// acts are all of them, the kindest first.
func acts() []act {
	return []act{
		{
			name: "entry", label: "Let them in", asks: "Let them in?", does: "From then on they take part like everybody here.",
			tells: "They get a notice that they are in.", done: "They are in now.", possible: waits,
			do: func(s *account.Service) doing { return s.LetIn },
		},
		{
			name: "refusal", label: "Turn them away", asks: "Turn them away?",
			does:  "Their seat is closed for good, and what is in it cannot be used. They can ask again with another seat.",
			tells: "They are signed out. They are given no reason. The help lines are open to them, as to everybody.",
			sure:  "I looked at this with another steward, or I am sure by myself.", done: "They were turned away.", harsh: true, possible: waits,
			do: func(s *account.Service) doing { return s.Close },
		},
		{
			name: "return", label: "End the pause", asks: "End the pause?", does: "From then on they take part again.",
			tells: "They get a notice that they are in.", done: "The pause is over.",
			possible: func(m account.Member) bool { return m.Standing == account.Paused },
			do:       func(s *account.Service) doing { return s.Resume },
		},
		{
			name: "pause", label: "Pause this seat", asks: "Pause this seat?",
			does:  "They cannot take part until a steward ends the pause. They can still look after what is theirs, take a copy and leave.",
			tells: "They see that a steward has paused their seat. They do not see who it was, and not your reason.", done: "The seat is paused.",
			possible: func(m account.Member) bool {
				return !m.Steward && (m.Standing == account.Here || m.Standing == account.Resting)
			},
			do: func(s *account.Service) doing { return s.Pause },
		},
		{
			name: "stewardship", label: "Make them a steward", asks: "Make them a steward?",
			does:  "A steward can do all that you can do here, once they sign in with two keys.",
			tells: "They get a notice.",
			sure:  "I know who this is, and I trust them with everybody’s seat.", done: "They are a steward now.", harsh: true,
			possible: func(m account.Member) bool { return mayBecome(m) && m.Keys >= 2 },
			do:       func(s *account.Service) doing { return steward(s, true) },
		},
		{
			name: "stewardship-end", label: "Take it from them", asks: "Take it from them?",
			does:  "They are no steward any more. Their seat stays as it is.",
			tells: "The pages of stewards are gone for them, at once.",
			sure:  "We talked about this, or there was no time to.", done: "They are no steward any more.", harsh: true,
			possible: func(m account.Member) bool { return m.Steward },
			do:       func(s *account.Service) doing { return steward(s, false) },
		},
		{
			name: "closure", label: "Close this seat", asks: "Close this seat for good?",
			does:  "They are signed out everywhere at once, and no key of theirs opens the door any more. Nobody can open it again.",
			tells: "When they sign in, they read that the seat is closed, and whom they can ask. They are given no reason.",
			sure:  "I know that nobody can undo this.", done: "The seat is closed.", harsh: true,
			possible: func(m account.Member) bool {
				return !m.Steward && m.Standing != account.Waiting && m.Standing != account.Closed
			},
			do: func(s *account.Service) doing { return s.Close },
		},
	}
}

// mayBecome tells whether somebody could be made a steward, as soon as they hold
// two keys.
func mayBecome(m account.Member) bool { return !m.Steward && m.Standing == account.Here }

type doing = func(ctx context.Context, by account.By, member string) error

func steward(s *account.Service, is bool) doing {
	return func(ctx context.Context, by account.By, member string) error {
		return s.SetSteward(ctx, by, member, is)
	}
}

func waits(m account.Member) bool { return m.Standing == account.Waiting }

// actNamed is the act with this address.
func actNamed(name string) (act, bool) {
	for _, one := range acts() {
		if one.name == name {
			return one, true
		}
	}
	return act{}, false
}

// actsOn are the acts that are possible now.
func actsOn(m account.Member) []act {
	var list []act
	for _, one := range acts() {
		if one.possible(m) {
			list = append(list, one)
		}
	}
	return list
}

// memberView is one seat as a steward sees it.
type memberView struct {
	account.Member
	Own  bool // it is the steward's own
	Acts []act
	Past []audit.Shown // what was done about it, the newest first
}

func (s *Service) memberFor(ctx context.Context, v account.Viewer, member string) (view memberView, err error) {
	if err := v.May(account.RunSite); err != nil {
		return view, err
	}
	if view.Member, err = s.accounts.MemberByID(ctx, member); err != nil {
		return view, err
	}
	if view.Own = member == v.Account; !view.Own {
		view.Acts = actsOn(view.Member)
	}
	view.Past, err = s.audit.About(ctx, v.Subject(), subjectOf(member), pastEntries)
	return view, err
}

// subjectOf is how the record knows an account.
func subjectOf(member string) string { return account.Viewer{Account: member}.Subject() }

// canBeHelped tells whether a steward can help with signing in: there is a door
// that still opens.
func (v memberView) canBeHelped() bool { return !v.Own && v.Standing != account.Closed }

// standings are all that one can look for.
func standings() []account.Standing {
	return []account.Standing{account.Waiting, account.Here, account.Paused, account.Resting, account.Leaving, account.Closed}
}

func standingWords(s account.Standing) i18n.Text {
	switch s {
	case account.Here:
		return "Takes part"
	case account.Waiting:
		return "Waits to be let in"
	case account.Paused:
		return "Is paused"
	case account.Resting:
		return "Rests, of their own will"
	case account.Leaving:
		return "Is leaving, of their own will"
	}
	return "Is closed"
}

// standingTab is the one word for it.
func standingTab(s account.Standing) i18n.Text {
	switch s {
	case account.Here:
		return "Here"
	case account.Waiting:
		return "Waiting"
	case account.Paused:
		return "Paused"
	case account.Resting:
		return "Resting"
	case account.Leaving:
		return "Leaving"
	}
	return "Closed"
}

// nameWords is the sign-in name. One that cannot be opened, like after a
// restore without the data keys, is said to be that.
func nameWords(ctx context.Context, m account.Member) string {
	if m.Name == "" {
		return i18n.T(ctx, "A name that cannot be read")
	}
	return m.Name
}

func stewardWords(ctx context.Context, m account.Member) string {
	switch {
	case !m.Steward:
		return i18n.TC(ctx, "steward", "No")
	case m.Keys < 2:
		return i18n.T(ctx, "Yes, once they hold two keys")
	}
	return i18n.TC(ctx, "steward", "Yes")
}

// weightOf is how much the button of an act asks for attention among the n-th
// of them: what is likely meant comes first, what is harsh stands back.
func weightOf(n int, a act) ui.Weight {
	switch {
	case a.harsh:
		return ui.Quiet
	case n == 0 && a.name != "pause":
		return ui.Do
	}
	return ui.Usual
}

// mainWeight is that of the button which does it.
func mainWeight(a act) ui.Weight {
	if a.harsh {
		return ui.Risk
	}
	return ui.Do
}

// keysWords says whether a seat could be opened again, and no more than that.
func keysWords(keys int) i18n.Text {
	switch keys {
	case 0:
		return "No key yet"
	case 1:
		return "One key"
	}
	return "Two keys or more"
}

// memberWords is what stands below a name in the list.
func memberWords(ctx context.Context, m account.Member) string {
	return i18n.T(ctx, "Since {.Month}. {.Keys}.", i18n.Args{"Month": i18n.MonthAndYear(ctx, m.Since), "Keys": i18n.T(ctx, keysWords(m.Keys))})
}

func memberPath(member, what string) string {
	if what == "" {
		return membersPath + "/" + member
	}
	return membersPath + "/" + member + "/" + what
}
