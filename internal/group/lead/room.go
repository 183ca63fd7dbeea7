package lead

import (
	"context"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

func (v roomView) nothingWaits() bool { return v.Askings+v.Waiting+v.Arrivals == 0 }

// rosterWords names who leads, in the group's words.
func rosterWords(ctx context.Context, v roomView) string {
	var names []string
	for _, one := range v.Roster {
		if one.Role.Leads() {
			names = append(names, i18n.T(ctx, "{.Name} ({.Role})", i18n.Args{"Name": one.Name, "Role": v.role(ctx, one.Role)}))
		}
	}
	return strings.Join(names, ", ")
}

func stateWords(s group.State) i18n.Text {
	switch s {
	case group.Asked:
		return "It waits for a steward’s answer."
	case group.Refused:
		return "The stewards said no to it."
	case group.Paused:
		return "It takes a pause now."
	case group.Archived:
		return "It is over."
	}
	return "It is open now."
}

func professionWords(f group.Verification) i18n.Text {
	switch f.State {
	case group.VerificationWaits:
		return "A steward is looking it up."
	case group.VerificationGiven:
		return "It was checked."
	case group.VerificationRefused:
		return "It could not be confirmed."
	case group.VerificationLapsed:
		return "The check is too old by now. You can ask again."
	}
	return "If you are a therapist or the like, a steward can check it."
}

// meetings is the address of something about the group's meetings.
func (v beginView) meetings(parts ...string) string {
	return v.path(append([]string{string(hall.Meetings)}, parts...)...)
}

// hasWayIn tells whether anybody can find the way into the group.
func (v beginView) hasWayIn() bool { return v.Public != "" || v.Links > 0 }

// posterView is a sheet to print: of the group's own address, or of an
// invitation.
type posterView struct {
	page
	Link string
	Ends time.Time // of an invitation
}

// names is the title of the sheet: the group's name only where everybody can
// see that it exists, and else this place's.
func (v posterView) names(ctx context.Context) string {
	if v.group().Shows() {
		return v.group().Name
	}
	return ui.FrameFrom(ctx).SiteName
}

func (v posterView) says() i18n.Text {
	if v.group().Shows() {
		return "You can look before you join."
	}
	return "You are invited."
}
