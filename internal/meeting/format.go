package meeting

import (
	"slices"

	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
)

// Format is what a meeting is like, or whom it is for. It is kept as one short
// word; the word does not change.
type Format string

// formats are the formats in the order in which they are offered.
var formats = [...]struct {
	format Format
	label  i18n.Text
	only   []word.Set // offered to groups that speak so; empty for all
}{
	{"discussion", "Discussion", nil},
	{"speaker", "Speaker", nil},
	{"topic", "One topic", nil},
	{"newcomers", "For newcomers", nil},
	{"reading", "Reading together", nil},
	{"steps", "Step study", []word.Set{word.StepSet, word.FamilySet}},
	{"traditions", "Traditions study", []word.Set{word.StepSet, word.FamilySet}},
	{"tools", "Learning a tool", []word.Set{word.ToolSet, word.TherapySet, word.PlainSet}},
	{"skills", "Practising skills", []word.Set{word.TherapySet, word.ToolSet}},
	{"check-in", "Check-in round", nil},
	{"silence", "Silence or meditation", nil},
	{"writing", "Writing", nil},
	{"walking", "Walking together", nil},
	{"creative", "Making things", nil},
	{"celebration", "Celebration", nil},
	{"business", "Group business", nil},
	{"women", "Women", nil},
	{"men", "Men", nil},
	{"lgbtq", "LGBTQ+", nil},
	{"young", "Young people", nil},
	{"seniors", "Older people", nil},
	{"parents", "Parents", nil},
	{"families", "Family and friends", nil},
	{"veterans", "Veterans", nil},
	{"professionals", "People in helping jobs", nil},
	{"secular", "Secular", nil},
	{"child-care", "Child care", nil},
	{"children", "Children welcome", nil},
	{"wheelchair", "Wheelchair access", nil},
	{"sign-language", "Sign language", nil},
	{"captions", "Live captions", nil},
	{"quiet-space", "A quiet room to step out to", nil},
}

// FormatsFor are the formats offered to a group that speaks so, in their order.
func FormatsFor(words word.Set) []Format {
	var list []Format
	for _, f := range formats {
		if len(f.only) == 0 || slices.Contains(f.only, words) {
			list = append(list, f.format)
		}
	}
	return list
}

// Known tells whether f is one of the formats.
func (f Format) Known() bool { return f.Label() != "" }

// Label is what the format is called; "" for one that is not known.
func (f Format) Label() i18n.Text {
	for _, one := range formats {
		if one.format == f {
			return one.label
		}
	}
	return ""
}
