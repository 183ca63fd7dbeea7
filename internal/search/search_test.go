package search_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/search"
)

// sound fails when the index of SQLite is not that of its table. PostgreSQL
// keeps its own.
func (s shelf) sound() {
	s.t.Helper()
	if s.db.Engine() == db.SQLite {
		if _, err := s.db.Writer().ExecContext(context.Background(), `INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)`); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestTakingOut(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		a, b, c, d := post("a", 1, "hope"), post("b", 2, "hope"), post("c", 3, "hope"), post("d", 4, "hope")
		b.Topic, c.Author, d.Group, d.Author = "t2", "", "g2", "m2"
		e := post("a", 5, "hope")
		e.Kind = "poll"
		everywhere := groups("g1", "g2")
		steps := []struct {
			do   func(context.Context, *db.Tx) error
			want []string
		}{
			{func(ctx context.Context, tx *db.Tx) error { return search.Remove(ctx, tx, "post", nil) }, []string{"a", "d", "c", "b", "a"}},
			{func(ctx context.Context, tx *db.Tx) error { return search.Remove(ctx, tx, "post", []string{"a", "x"}) }, []string{"a", "d", "c", "b"}},
			{func(ctx context.Context, tx *db.Tx) error { return search.RemoveTopic(ctx, tx, "t2") }, []string{"a", "d", "c"}},
			{func(ctx context.Context, tx *db.Tx) error { return search.RemoveAuthor(ctx, tx, "m1") }, []string{"d", "c"}},
			{func(ctx context.Context, tx *db.Tx) error { return search.RemoveGroup(ctx, tx, "g2") }, []string{"c"}},
		}
		s.put(a, b, c, d, e)
		for _, step := range steps {
			s.in(step.do)
			s.finds("hope", everywhere, step.want...)
			s.sound()
		}
		err := s.db.In(context.Background(), func(ctx context.Context, tx *db.Tx) error { return search.RemoveAuthor(ctx, tx, "") })
		if err == nil {
			t.Error("everything without an author could be taken out at once")
		}
	})
}

// TestAnyStatementKeepsTheIndex: erasing by the declaration, and a backup that
// comes back, write the table alone.
func TestAnyStatementKeepsTheIndex(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		s.put(post("a", 1, "hope"), post("b", 2, "hope"), post("c", 3, "hope"))
		for _, statement := range []string{
			`DELETE FROM search_document WHERE id = 'b'`,
			`UPDATE search_document SET words = ' trust ' WHERE id = 'c'`,
			`INSERT INTO search_document (place, kind, id, group_id, space_id, topic_id, author, at, has, notes, text, words)
				SELECT place + 1, kind, 'd', group_id, space_id, topic_id, author, at, has, notes, text, words FROM search_document WHERE id = 'a'`,
		} {
			if _, err := s.db.Writer().ExecContext(context.Background(), statement); err != nil {
				t.Fatal(err)
			}
		}
		s.finds("hope", groups("g1"), "d", "a")
		s.finds("trust", groups("g1"), "c")
		s.sound()
	})
}

func TestMoving(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		a, b, c := post("a", 1, "hope"), post("b", 2, "hope"), post("c", 3, "hope")
		b.Topic = "t2"
		s.put(a, b, c)
		s.in(func(ctx context.Context, tx *db.Tx) error { return search.MoveTopic(ctx, tx, "t2", "g2", "s9") })
		s.in(func(ctx context.Context, tx *db.Tx) error {
			return search.Retopic(ctx, tx, "post", []string{"c"}, "t3")
		})
		s.finds("hope", groups("g1"), "c", "a")
		s.finds("hope", groups("g2"), "b")
		in := groups("g1", "g2")
		in.Spaces = []string{"s9"}
		s.finds("hope", in, "b")
		in = groups("g1", "g2")
		in.Topics = []string{"t3", "t2"}
		s.finds("hope", in, "c", "b")
		s.sound()
	})
}

