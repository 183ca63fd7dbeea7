package moderation

import (
	"context"

	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// thanks says who sees a report now.
func (t To) thanks() i18n.Text {
	switch t {
	case ToStewards:
		return "Thank you. The stewards of this place see it now, and nobody else."
	case ToBoth:
		return "Thank you. Those who lead the group and the stewards of this place see it now."
	}
	return "Thank you. Those who lead the group see it now. Where none of them can, the stewards do."
}

// categoryOptions are the choices of what is wrong.
func categoryOptions(ctx context.Context) (list []ui.Option) {
	for _, c := range Categories() {
		one := ui.Option{Value: string(c), Label: i18n.T(ctx, c.Says())}
		if c == Method {
			one.Why = i18n.T(ctx, HouseRule)
		}
		list = append(list, one)
	}
	return list
}

// toOptions are the choices of who sees a report. What is about somebody who
// leads is best with the stewards, whatever it is.
func toOptions(ctx context.Context, byLeader bool) []ui.Option {
	best := ui.Option{Value: string(Fitting), Label: i18n.T(ctx, "Whoever it is best with"),
		Why: i18n.T(ctx, "The stewards, if it is sexual, a threat or hate. Both, if somebody may be in danger. Else those who lead the group.")}
	if byLeader {
		best.Why = i18n.T(ctx, "Here that is the stewards, since it is about those who lead.")
	}
	return []ui.Option{
		best,
		{Value: string(ToLeaders), Label: i18n.T(ctx, "Those who lead the group"), Why: i18n.T(ctx, "They can hand it on to the stewards. Whoever it is about does not see it.")},
		{Value: string(ToStewards), Label: i18n.T(ctx, "The stewards of this place"), Why: i18n.T(ctx, "Those who lead the group do not see it, or that there is one.")},
		{Value: string(ToBoth), Label: i18n.T(ctx, "Both")},
	}
}

// whatOptions are the choices of what to do.
func whatOptions(ctx context.Context, c Case) (list []ui.Option) {
	for _, w := range c.Can {
		list = append(list, ui.Option{Value: string(w), Label: i18n.T(ctx, w.says()), Why: i18n.T(ctx, w.why())})
	}
	return list
}

func dayOptions(ctx context.Context) (list []ui.Option) {
	for _, days := range Days() {
		list = append(list, ui.Option{Value: i18n.Number(context.Background(), days), Label: i18n.N(ctx, days, "{.Count} day", "{.Count} days")})
	}
	return list
}

// heading tells somebody what was done, as the heading of their page.
func (t Telling) heading() i18n.Text {
	switch t.What {
	case Hide:
		return "Something you wrote was hidden"
	case Show:
		return "Something you wrote is shown again"
	case Close:
		return "A topic that you wrote in was closed"
	case Hush:
		return "Your writing in this group is paused"
	case Speak:
		return "You can write in this group again"
	case Remove, Ban:
		return "You were removed from a group"
	}
	return "Something was done"
}

// means tells them what follows from it.
func (t Telling) means() i18n.Text {
	switch t.What {
	case Hide:
		return "The others see that something is not here. You are as welcome as before."
	case Show:
		return "The others see it as before."
	case Close:
		return "Nobody can answer there any more. Other topics are open."
	case Hush:
		return "Until then you can read all of it. After that you can write again."
	case Speak:
		return "The pause is over."
	case Remove:
		return "What you wrote stays there. You can ask to come back."
	case Ban:
		return "What you wrote stays there. This group does not take you in again. All other groups and pages are open to you as before."
	}
	return ""
}

// by says who decided, by role and never by name.
func (a Act) by() i18n.Text {
	if a.Desk == Stewards {
		return "The stewards of this place decided it."
	}
	return "Those who look after the group decided it."
}

// did tells what was done, for the desks and for the group's own log.
func (w What) did() i18n.Text {
	switch w {
	case Hide:
		return "Something was hidden"
	case Show:
		return "Something was shown again"
	case Close:
		return "A topic was closed"
	case Hush:
		return "Somebody’s writing was paused for some days"
	case Speak:
		return "A pause was ended early"
	case Remove:
		return "Somebody was removed"
	case Ban:
		return "Somebody was removed and kept out"
	case Seat:
		return "A seat was closed"
	}
	return ""
}

// roughly is a small number without its exact size.
func roughly(n int) i18n.Text {
	switch {
	case n <= 1:
		return "Once"
	case n < 5:
		return "A few times"
	}
	return "Five times or more"
}

// answeredWords says roughly how many reports were answered.
func answeredWords(ctx context.Context, n int) string {
	switch {
	case n == 0:
		return i18n.T(ctx, "In the last three months, those who lead answered no report.")
	case n < 5:
		return i18n.T(ctx, "In the last three months, those who lead answered a few reports.")
	case n < 20:
		return i18n.T(ctx, "In the last three months, those who lead answered more than five reports.")
	}
	return i18n.T(ctx, "In the last three months, those who lead answered more than twenty reports.")
}

// stateWords says how far a report is on a desk.
func stateWords(s State) i18n.Text {
	switch s {
	case Open:
		return "Waits for an answer"
	case Replys:
		return "Whom it is about has answered"
	case Handed:
		return "Handed on to the stewards"
	}
	return "Answered"
}

// kindWords says what sort of thing was reported.
func (s *Service) kindWords(kind string) i18n.Text {
	if sub, err := s.subject(kind); err == nil {
		return sub.Name
	}
	return "Something that somebody told"
}

// nameOf is what somebody is called, or that it is nobody's to know.
func nameOf(ctx context.Context, p group.Persona) string {
	if p.Former || p.Name == "" {
		return i18n.T(ctx, "A former member")
	}
	return p.Name
}

// same tells whether a thing is as its reporter saw it.
func (c Case) same() bool {
	return c.Now != nil && c.Now.Text == c.Shown.Text && c.Now.Title == c.Shown.Title && c.Now.Name == c.Shown.Name
}

// monthWords is a month with its year.
func monthWords(ctx context.Context, m Month) string { return i18n.MonthAndYear(ctx, m.First) }
