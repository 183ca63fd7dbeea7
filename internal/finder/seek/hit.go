package seek

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// section is hits under one heading.
type section struct {
	ID, Heading string
	Hits        []finder.Hit
	Lit         bool
}

// sections puts a page of hits below the days of its reader. They keep their
// order, so that a day comes once.
func sections(ctx context.Context, a ask, hits []finder.Hit) (list []section) {
	for _, h := range hits {
		heading := heading(ctx, a, h)
		if n := len(list); n == 0 || list[n-1].Heading != heading {
			list = append(list, section{ID: "part-" + string(rune('a'+len(list))), Heading: heading})
		}
		list[len(list)-1].Hits = append(list[len(list)-1].Hits, h)
	}
	if len(list) > 0 {
		list[0].Lit = true
	}
	return list
}

func heading(ctx context.Context, a ask, h finder.Hit) string {
	now := ui.FrameFrom(ctx).Now
	switch {
	case a.Now:
		return i18n.T(ctx, "On now, {.Time}", i18n.Args{"Time": i18n.Time(ctx, now, reader(ctx))})
	case a.ByDistance && h.Km >= 0:
		return i18n.T(ctx, "Nearest first")
	case h.Start.IsZero():
		return i18n.T(ctx, "At no set time")
	case h.GoingOn:
		return i18n.T(ctx, "Now, {.Time}", i18n.Args{"Time": i18n.Time(ctx, now, reader(ctx))})
	}
	return dayIn(ctx, h.Start, reader(ctx))
}

// where is how one takes part, in a line: "St Orrin's Hall, Marrowby, 2 km away".
func where(ctx context.Context, h finder.Hit, in unit) string {
	var parts []string
	if h.Way != feed.Online {
		for _, part := range []string{h.Location, cityOf(h.Record)} {
			if part != "" && !slices.Contains(parts, part) {
				parts = append(parts, part)
			}
		}
	}
	if word := wayWord(ctx, h.Record); word != "" && (h.Way != feed.InPerson || len(parts) == 0) {
		parts = append([]string{word}, parts...)
	}
	if h.Km >= 0 && h.Way.AtPlace() {
		parts = append(parts, in.away(ctx, h.Km))
	}
	return strings.Join(parts, ", ")
}

// cityOf is the town of a record.
func cityOf(r feed.Record) string {
	switch {
	case r.City != "":
		return r.City
	case len(r.Regions) > 0:
		return r.Regions[len(r.Regions)-1]
	}
	return r.Address
}

func wayWord(ctx context.Context, r feed.Record) string {
	switch {
	case r.Closed && r.Way.AtPlace() && !r.Way.OverWire():
		return i18n.T(ctx, "The place is closed for now")
	case r.Way == feed.Hybrid:
		return i18n.T(ctx, "In person and online")
	case r.Way == feed.InPerson:
		return i18n.T(ctx, "In person")
	case r.Way == feed.Online && r.ConferenceURL == "" && r.ConferencePhone != "":
		return i18n.T(ctx, "By phone")
	case r.Way == feed.Online:
		return i18n.T(ctx, "Online")
	}
	return ""
}

func wayIcon(r feed.Record) ui.IconName {
	switch {
	case r.Way.AtPlace():
		return "pin"
	case r.ConferenceURL == "" && r.ConferencePhone != "":
		return "phone"
	}
	return "screen"
}

// untimed is what stands in the place of a time.
func untimed(ctx context.Context, r feed.Record) string {
	if r.Asynchronous {
		return i18n.T(ctx, "Any time")
	}
	return i18n.T(ctx, "Ask first")
}

// badgesMost is how many words stand below a hit.
const badgesMost = 4

// badges are what matters most about a hit, in a few words.
func badges(ctx context.Context, l finder.Listing) (words []string) {
	if p, ok := code.ProgrammeOf(l.Programme()); ok && !l.Own() {
		words = append(words, p.Short)
	}
	for _, c := range conceptsOf(l) {
		switch c.Kind() {
		case code.Openness, code.Whom, code.Language, code.Access:
			words = append(words, label(ctx, c))
		}
	}
	return words[:min(len(words), badgesMost)]
}

// conceptsOf are what a listing is like: who may come first, since that decides
// whether one can go at all.
func conceptsOf(l finder.Listing) (list []code.Concept) {
	add := func(c code.Concept, ok bool) {
		if ok && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	for _, text := range l.Types {
		_, c, ok := code.Read(l.Programme(), text)
		add(c, ok && c != "")
	}
	for _, tag := range l.Languages {
		add(code.FromLanguage(tag))
	}
	slices.SortStableFunc(list, func(a, b code.Concept) int { return rank(a) - rank(b) })
	return list
}

// rank is the place of a concept among others: that of its kind.
func rank(c code.Concept) int {
	kinds := [...]code.Kind{code.Openness, code.Whom, code.Language, code.Access, code.Shape, code.Reading}
	if i := slices.Index(kinds[:], c.Kind()); i >= 0 {
		return i
	}
	return len(kinds)
}

// label is what a concept is called. Titles of books have no translation.
func label(ctx context.Context, c code.Concept) string { return c.Say(ctx) }

// listedBy says whose listing it is; "" for our own.
func listedBy(ctx context.Context, l finder.Listing) string {
	if l.Own() {
		return i18n.T(ctx, "{.Group}, a group of this place", i18n.Args{"Group": l.Group})
	}
	return i18n.T(ctx, "Listed by {.Name}", i18n.Args{"Name": l.Source.Keepers()})
}

// afarAsk looks for what one can take part in from anywhere.
func afarAsk(now bool) ask { return ask{Ways: afar(), Page: 1, Now: now} }
