package admin

import (
	"context"
	"slices"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Where groups are looked after.
const (
	groupsPath        = "/admin/groups"
	verificationsPath = "/admin/verifications"
	rememberedPath    = "/admin/remembered" // of package voice
	topicsPath        = "/admin/topics"
	foundingPath      = "/admin/founding"
)

// careTab is the tab of the groups that have no leaders. It is no state: such a
// group goes on.
const careTab = "care"

// groupAct is one thing that a steward may do about a group.
type groupAct struct {
	name     string // the last part of its address
	label    i18n.Text
	asks     i18n.Text // the heading of the page that asks first
	does     i18n.Text // what it does
	tells    i18n.Text // what people of the group meet
	persona  i18n.Text // asks for the name of a persona; "" where none is needed
	sure     i18n.Text // to be ticked first; "" where a reason is enough
	seen     i18n.Text // who reads the reason
	done     i18n.Text // said afterwards
	harsh    bool      // cannot be undone, or touches everybody
	possible func(v group.StewardsView) bool
	do       func(ctx context.Context, s *group.Service, d deed) error
}

// deed is what a steward is about to do.
type deed struct {
	by                     account.Viewer
	group, persona, reason string
}

// The readers of a reason.
const (
	founderReads i18n.Text = "Whoever asked for the group reads your reason. It is also in the record, for stewards."
	groupReads   i18n.Text = "All members of the group read your reason. It is also in the record, for stewards."
	recordReads  i18n.Text = "Stewards read your reason in the record. Nobody in the group does."
)

// groupActs are all of them, the kindest first.
func groupActs() []groupAct {
	return []groupAct{
		{
			name: "opening", label: "Let it begin", asks: "Let this group begin?",
			does:  "From then on it is open, and can be found as its page says.",
			tells: "Whoever asked for it gets a notice, with your reason.", seen: founderReads, done: "The group has begun.",
			possible: in(group.Asked), do: decide(true),
		},
		{
			name: "refusal", label: "Say no to it", asks: "Say no to this group?",
			does:  "It does not open. Whoever asked can ask for another one.",
			tells: "Whoever asked for it gets a notice, with your reason. Be kind, and say what would help.", seen: founderReads, done: "They have your answer.", harsh: true,
			possible: in(group.Asked), do: decide(false),
		},
		{
			name: "leader", label: "Name somebody to lead", asks: "Who looks after the group for now?",
			does:    "They lead it from then on, until the members choose. They can name others to help them.",
			tells:   "They get a notice. The whole group sees who leads.",
			persona: "The name of the persona, as the group shows it", seen: recordReads, done: "The group has somebody who leads it again.",
			possible: func(v group.StewardsView) bool { return v.Care },
			do: func(ctx context.Context, s *group.Service, d deed) error {
				return s.Adopt(ctx, d.by, d.group, d.persona, d.reason)
			},
		},
		{
			name: "return", label: "Open it again", asks: "Open this group again?",
			does:  "People can write again, and join as the group says.",
			tells: "All members see your reason.", seen: groupReads, done: "The group is open again.",
			possible: in(group.Paused, group.Archived), do: moveTo(group.Open),
		},
		{
			name: "pause", label: "Pause this group", asks: "Pause this group?",
			does:  "Nobody joins and nobody writes. All that was said can be read.",
			tells: "All members see that stewards paused it, and your reason.", seen: groupReads, done: "The group takes a pause.",
			possible: in(group.Open), do: moveTo(group.Paused),
		},
		{
			name: "archive", label: "End this group", asks: "End this group?",
			does:  "It is not listed any more, and nobody writes or joins. Its members can read what was said.",
			tells: "All members see that stewards ended it, and your reason.",
			sure:  "A pause is not enough.", seen: groupReads, done: "The group is over.", harsh: true,
			possible: in(group.Open, group.Paused), do: moveTo(group.Archived),
		},
		{
			name: "behind", label: "Close the account behind a persona", asks: "Close the account behind a persona?",
			does:    "It ends everywhere in this place, for good. They are signed out at once, and no key of theirs opens the door any more.",
			tells:   "This group sees them gone at once. Other groups see that somebody left, at some time within two days. You are shown nothing of which groups those are. The person is given no reason.",
			persona: "The name of the persona, letter by letter as the group shows it",
			sure:    "I know that nobody can undo this.", seen: recordReads, done: "The account behind this persona is closed.", harsh: true,
			possible: in(group.Asked, group.Open, group.Paused, group.Archived), do: closeBehind,
		},
	}
}

func in(states ...group.State) func(group.StewardsView) bool {
	return func(v group.StewardsView) bool { return slices.Contains(states, v.State) }
}

func decide(yes bool) func(context.Context, *group.Service, deed) error {
	return func(ctx context.Context, s *group.Service, d deed) error {
		return s.Decide(ctx, d.by, d.group, yes, d.reason)
	}
}

func moveTo(state group.State) func(context.Context, *group.Service, deed) error {
	return func(ctx context.Context, s *group.Service, d deed) error {
		return s.StewardMove(ctx, d.by, d.group, state, d.reason)
	}
}

func closeBehind(ctx context.Context, s *group.Service, d deed) error {
	by, err := account.ByViewer(d.by, d.reason)
	if err != nil {
		return err
	}
	face, err := s.BehindFor(ctx, d.by, d.group, d.persona)
	if err != nil {
		return err
	}
	return s.CloseBehind(ctx, by, d.by, face.ID)
}

func groupActNamed(name string) (groupAct, bool) {
	for _, one := range groupActs() {
		if one.name == name {
			return one, true
		}
	}
	return groupAct{}, false
}

// groupActsOn are the acts that are possible now.
func groupActsOn(v group.StewardsView) []groupAct {
	var list []groupAct
	for _, one := range groupActs() {
		if one.possible(v) {
			list = append(list, one)
		}
	}
	return list
}

// groupWeight is how much the button of an act asks for attention among the n-th
// of them.
func groupWeight(n int, a groupAct) ui.Weight {
	switch {
	case a.harsh:
		return ui.Quiet
	case n == 0 && a.name != "pause":
		return ui.Do
	}
	return ui.Usual
}

func groupMainWeight(a groupAct) ui.Weight {
	if a.harsh {
		return ui.Risk
	}
	return ui.Do
}

func groupPath(id, what string) string {
	if what == "" {
		return groupsPath + "/" + id
	}
	return groupsPath + "/" + id + "/" + what
}

// groupTabs are the sorts of groups that one can look for, after all of them.
func groupTabs() []string {
	return []string{string(group.Asked), careTab, string(group.Open), string(group.Paused), string(group.Archived), string(group.Refused)}
}

func groupTabWords(tab string) i18n.Text {
	switch tab {
	case string(group.Asked):
		return "To be answered"
	case careTab:
		return "Without leaders"
	case string(group.Open):
		return "Open groups"
	case string(group.Paused):
		return "On pause"
	case string(group.Archived):
		return "Over"
	}
	return "Answered with no"
}

func groupStateWords(s group.State) i18n.Text {
	switch s {
	case group.Asked:
		return "Somebody asks to begin this group. A steward answers."
	case group.Refused:
		return "A steward said no to this group."
	case group.Paused:
		return "This group takes a pause. Nobody joins, and nobody writes."
	case group.Archived:
		return "This group is over. Its members can read what was said."
	}
	return "This group is open."
}

// sizeWords says roughly how many are in a group.
func sizeWords(ctx context.Context, g group.Group) string {
	if n := g.Size(); n > 0 {
		return i18n.T(ctx, "{.Number} people or more", i18n.Args{"Number": i18n.Number(ctx, n)})
	}
	return i18n.T(ctx, "Fewer than five people")
}

func visibilityWords(v group.Visibility) i18n.Text {
	switch v {
	case group.Public:
		return "Everybody can read its page"
	case group.Listed:
		return "Everybody can read its name and one paragraph"
	}
	return "Nobody, without an invitation"
}

func joiningWords(j group.Joining) i18n.Text {
	switch j {
	case group.Freely:
		return "Anybody can join"
	case group.ByAsking:
		return "People ask, and a leader answers"
	case group.ByInvitation:
		return "By invitation alone"
	}
	return "Nobody joins for now"
}

func leadersWords(ctx context.Context, v group.StewardsView) string {
	if v.Leaders == 0 {
		return i18n.T(ctx, "Nobody leads it")
	}
	return i18n.N(ctx, int(v.Leaders), "{.Count} person", "{.Count} people")
}

// groupMeta is what stands below a name in the list.
func groupMeta(ctx context.Context, g group.Group) string {
	return i18n.T(ctx, "{.Kind}. {.Size}.", i18n.Args{"Kind": i18n.T(ctx, g.Kind.Label()), "Size": sizeWords(ctx, g)})
}

// groupTasks are what groups wait for from stewards.
func (s *Service) groupTasks(ctx context.Context, viewer account.Viewer) (left []task, err error) {
	if !viewer.IsSteward() {
		return nil, nil
	}
	o, err := s.groups.OverviewFor(ctx, viewer)
	if err != nil {
		return nil, err
	}
	if o.Asked > 0 {
		left = append(left, task{
			Title: i18n.N(ctx, int(o.Asked), "Answer {.Count} group that asks to begin", "Answer {.Count} groups that ask to begin"),
			Why:   i18n.T(ctx, "Nobody can find it or join it until a steward says yes or no."), Href: groupsPath + "?state=" + string(group.Asked),
		})
	}
	if o.Care > 0 {
		left = append(left, task{
			Title: i18n.N(ctx, int(o.Care), "Look after {.Count} group without leaders", "Look after {.Count} groups without leaders"),
			Why:   i18n.T(ctx, "Its members can choose by a vote. Until then you can name somebody."), Href: groupsPath + "?state=" + careTab,
		})
	}
	if o.Claim > 0 {
		left = append(left, task{
			Title: i18n.N(ctx, int(o.Claim), "Check {.Count} profession", "Check {.Count} professions"),
			Why:   i18n.T(ctx, "They cannot call themselves by it until a steward has looked."), Href: verificationsPath,
		})
	}
	return left, nil
}

func hasGone(list []group.Topic) bool {
	return slices.ContainsFunc(list, func(t group.Topic) bool { return t.Gone })
}
