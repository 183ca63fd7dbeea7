package translation_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"handrail/internal/platform/i18n/translation"
)

// module lays testdata/complete.txtar out in a folder, with some files added or
// put in place of others.
func module(t *testing.T, changes ...txtar.File) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/complete.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, file := range append(archive.Files, changes...) {
		put(t, filepath.Join(dir, file.Name), string(file.Data))
	}
	return dir
}

func put(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// replace changes a file of the module, in which old must stand.
func replace(t *testing.T, path, old, next string) {
	t.Helper()
	before := content(t, path)
	if !strings.Contains(before, old) {
		t.Fatalf("%s does not hold %q", path, old)
	}
	put(t, path, strings.Replace(before, old, next, 1))
}

func content(t *testing.T, path string) string {
	t.Helper()
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes)
}

func read(t *testing.T, dir string) *translation.Source {
	t.Helper()
	s, err := translation.Read(context.Background(), translation.Options{
		Dir: dir, I18n: "sample/i18n", Languages: []string{"es", "fr"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func check(t *testing.T, s *translation.Source) []string {
	t.Helper()
	problems, err := s.Check()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestEveryTextIsFoundByItsType(t *testing.T) {
	s := read(t, module(t))
	same(t, "a complete module", check(t, s), nil)
	for _, p := range s.Packages {
		if p.Path != "sample/forum" {
			continue
		}
		var keys []string
		for key := range p.Texts {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		same(t, "texts of forum", keys, []string{
			"Declared once", "Door", `In a "page"`, "In a field", "In order", "Plain constant", "Somebody",
			"You left, {.Name}", "state|{.Door} open", "verb|Open", "{.Count} replies to {.Name}",
		})
		if reply := p.Texts["{.Count} replies to {.Name}"]; !reply.Plural || reply.One != "One reply to {.Name}" {
			t.Errorf("the counted text is %+v", reply)
		}
	}
}

func TestWhatIsWrongWithAFileIsFound(t *testing.T) {
	const es, fr = "forum/locale/es.json", "forum/locale/fr.json"
	dir := module(t)
	s := read(t, dir)
	french := content(t, filepath.Join(dir, fr))
	counted := french[strings.Index(french, "{\n    \"many\""):]
	for _, c := range []struct {
		what, file, old, next string
		want                  []string
	}{
		{"missing", es, `  "In a field": "En un campo",` + "\n", "", []string{
			`forum/forum.go:25: es: "In a field" is missing`,
		}},
		{"empty", fr, `"Dans un champ"`, `""`, []string{
			`forum/forum.go:25: fr: "In a field" is missing`,
		}},
		{"missing in a generated page", es, `  "In a \"page\"": "En una «página»",` + "\n", "", []string{
			`forum/page_templ.go:11: es: "In a \"page\"" is missing`,
		}},
		{"stale", es, `  "In order"`, "  \"In another order\": \"En otro orden\",\n  \"In order\"", []string{
			`forum/locale/es.json: "In another order" is stale: the package does not say it`,
		}},
		{"only in a test", es, `  "Plain`, "  \"Only in a test\": \"Solo en una prueba\",\n  \"Plain", []string{
			`forum/locale/es.json: "Only in a test" is stale: the package does not say it`,
		}},
		{"another placeholder", fr, `"{.Name}, vous`, `"{.Nom}, vous`, []string{
			`forum/forum.go:29: fr: "You left, {.Name}" has a {.Nom} that the English has not`,
			`forum/forum.go:29: fr: "You left, {.Name}" loses {.Name}`,
		}},
		{"a missing form", es, `    "many": "{.Count} de respuestas a {.Name}",` + "\n", "", []string{
			`forum/forum.go:33: es: "{.Count} replies to {.Name}" lacks the form "many"`,
		}},
		{"a form too many", es, `    "many"`, "    \"few\": \"{.Count} respuestas a {.Name}\",\n    \"many\"", []string{
			`forum/forum.go:33: es: "{.Count} replies to {.Name}" has a form "few" that the language does not use`,
		}},
		{"a form that loses the name", es, `"Una respuesta a {.Name}"`, `"Una respuesta"`, []string{
			`forum/forum.go:33: es: "{.Count} replies to {.Name}" loses {.Name} in the form "one"`,
		}},
		{"a singular for nought and one that loses the count", fr, `"{.Count} réponse à`, `"Une réponse à`, []string{
			`forum/forum.go:33: fr: "{.Count} replies to {.Name}" loses {.Count} in the form "one"`,
		}},
		{"a text that should be counted", fr, counted, `"Réponses"` + "\n}\n", []string{
			`forum/forum.go:33: fr: "{.Count} replies to {.Name}" is counted: give the forms many, one, other`,
		}},
		{"a count of what is one text", fr, `"Ouvrir"`, "{\n    \"other\": \"Ouvrir\"\n  }", []string{
			`forum/forum.go:32: fr: "verb|Open" is one text, and not counted`,
		}},
		{"untidy", es, `"En orden"`, ` "En orden"`, []string{
			`forum/locale/es.json: is not sorted and laid out as sync does it`,
		}},
		{"not JSON", es, `"En orden"`, `En orden`, []string{
			`forum/locale/es.json: invalid character 'E' looking for beginning of value`,
		}},
	} {
		path := filepath.Join(dir, c.file)
		before := content(t, path)
		replace(t, path, c.old, c.next)
		same(t, c.what, check(t, s), c.want)
		put(t, path, before)
	}
}

func TestAFileThatIsNotThereIsFound(t *testing.T) {
	dir := module(t)
	s := read(t, dir)
	if err := os.Remove(filepath.Join(dir, "fault/locale/fr.json")); err != nil {
		t.Fatal(err)
	}
	same(t, "without the file", check(t, s), []string{
		"fault/locale/fr.json: does not exist, and the package has 1 texts",
	})
}

func TestALanguageThatOnePackageHasIsAskedOfAll(t *testing.T) {
	dir := module(t)
	put(t, filepath.Join(dir, "fault/locale/pl.json"), "{\n  \"Said elsewhere\": \"Powiedziane gdzie indziej\"\n}\n")
	same(t, "begun in Polish", check(t, read(t, dir)), []string{
		"forum/locale/pl.json: does not exist, and the package has 11 texts",
	})
}

func TestOneTextIsNotTranslatedInTwoWays(t *testing.T) {
	dir := module(t, txtar.File{Name: "fault/more.go", Data: []byte("package fault\n\nvar more = New(\"Somebody\")\n")})
	put(t, filepath.Join(dir, "fault/locale/es.json"), "{\n  \"Said elsewhere\": \"Dicho en otro lugar\",\n  \"Somebody\": \"Alguna persona\"\n}\n")
	put(t, filepath.Join(dir, "fault/locale/fr.json"), "{\n  \"Said elsewhere\": \"Dit ailleurs\",\n  \"Somebody\": \"Quelqu’un\"\n}\n")
	same(t, "translated in two ways", check(t, read(t, dir)), []string{
		`forum/locale/es.json: "Somebody" is translated differently in fault/locale/es.json: say it alike, or give one a context`,
	})
}

func TestTranslationsThatNobodyReadsAreFound(t *testing.T) {
	dir := module(t)
	replace(t, filepath.Join(dir, "app/app.go"), ", fault.Locale", "")
	replace(t, filepath.Join(dir, "app/app.go"), "\t\"sample/fault\"\n", "")
	same(t, "not given to the catalogue", check(t, read(t, dir)), []string{
		"fault: its translations are not read: give its Locale to i18n.NewCatalogue",
	})
}

func TestTheCatalogueMayHoldTheTextsOfItsOwnPackage(t *testing.T) {
	dir := module(t,
		txtar.File{Name: "app/said.go", Data: []byte("package app\n\nimport (\n\t\"embed\"\n\n\t\"sample/i18n\"\n)\n\n//go:embed locale/*.json\nvar Locale embed.FS\n\nconst home i18n.Text = \"Home\"\n")},
		txtar.File{Name: "app/locale/es.json", Data: []byte("{\n  \"Home\": \"Inicio\"\n}\n")},
		txtar.File{Name: "app/locale/fr.json", Data: []byte("{\n  \"Home\": \"Accueil\"\n}\n")})
	same(t, "not given to the catalogue", check(t, read(t, dir)), []string{
		"app: its translations are not read: give its Locale to i18n.NewCatalogue",
	})
	replace(t, filepath.Join(dir, "app/app.go"), "fault.Locale", "fault.Locale, Locale")
	same(t, "given to the catalogue", check(t, read(t, dir)), nil)
}

func TestTextsThatCannotBeTranslatedAreFound(t *testing.T) {
	dir := module(t, txtar.File{Name: "spoilt/spoilt.go", Data: []byte(`package spoilt

import (
	"context"

	"sample/fault"
	"sample/i18n"
)

func Spoilt(ctx context.Context, typed string, text i18n.Text, n int) {
	i18n.T(ctx, i18n.Text(typed))
	i18n.T(ctx, "Hello, "+text)
	i18n.TC(ctx, typed, "Close")
	i18n.TC(ctx, "", "Close")
	i18n.N(ctx, n, text, "{.Count} seats")
	i18n.T(ctx, "Either|or")
	i18n.T(ctx, " and more")
	i18n.T(ctx, "Hello {Name}")
	i18n.T(ctx, "Hello {.Name}")
	i18n.T(ctx, "Hello {.Name}", i18n.Args{"Nam": typed})
	fault.New("Hello {.Name}")
	i18n.N(ctx, n, "One room", "{.Count} rooms", i18n.Args{"Kind": typed})
	i18n.T(ctx, "{.Count} rooms", i18n.Args{"Count": n})
}
`)})
	var found []string
	for _, say := range check(t, read(t, dir)) {
		if strings.HasPrefix(say, "spoilt/spoilt.go") && !strings.HasSuffix(say, "is missing") {
			found = append(found, strings.TrimPrefix(say, "spoilt/spoilt.go:"))
		}
	}
	same(t, "texts", found, []string{
		"11: only a constant can be a Text: what is not written in the source cannot be translated",
		"12: \"Hello, \" begins or ends with a space: say the whole sentence in one text",
		"12: a text is one constant: join its parts with placeholders",
		"13: TC needs a constant context and a constant text",
		"14: a context is not empty and holds no |",
		"15: N needs its two texts as constants: its translations have other forms than these two",
		"16: \"Either|or\" holds a |, which parts a context from its text",
		"17: \" and more\" begins or ends with a space: say the whole sentence in one text",
		"18: \"Hello {Name}\" holds a brace: a placeholder is written {.Name}",
		"19: nothing fills {.Name}",
		"20: nothing fills {.Name}",
		"20: the text has no {.Nam}",
		"21: nothing fills {.Name}",
		"22: the text has no {.Kind}",
		"23: \"{.Count} rooms\" is counted differently at spoilt/spoilt.go:22: give one of them a context",
	})
	all := strings.Join(check(t, read(t, dir)), "\n")
	for _, want := range []string{
		"spoilt: has texts and no Locale: embed locale/*.json as var Locale embed.FS",
		"spoilt/locale/es.json: does not exist",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("not found: %s in\n%s", want, all)
		}
	}
}

func TestCodeThatDoesNotCompileIsAnError(t *testing.T) {
	dir := module(t, txtar.File{Name: "forum/broken.go", Data: []byte("package forum\n\nvar x int = \"y\"\n")})
	_, err := translation.Read(context.Background(), translation.Options{Dir: dir, I18n: "sample/i18n"})
	if err == nil || !strings.Contains(err.Error(), "broken.go:3") {
		t.Errorf("error %v", err)
	}
}
