package lead

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// named is the name of a button for those who hear it out of its place: what it
// says, and whom it is about.
func named(says, about string) templ.Attributes {
	return templ.Attributes{"aria-label": says + ": " + about}
}

// roleOptions are the roles that the viewer can give this person.
func (v personView) roleOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, role := range group.Roles() {
		if role.Leads() && !v.Member.Can(group.AppointLeader) {
			continue
		}
		list = append(list, ui.Option{Value: string(role), Label: v.role(ctx, role), Why: i18n.T(ctx, roleDoes(role))})
	}
	return list
}

// roleDoes says what somebody of the role can do.
func roleDoes(role group.Role) i18n.Text {
	switch role {
	case group.Greeter:
		return "Sees who arrives and says hello, once they have promised what greeters promise."
	case group.CoFacilitator:
		return "Lets people in, removes them, and shapes the group. Names greeters."
	case group.Facilitator:
		return "All of that. Also names leaders, and can pause or end the group. Only the group can take it back, by a vote."
	}
	return "Takes part like everybody."
}

// canChangeRole tells whether the viewer can give this person another role now.
func (v personView) canChangeRole() bool {
	act := group.AppointGreeter
	if v.One.Role.Leads() {
		act = group.AppointLeader
	}
	return !v.own() && v.One.Role != group.Facilitator && v.Member.Can(act)
}

// canRemove tells whether the viewer can end this membership now.
func (v personView) canRemove() bool { return !v.own() && !v.peer() && v.Member.Can(group.Remove) }

// facts are what leaders see of somebody.
func (v personView) facts(ctx context.Context) []ui.Fact {
	list := []ui.Fact{
		{Name: i18n.T(ctx, "Role"), Text: v.role(ctx, v.One.Role)},
		{Name: i18n.T(ctx, "A member since"), Text: i18n.MonthAndYear(ctx, v.One.Joined)},
	}
	if v.One.InvitedBy != "" {
		name := i18n.T(ctx, "Somebody who has left")
		if !v.Inviter.Former {
			name = v.Inviter.Name
		}
		list = append(list, ui.Fact{Name: i18n.T(ctx, "Invited by"), Text: name})
	}
	if v.One.Role == group.Greeter {
		list = append(list, ui.Fact{Name: i18n.T(ctx, "The promise of greeters"), Text: i18n.T(ctx, codeWords(v.One))})
	}
	return list
}

func codeWords(one group.Membership) i18n.Text {
	if one.Code.IsZero() {
		return "Has not said yes to the promise yet"
	}
	return "Has said yes to the promise"
}

// next is where the list of people goes on.
func (v peopleView) next() string {
	return v.here("people") + "?" + url.Values{"name": {v.Search}, "after": {v.Next}}.Encode()
}

func (v personView) crumb(ctx context.Context) ui.Place {
	return ui.Place{Label: i18n.T(ctx, "Roles and people"), Href: v.here("people")}
}

func personProps(ctx context.Context, v personView) hall.Props {
	props := v.props(ctx, v.One.Name, i18n.T(ctx, "What only those who lead see, and can do."), v.crumb(ctx))
	props.Wrong = v.Form != nil
	return props
}

func (v personView) crumbs(ctx context.Context) []ui.Place {
	return []ui.Place{v.crumb(ctx), {Label: v.One.Name, Href: v.person(v.One.ID)}}
}

func removalProps(ctx context.Context, v personView) hall.Props {
	props := v.props(ctx, i18n.T(ctx, "Remove {.Name}?", i18n.Args{"Name": v.One.Name}),
		i18n.T(ctx, "It acts at once: every page of the group closes for them, and links that they made end. What they said stays, as a former member’s."), v.crumbs(ctx)...)
	props.Wrong = v.Form != nil
	return props
}

func wordProps(ctx context.Context, v personView) hall.Props {
	props := v.props(ctx, i18n.T(ctx, "They read me a code"), i18n.T(ctx, "You say that it is {.Name} who reads you the code, and nobody else.", i18n.Args{"Name": v.One.Name}), v.crumbs(ctx)...)
	props.Wrong = v.Form != nil
	return props
}

// banName is what somebody was called who is kept out, while that is known.
func banName(ctx context.Context, one group.Ban) string {
	if one.Name == "" {
		return i18n.T(ctx, "Somebody whose name is gone")
	}
	return one.Name
}
