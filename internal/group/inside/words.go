package inside

import (
	"context"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// dayOf is the day of a moment in the reader's zone.
func dayOf(ctx context.Context, at time.Time) string {
	return i18n.ShortDate(ctx, at, ui.FrameFrom(ctx).Zone)
}

func homeProps(v homeView) hall.Props {
	props := v.props("", hall.Home)
	props.Lede = v.Member.Group.Summary
	return props
}

// latelyHeading says whether anything came since the reader was here.
func latelyHeading(ctx context.Context, v homeView) string {
	if v.anyFresh() {
		return i18n.T(ctx, "New since you were here")
	}
	return i18n.T(ctx, "Lately")
}

// homeEnd is where the home of a group ends, so that nobody waits for more.
func homeEnd(ctx context.Context, v homeView) string {
	switch {
	case v.anyFresh():
		return i18n.T(ctx, "That is all that changed. Nothing needs an answer.")
	case v.Since.IsZero():
		return i18n.T(ctx, "That is all for now. Take your time.")
	}
	return i18n.T(ctx, "Nothing has changed since you were here. Nothing is waiting for you.")
}

func saidHello(ctx context.Context, one item) string {
	if one.Hello.Own {
		return i18n.T(ctx, "You said hello. {.Day}", i18n.Args{"Day": dayOf(ctx, one.At)})
	}
	return i18n.T(ctx, "Said hello. {.Day}", i18n.Args{"Day": dayOf(ctx, one.At)})
}

func outUntil(ctx context.Context, m group.Member) string {
	return i18n.T(ctx, "Until {.Day} nothing is sent to you from here. Nobody is told why. You can read, and come back on any day.", i18n.Args{"Day": dayOf(ctx, m.Self.OutUntil)})
}

// arrivalSays is what stands below the name of somebody who came.
func arrivalSays(ctx context.Context, at page, one group.Arrival) string {
	var parts []string
	if says := hall.Says(ctx, one.Persona, at.Member.Group.Words); says != "" {
		parts = append(parts, says)
	}
	if one.Wants {
		parts = append(parts, i18n.T(ctx, "would like to be greeted"))
	}
	return strings.Join(parts, " · ")
}

// memberSays is what stands below a name in the list of people.
func memberSays(ctx context.Context, at page, one group.Persona) string {
	says := hall.Says(ctx, one, at.Member.Group.Words)
	if one.ID != at.Member.Self.ID {
		return says
	}
	if says != "" {
		return i18n.T(ctx, "you · {.Says}", i18n.Args{"Says": says})
	}
	return i18n.T(ctx, "you")
}

// verifiedSays is what was checked about a profession, where, and until when it
// counts.
func verifiedSays(ctx context.Context, f group.Verification) string {
	return i18n.T(ctx, "{.Checked}, in {.Where}. It counts until {.Day}.", i18n.Args{"Checked": f.Checked, "Where": f.Where, "Day": dayOf(ctx, f.Until)})
}

// professionLine is how far the check of one's own profession is.
func professionLine(ctx context.Context, f group.Verification) string {
	switch f.State {
	case group.VerificationWaits:
		return i18n.T(ctx, "You have asked. A steward will look.")
	case group.VerificationGiven:
		return verifiedSays(ctx, f)
	case group.VerificationRefused:
		return i18n.T(ctx, "A steward could not confirm it. You can ask again.")
	case group.VerificationLapsed:
		return i18n.T(ctx, "It was checked, and that has run out. You can ask again.")
	}
	return i18n.T(ctx, "For those who help others as their work. You can have it checked.")
}

// helloSeen says who will see an introduction.
func helloSeen(ctx context.Context, v helloView) string {
	return i18n.T(ctx, "Everybody in {.Group} will see it, under the name {.Name}. Nobody outside will.", i18n.Args{"Group": v.Member.Group.Name, "Name": v.Member.Self.Name})
}

// greetingSeen says who will see a greeting.
func greetingSeen(ctx context.Context, v personaView) string {
	return i18n.T(ctx, "{.Name} will see it, and so will all who greet or lead here. Nobody is greeted in private.", i18n.Args{"Name": v.Persona.Name})
}

// blockTitle is the question on the page about a block.
func blockTitle(ctx context.Context, v personaView) string {
	return i18n.T(ctx, "Block {.Name}?", i18n.Args{"Name": v.Persona.Name})
}

func introduceHeading(ctx context.Context, v helloView) string {
	if len(v.Own) > 0 {
		return i18n.T(ctx, "Say it in other words")
	}
	return i18n.T(ctx, "Introduce yourself")
}

func meProps(ctx context.Context, v meView) hall.Props {
	props := v.props(i18n.T(ctx, "Your face and your ways"), hall.People)
	props.Up = []ui.Place{{Label: i18n.T(ctx, "People"), Href: v.path("members")}}
	props.Wrong = v.Form != nil
	return props
}

// selfSays is what others see beside one's own name.
func selfSays(ctx context.Context, at page) string {
	self := at.Member.Self.Persona
	if says := hall.Says(ctx, self, at.Member.Group.Words); says != "" {
		return says
	}
	return at.role(ctx, self.Role)
}

func absenceOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, one := range absences(ctx) {
		options = append(options, ui.Option{Value: one.Value, Label: one.Label})
	}
	return options
}
