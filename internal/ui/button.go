package ui

import (
	"strings"

	"github.com/a-h/templ"
)

// Weight says how much a button asks for attention.
type Weight string

// The weights.
const (
	Usual Weight = ""      // an outlined button
	Do    Weight = "do"    // the one clear thing to do on the page
	Quiet Weight = "plain" // a way not to: "Not now"
	Risk  Weight = "risk"  // cannot be undone, or is for danger
)

// ButtonProps describes a button, or a link that looks like one.
type ButtonProps struct {
	Label  string
	Weight Weight
	Icon   IconName
	Small  bool
	Wide   bool // as wide as what holds it

	Name, Value string // sent when this button is the one pressed
	Plain       bool   // does not send the form; for custom elements

	// Pressed makes it a switch that is on or off.
	Pressed *bool

	// Busy says that its work is under way.
	Busy bool

	// Off says why it cannot be used now. The button stays in the order of the
	// keyboard, and the reason stands beside it.
	Off string

	Attrs templ.Attributes
}

func (p ButtonProps) class() string {
	names := []string{"btn"}
	if p.Weight != Usual {
		names = append(names, "btn-"+string(p.Weight))
	}
	if p.Small {
		names = append(names, "btn-small")
	}
	if p.Wide {
		names = append(names, "btn-wide")
	}
	return strings.Join(names, " ")
}

func (p ButtonProps) offID() string {
	return "off-" + slug(p.Label+"-"+p.Name+"-"+p.Value)
}

// address is where a link leads: a page, a site, a mail or a number. Anything
// else (a script, a file) leads nowhere.
func address(href string) templ.SafeURL {
	if strings.HasPrefix(href, "sms:") {
		return templ.SafeURL(href)
	}
	return templ.URL(href)
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// slug makes an id from words: letters and digits stay, the rest is a hyphen.
func slug(words string) string {
	keep := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 {
			return r
		}
		return '-'
	}
	return strings.Trim(strings.Map(keep, strings.ToLower(words)), "-")
}
