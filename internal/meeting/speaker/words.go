package speaker

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// lines are the lines of a text that hold anything.
func lines(text string) (list []string) {
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// named tells screen readers what a button of many is about.
func named(says, about string) templ.Attributes {
	return templ.Attributes{"aria-label": says + ": " + about}
}

func numbered(ctx context.Context, says string, n int) templ.Attributes {
	return named(says, i18n.Number(ctx, n+1))
}

// called is what to call a speaker: by name, or as leaders noted before they came.
func (c Card) called(ctx context.Context) string {
	switch {
	case c.Page.Name != "":
		return c.Page.Name
	case c.Label != "":
		return c.Label
	}
	return i18n.T(ctx, "Somebody who is invited")
}

// meta is what is said of a speaker in a list.
func (c Card) meta(ctx context.Context, p place) string {
	if c.State == Invited {
		return i18n.T(ctx, "Nobody took the link yet. Only those who lead see this.")
	}
	parts := []string{}
	for _, f := range c.facts(ctx, "") {
		parts = append(parts, f.Text)
	}
	if n := len(c.Questions); n > 0 && (p.leads() || c.Shown) {
		parts = append(parts, i18n.N(ctx, n, "{.Count} question", "{.Count} questions"))
	}
	return strings.Join(parts, " · ")
}

// facts are the slot of a speaker; place is what their turn is called.
func (s Speaker) facts(ctx context.Context, place string) (list []ui.Fact) {
	if s.Minutes > 0 {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "How long"), Text: i18n.N(ctx, s.Minutes, "{.Count} minute", "{.Count} minutes")})
	}
	if s.Place != "" {
		list = append(list, ui.Fact{Name: place, Text: s.Place})
	}
	return list
}

// by says whose words these are, and what became of them.
func (s Said) by(ctx context.Context) string {
	parts := []string{i18n.T(ctx, "A member")}
	switch {
	case s.Mine && s.By == "":
		parts[0] = i18n.T(ctx, "You, without your name")
	case s.Mine:
		parts[0] = i18n.T(ctx, "You")
	case s.By != "":
		parts[0] = s.By
	}
	if s.Asked {
		parts = append(parts, i18n.T(ctx, "asked at the meeting"))
	}
	if s.Hidden {
		parts = append(parts, i18n.T(ctx, "hidden by those who lead"))
	}
	return strings.Join(parts, " · ")
}

func (v allView) all(ctx context.Context) hall.Props {
	return hall.Props{
		Member: v.Member, Beside: v.Beside, Title: i18n.T(ctx, "Guest speakers"), Tab: hall.Meetings, Up: v.up(ctx, false),
		Lede: i18n.T(ctx, "Somebody from outside who comes for one date. They see that date and nothing else of the group."),
	}
}

// mayInvite tells whether the way to an invitation is shown.
func (v allView) mayInvite() bool {
	return v.Member.Can(group.Schedule) && v.Date.Standing != meeting.Cancelled && !v.Date.IsOver(v.Now)
}

// invites is where the panel leads to.
func (v allView) invites(ctx context.Context) string {
	switch {
	case len(v.Kept) > 0 && len(v.Cards) == 0:
		return i18n.T(ctx, "What was said to a guest speaker")
	case v.mayInvite():
		return i18n.T(ctx, "Invite or suggest a speaker")
	}
	return i18n.T(ctx, "Suggest a speaker")
}

func (v suggestView) suggest(ctx context.Context) hall.Props {
	p := v.props(i18n.T(ctx, "Suggest a speaker"), i18n.T(ctx, "Whom would you like to hear at “{.Meeting}”?", i18n.Args{"Meeting": v.Date.Meeting.Title}), v.up(ctx, true)...)
	p.Wrong = v.Form != nil
	return p
}

