package speaker

import (
	"context"
	"net/url"

	"handrail/internal/group/name"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// nameMost is how long a name may be.
const nameMost = name.Most

// linkPath is the address of a link within this site.
func linkPath(token string) string { return Path + "/invitation/" + url.PathEscape(token) }

// asks says who invites, and to what.
func (v Visit) asks(ctx context.Context) string {
	if v.By == "" {
		return i18n.T(ctx, "The group “{.Group}” invites you as a guest.", i18n.Args{"Group": v.Group.Name})
	}
	return i18n.T(ctx, "{.Name} of the group “{.Group}” invites you as a guest.", i18n.Args{"Name": v.By, "Group": v.Group.Name})
}

func (v hereView) greets(ctx context.Context) string {
	return i18n.T(ctx, "Welcome, {.Name}", i18n.Args{"Name": v.Page.Name})
}

func (v hereView) until(ctx context.Context) string {
	return i18n.T(ctx, "It is deleted by itself: {.Day}", i18n.Args{"Day": i18n.ShortDate(ctx, v.Ends, ui.FrameFrom(ctx).Zone)})
}

// room is where the meeting is, for a speaker who is told.
func (v hereView) room(ctx context.Context) []ui.Fact {
	return facts(ui.Fact{Name: i18n.T(ctx, "Whereabouts"), Text: v.Date.Plan.Area}, ui.Fact{Name: i18n.T(ctx, "Address"), Text: v.Inside.Address},
		ui.Fact{Name: i18n.T(ctx, "What the place is like"), Text: v.Date.Plan.Access})
}

func (v hereView) online(ctx context.Context) []ui.Fact {
	return facts(ui.Fact{Name: i18n.T(ctx, "Phone"), Text: v.Inside.Phone}, ui.Fact{Name: i18n.T(ctx, "Passcode"), Text: v.Inside.Passcode},
		ui.Fact{Name: i18n.T(ctx, "Notes"), Text: v.Inside.Notes})
}

// facts are those that say anything.
func facts(all ...ui.Fact) (list []ui.Fact) {
	for _, one := range all {
		if one.Text != "" {
			list = append(list, one)
		}
	}
	return list
}

// hasWay tells whether the speaker learns anything of how to come.
func (v hereView) hasWay() bool {
	return v.Given.Address && v.Date.Plan.Way.AtPlace() || v.Inside.Link != "" || v.Inside.Phone != ""
}
