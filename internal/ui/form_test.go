package ui_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

var two = []ui.Option{{Value: "a", Label: "First"}, {Value: "b", Label: "Second", Why: "Less usual."}}

// each is every kind of field under one name.
func each(f ui.Field) map[string]templ.Component {
	return map[string]templ.Component{
		"Text": ui.Text(f), "TextArea": ui.TextArea(f), "Select": ui.Select(f, two), "Radios": ui.Radios(f, two),
		"Checks": ui.Checks(f, two, nil), "Check": ui.Check(f, false), "Chips": ui.Chips(f, two, nil, false), "Scale": ui.Scale(f, two),
		"Range": ui.Range(ui.RangeProps{Field: f, Max: 10}), "ZonePicker": ui.ZonePicker(f),
		"LanguagePicker": ui.LanguagePicker(f, []i18n.Language{{Code: "es", Name: "español", Dir: "ltr"}}),
	}
}

func TestEachFieldTellsItsMistakeInTheWordsOfTheSummary(t *testing.T) {
	wrong := ui.Errors{{Field: "kind", Text: "Choose a kind."}}
	for name, field := range each(ui.Field{Name: "kind", Label: "Kind", Why: "So that others know."}) {
		p := holding(t, within(t, frame(t)), ui.Form(ui.FormProps{Action: "/x", ID: "make", Errors: wrong}), field)
		summary := p.one("error-summary")
		link := p.all("a")[0]
		same(t, words(link), "Choose a kind.")
		target := p.byID(strings.TrimPrefix(attr(link, "href"), "#"))
		if target == nil || attr(target, "name") != "kind" {
			t.Errorf("%s: the summary leads to no field", name)
		}
		if _, ok := attribute(summary, "autofocus"); !ok || attr(summary, "tabindex") != "-1" {
			t.Errorf("%s: the summary does not take the focus", name)
		}
		described := describedWords(p)
		if !strings.Contains(described, "Choose a kind.") || !strings.Contains(described, "So that others know.") {
			t.Errorf("%s: its notes are not tied to it: %q", name, described)
		}
	}
}

// describedWords are the words of everything that describes something.
func describedWords(p page) string {
	var said []string
	for _, n := range p.all() {
		for _, id := range strings.Fields(attr(n, "aria-describedby")) {
			if note := p.byID(id); note != nil {
				said = append(said, words(note))
			}
		}
	}
	return strings.Join(said, " ")
}

func TestAFieldWithoutAMistakeSaysNothingOfOne(t *testing.T) {
	for name, field := range each(ui.Field{Name: "kind", Label: "Kind"}) {
		p := holding(t, within(t, frame(t)), ui.Form(ui.FormProps{Action: "/x", Errors: ui.Errors{{Field: "other", Text: "Wrong."}}}), field)
		for _, n := range p.all() {
			if attr(n, "aria-invalid") != "" || strings.Contains(attr(n, "class"), "field-wrong") {
				t.Errorf("%s: looks wrong", name)
			}
		}
	}
}

func TestTwoFormsOfOnePageKeepTheirFieldsApart(t *testing.T) {
	field := ui.Text(ui.Field{Name: "name", Label: "Name"})
	ctx := within(t, frame(t))
	a := holding(t, ctx, ui.Form(ui.FormProps{Action: "/a", ID: "a"}), field)
	b := holding(t, ctx, ui.Form(ui.FormProps{Action: "/b", ID: "b"}), field)
	if a.byID("a-name") == nil || b.byID("b-name") == nil {
		t.Error("the ids do not begin with the form's")
	}
}

func TestAMistakeOfTheWholeFormIsSaidWithoutALink(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Form(ui.FormProps{Action: "/x", Errors: ui.Errors{{Text: "Try again later."}}}))
	p.has("Try again later.")
	same(t, len(p.all("a")), 0)
}

func TestASearchChangesNothingAndCarriesNoKey(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Form(ui.FormProps{Action: "/x", Get: true}))
	same(t, attr(p.one("form"), "method"), "get")
	p.lacks(`name="once"`)
}

func TestTheMistakesOfAFormThatWasReadStandAtItsFields(t *testing.T) {
	got := ui.ErrorsIn(&web.Form{Mistakes: []web.Mistake{{Field: "name", Say: "At most 40 letters."}, {Say: "Try again."}}})
	same(t, len(got), 2)
	same(t, got.At("name"), "At most 40 letters.")
	same(t, got.At("other"), "")
	same(t, len(ui.ErrorsIn(nil)), 0)
}

func TestNothingIsChosenOnAPersonsBehalf(t *testing.T) {
	for name, field := range each(ui.Field{Name: "kind", Label: "Kind"}) {
		for _, n := range render(t, within(t, frame(t)), field).all("input") {
			if _, checked := attribute(n, "checked"); checked {
				t.Errorf("%s: chosen beforehand", name)
			}
		}
	}
}

func TestWhatWasChosenStaysChosen(t *testing.T) {
	f := ui.Field{Name: "kind", Label: "Kind", Value: "b"}
	for name, c := range map[string]templ.Component{
		"Radios": ui.Radios(f, two), "Scale": ui.Scale(f, two), "Checks": ui.Checks(f, two, []string{"b"}), "Chips": ui.Chips(f, two, []string{"b"}, true),
	} {
		var chosen []string
		for _, n := range render(t, within(t, frame(t)), c).all("input") {
			if _, ok := attribute(n, "checked"); ok {
				chosen = append(chosen, attr(n, "value"))
			}
		}
		if strings.Join(chosen, " ") != "b" {
			t.Errorf("%s: chosen %v", name, chosen)
		}
	}
}

func TestAFieldIsNotRememberedByTheBrowserUnlessItSaysSo(t *testing.T) {
	ctx := within(t, frame(t))
	same(t, attr(render(t, ctx, ui.Text(ui.Field{Name: "n", Label: "N"})).one("input"), "autocomplete"), "off")
	same(t, attr(render(t, ctx, ui.Text(ui.Field{Name: "n", Label: "N", Autocomplete: "username"})).one("input"), "autocomplete"), "username")
}

func TestTheZonePickerOffersTheReadersOwnZone(t *testing.T) {
	ctx := within(t, frame(t))
	p := render(t, ctx, ui.ZonePicker(ui.Field{Name: "zone", Label: "Zone", Value: "America/Rankin_Inlet"}))
	p.has("Rankin Inlet time (UTC−6)")
	for _, name := range ui.Zones() {
		if !strings.Contains(p.text, `value="`+name+`"`) {
			t.Errorf("%s is not in the zone database", name)
		}
	}
}

func TestAButtonThatCannotBeUsedSaysWhy(t *testing.T) {
	p := render(t, within(t, frame(t)), ui.Button(ui.ButtonProps{Label: "Close", Off: "Only the host can do this."}))
	button := p.one("button")
	same(t, attr(button, "aria-disabled"), "true")
	same(t, attr(button, "type"), "button")
	same(t, describedWords(p), "Only the host can do this.")
}

// Else a screen reader says the reason twice: in the name, and again as what
// explains it.
func TestATickIsCalledByItsLabelAlone(t *testing.T) {
	p := holding(t, within(t, frame(t)), ui.Form(ui.FormProps{Action: "/x"}), ui.Check(ui.Field{Name: "on", Label: "Pass it on", Why: "Others can fetch it."}, false))
	for _, n := range p.all("input") {
		if attr(n, "type") != "checkbox" {
			continue
		}
		same(t, words(p.byID(attr(n, "aria-labelledby"))), "Pass it on")
		same(t, words(p.byID(attr(n, "aria-describedby"))), "Others can fetch it.")
	}
}
