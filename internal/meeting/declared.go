package meeting

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
)

// How long things are kept, in words.
const (
	comingKept  = "Until some days after the date"
	askingKept  = "As long as you are in the group, or until you take it back"
	serviceKept = "A year after the date, or until you leave the group"
)

// Declared declares the tables of this package, but for those of its parts. They
// come after those of groups.
func Declared() []declare.Table {
	return []declare.Table{
		declaredMeeting(), declaredPlan(), declaredDate(), declaredOccurrence(), declaredComing(), declaredAsking(), declaredRole(), declaredService(),
	}
}

func declaredMeeting() declare.Table {
	return declare.Table{
		Name: "meeting_meeting", Order: []string{"id"},
		Columns: []declare.Column{
			group.Common("id", "A random number that stands for a meeting."),
			group.Common("group_id", "Which group holds it."),
			group.Common("title", "What it is called."),
			group.Common("about", "What is said about it."),
			group.Common("reach", "Who can see that there is a meeting."),
			group.Common("opening", "Whom it is for."),
			group.Common("cross_talk", "Whether those who share are answered."),
			group.Common("languages", "In which languages it is held."),
			group.Common("formats", "What it is like, and whom it is for."),
			group.Common("sequence", "How often it was changed."),
			group.Common("made_at", "When it was put on the calendar."),
			group.Common("changed_at", "When it was last changed."),
			group.Common("next_at", "When its next date ends."),
		},
	}
}

func declaredPlan() declare.Table {
	inside := group.Common("inside", "Where exactly it is, and how to join, locked. Members read it on the page of a date.")
	inside.Sealed = true
	return declare.Table{
		Name: "meeting_plan", Order: []string{"id"},
		Columns: []declare.Column{
			group.Common("id", "A random number that stands for when and where a meeting is held."),
			group.Common("meeting_id", "Which meeting."),
			group.Common("slot", "The one date it is for, if it is for one."),
			group.Common("first", "When it is held for the first time."),
			group.Common("until", "From when on it is held otherwise."),
			group.Common("rule", "How it is repeated."),
			group.Common("zone", "The time zone of its clock."),
			group.Common("minutes", "How long it lasts."),
			group.Common("way", "Whether it is in a room, online, or both."),
			group.Common("area", "Whereabouts it is."),
			group.Common("town", "Near which town it is found, if its leaders chose one."),
			group.Common("placed", "Who is told where exactly."),
			group.Common("access", "What the place is like for those who need to know."),
			group.Common("capacity", "How many seats there are."),
			inside,
		},
	}
}

func declaredDate() declare.Table {
	return declare.Table{
		Name: "meeting_date", Order: []string{"meeting_id", "slot"},
		Columns: []declare.Column{
			group.Common("meeting_id", "Which meeting."),
			group.Common("slot", "Which of its dates."),
			group.Common("extra", "Whether it is held beside the usual ones."),
			group.Common("cancelled", "Whether it is called off."),
			group.Common("start", "When it begins, if it was moved."),
			group.Common("minutes", "How long it lasts, if that is otherwise."),
			group.Common("note", "What is to be known about that date."),
			group.Common("plan_id", "Where it is, if that is otherwise."),
			group.Common("changed_at", "When that was said."),
		},
	}
}

// The dates of the near future are worked out from the other tables, so a copy
// of a site need not hold them.
func declaredOccurrence() declare.Table {
	derived := func(name string) declare.Column {
		return declare.Column{Name: name, Whose: declare.Sites, Why: "When meetings are in the next days. It is worked out anew every hour.", Kept: "Two days", Export: declare.ToSite}
	}
	return declare.Table{
		Name: "meeting_occurrence", Order: []string{"meeting_id", "slot"},
		Columns: []declare.Column{derived("meeting_id"), derived("slot"), derived("group_id"), derived("start_at"), derived("end_at")},
	}
}

func declaredComing() declare.Table {
	greeter := declare.Column{
		Name: "greeter_id", Whose: declare.Members, Of: "greeter_id", Why: "Who keeps a seat beside them.", Kept: comingKept,
		Leave: declare.Cut, Erase: declare.Cut,
	}
	return declare.Table{
		Name: "meeting_coming", Order: []string{"meeting_id", "slot", "membership_id"}, Title: "Meetings you said you come to",
		Of: []declare.Way{group.ByMembership("membership_id"), group.ByMembership("greeter_id")},
		Columns: []declare.Column{
			group.Own("meeting_id", "Which meeting.", comingKept),
			group.Own("slot", "Which date.", comingKept),
			group.Inner("membership_id", "Who comes.", comingKept),
			group.Own("way", "Whether to the room or online.", comingKept),
			group.Own("shown", "Who learns that you come.", comingKept),
			group.Own("seat", "Whether you would like a seat beside a greeter.", comingKept),
			greeter,
		},
	}
}

func declaredAsking() declare.Table {
	return declare.Table{
		Name: "meeting_asking", Order: []string{"meeting_id", "membership_id"}, Title: "Places you asked about", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Own("meeting_id", "Which meeting.", askingKept),
			group.Inner("membership_id", "Who asked.", askingKept),
			group.Own("state", "Whether you were told.", askingKept),
		},
	}
}

func declaredRole() declare.Table {
	notes := group.Common("notes", "What those who did it tell those who come next, locked.")
	notes.Sealed = true
	return declare.Table{
		Name: "meeting_role", Order: []string{"id"},
		Columns: []declare.Column{
			group.Common("id", "A random number that stands for a role in a meeting."),
			group.Common("meeting_id", "Which meeting."),
			group.Common("kind", "Which role it is."),
			group.Common("label", "What the group calls it."),
			group.Common("about", "What is to be done."),
			group.Common("many", "How many people do it."),
			group.Common("weeks", "For how long one takes it."),
			group.Common("place", "Its place among the roles."),
			notes,
			group.Common("gone_at", "When it was taken away, if it was."),
		},
	}
}

func declaredService() declare.Table {
	return declare.Table{
		Name: "meeting_service", Order: []string{"id"}, Title: "Roles you took in meetings", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("id", "A random number that stands for this.", serviceKept),
			group.Own("role_id", "Which role.", serviceKept),
			group.Own("meeting_id", "In which meeting.", serviceKept),
			group.Inner("membership_id", "Who took it.", serviceKept),
			group.Inner("term_id", "A random number that holds together what you took at once.", serviceKept),
			group.Own("from_slot", "From which date on.", serviceKept),
			group.Own("to_slot", "Until which date.", serviceKept),
			group.Own("state", "Whether you were asked, do it, or look for somebody to take it over.", serviceKept),
			group.Own("note", "What you wrote about that.", serviceKept),
			group.Own("lead_days", "How many days before you are reminded.", serviceKept),
			group.Own("reminded", "Of which date you were reminded.", serviceKept),
			group.Own("ending", "Whether you were asked to go on or hand it over.", serviceKept),
			group.Own("changed_at", "When you said so.", serviceKept),
			group.Own("vouched", "Whether those who look after the group gave you this, or confirmed it.", serviceKept),
		},
	}
}
