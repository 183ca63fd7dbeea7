package search_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"handrail/internal/platform/db"
	"handrail/internal/platform/db/dbtest"
	"handrail/internal/search"
)

var (
	monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	flags  = []string{"picture", "poll"}
)

// shelf is a database with documents in it.
type shelf struct {
	t interface {
		Helper()
		Fatal(...any)
		Fatalf(string, ...any)
	}
	db *db.DB
}

func (s shelf) in(fn func(context.Context, *db.Tx) error) {
	s.t.Helper()
	if err := s.db.In(context.Background(), fn); err != nil {
		s.t.Fatal(err)
	}
}

func (s shelf) put(documents ...search.Document) {
	s.t.Helper()
	s.in(func(ctx context.Context, tx *db.Tx) error {
		for _, d := range documents {
			if err := search.Put(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// post is a post in group g1, so many minutes after monday.
func post(id string, minute int, text string) search.Document {
	return search.Document{Kind: "post", ID: id, Group: "g1", Space: "s1", Topic: "t1", Author: "m1", At: monday.Add(time.Duration(minute) * time.Minute), Text: text}
}

func parse(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) search.Query {
	t.Helper()
	q, err := search.Parse(text, time.UTC, flags)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return q
}

func (s shelf) page(text string, scope search.Scope) search.Found {
	s.t.Helper()
	q := parse(s.t, text)
	var found search.Found
	err := s.db.Read(context.Background(), func(ctx context.Context, tx *db.Tx) (err error) {
		found, err = search.Find(ctx, tx, q, scope)
		return err
	})
	if err != nil {
		s.t.Fatalf("%q: %v", text, err)
	}
	return found
}

// all are the ids on all pages.
func (s shelf) all(text string, scope search.Scope) []string {
	s.t.Helper()
	var ids []string
	for {
		found := s.page(text, scope)
		for _, h := range found.Hits {
			ids = append(ids, h.ID)
		}
		if found.Next == "" {
			return ids
		}
		scope.After = found.Next
	}
}

func (s shelf) finds(text string, scope search.Scope, want ...string) {
	s.t.Helper()
	if got := s.all(text, scope); !slices.Equal(got, want) {
		s.t.Fatalf("%q found %v, want %v", text, got, want)
	}
}

func groups(names ...string) (scope search.Scope) {
	for _, name := range names {
		scope.Groups = append(scope.Groups, search.Reach{Group: name})
	}
	return scope
}

func each(t *testing.T, test func(t *testing.T, s shelf)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, shelf{t, d}) })
}

func TestWordsAndPhrases(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		s.put(
			post("a", 1, "Today I DON'T want to drink. Über-tired, but here."),
			post("b", 2, "uber tired of it all; I want a drink, and I do not."),
			post("c", 3, "私は今日も飲まなかった。Παράδειγμα: ΟΔΟΣ и ёлка"),
			post("d", 4, "one two one three; İstanbul ılık, straße, cœur, ﬁne, １２３ and ٤٥"),
		)
		g := groups("g1")
		for text, want := range map[string][]string{
			"drink":              {"b", "a"},
			"DRINK want":         {"b", "a"},
			"tired uber":         {"b", "a"},
			`"über tired"`:       {"b", "a"},
			"“want a drink”":     {"b"},
			`"want drink"`:       nil,
			"don't":              {"a"},
			"don’t":              {"a"},
			"drin":               nil,
			"今日":                 {"c"},
			"日今":                 nil,
			"飲":                  {"c"},
			"παραδειγμα οδος":    {"c"},
			"ЕЛКА":               {"c"},
			"istanbul ilik":      {"d"},
			"STRASSE coeur fine": {"d"},
			"123 45":             {"d"},
			`"one three"`:        {"d"},
			`"two three"`:        nil,
			"one here":           nil,
		} {
			s.finds(text, g, want...)
		}
	})
}

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		a, b, c, d := post("a", 0, "hope"), post("b", 24*60, "hope"), post("c", 48*60, "hope"), post("d", 72*60, "hope and more")
		a.Author, b.Author, c.Space, d.Topic = "", "m-2", "s-2", "t-2"
		b.Has, c.Notes, d.Has = []string{"picture", "poll"}, []string{"n1", "n-2"}, []string{"poll"}
		elsewhere := post("e", 5, "hope")
		elsewhere.Group = "g2"
		s.put(a, b, c, d, elsewhere)
		with := func(change func(*search.Scope)) search.Scope {
			scope := groups("g1")
			change(&scope)
			return scope
		}
		s.finds("hope", groups("g1"), "d", "c", "b", "a")
		s.finds("hope", groups("g2", "g1"), "d", "c", "b", "e", "a")
		s.finds("hope", groups("g3"))
		s.finds("hope", search.Scope{})
		s.finds("hope has:poll", groups("g1"), "d", "b")
		s.finds("has:poll has:picture", groups("g1"), "b")
		s.finds("hope after:2026-03-03", groups("g1"), "d", "c", "b")
		s.finds("hope before:2026-03-04", groups("g1"), "b", "a")
		s.finds("after:2026-03-03 before:2026-03-05", groups("g1"), "c", "b")
		s.finds("hope", with(func(s *search.Scope) { s.Authors = []string{"m-2"} }), "b")
		s.finds("hope", with(func(s *search.Scope) { s.Authors = []string{"m2"} }))
		s.finds("hope", with(func(s *search.Scope) { s.Authors = []string{"m-2", "m1"} }), "d", "c", "b")
		s.finds("hope", with(func(s *search.Scope) { s.Authors = []string{} }))
		s.finds("hope", with(func(s *search.Scope) { s.Authors = []string{""} }))
		s.finds("hope", with(func(s *search.Scope) { s.HiddenAuthors = []string{"m-2", ""} }), "d", "c", "a")
		s.finds("hope", with(func(s *search.Scope) { s.HiddenNotes = []string{"n-2", "n"} }), "d", "b", "a")
		s.finds("hope", with(func(s *search.Scope) { s.HiddenNotes = []string{"n"} }), "d", "c", "b", "a")
		s.finds("hope", with(func(s *search.Scope) { s.Spaces = []string{"s-2"} }), "c")
		s.finds("hope", with(func(s *search.Scope) { s.Spaces = []string{} }))
		s.finds("hope", with(func(s *search.Scope) { s.Topics = []string{"t-2"} }), "d")
		s.finds("hope", with(func(s *search.Scope) { s.Groups[0].Since = b.At }), "d", "c", "b")
		s.finds("hope", search.Scope{Groups: []search.Reach{{Group: "g1", Since: c.At}, {Group: "g2"}}}, "d", "c", "e")
		s.finds("from:Ana", groups("g1"), "d", "c", "b", "a")         // the caller resolves names
		for _, name := range []string{"aa-00000001", "bb-00000001"} { // their terms begin alike
			d.ID, d.Group = name, name
			s.put(d)
		}
		s.finds("hope", groups("aa-00000001"), "aa-00000001")
	})
}