func (v inviteView) invite(ctx context.Context) hall.Props {
	title, lede := i18n.T(ctx, "Invite a speaker"), i18n.T(ctx, "You get a link that works once. They need no account, and give a name and nothing else.")
	if v.ID != "" {
		title, lede = i18n.T(ctx, "What the speaker is told"), i18n.T(ctx, "They see a change the next time they open their page.")
	}
	p := v.props(title, lede, v.up(ctx, true)...)
	p.Wrong = v.Form != nil
	return p
}

func (v inviteView) action() string {
	if v.ID == "" {
		return v.path("invitations")
	}
	return v.path(v.ID, "arrangement")
}

func (v inviteView) back() string {
	if v.ID == "" {
		return v.path()
	}
	return v.path(v.ID)
}

func (v inviteView) seen(ctx context.Context) string {
	if v.ID != "" {
		return i18n.T(ctx, "The speaker sees this, and members see how long and when.")
	}
	return i18n.T(ctx, "Whoever holds the link sees the group’s name and the meeting’s. They see when it is, and that {.Me} invites them.", i18n.Args{"Me": v.Member.Self.Name})
}

func (v oneView) one(ctx context.Context) hall.Props {
	p := v.props(v.called(ctx), i18n.T(ctx, "Guest speaker at “{.Meeting}”", i18n.Args{"Meeting": v.Date.Meeting.Title}), v.up(ctx, true)...)
	p.Bare, p.Beside, p.Wrong = false, v.Beside, v.Form != nil
	return p
}

func (v oneView) withdrawal(ctx context.Context) hall.Props {
	up := append(v.up(ctx, true), ui.Place{Label: v.called(ctx), Href: v.here()})
	return v.props(i18n.T(ctx, "Take the invitation back"), "", up...)
}

// told is what the speaker learns of how to come.
func (v oneView) told(ctx context.Context) string {
	var parts []string
	for _, one := range []struct {
		on   bool
		says i18n.Text
	}{{v.Given.Address, "the address"}, {v.Given.Link, "the link"}, {v.Given.Phone, "the phone number"}, {v.Given.Code, "the passcode and notes"}} {
		if one.on {
			parts = append(parts, i18n.T(ctx, one.says))
		}
	}
	if len(parts) == 0 {
		return i18n.T(ctx, "When it is, and nothing of how to come.")
	}
	return i18n.T(ctx, "When it is, and: {.List}", i18n.Args{"List": strings.Join(parts, ", ")})
}

// whoReads says who reads the questions.
func (v oneView) whoReads(ctx context.Context) string {
	if v.Shown {
		return i18n.T(ctx, "The speaker, hosts and members read them. They stand in no order.")
	}
	return i18n.T(ctx, "The speaker and hosts read them. You see your own. They stand in no order.")
}

func (v oneView) questionSeen(ctx context.Context) string {
	if v.Shown {
		return i18n.T(ctx, "The speaker, hosts and members of the group see it. Without your name, nobody sees whose it is, those who lead neither.")
	}
	return i18n.T(ctx, "The speaker and hosts see it. Without your name, nobody sees whose it is, those who lead neither.")
}

// names are the choices of who speaks.
func (v oneView) names(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "member", Label: i18n.T(ctx, "A member, without my name")},
		{Value: "named", Label: v.Member.Self.Name, Why: i18n.T(ctx, "Whoever reads it sees this name.")},
	}
}

// The form that was sent is shown with what was typed; the other one empty.
func (v oneView) typed(k Kind) string {
	if v.Said.Kind != k {
		return ""
	}
	return v.Said.Text
}

func (v oneView) as(k Kind) string {
	if v.Said.Kind == k && v.Said.Named {
		return "named"
	}
	return "member"
}

func (v oneView) keep(k Kind) bool { return v.Said.Kind == k && v.Said.Keep }

func (v oneView) errors(k Kind) ui.Errors {
	if v.Said.Kind != k {
		return nil
	}
	return ui.ErrorsIn(v.Form)
}

// weight of the button: a page has one thing to do.
func (v oneView) weight() ui.Weight {
	if v.MayThank {
		return ui.Usual
	}
	return ui.Do
}
