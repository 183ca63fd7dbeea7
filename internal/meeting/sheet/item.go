package sheet

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/internal/group/word"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Kind is what a part of a meeting is.
type Kind string

// The kinds.
const (
	Welcome       Kind = "welcome"
	Agreement     Kind = "agreement"
	Reading       Kind = "reading"
	Introductions Kind = "introductions"
	Topic         Kind = "topic"
	Sharing       Kind = "sharing"
	Pause         Kind = "pause"
	Announcements Kind = "announcements"
	Serving       Kind = "service"
	Celebrations  Kind = "celebrations"
	Newcomers     Kind = "newcomers"
	Closing       Kind = "closing"
	Own           Kind = "own"
)

// Kinds are the kinds, in the order in which they are offered.
func Kinds() []Kind {
	return []Kind{Welcome, Agreement, Reading, Introductions, Topic, Sharing, Pause, Announcements, Serving, Celebrations, Newcomers, Closing, Own}
}

// Label is what a part of the kind is called where it has no title of its own,
// in the words of the group.
func (k Kind) Label(words word.Set) i18n.Text {
	switch k {
	case Welcome:
		return "Welcome"
	case Agreement:
		return words.Agreements()
	case Reading:
		return "A reading"
	case Introductions:
		return "Who is here"
	case Topic:
		return "Topic or speaker"
	case Sharing:
		return "Sharing"
	case Pause:
		return "A pause"
	case Announcements:
		return "News of the group"
	case Serving:
		return "Who does what"
	case Celebrations:
		return words.Milestones()
	case Newcomers:
		return "For those who are here for the first time"
	case Closing:
		return "Closing"
	}
	return "Something of our own"
}

// queues tells whether people speak one by one in it.
func (k Kind) queues() bool { return k == Sharing || k == Introductions || k == Topic }

// The bounds of a part, in characters and minutes.
const (
	TitleMost  = 80
	LeadsMost  = 60
	WordsMost  = 2000
	PageMost   = 60
	LinkMost   = 300
	PastedMost = 6000
	LongMost   = 180 // minutes
	ItemsMost  = 40
)

// Item is a part of a meeting. A reading is by default a title, a page and a
// link, read aloud from somebody's own copy.
type Item struct {
	Kind    Kind   `json:"k"`
	Title   string `json:"t,omitempty"` // "" for the kind's
	Leads   string `json:"l,omitempty"` // a role of the group, as "role:greeter", or plain words
	Words   string `json:"w,omitempty"` // what to say or do
	Minutes int    `json:"m,omitempty"` // 0 for as long as it takes
	Page    string `json:"p,omitempty"` // of a reading
	Link    string `json:"u,omitempty"`
	Pasted  string `json:"x,omitempty"` // its text, for those present alone
	May     bool   `json:"y,omitempty"` // somebody said that the group may use it
}

// byRole begins who leads, where that is a role.
const byRole = "role:"

// Led is who leads a part, in the words of the group; "" where nobody was named.
func (i Item) Led(words word.Set) (role i18n.Text, plain string) {
	if r, is := strings.CutPrefix(i.Leads, byRole); is {
		return words.Role(r), ""
	}
	return "", i.Leads
}

// clean is an item as it is kept.
func (i Item) clean() (Item, error) {
	i.Title, i.Leads, i.Page, i.Link = line(i.Title), line(i.Leads), line(i.Page), line(i.Link)
	i.Words, i.Pasted = strings.TrimSpace(i.Words), strings.TrimSpace(i.Pasted)
	if i.Kind != Reading {
		i.Page, i.Link, i.Pasted, i.May = "", "", "", false
	}
	if i.Pasted == "" {
		i.May = false
	}
	for _, one := range []struct {
		field, text string
		most        int
	}{{"title", i.Title, TitleMost}, {"leads", i.Leads, LeadsMost}, {"words", i.Words, WordsMost}, {"page", i.Page, PageMost}, {"link", i.Link, LinkMost}, {"pasted", i.Pasted, PastedMost}} {
		if utf8.RuneCountInString(one.text) > one.most {
			return i, fault.Field(one.field, "Shorten this to {.Most} characters.", i18n.Args{"Most": one.most})
		}
	}
	switch {
	case !slices.Contains(Kinds(), i.Kind):
		return i, fault.Field("kind", "Choose one from the list.")
	case i.Kind == Own && i.Title == "":
		return i, fault.Field("title", "Say what it is called.")
	case i.Minutes < 0 || i.Minutes > LongMost:
		return i, fault.Field("minutes", "Choose {.Most} minutes at most.", i18n.Args{"Most": LongMost})
	case i.Link != "" && !isLink(i.Link):
		return i, fault.Field("link", "A link begins with https:// and leads to one page.")
	case i.Pasted != "" && !i.May:
		return i, fault.Field("may", "Say that the group may use this text, or leave it out. A title and a page are enough.")
	}
	return i, nil
}

func isLink(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// minutes is how long some parts take together.
func minutes(items []Item) (sum int) {
	for _, one := range items {
		sum += one.Minutes
	}
	return sum
}

// moved is a list in which one thing stands so many places further down.
func moved[T any](list []T, at, by int) []T {
	to := at + by
	if at < 0 || at >= len(list) || to < 0 || to >= len(list) {
		return list
	}
	one := list[at]
	return slices.Insert(slices.Delete(slices.Clone(list), at, at+1), to, one)
}
