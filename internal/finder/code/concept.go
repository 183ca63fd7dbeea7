package code

import (
	"context"
	"strings"
	"sync"

	"handrail/internal/platform/i18n"
)

// Concept is what a meeting is like, or whom it is for. It is kept and used in
// addresses as one short word, which does not change.
type Concept string

// Concepts that other packages ask for by name.
const (
	Open        Concept = "open"
	Closed      Concept = "closed"
	Newcomers   Concept = "newcomers"
	Online      Concept = "online"
	Hybrid      Concept = "hybrid"
	PlaceClosed Concept = "place-closed"
	Wheelchair  Concept = "wheelchair"
)

// Kind says under which heading a concept is offered.
type Kind string

// The kinds, in the order in which they are offered.
const (
	Whom     Kind = "whom"
	Openness Kind = "openness" // who may come; newcomers are among them
	Language Kind = "language"
	Access   Kind = "access"
	Shape    Kind = "shape"
	Reading  Kind = "reading"
	Other    Kind = "other" // what is known in another way: online, closed for now
)

// idea is what is known of a concept.
type idea struct {
	concept Concept
	label   i18n.Text
	title   string  // in place of a label: a name that no language changes
	wider   Concept // who looks for that one is glad of this one
	lang    string
	world   string // id of NA World Services for formats
	kind    Kind
}

var ideas = sync.OnceValue(func() map[Concept]idea {
	all := map[Concept]idea{}
	for _, one := range everything() {
		all[one.concept] = one
	}
	return all
})

// worlds and spoken find concepts by their ids and by their languages.
var (
	worlds = sync.OnceValue(func() map[string]Concept { return by(func(one idea) string { return one.world }) })
	spoken = sync.OnceValue(func() map[string]Concept { return by(func(one idea) string { return one.lang }) })
)

func by(key func(idea) string) map[string]Concept {
	all := map[string]Concept{}
	for _, one := range everything() {
		if k := key(one); k != "" {
			all[k] = one.concept
		}
	}
	return all
}

// everything is all concepts in the order in which they are offered.
var everything = sync.OnceValue(func() (list []idea) {
	for _, part := range []struct {
		kind  Kind
		ideas []idea
	}{
		{Whom, whom()}, {Openness, openness()}, {Language, tongues()}, {Access, access()},
		{Shape, shapes()}, {Reading, readings()}, {Other, others()},
	} {
		for _, one := range part.ideas {
			one.kind = part.kind
			list = append(list, one)
		}
	}
	return list
})

// Concepts are all concepts in the order in which a finder offers them: whom
// it is for, who may come, languages, access, what is done, what is read.
func Concepts() []Concept {
	list := make([]Concept, len(everything()))
	for i, one := range everything() {
		list[i] = one.concept
	}
	return list
}

// Known tells whether c is one of the concepts.
func (c Concept) Known() bool { return ideas()[c].concept != "" }

// Say is what the concept is called in the reader's language; "" for one that is
// not known. The title of a book is said as it is.
func (c Concept) Say(ctx context.Context) string {
	one := ideas()[c]
	if one.label == "" {
		return one.title
	}
	return i18n.T(ctx, one.label)
}

// Kind is the heading under which the concept is offered.
func (c Concept) Kind() Kind { return ideas()[c].kind }

// Lang is the language of a concept that is one (BCP 47), else "".
func (c Concept) Lang() string { return ideas()[c].lang }

// Wider is a concept of which this is a part, "" where there is none: somebody
// who looks for LGBTQ+ meetings is glad of a lesbian one.
func (c Concept) Wider() Concept { return ideas()[c].wider }

// WorldID is how NA World Services call the concept in their table, "" where
// they have no word for it.
func (c Concept) WorldID() string { return ideas()[c].world }

// FromWorldID finds a concept by the id of NA World Services, in any case.
func FromWorldID(id string) (Concept, bool) {
	c, ok := worlds()[strings.ToUpper(strings.TrimSpace(id))]
	return c, ok
}

// FromLanguage finds the concept of a language by its tag (BCP 47), whatever
// its region or script: "es-MX" is Spanish.
func FromLanguage(tag string) (Concept, bool) {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	c, ok := spoken()[plain(strings.ToLower(base))]
	return c, ok
}

// plain is the tag under which a language is kept that has several.
func plain(base string) string {
	switch base {
	case "nb", "nn":
		return "no"
	case "fil":
		return "tl"
	case "iw":
		return "he"
	case "cmn", "yue":
		return "zh"
	case "sgn":
		return "ase"
	}
	return base
}
