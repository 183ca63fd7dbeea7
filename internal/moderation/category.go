package moderation

import "handrail/internal/platform/i18n"

// Category is what somebody says is wrong.
type Category string

// The categories, the most pressing first.
const (
	Danger  Category = "danger"
	Sexual  Category = "sexual"
	Threat  Category = "threat"
	Method  Category = "method"
	Secret  Category = "secret"
	Selling Category = "selling"
	Other   Category = "other"
)

// Categories are all of them, in the order in which they are offered.
func Categories() []Category {
	return []Category{Danger, Sexual, Threat, Method, Secret, Selling, Other}
}

// Says is what it is called.
func (c Category) Says() i18n.Text {
	switch c {
	case Danger:
		return "Somebody may be in danger"
	case Sexual:
		return "Something sexual"
	case Threat:
		return "A threat, or hate"
	case Method:
		return "Methods, doses, weights or pacts"
	case Secret:
		return "It tells what others want kept to themselves"
	case Selling:
		return "Selling, or asking for money"
	case Other:
		return "Something else"
	}
	return ""
}

// Desk is where a report lies.
type Desk string

// The desks.
const (
	Leaders  Desk = "leaders"
	Stewards Desk = "stewards"
)

// To is who the reporter wants to see a report.
type To string

// The choices. Fitting is where it is best: see Category.fits.
const (
	Fitting    To = "fitting"
	ToLeaders  To = "leaders"
	ToStewards To = "stewards"
	ToBoth     To = "both"
)

// fits is who best sees a report of this category. What a leader could be party
// to goes past the leaders.
func (c Category) fits(byLeader bool) To {
	switch {
	case byLeader, c == Sexual, c == Threat:
		return ToStewards
	case c == Danger:
		return ToBoth
	}
	return ToLeaders
}

// desks are where a report goes that its reporter sent to t.
func (t To) desks() []Desk {
	switch t {
	case ToLeaders:
		return []Desk{Leaders}
	case ToStewards:
		return []Desk{Stewards}
	case ToBoth:
		return []Desk{Leaders, Stewards}
	}
	return nil
}
