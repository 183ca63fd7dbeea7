package translation_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"handrail/internal/platform/i18n/translation"
)

func TestSyncLeavesOnlyTheTranslatingToDo(t *testing.T) {
	dir := module(t, txtar.File{Name: "fault/more.go", Data: []byte("package fault\n\nvar more = New(\"Somebody\") + New(\"Nobody & <more>\")\n")})
	es := filepath.Join(dir, "fault/locale/es.json")
	put(t, es, `{"Said elsewhere": "Dicho en otro lugar", "Gone": "Ido"}`)
	counted := filepath.Join(dir, "forum/locale/fr.json")
	replace(t, counted, `"many": "{.Count} de réponses à {.Name}"`, `"few": "x"`)

	s := read(t, dir)
	same(t, "synced", synced(t, s), []string{
		"fault/locale/es.json: 1 to translate, 1 translated elsewhere, 1 stale taken out",
		"fault/locale/fr.json: 1 to translate, 1 translated elsewhere, 0 stale taken out",
		"forum/locale/fr.json: 1 to translate, 0 translated elsewhere, 0 stale taken out",
	})
	same(t, "the file", []string{content(t, es)}, []string{`{
  "Nobody & <more>": "",
  "Said elsewhere": "Dicho en otro lugar",
  "Somebody": "Alguien"
}
`})
	same(t, "left to do", check(t, s), []string{
		`fault/more.go:3: es: "Nobody & <more>" is missing`,
		`fault/more.go:3: fr: "Nobody & <more>" is missing`,
		`forum/forum.go:33: fr: "{.Count} replies to {.Name}" lacks the form "many"`,
	})
	same(t, "synced again", synced(t, s), nil)
}

func TestSyncMakesTheFilesOfAPackageThatEmbedsThem(t *testing.T) {
	dir := module(t)
	if err := os.RemoveAll(filepath.Join(dir, "forum/locale")); err != nil {
		t.Fatal(err)
	}
	same(t, "synced", synced(t, read(t, dir)), []string{
		"forum/locale/es.json: 11 to translate, 0 translated elsewhere, 0 stale taken out",
		"forum/locale/fr.json: 11 to translate, 0 translated elsewhere, 0 stale taken out",
	})
}

func synced(t *testing.T, s *translation.Source) []string {
	t.Helper()
	files, err := s.Sync()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range files {
		all = append(all, f.String())
	}
	return all
}
