package inside

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// inOrder puts an offer of a place first and what one has asked last. Within
// that the groups stay in the order of their names: none is better.
func inOrder(list []group.Mine) []group.Mine {
	place := func(one group.Mine) int {
		switch one.Membership.Standing {
		case group.Offered:
			return 0
		case group.Here, group.Out:
			return 1
		}
		return 2
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b group.Mine) int { return place(a) - place(b) })
	return list
}

// minePath is where a line leads. Whoever takes no part cannot look inside, and
// can always leave.
func minePath(one group.Mine, takesPart bool) string {
	switch {
	case takesPart:
		return hall.Path(one.Group.Slug)
	case one.Membership.Standing.IsInside():
		return hall.Path(one.Group.Slug, "leave")
	}
	return ""
}

// isFresh tells whether something was said there since the reader looked.
// Whoever stepped out is left in peace.
func isFresh(one group.Mine) bool {
	return one.Changed && one.Membership.Standing == group.Here
}

func mineMark(ctx context.Context, one group.Mine) templ.Component {
	switch {
	case one.Membership.Standing == group.Offered:
		return ui.BadgeFresh(i18n.T(ctx, "A place is free"))
	case isFresh(one):
		return ui.BadgeFresh(i18n.T(ctx, "Something new"))
	}
	return nil
}

// mineSays is how things stand between the reader and one of their groups.
func mineSays(ctx context.Context, one group.Mine, takesPart bool) string {
	m := one.Membership
	if !takesPart && m.Standing.IsInside() {
		return i18n.T(ctx, "You are {.Name} there. You can leave it at any time.", i18n.Args{"Name": m.Name})
	}
	switch m.Standing {
	case group.Offered:
		return i18n.T(ctx, "It is kept for you until {.Day}.", i18n.Args{"Day": dayOf(ctx, m.OutUntil)})
	case group.Asking:
		return i18n.T(ctx, "You have asked to join. The group will answer.")
	case group.Waiting:
		return i18n.T(ctx, "You wait for a place. We tell you when one is free.")
	case group.Out:
		return i18n.T(ctx, "You have stepped out until {.Day}.", i18n.Args{"Day": dayOf(ctx, m.OutUntil)})
	}
	switch one.Group.State {
	case group.Asked:
		return i18n.T(ctx, "Waits for a steward. You are {.Name} there.", i18n.Args{"Name": m.Name})
	case group.Paused:
		return i18n.T(ctx, "Takes a pause. You are {.Name} there.", i18n.Args{"Name": m.Name})
	case group.Archived:
		return i18n.T(ctx, "Is over. You can still read there.")
	case group.Refused:
		return i18n.T(ctx, "The stewards said no to it.")
	}
	return i18n.T(ctx, "You are {.Name} there.", i18n.Args{"Name": m.Name})
}
