package sheet

import (
	"handrail/internal/group"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// dayKept is how long what belongs to a date stays.
const dayKept = "Until some hours after the meeting"

// noWay says why nothing leads from the words of a date to an account.
const noWay = "All of it goes some hours after the meeting. Whoever leaves the group is taken out at once."

// Declared declares the tables of this package. They come after those of meetings.
func Declared() []declare.Table {
	day := func(name string, why i18n.Text) declare.Column { return group.Apart(name, why, dayKept) }
	locked := func(c declare.Column) declare.Column {
		c.Sealed, c.Export = true, declare.NotExported
		return c
	}
	return []declare.Table{
		{
			Name: "meeting_sheet_setting", Order: []string{"group_id"},
			Columns: []declare.Column{
				group.Common("group_id", "Which group."),
				group.Common("share_minutes", "How long one share is, in minutes."),
				group.Common("answering", "What is said about answers to a share."),
			},
		},
		{
			Name: "meeting_template", Order: []string{"id"},
			Columns: []declare.Column{
				group.Common("id", "A random number that stands for a run sheet."),
				group.Common("group_id", "Which group uses it."),
				group.Common("place", "Where it stands in the list."),
				locked(group.Common("body", "What the meeting follows, locked.")),
				group.Common("number", "How often it was changed."),
			},
		},
		{
			Name: "meeting_sheet", Order: []string{"id"}, NoWay: noWay,
			Columns: []declare.Column{
				day("id", "A random number that stands for the run sheet of one date."),
				day("group_id", "In which group."),
				day("meeting_id", "Of which meeting."),
				day("slot", "On which date."),
				locked(day("items", "What the meeting follows, locked.")),
				day("edition", "How often that was changed."),
				day("state", "Where the meeting is, who speaks and who waits. Those who follow the meeting see it."),
				day("number", "How often anything was changed."),
				day("clear_at", "When all of it is deleted."),
			},
		},
		{
			Name: "meeting_present", Order: []string{"sheet_id", "membership_id"}, Of: []declare.Way{group.ByMembership("membership_id")},
			Columns: []declare.Column{
				group.Inner("sheet_id", "The run sheet that you follow.", dayKept),
				group.Inner("membership_id", "That you follow it. Nobody gets a list.", dayKept),
				group.Inner("place", "Where you stand when everybody comes in turn.", dayKept),
				group.Inner("hosts", "Whether you host the date.", dayKept),
			},
		},
		{
			Name: "meeting_line", Order: []string{"id"}, NoWay: noWay,
			Columns: []declare.Column{
				day("id", "A random number that stands for a few words."),
				day("sheet_id", "For which date they were said."),
				day("kind", "Whose words they are: of somebody in the room, or of one who is glad of something."),
				day("membership_id", "Who celebrates it. It is empty for somebody in the room."),
				locked(day("words", "The words, locked. Those who follow the meeting see them.")),
				day("place", "In which order they were said."),
			},
		},
	}
}
