package ballot

import "handrail/internal/platform/declare"

// How long things are kept, in words.
const (
	groupKept = "As long as the group exists"
	voteKept  = "Until the votes are counted, a week as a rule"
)

// noVoter says why nothing leads from a vote to whoever cast it.
const noVoter = "A vote is a number on an answer. Nothing leads from it to whoever cast it, and the marks go when it is counted."

// Declared declares the tables of this package. They come after the tables of
// groups.
func Declared() []declare.Table {
	row := func(name string, column declare.Column) declare.Column {
		column.Name, column.Whose, column.Kept, column.Export = name, declare.Sites, groupKept, declare.ToSite
		return column
	}
	return []declare.Table{
		{Name: "group_ballot", Order: []string{"id"}, Columns: []declare.Column{
			row("id", declare.Column{Why: "A number that stands for one vote of a group."}),
			row("group_id", declare.Column{Why: "Which group votes."}),
			row("kind", declare.Column{Why: "What the vote decides."}),
			row("title", declare.Column{Why: "What is asked."}),
			row("detail", declare.Column{Why: "More about what is asked."}),
			row("quorum", declare.Column{Why: "How many have to vote."}),
			row("electorate", declare.Column{Why: "How many might vote when it began."}),
			row("cast_votes", declare.Column{Why: "How many voted. It is written once the vote is over."}),
			row("state", declare.Column{Why: "What came out."}),
			row("made_at", declare.Column{Why: "When the vote began."}),
			row("closes_at", declare.Column{Why: "When the vote ends."}),
		}},
		{Name: "group_ballot_option", Order: []string{"ballot_id", "place"}, NoWay: noVoter, Columns: []declare.Column{
			row("ballot_id", declare.Column{Why: "Which vote the answer belongs to."}),
			row("place", declare.Column{Why: "Where the answer stands in the list."}),
			row("label", declare.Column{Why: "What the answer says."}),
			row("votes", declare.Column{Why: "How many chose this answer. It is not kept who did, or when."}),
		}},
		{Name: "group_ballot_voter", Order: []string{"ballot_id", "mark"}, NoWay: noVoter, Columns: []declare.Column{
			{Name: "ballot_id", Whose: declare.Nobodys, Why: "Which vote the mark belongs to.", Kept: voteKept, Leave: declare.Expires, Erase: declare.Expires},
			{Name: "mark", Whose: declare.Members, Secret: true, Why: "A keyed mark, so that nobody votes twice. It does not hold what was chosen. Once the vote is over, nobody can tell whose it is.", Kept: voteKept, Leave: declare.Expires, Erase: declare.Expires},
		}},
	}
}
