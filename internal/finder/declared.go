package finder

import (
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
)

// How long things are kept, in words.
const (
	sourceKept  = "As long as the source is listed here"
	listingKept = "As long as its source is listed here"
	runKept     = "90 days"
	changeKept  = "90 days"
	readingKept = "Until it is read; minutes at most if the program dies"
	rootKept    = "As long as this site is there. The first server gets its numbers back"
	noteKept    = "Until a steward has dealt with it; the words go then"
)

// Declared declares the tables of this package.
func Declared() []declare.Table {
	return []declare.Table{
		declaredSource(), declaredListing(), declaredFormat(), declaredBody(), declaredChange(), declaredRun(), declaredNote(), declaredEmbedder(), declaredCounter(),
		declaredReading(), declaredRoot(),
	}
}

func site(name string, why, kept i18n.Text) declare.Column {
	return declare.Column{Name: name, Whose: declare.Sites, Why: why, Kept: kept, Export: declare.ToSite}
}

func declaredSource() declare.Table {
	return declare.Table{Name: "finder_source", Order: []string{"id"}, Columns: []declare.Column{
		site("id", "A number that stands for a source of listed meetings.", sourceKept),
		site("format", "In which form the source lists meetings.", sourceKept),
		site("name", "Whose listings they are.", sourceKept),
		site("programme", "Which programme's short codes they carry.", sourceKept),
		site("zone", "The time zone of meetings that name none.", sourceKept),
		site("url", "Where the source is fetched.", sourceKept),
		site("private", "Whether it may lie in one's own network.", sourceKept),
		site("keeper", "Who looks after the source.", sourceKept),
		site("site", "The keeper's own pages.", sourceKept),
		site("shared", "Whether its meetings are passed on to other finders.", sourceKept),
		site("contacts", "Whether details of contact persons are kept.", sourceKept),
		site("keeps_ids", "Whether the numbers of its meetings stay.", sourceKept),
		site("resting", "Whether it is off the pages for now.", sourceKept),
		site("every", "How often it is fetched.", sourceKept),
		site("made_at", "When it was added.", sourceKept),
		site("changed_at", "When what is said about it was last changed.", sourceKept),
		site("tried_at", "When it was last fetched, or tried.", sourceKept),
		site("good_at", "When a good copy last came.", sourceKept),
		site("next_at", "When it is fetched next.", sourceKept),
		site("failures", "How often it failed since.", sourceKept),
		site("problem", "What was wrong the last time.", sourceKept),
		site("etag", "What its server said about the last good copy. With it we ask only for what is new.", sourceKept),
		site("modified", "When its server said that the copy was changed.", sourceKept),
		site("digest", "A check sum of the last good copy.", sourceKept),
	}}
}

func declaredListing() declare.Table {
	return declare.Table{Name: "finder_listing", Order: []string{"number"}, Columns: []declare.Column{
		site("number", "A number that stands for a listed meeting.", listingKept),
		site("source_id", "Which source lists it.", listingKept),
		site("key", "How the source calls it.", listingKept),
		site("slug", "Its name in addresses.", listingKept),
		site("hash", "A check sum, to see whether it was changed.", listingKept),
		site("doc", "What the source says of the meeting. Of our groups' meetings: what everybody may read.", listingKept),
		site("generation", "In which order listings were written.", listingKept),
		site("changed_at", "When it was last changed.", listingKept),
		site("gone_at", "When the source stopped listing it.", listingKept),
	}}
}

func declaredFormat() declare.Table {
	return declare.Table{Name: "finder_format", Order: []string{"number", "lang"}, Columns: []declare.Column{
		site("number", "A number that stands for a kind of meeting.", listingKept),
		site("lang", "The language of its words.", listingKept),
		site("source_id", "Which source has it.", listingKept),
		site("theirs", "Its number there.", listingKept),
		site("key", "Its short code.", listingKept),
		site("name", "What it is called.", listingKept),
		site("description", "What is said about it.", listingKept),
		site("world_id", "Its code with the fellowship's world services.", listingKept),
		site("kind", "What sort of kind it is.", listingKept),
	}}
}

