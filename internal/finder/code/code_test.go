package code_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"handrail/internal/finder/code"
)

func shared(t *testing.T, file string, into any) {
	t.Helper()
	folder := os.Getenv("HANDRAIL_SHARED_DATA")
	if folder == "" {
		folder = "../../../../shared/data"
	}
	bytes, err := os.ReadFile(filepath.Join(folder, "spec", file))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the lists of codes are not beside the checkout")
	}
	if err == nil {
		err = json.Unmarshal(bytes, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// published is how the list of all programmes is published; where a programme
// has no codes there is an empty list in place of the object.
func published(t *testing.T) map[string]map[string]string {
	t.Helper()
	var file map[string]struct {
		Name  string
		Types json.RawMessage
	}
	shared(t, "tsml-programs-types-en.json", &file)
	all := map[string]map[string]string{}
	for key, p := range file {
		if programme, ok := code.ProgrammeOf(key); !ok || programme.Name != p.Name {
			t.Errorf("programme %q %q is known as %+v", key, p.Name, programme)
		}
		types := map[string]string{}
		if string(p.Types) != "[]" {
			if err := json.Unmarshal(p.Types, &types); err != nil {
				t.Fatal(err)
			}
		}
		all[key] = types
	}
	return all
}

func TestEveryCodeOfEveryProgrammeIsKnown(t *testing.T) {
	all := published(t)
	if len(all) != 27 {
		t.Fatalf("%d programmes", len(all))
	}
	for programme, types := range all {
		types["ONL"], types["TC"] = "Online Meeting", "Location Temporarily Closed"
		for text, name := range types {
			known(t, programme, text, name)
		}
	}
}

func TestEveryCodeOfTheSpecIsKnown(t *testing.T) {
	var types map[string]map[string]string
	shared(t, "types.json", &types)
	if len(types) != 87 {
		t.Fatalf("%d codes", len(types))
	}
	for text, names := range types {
		known(t, "aa", text, names["en"])
	}
}

// known tests that a code and its name are the same code with one meaning, and
// that the programme can say that meaning again.
func known(t *testing.T, programme, text, name string) {
	t.Helper()
	name = strings.ReplaceAll(name, `\'`, "'")
	got, concept, ok := code.Read(programme, text)
	if !ok || got != text || !concept.Known() || concept.Say(t.Context()) == "" || concept.Kind() == "" {
		t.Errorf("%s %q is read as %q %q %v", programme, text, got, concept, ok)
	}
	if byName, meant, ok := code.Read(programme, name); !ok || byName != text || meant != concept {
		t.Errorf("%s %q is read as %q %q %v, not %q", programme, name, byName, meant, ok, text)
	}
	if code.Name(programme, text) != name {
		t.Errorf("%s %q is called %q, not %q", programme, text, code.Name(programme, text), name)
	}
	again, ok := code.CodeFor(programme, concept)
	if _, meant, _ := code.Read(programme, again); !ok || meant != concept {
		t.Errorf("%s says %q by %q %v", programme, concept, again, ok)
	}
}

func TestACodeBelongsToItsProgramme(t *testing.T) {
	for _, c := range []struct {
		text string
		one  string
		a    code.Concept
		two  string
		b    code.Concept
	}{
		{"POA", "aa", "attendance", "al-anon", "parents"},
		{"A", "aa", "secular", "aca", "adults"},
		{"S", "aa", "spanish", "aca", "speaker"},
		{"Y", "aa", "young", "al-anon", "teens"},
		{"T", "aa", "transgender", "aca", "fellowship-text"},
		{"AR", "aa", "arabic", "da", "artists"},
		{"IS", "aa", "icelandic", "rd", "inquiry"},
		{"HR", "aa", "croatian", "slaa", "relationships"},
		{"GL", "na", "lgbtq", "sca", "graphic-language"},
		{"NC", "slaa", "newcomers", "oa", ""},
	} {
		_, a, _ := code.Read(c.one, c.text)
		_, b, _ := code.Read(c.two, c.text)
		if a != c.a || b != c.b {
			t.Errorf("%s is %q in %s and %q in %s", c.text, a, c.one, b, c.two)
		}
	}
	if got, ok := code.CodeFor("aca", "spanish"); ok {
		t.Errorf("Spanish is said by %q, which is a speaker there", got)
	}
	if got, _ := code.CodeFor("eda", "spanish"); got != "S" {
		t.Errorf("Spanish is said by %q", got)
	}
}

func TestOtherSpellingsAreRead(t *testing.T) {
	for _, c := range []struct{ programme, text, code string }{
		{"aa", "Sign Language", "ASL"},
		{"aa", "Outdoor Meeting", "OUT"},
		{"aa", "Step Meeting", "ST"},
		{"aa", " onl ", "ONL"},
		{"aa", "al-an", "AL-AN"},
		{"aa", "12X12", "12x12"},
		{"aa", "12 steps and 12 traditions", "12 steps and 12 traditions"},
		{"aa", "QSL", "QSL"},
		{"na", "wheelchair access", "X"},
		{"slaa", "Newcomer", "NC"},
		{"aca", "Step Study", "ST"},
		{"rca", "Step Study", "Step Study"},
		{"handrail", "Step study", "steps"},
		{"handrail", "SIGN-LANGUAGE", "sign-language"},
		{"nobody's", "X", "X"},
	} {
		if got, _, _ := code.Read(c.programme, c.text); got != c.code {
			t.Errorf("%s %q is read as %q, not %q", c.programme, c.text, got, c.code)
		}
	}
}

func TestReadingTwiceChangesNothing(t *testing.T) {
	var texts []string
	for _, p := range code.Programmes() {
		for _, c := range code.Concepts() {
			if text, ok := code.CodeFor(p.Key, c); ok {
				texts = append(texts, text, strings.ToLower(text), code.Name(p.Key, text), string(c))
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		programme := rapid.SampledFrom(code.Programmes()).Draw(t, "programme").Key
		text := rapid.OneOf(rapid.SampledFrom(texts), rapid.String()).Draw(t, "text")
		once, concept, known := code.Read(programme, text)
		twice, again, still := code.Read(programme, once)
		if twice != once || again != concept || still != known {
			t.Fatalf("%s %q: %q %q %v, then %q %q %v", programme, text, once, concept, known, twice, again, still)
		}
		if !known && (once != strings.TrimSpace(text) || concept != "") {
			t.Fatalf("%s %q is not known, but becomes %q %q", programme, text, once, concept)
		}
	})
}

func TestCaseDoesNotMatter(t *testing.T) {
	for _, p := range code.Programmes() {
		for _, c := range code.Concepts() {
			text, ok := code.CodeFor(p.Key, c)
			if !ok {
				continue
			}
			for _, way := range []string{text, strings.ToLower(text), strings.ToUpper(text), strings.ToUpper(code.Name(p.Key, text))} {
				if got, meant, known := code.Read(p.Key, way); got != text || meant != c || !known {
					t.Errorf("%s %q is read as %q %q %v, not %q", p.Key, way, got, meant, known, text)
				}
			}
		}
	}
}
