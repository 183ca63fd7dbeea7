package remind

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	reminderKept = "As long as you are in the group, or until you take it away"
	remindedKept = "Three days after the date"
	nudgeKept    = "Until one of you ends it or leaves the group"
	lineIsKept   = "A week, or until the next line"
)

// Declared declares the tables of this package. They come after those of
// meetings.
func Declared() []declare.Table {
	return []declare.Table{declaredReminder(), declaredReminded(), declaredRun(), declaredNudge()}
}

func declaredReminder() declare.Table {
	return declare.Table{
		Name: "meeting_reminder", Order: []string{"id"}, Title: "Reminders of meetings", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("id", "A random number that stands for a reminder.", reminderKept),
			group.Inner("group_id", "In which group.", reminderKept),
			group.Inner("membership_id", "Who would like to be reminded. Nobody else is shown this.", reminderKept),
			group.Own("meeting_id", "Of which meeting. Empty is all of the group.", reminderKept),
			group.Own("dates", "Of which dates.", reminderKept),
			group.Own("lead", "How many minutes before.", reminderKept),
			group.Inner("unanswered", "How many went by in a row, so that they stop by themselves. Nobody is shown this.", reminderKept),
			group.Own("stopped", "Whether they stopped by themselves.", reminderKept),
			group.Own("since_at", "When you chose this.", reminderKept),
		},
	}
}

func declaredReminded() declare.Table {
	return declare.Table{
		Name: "meeting_reminded", Order: []string{"membership_id", "meeting_id", "slot"}, Title: "Dates that you were reminded of", Of: []declare.Way{group.ByMembership("membership_id")},
		Columns: []declare.Column{
			group.Inner("membership_id", "Who was reminded. Nobody else is shown this.", remindedKept),
			group.Own("meeting_id", "Of which meeting.", remindedKept),
			group.Own("slot", "Of which date.", remindedKept),
			group.Own("state", "Whether you were reminded, or wanted none this time. So nobody is reminded twice.", remindedKept),
			group.Own("start_at", "When that date begins.", remindedKept),
			group.Own("end_at", "When it ends.", remindedKept),
		},
	}
}

func declaredRun() declare.Table {
	of := func(name string) declare.Column {
		return declare.Column{Name: name, Whose: declare.Nobodys, Why: "When the program last looked for reminders to send.", Kept: "Always one row"}
	}
	return declare.Table{Name: "meeting_remind_run", Order: []string{"id"}, Outside: true, Columns: []declare.Column{of("id"), of("ran_at"), of("steady_at")}}
}

// declaredNudge is of two: of the one who is nudged, and the lines of the one who
// does.
func declaredNudge() declare.Table {
	about := group.Own("about", "What you would like to be nudged about, locked. The one who may nudge you reads it.", nudgeKept)
	about.Sealed, about.SealedBy = true, declare.Private
	line := givers(group.Own("line", "The last line that you wrote, locked. The one who got it reads it.", lineIsKept))
	line.Sealed, line.SealedBy = true, declare.Private
	inner := func(name string, why i18n.Text) declare.Column { return group.Inner(name, why, nudgeKept) }
	return declare.Table{
		Name: "meeting_nudge", Order: []string{"id"}, Title: "Nudges that you asked for, or give",
		Of: []declare.Way{group.ByMembership("receiver_id"), group.ByMembership("giver_id")},
		Columns: []declare.Column{
			inner("id", "A random number that stands for who may nudge whom."),
			inner("group_id", "In which group."),
			inner("receiver_id", "Who is nudged. Only the two know."),
			givers(inner("giver_id", "Who may do it. Only the two know.")),
			group.Own("meeting_id", "Which meeting it is about, if it is about one.", nudgeKept),
			about,
			group.Own("agreed", "Whether the one you asked said yes.", nudgeKept),
			givers(inner("line_id", "A random number that stands for the last line.")),
			givers(group.Own("ours", "Which of our lines you sent, if it was one of them.", lineIsKept)),
			line,
			givers(group.Own("line_at", "When you last sent a line.", lineIsKept)),
			group.Own("answer", "What you answered to the last line.", lineIsKept),
			givers(inner("told_at", "When the one you asked was told of it.")),
			inner("ended_at", "When it ended. A week later nothing of it is left."),
		},
	}
}

// givers is a column of the one who may nudge.
func givers(c declare.Column) declare.Column {
	c.Of = "giver_id"
	return c
}