func TestWhatIsPutIsChecked(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		for what, change := range map[string]func(*search.Document){
			"no group": func(d *search.Document) { d.Group = "" },
			"a space":  func(d *search.Document) { d.Author = "m 1" },
			"a sign":   func(d *search.Document) { d.Topic = "©m1" },
			"capitals": func(d *search.Document) { d.Has = []string{"Poll"} },
			"a comma":  func(d *search.Document) { d.Notes = []string{"a,b"} },
			"no time":  func(d *search.Document) { d.At = d.At.AddDate(-3000, 0, 0) },
		} {
			d := post("a", 1, "hope")
			change(&d)
			if err := s.db.In(context.Background(), func(ctx context.Context, tx *db.Tx) error { return search.Put(ctx, tx, d) }); err == nil {
				t.Errorf("%s was put", what)
			}
		}
	})
}

// TestTheWordsAreGoneFromTheFile looks through the bytes of the database.
func TestTheWordsAreGoneFromTheFile(t *testing.T) {
	path := dbtest.SQLite(t, dbtest.Schema)
	s := shelf{t, dbtest.Open(t, db.Options{Address: path})}
	holds := func(word string) bool {
		t.Helper()
		if _, err := s.db.Writer().ExecContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
			t.Fatal(err)
		}
		all, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		wal, err := os.ReadFile(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(append(all, wal...), []byte(word))
	}
	secrets := []string{"quagmireone", "quagmiretwo", "quagmirethree"}
	for round := range 20 { // enough for the index to merge some of what it has, and not all once more below
		s.put(post(fmt.Sprint("x", round), round, fmt.Sprint("hope and trust ", round, " quiet quartz")))
		if round%7 == 0 {
			n := round / 7
			s.put(post(fmt.Sprint("secret", n), round, "I said "+secrets[n]+" here"))
		}
	}
	for _, secret := range secrets {
		if !holds(secret[:len(secret)-1]) {
			t.Fatalf("%s is not there to begin with, so the test shows nothing", secret)
		}
	}
	s.put(post("secret0", 0, "I said nothing"))
	s.in(func(ctx context.Context, tx *db.Tx) error { return search.Remove(ctx, tx, "post", []string{"secret1"}) })
	if _, err := s.db.Writer().ExecContext(context.Background(), `DELETE FROM search_document WHERE id = 'secret2'`); err != nil {
		t.Fatal(err)
	}
	if holds("quagmire") || holds("agmire") {
		t.Error("a word that was taken out is still in the file")
	}
	s.sound()
}

// hostile are texts that mean something to an engine, a tokenizer or a page.
func hostile(t *testing.T) []string {
	t.Helper()
	all := []string{
		`NEAR(hope trust)`, `hope NEAR/2 trust`, `hope*`, `^hope`, `"hope`, `hope" OR "1`, `""`, `terms:hope`, `search_index:hope`, `hope AND`, `NOT hope`, `OR`, `(hope`, `hope)`,
		`{terms} : hope`, `- hope`, `+hope`, `hope & !trust`, `'hope'`, `hope:*`, `hope <-> trust`, `'; DROP TABLE search_document; --`, `\`, `%`, `_`, `?`, `$1`,
		"ho\x00pe", "hope\x00", "\x80\x81\xff", "hope\xc3", "\u202ehope", "h\u00adope", "\ufeffhope", "§s1", "¶t1", "©m1", "¿poll", "g1", "g1hope", "﷽ﷺ", "½ ² ㍿", "👩‍👩‍👧‍👦", "ẞß", "İIıi",
		"e\u0301\u0301\u0301\u0301", "\u0301hope", "ｈｏｐｅ", "𝖍𝖔𝖕𝖊", "in:", "from:", "in:\"\"", "has", "::::", "a:b:c", `in:"hope`, "{{.}}", "<script>alert(1)</script>",
	}
	file, err := os.ReadFile(filepath.Join(shared(), "hostile", "strings", "blns.json"))
	if err != nil {
		t.Log("the list of naughty strings is not here: only our own are tried")
		return all
	}
	var naughty []string
	if err := json.Unmarshal(file, &naughty); err != nil || len(naughty) < 400 {
		t.Fatalf("the list of naughty strings cannot be read: %v", err)
	}
	return append(all, naughty...)
}

