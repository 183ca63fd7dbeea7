package ui

import (
	"maps"
	"slices"
	"time"

	"handrail/internal/platform/i18n"
)

// iconNames are all icons, by name.
func iconNames() []IconName {
	names := slices.Collect(maps.Keys(drawings))
	names = slices.AppendSeq(names, maps.Keys(lucideDrawings))
	slices.Sort(names)
	return names
}

// swatch is a colour of the house, with the class that shows it.
type swatch struct{ name, token string }

func swatches() []swatch {
	return []swatch{
		{"Paper", "paper"}, {"Sheet", "sheet"}, {"Shade", "shade"}, {"Ink", "ink"}, {"Soft ink", "ink-soft"},
		{"Hair", "hair"}, {"Edge", "edge"}, {"Green", "green"}, {"Green wash", "green-wash"}, {"Rail", "rail"},
		{"Amber", "amber"}, {"Amber edge", "amber-edge"}, {"Amber wash", "amber-wash"}, {"Red", "red"}, {"Red wash", "red-wash"},
	}
}

// gallerySeeds give pictures that differ.
func gallerySeeds() []string {
	var seeds []string
	taken := map[int]bool{}
	for letter := 'a'; len(seeds) < 24; letter++ {
		if look := AvatarLook(string(letter)); !taken[look] {
			taken[look] = true
			seeds = append(seeds, string(letter))
		}
	}
	return seeds
}

// galleryEvening is the moment the gallery shows: this evening, by its frame.
func galleryEvening(f Frame) time.Time {
	day := f.Now.In(f.zone())
	return time.Date(day.Year(), day.Month(), day.Day(), 19, 30, 0, 0, f.zone())
}

func galleryZone() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		return time.UTC
	}
	return zone
}

func galleryErrors() Errors {
	return Errors{
		{Field: "name", Text: "Write a name for the group."},
		{Field: "kind", Text: "Choose what kind of group it is."},
		{Field: "about", Text: "Keep this under 400 characters."},
	}
}

func feelings() []Option {
	return []Option{{Value: "1", Label: "Heavy"}, {Value: "2", Label: "Low"}, {Value: "3", Label: "So-so"}, {Value: "4", Label: "Steady"}, {Value: "5", Label: "Light"}}
}

func groupKinds() []Option {
	return []Option{
		{Value: "peer", Label: "Peer community", Why: "Open-ended, around something shared."},
		{Value: "steps", Label: "Twelve-step", Why: "Meetings, service roles, step work."},
		{Value: "therapy", Label: "Led by a professional", Why: "A closed group with a start and an end."},
	}
}

func weekdays() []Option {
	return []Option{{Value: "today", Label: "Today"}, {Value: "evening", Label: "Evenings"}, {Value: "online", Label: "Online"}, {Value: "person", Label: "In person"}}
}

func galleryLanguages() []i18n.Language {
	return []i18n.Language{{Code: "en", Name: "English", Dir: "ltr"}, {Code: "es", Name: "español", Dir: "ltr"}, {Code: "fr", Name: "français", Dir: "ltr"}}
}

func galleryTable() TableProps {
	return TableProps{
		ID: "g-table-caption", Caption: "Who does what in December", Stack: true,
		Head: []Column{{Label: "Evening"}, {Label: "Chair"}, {Label: "Greets"}, {Label: "Minutes", Number: true}},
		Rows: [][]Cell{Cells("Sunday 6", "Tomasz", "Marisol", "60"), Cells("Sunday 13", "Saffi", "Bo", "60")},
	}
}

func places(current int, labels ...string) []Place {
	list := make([]Place, len(labels))
	for n, one := range labels {
		list[n] = Place{Label: one, Href: "#g-nav", Current: n == current}
	}
	return list
}

func on(is bool) *bool { return &is }
