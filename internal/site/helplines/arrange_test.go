package helplines

import (
	"slices"
	"strings"
	"testing"
)

// outline is the page as "kind: id id; kind: id".
func outline(p Page) string {
	var sections []string
	for _, s := range p.Sections {
		var ids []string
		for _, l := range s.Lines {
			ids = append(ids, l.ID)
		}
		sections = append(sections, string(s.Kind)+": "+strings.Join(ids, " "))
	}
	return strings.Join(sections, "; ")
}

func line(id string, kind Kind, on bool) Line {
	l := Line{ID: id, Country: strings.ToUpper(id[:2]), Kind: kind, On: on, CheckedOn: "2026-11-22"}
	l.Phone.Dial = "111"
	if kind == Writing || kind == Directory {
		l.Phone.Dial = ""
	}
	return l
}

func TestArrangeShowsTheEmergencyNumberFirst(t *testing.T) {
	voice := line("gb-voice", Crisis, true)
	voice.SMS.Number = "222"
	lines := []Line{
		line("gb-gambling", Gambling, true), line("gb-write", Writing, true), voice,
		line("gb-off", Crisis, false), line("gb-poison", Overdose, true), line("ie-voice", Crisis, true),
		line("gb-drugs", Substance, true), line("gb-danger", Emergency, true),
		line("zz-list", Directory, true), line("zz-danger", Emergency, true),
	}
	want := "emergency: gb-danger; crisis: gb-voice; writing: gb-voice gb-write; " +
		"overdose: gb-poison; substance: gb-drugs; gambling: gb-gambling; directory: zz-list"
	page := Arrange(lines, "gb")
	if got := outline(page); got != want || page.Few || page.Place != "GB" {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestArrangeNeverLeavesSomebodyWithNothing(t *testing.T) {
	lines := []Line{
		line("gb-danger", Emergency, false), line("gb-voice", Crisis, false),
		line("eu-danger", Emergency, true), line("zz-danger", Emergency, true), line("zz-list", Directory, true),
	}
	for country, want := range map[string]string{
		"GB": "emergency: zz-danger; directory: zz-list", // all switched off
		"GR": "emergency: eu-danger; directory: zz-list", // no file, but 112
		"JP": "emergency: zz-danger; directory: zz-list",
		"":   "emergency: zz-danger; directory: zz-list",
		"<>": "emergency: zz-danger; directory: zz-list",
	} {
		if page := Arrange(lines, country); outline(page) != want || !page.Few {
			t.Errorf("%q: %s, few %v", country, outline(page), page.Few)
		}
	}
}

func TestEveryCountryOpensWithANumberToCall(t *testing.T) {
	lines := loaded(t)
	for _, place := range append(codes(), "GR", "JP") {
		page := Arrange(lines, place)
		if len(page.Sections) < 2 || page.Sections[0].Kind != Emergency || !page.Sections[0].Lines[0].Calls() {
			t.Errorf("%s: %s", place, outline(page))
		}
		if page.Oldest.Time().IsZero() {
			t.Errorf("%s: no day of checking", place)
		}
		second := page.Sections[1].Kind
		if page.Few != (second == Directory) || !page.Few && second != Crisis {
			t.Errorf("%s: %s comes second, few %v", place, second, page.Few)
		}
		for _, s := range page.Sections {
			if s.Kind.Title() == "" || slices.ContainsFunc(s.Lines, func(l Line) bool { return !l.On }) {
				t.Errorf("%s: section %s", place, s.Kind)
			}
		}
	}
}

func TestOldestIsTheLongestAgo(t *testing.T) {
	old := line("gb-old", Crisis, true)
	old.CheckedOn = "2026-01-02"
	lines := []Line{line("gb-danger", Emergency, true), old, line("gb-new", Gambling, true)}
	if got := Arrange(lines, "GB").Oldest; got != "2026-01-02" {
		t.Errorf("oldest %s", got)
	}
}

func TestCountriesAreInTheOrderOfTheReader(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"Argentina", "Australia", "Austria"},
		"es": {"Alemania", "Argentina", "Australia"},
		"fr": {"Afrique du Sud", "Allemagne", "Argentine"},
	} {
		places := Countries(in(t, lang))
		if len(places) != len(codes()) {
			t.Errorf("%s: %d places, want %d", lang, len(places), len(codes()))
		}
		for i, name := range want {
			if places[i].Name != name {
				t.Errorf("%s: %d is %s, want %s", lang, i, places[i].Name, name)
			}
		}
		last := places[len(places)-2:]
		if last[0].Code != Europe || last[1].Code != Elsewhere {
			t.Errorf("%s ends with %v", lang, last)
		}
	}
	// Accents do not send a country to the end of the list.
	french := Countries(in(t, "fr"))
	at := func(code string) int {
		return slices.IndexFunc(french, func(c Country) bool { return c.Code == code })
	}
	if !(at("ES") < at("US") && at("US") < at("FI")) {
		t.Errorf("Espagne %d, États-Unis %d, Finlande %d", at("ES"), at("US"), at("FI"))
	}
}