// TestPlacesFollowTime: what is put late stands where its time says, what is
// written in one millisecond in the order it was put, and an edit moves nothing.
func TestPlacesFollowTime(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		s.put(post("c", 30, "hope"), post("a", 10, "hope"), post("b1", 20, "hope"), post("b2", 20, "hope"), post("d", 40, "hope"))
		s.finds("hope", groups("g1"), "d", "c", "b2", "b1", "a")
		s.put(post("b1", 20, "hope again"), post("a", 50, "hope"))
		s.finds("hope", groups("g1"), "a", "d", "c", "b2", "b1")
		s.finds("again", groups("g1"), "b1")
		page := groups("g1")
		page.Limit = 2
		s.finds("hope", page, "a", "d", "c", "b2", "b1")
	})
}

func TestAFullMillisecondLeadsOn(t *testing.T) {
	s := shelf{t, dbtest.Open(t, db.Options{Address: dbtest.SQLite(t, dbtest.Schema)})}
	const many = 4100
	var documents []search.Document
	for i := range many {
		documents = append(documents, post(fmt.Sprint("p", i), 0, "hope"))
	}
	s.put(documents...)
	scope := groups("g1")
	scope.Limit = 100
	if got := s.all("hope", scope); len(got) != many || got[0] != fmt.Sprint("p", many-1) {
		t.Errorf("%d found, the first is %s", len(got), got[0])
	}
}

func TestRankIsOfTheDocumentAlone(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		s.put(post("once", 1, "well, some hope"), post("often", 2, "hope hope hope and hope"), post("late", 3, strings.Repeat("so ", 200)+"hope"))
		scope := groups("g1")
		scope.Rank = true
		s.finds("hope", scope, "often", "once", "late")
		for i := range 50 { // what stands in another group changes nothing
			d := post(fmt.Sprint("x", i), 4, "hope")
			d.Group = "g2"
			s.put(d)
		}
		s.finds("hope", scope, "often", "once", "late")
		scope.Limit = 1
		s.finds("hope", scope, "often", "once", "late")
		found := s.page("hope", scope)
		s.put(post("new", 9, "hope hope hope hope hope hope"))
		scope.After = found.Next
		if h := s.page("hope", scope).Hits; len(h) != 1 || h[0].ID != "once" {
			t.Errorf("the second page moved: %v", h)
		}
	})
}

// TestALookIsBounded: however few pass, a call looks at so many and says where
// to look on.
func TestALookIsBounded(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		var many []search.Document
		for i := range 1200 {
			many = append(many, post(fmt.Sprint("p", i), 10+i, "end the"))
		}
		s.put(append(many, post("old", 1, "the end"))...)
		found := s.page(`"the end"`, groups("g1"))
		if len(found.Hits) != 0 || found.Next == "" {
			t.Fatalf("found %v, next %q", found.Hits, found.Next)
		}
		s.finds(`"the end"`, groups("g1"), "old")
	})
}

