package word

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/internal/platform/i18n"
)

// readers are the contexts of readers of each language, by its code.
func readers(t *testing.T) map[string]context.Context {
	t.Helper()
	catalogue, err := i18n.NewCatalogue(Locale)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]context.Context{}
	for _, lang := range []string{"en", "es", "fr"} {
		all[lang] = i18n.With(context.Background(), catalogue.For(lang))
	}
	return all
}

func TestAKindBeginsWithSettingsThatExist(t *testing.T) {
	want := map[Kind]Defaults{
		TwelveStep: {StepSet, "public", "open", 0, false, "members", 0},
		Therapy:    {TherapySet, "listed", "ask", 10, true, "leaders", 0},
		Peer:       {PlainSet, "public", "open", 0, false, "members", 0},
	}
	for _, k := range Kinds() {
		if got := k.Defaults(); got != want[k] || !got.Set.Known() || !k.Known() {
			t.Errorf("%s begins with %+v", k, got)
		}
	}
	if len(Kinds()) != len(want) || Kind("cult").Known() || Kind("").Known() || Kind("cult").Defaults() != want[Peer] {
		t.Error("a kind that does not exist is known, or one is missing")
	}
}

func TestEverySetNamesEverything(t *testing.T) {
	labels := map[i18n.Text]bool{}
	for _, s := range Sets() {
		named := map[i18n.Text]bool{}
		for _, r := range []string{"member", "greeter", "cofacilitator", "facilitator"} {
			if one, many := s.Role(r), s.RolePlural(r); one == "" || many == "" || one == many {
				t.Errorf("%s calls a %s %q, and more of them %q", s, r, one, many)
			}
			named[s.Role(r)] = true
		}
		if len(named) != 4 {
			t.Errorf("%s has one name for two roles: %v", s, named)
		}
		if s.Role("king") != s.Role("member") || s.Agreements() == "" || s.Milestones() == "" || s.Gathering() == "" || s.Says() == "" || !s.Known() {
			t.Errorf("%s leaves something unnamed", s)
		}
		labels[s.Label()], labels[s.Hello()] = true, true
	}
	if len(labels) != 2*len(Sets()) {
		t.Errorf("two sets say the same: %v", labels)
	}
	if unknown := Set("none"); unknown.Known() || unknown.Role("facilitator") != PlainSet.Role("facilitator") || unknown.Agreements() != PlainSet.Agreements() {
		t.Error("a set that does not exist is known, or does not speak plainly")
	}
	if StepSet.Role("facilitator") != "Secretary" || StepSet.Role("cofacilitator") != "Trusted servant" || TherapySet.Gathering() != "Session" {
		t.Error("a tradition lost its words")
	}
}

func TestAGroupBeginsWithFiveToEightAgreements(t *testing.T) {
	for lang, ctx := range readers(t) {
		for _, k := range Kinds() {
			for _, s := range Sets() {
				points := strings.Split(StartingAgreements(ctx, k, s), "\n")
				slices.Sort(points)
				if n := len(points); n < 5 || n > 8 || len(slices.Compact(points)) != n {
					t.Errorf("%s, %s in %s: %d points, %q", k, s, lang, n, points)
				}
				for _, point := range points {
					if !strings.HasPrefix(point, "- ") || len(point) < 20 {
						t.Errorf("%s, %s in %s: %q is no point of a list", k, s, lang, point)
					}
				}
				if about := strings.Split(StartingAbout(ctx, k, s), "\n\n"); len(about) != 4 || slices.Contains(about, "") {
					t.Errorf("%s, %s in %s is about %q", k, s, lang, about)
				}
			}
		}
	}
}

