package proof

import (
	"context"
	"time"

	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// JoinField is the name of the box in the form of joining, see JoinBox.
const JoinField = "seen"

// recordFacts are what a record says.
func (v attendView) recordFacts(ctx context.Context) []ui.Fact {
	r := v.Record
	if !r.ByCode() {
		return []ui.Fact{{Name: i18n.T(ctx, "How you know"), Text: i18n.T(ctx, "By your own word.")}}
	}
	return []ui.Fact{
		{Name: i18n.T(ctx, "First code"), Part: moment(r.First, r.zone())},
		{Name: i18n.T(ctx, "Last code"), Part: moment(r.Last, r.zone())},
		{Name: i18n.T(ctx, "Present"), Text: i18n.N(ctx, r.Minutes(), "{.Count} minute", "{.Count} minutes")},
	}
}

// willSay is what a paper says about whose meeting it was.
func (v attendView) willSay(ctx context.Context) string {
	switch {
	case v.Setting.Naming == GroupName && v.Setting.Title:
		return i18n.T(ctx, "It says when the meeting was, and how long you were there. It names the group and the meeting. It does not say who you are: you write your name on it yourself.")
	case v.Setting.Naming == GroupName:
		return i18n.T(ctx, "It says when the meeting was, how long you were there, and the name of the group. It does not say who you are: you write your name on it yourself.")
	case v.Setting.Title:
		return i18n.T(ctx, "It says when the meeting was, how long you were there, and what the meeting is called. The group is not named. It does not say who you are: you write your name on it yourself.")
	}
	return i18n.T(ctx, "It says when the meeting was, and how long you were there. The group is not named. It does not say who you are: you write your name on it yourself.")
}

func (v settingsView) namings(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(Unnamed), Label: i18n.T(ctx, "Say nothing about it"), Why: i18n.T(ctx, "The paper still has the address where it is checked.")},
		{Value: string(SiteName), Label: i18n.T(ctx, "Name this place: {.Site}", i18n.Args{"Site": v.Site})},
		{Value: string(GroupName), Label: i18n.T(ctx, "Name the group: {.Group}", i18n.Args{"Group": v.Member.Group.Name})},
	}
}

// placeOf is where the clock of a date hangs. One that is on no schedule any more
// has its slot, which nothing may move.
func placeOf(o meeting.Occurrence) *time.Location {
	if zone := o.Zone(); zone != nil {
		return zone
	}
	return time.UTC
}