// TestRareAndCommonAmongMany: however common a word is, and however the groups
// share the documents, every one is found, newest first, on pages of any size.
func TestRareAndCommonAmongMany(t *testing.T) {
	each(t, func(t *testing.T, s shelf) {
		shares := map[string]func(i int) bool{
			"half": every(2), "third": every(3), "some": every(30), "few": every(97), "three": every(400), "one": every(1100),
			"smaller": func(i int) bool { return i%13 == 0 || i%40 == 4 }, // all of the smaller group
		}
		var many []search.Document
		want := map[string][]string{}
		for i := range 1200 {
			d := post(fmt.Sprint("p", i), i, "all")
			for word, has := range shares {
				if has(i) {
					d.Text += " " + word
					want[word] = append([]string{d.ID}, want[word]...)
				}
			}
			if i%13 == 0 || i < 30 {
				d.Group = "g2"
			}
			many = append(many, d)
		}
		s.put(many...)
		for word, ids := range want {
			for _, limit := range []int{1, 7, 100} {
				if len(ids)/limit > 100 {
					continue // hundreds of pages show nothing more
				}
				scope := groups("g1", "g2", "g3")
				scope.Limit = limit
				s.finds(word, scope, ids...)
			}
		}
	})
}

func every(n int) func(int) bool { return func(i int) bool { return i%n == n-1 } }

// TestRecall compares with looking at each document in turn, in several scripts.
func TestRecall(t *testing.T) {
	words := []string{"hope", "Hope", "today", "día", "dia", "żółw", "надежда", "НАДЕЖДА", "希", "望", "الأمل", "ไทย", "a", "1", "२", "naïve", "x" + strings.Repeat("y", 64), "don't"}
	each(t, func(t *testing.T, s shelf) {
		rapid.Check(t, func(rt *rapid.T) {
			s.in(func(ctx context.Context, tx *db.Tx) error {
				for _, g := range []string{"g1", "g2", "h1"} {
					if err := search.RemoveGroup(ctx, tx, g); err != nil {
						return err
					}
				}
				return nil
			})
			s := shelf{rt, s.db}
			var all []search.Document
			texts := map[string]search.Document{}
			for i := range rapid.IntRange(1, 30).Draw(rt, "documents") {
				d := post(fmt.Sprint("p", i), rapid.IntRange(0, 30).Draw(rt, "minute"), strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(rt, "text"), rapid.SampledFrom([]string{" ", ", ", "\n"}).Draw(rt, "between")))
				d.Group = rapid.SampledFrom([]string{"g1", "g2", "h1"}).Draw(rt, "group")
				d.Author = rapid.SampledFrom([]string{"", "m1", "m2"}).Draw(rt, "author")
				texts[d.ID], all = d, append(all, d)
			}
			s.put(all...)
			asked := rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(rt, "asked")
			phrase := rapid.Bool().Draw(rt, "phrase")
			text := strings.Join(asked, " ")
			if phrase {
				text = `"` + text + `"`
			}
			scope := groups(rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"g1", "g2", "h1"}), 1, 3, rapid.ID).Draw(rt, "groups")...)
			scope.HiddenAuthors = rapid.SampledFrom([][]string{nil, {"m1"}}).Draw(rt, "hidden")
			scope.Limit = rapid.IntRange(1, 30).Draw(rt, "limit")
			var want []string
			for id, d := range texts {
				in := slices.ContainsFunc(scope.Groups, func(r search.Reach) bool { return r.Group == d.Group })
				if in && !slices.Contains(scope.HiddenAuthors, d.Author) && scanned(d.Text, asked, phrase) {
					want = append(want, id)
				}
			}
			got := s.all(text, scope)
			for i := 1; i < len(got); i++ {
				if texts[got[i]].At.After(texts[got[i-1]].At) {
					rt.Fatalf("%v is not newest first", got)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				rt.Fatalf("%q found %v, a scan finds %v", text, got, want)
			}
		})
	})
}

// scanned is the same by other means: each word of the test is brought to one
// form by hand.
func scanned(text string, asked []string, phrase bool) bool {
	form := strings.NewReplacer("Hope", "hope", "día", "dia", "żółw", "zolw", "НАДЕЖДА", "надежда", "२", "2", "naïve", "naive", "don't", "don t",
		"الأمل", "الامل", "希", " 希 ", "望", " 望 ", "ไทย", " ไ ท ย ", "x"+strings.Repeat("y", 64), "x"+strings.Repeat("y", 63), ",", " ", "\n", " ")
	plain := " " + strings.Join(strings.Fields(form.Replace(text)), " ") + " "
	if phrase {
		asked = []string{strings.Join(asked, " ")}
	}
	for _, word := range asked {
		if !strings.Contains(plain, " "+strings.Join(strings.Fields(form.Replace(word)), " ")+" ") {
			return false
		}
	}
	return true
}