func TestAgreementsSuitTheGroup(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		set  Set
		says []string
	}{
		{TwelveStep, StepSet, []string{"One person shares at a time", "what to lean on", "stays here", "Medicine", "setback", "doses, weights and pacts are hidden"}},
		{Therapy, TherapySet, []string{"which notes are kept", "bound by law", "take it back", "stays here", "Medicine", "doses, weights and pacts are hidden"}},
		{Therapy, GriefSet, []string{"which notes are kept", "No loss is ranked"}},
		{Peer, GriefSet, []string{"No loss is ranked", "Tears are welcome"}},
		{Peer, FamilySet, []string{"not about the one who is not here"}},
		{Peer, PlainSet, []string{"Advice comes only", "setback", "stays here", "Medicine", "doses, weights and pacts are hidden"}},
		{Peer, ToolSet, []string{"Questions and ideas are welcome"}},
	} {
		got := StartingAgreements(context.Background(), c.kind, c.set)
		for _, part := range c.says {
			if !strings.Contains(got, part) {
				t.Errorf("%s, %s leaves out %q:\n%s", c.kind, c.set, part, got)
			}
		}
	}
	if got := StartingAgreements(context.Background(), Peer, PlainSet); strings.Contains(got, "notes are kept") || strings.Contains(got, "lean on") {
		t.Errorf("a peer group agrees on what is another's:\n%s", got)
	}
}

func TestWhatNewcomersAndLeadersAreTold(t *testing.T) {
	for lang, ctx := range readers(t) {
		for _, s := range Sets() {
			told(t, lang, Expect(ctx, s), 3, 5)
		}
		told(t, lang, CodeOfConduct(ctx), 5, 7)
		told(t, lang, InDanger(ctx), 5, 6)
	}
}

func told(t *testing.T, lang string, list []string, least, most int) {
	t.Helper()
	if n := len(list); n < least || n > most || slices.Contains(list, "") {
		t.Errorf("%d sayings in %s: %q", n, lang, list)
	}
}

func TestTopicsKeepTheirIds(t *testing.T) {
	shape := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	labels := map[i18n.Text]bool{}
	for _, topic := range Topics() {
		if got, ok := TopicOf(topic.ID); !ok || got != topic || !shape.MatchString(topic.ID) {
			t.Errorf("%q is found as %v, %v", topic.ID, got, ok)
		}
		labels[topic.Label] = true
	}
	if len(labels) != len(Topics()) || labels[""] {
		t.Error("two topics have one label, or one has none")
	}
	if _, ok := TopicOf("weather"); ok {
		t.Error("anything is a topic")
	}
}

// TestNothingIsBorrowed looks in all our texts for the names, mottoes and
// sayings of fellowships, which are theirs.
func TestNothingIsBorrowed(t *testing.T) {
	theirs := regexp.MustCompile(`(?i)anonym|anónim|\bal-?anon|smart recovery|dharma|higher power|poder superior|puissance supérieure|\bgod\b|\bdios\b|\bdieu\b|` +
		`one day at a time|just for today|keep coming back|easy does it|first things first|let go|serenity|serenidad|sérénité|powerless|big book|` +
		`sólo por hoy|solo por hoy|un día a la vez|un jour à la fois|juste pour aujourd|twelve steps|twelve traditions|seventh tradition|\baddict|alcoholi[cs]\b`)
	for _, lang := range []string{"es", "fr"} {
		raw, err := Locale.ReadFile("locale/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(raw, &texts); err != nil || len(texts) < 150 {
			t.Fatalf("%d texts, %v", len(texts), err)
		}
		for english, translated := range texts {
			if found := theirs.FindString(english + "\n" + translated); found != "" {
				t.Errorf("%q stands in %q or %q", found, english, translated)
			}
		}
	}
}

func TestEveryLanguageHasItsOwnWords(t *testing.T) {
	all := readers(t)
	for _, s := range Sets() {
		for _, say := range []i18n.Text{s.Says(), s.Hello(), s.Agreements(), s.Role("greeter"), s.Role("facilitator"), s.RolePlural("cofacilitator")} {
			if english := string(say); i18n.T(all["es"], say) == english || i18n.T(all["fr"], say) == english {
				t.Errorf("%q is not translated", english)
			}
		}
	}
}

func TestEveryKindBeginsWithTheHouseRule(t *testing.T) {
	for lang, hidden := range map[string]string{"en": "pacts are hidden", "es": "los pactos se ocultan", "fr": "les pactes sont masqués"} {
		for _, k := range Kinds() {
			for _, s := range Sets() {
				if text := StartingAgreements(readers(t)[lang], k, s); !strings.Contains(text, hidden) {
					t.Errorf("%s, %s, %s: nothing says what is hidden: %s", lang, k, s, text)
				}
			}
		}
	}
}