func shared() string {
	if folder := os.Getenv("HANDRAIL_SHARED_DATA"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// TestHostileTexts: each is put and looked for by itself; nothing breaks, and
// what has a word is found by it.
func TestHostileTexts(t *testing.T) {
	texts := hostile(t)
	each(t, func(t *testing.T, s shelf) {
		for i, text := range texts {
			s.put(post(fmt.Sprint("p", i), i, text))
		}
		s.put(post("plain", 5000, "hope and trust"))
		scope := groups("g1")
		scope.Limit = 100
		found := 0
		for i, text := range texts {
			q, err := search.Parse(strings.ReplaceAll(text, ":", " "), nil, nil)
			if err != nil {
				continue // too long, or without a word
			}
			var ids []string
			for scope.After = ""; ; {
				page, err := func() (page search.Found, err error) {
					err = s.db.Read(context.Background(), func(ctx context.Context, tx *db.Tx) error {
						page, err = search.Find(ctx, tx, q, scope)
						return err
					})
					return page, err
				}()
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				for _, h := range page.Hits {
					ids = append(ids, h.ID)
					for _, span := range h.Snippet {
						if !utf8.ValidString(span.Text) || strings.ContainsAny(span.Text, "\x00\u202e") {
							t.Fatalf("%q has the snippet %q", text, span.Text)
						}
					}
				}
				if scope.After = page.Next; page.Next == "" {
					break
				}
			}
			if !strings.Contains(" "+strings.Join(ids, " ")+" ", fmt.Sprintf(" p%d ", i)) {
				t.Errorf("%q does not find itself", text)
			}
			found++
		}
		if found < len(texts)/3 {
			t.Errorf("only %d of %d could be looked for", found, len(texts))
		}
		// Operators of the engines are words: few documents have both.
		s.finds("NEAR hope", groups("g1"), "p1", "p0")
		s.finds("hope* trust^", groups("g1"), "plain", "p20", "p17", "p1", "p0")
		s.finds("m1 ©m1", groups("g1"), "p36")
		s.sound()
	})
}

func TestLongTexts(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		word := strings.Repeat("long", 4000)
		s.put(
			post("many", 1, strings.Repeat("a ", 8000)+"end"),
			post("word", 2, word),
			post("all", 3, distinct(2500)),
			post("wide", 4, strings.Repeat("語", 5400)),
			post("more", 5, strings.Repeat("x ", 40_000)+"beyond"),
			post("grows", 6, strings.Repeat("ﷺ", 5400)),
		)
		s.finds(`"a end"`, groups("g1"), "many")
		s.finds(word[:120], groups("g1"), "word")
		s.finds(word[:60], groups("g1"))
		s.finds("w0 w2499", groups("g1"), "all")
		s.finds(strings.Repeat("語", 200), groups("g1"), "wide")
		s.finds("beyond", groups("g1"))
		s.finds("x", groups("g1"), "more")
		s.in(func(ctx context.Context, tx *db.Tx) error { return search.RemoveGroup(ctx, tx, "g1") })
		s.sound()
	})
}

func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d ", i)
	}
	return b.String()
}

// TestManyGroups: a query of many words in many groups is more than the index
// is asked at once; what is left is compared.
func TestManyGroups(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		var names []string
		for i := range 900 {
			names = append(names, fmt.Sprintf("group-%d", i))
		}
		a, b := post("a", 1, "one two three four five six seven eight nine ten"), post("b", 2, "one two three four five six seven eight nine")
		a.Group, b.Group = names[0], names[899]
		s.put(a, b)
		s.finds("one two three four five six seven eight nine ten", groups(names...), "a")
		s.finds("nine eight", groups(names...), "b", "a")
	})
}