func declaredBody() declare.Table {
	return declare.Table{Name: "finder_body", Order: []string{"number"}, Columns: []declare.Column{
		site("number", "A number that stands for a service body.", listingKept),
		site("source_id", "Which source has it.", listingKept),
		site("theirs", "Its number there.", listingKept),
		site("parent", "Which body it belongs to.", listingKept),
		site("name", "What it is called.", listingKept),
		site("description", "What is said about it.", listingKept),
		site("kind", "What sort of body it is.", listingKept),
		site("url", "Its own pages.", listingKept),
		site("helpline", "Its help line.", listingKept),
		site("world_id", "Its code with the fellowship's world services.", listingKept),
	}}
}

func declaredChange() declare.Table {
	return declare.Table{Name: "finder_change", Order: []string{"id"}, Columns: []declare.Column{
		site("id", "A number that stands for a change.", changeKept),
		site("number", "Which listed meeting was changed.", changeKept),
		site("source_id", "Which source lists it.", changeKept),
		site("at", "When the change was seen.", changeKept),
		site("what", "Whether it came, was changed, or went.", changeKept),
		site("was", "What was listed before.", changeKept),
		site("became", "What is listed since.", changeKept),
	}}
}

func declaredRun() declare.Table {
	return declare.Table{Name: "finder_run", Order: []string{"id"}, Columns: []declare.Column{
		site("id", "A number that stands for one reading of a source.", runKept),
		site("source_id", "Which source was read.", runKept),
		site("at", "When it was read.", runKept),
		site("outcome", "What came of it.", runKept),
		site("problem", "What was wrong.", runKept),
		site("records", "How many meetings it listed.", runKept),
		site("came", "How many were new.", runKept),
		site("changed", "How many were changed.", runKept),
		site("went", "How many were not there any more.", runKept),
		site("refused", "How many were left out.", runKept),
		site("odd", "How much was odd.", runKept),
		site("oddities", "What was odd, by meeting.", runKept),
	}}
}

func declaredNote() declare.Table {
	visitors := func(name string, why i18n.Text) declare.Column {
		return declare.Column{Name: name, Whose: declare.Visitors, Why: why, Kept: noteKept, Export: declare.ToSite}
	}
	return declare.Table{Name: "finder_note", Order: []string{"id"}, Columns: []declare.Column{
		visitors("id", "A number that stands for a note. It does not say who wrote it."),
		visitors("number", "Which listed meeting the note is about."),
		visitors("at", "When it was written."),
		visitors("text", "What somebody says is wrong with the listing. The stewards read it."),
		visitors("done_at", "When a steward dealt with it."),
	}}
}

func declaredEmbedder() declare.Table {
	return declare.Table{Name: "finder_embedder", Order: []string{"origin"}, Columns: []declare.Column{
		site("origin", "A site whose pages may hold the list of meetings.", sourceKept),
		site("made_at", "When a steward said so.", sourceKept),
	}}
}

func declaredCounter() declare.Table {
	return declare.Table{Name: "finder_counter", Order: []string{"name"}, Columns: []declare.Column{
		site("name", "What is counted.", sourceKept),
		site("value", "How far the count is.", sourceKept),
	}}
}

func declaredReading() declare.Table {
	return declare.Table{Name: "finder_reading", Outside: true, Order: []string{"source_id"}, Columns: []declare.Column{
		site("source_id", "A source that is being read now.", readingKept),
		site("reader", "A number that stands for the program that reads it.", readingKept),
		site("until", "When others may read it if that program says no more.", readingKept),
	}}
}

func declaredRoot() declare.Table {
	return declare.Table{Name: "finder_root", Order: []string{"id"}, Columns: []declare.Column{
		site("id", "Which server it is: the first that was added.", rootKept),
		site("address", "Where that server was fetched.", rootKept),
		site("name", "What it was called here.", rootKept),
		site("sketch", "Check sums of some of its meetings. By them we know it again.", rootKept),
	}}
}
