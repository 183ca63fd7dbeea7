package name

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"handrail/internal/platform/fault"
)

func TestNamesPeopleHave(t *testing.T) {
	for typed, want := range map[string]string{
		"Ana":                           "Ana",
		"  Quiet \t Harbor\n":           "Quiet Harbor",
		"Jose\u0301":                    "José",
		"Ｓａｍ":                           "Sam",
		"𝔸na":                           "Ana",
		"O’Neill-Smith Jr.":             "O’Neill-Smith Jr.",
		"Ana 🌻":                         "Ana 🌻",
		"Ana ❤\ufe0f":                   "Ana ❤",
		"Zoe 👩🏽\u200d🚀":                 "Zoe 👩🏽\u200d🚀",
		"Nguyễn":                        "Nguyễn",
		"Ἀριάδνη":                       "Ἀριάδνη",
		"Оля":                           "Оля",
		"مُحَمَّد":                      "مُحَمَّد",
		"علی\u200cرضا":                  "علی\u200cرضا",
		"שָׁלוֹם":                       norm.NFKC.String("שָׁלוֹם"),
		"मोहन":                          "मोहन",
		"မြို့":                         "မြို့",
		"さくら":                           "さくら",
		"가나":                            "가나",
		"小雨":                            "小雨",
		"A":                             "A",
		"Ana 2024":                      "Ana 2024",
		"Sam.W":                         "Sam.W",
		"St.Clair":                      "St.Clair",
		"<b>Ana</b>":                    "<b>Ana</b>",
		strings.Repeat("n", Most):       strings.Repeat("n", Most),
		strings.Repeat("é", Most) + " ": strings.Repeat("é", Most),
	} {
		if got, err := Clean(typed); got != want || err != nil {
			t.Errorf("%q becomes %q, %v", typed, got, err)
		}
	}
}

func TestNamesNobodyCanHave(t *testing.T) {
	for say, list := range map[string][]string{
		"Please choose a name": {"", " ", "\n\t", "\u00a0", "\u2003", "\ufe0f"},
		"cannot be seen": {"An\u202ea", "\u200bAna", "A\u200dna", "An\u200ca", "\ufeffAna", "An\u00ada", "Ana\x00", "An\x1ba", "\xffAna", "A\u3164na", "A\u115fna",
			"\u2800Ana", "Ana\ufffd", "Ana\ue000", "A\u2066na", "\U000e0041Ana", "Ana\u200d", "🌻\u200dAna", "A\u034fna", "Ana\u0378"},
		"letters or fewer": {strings.Repeat("n", Most+1), strings.Repeat("ab ", 400), "Ana" + strings.Repeat("\ufe0f", 400), strings.Repeat("\ufdfa", 3)},
		"too many marks":   {"A\u0301\u0302\u0303\u0304", "Z\u0363\u0364\u0365algo", "\u0301Ana", "Ana \u0301", "ก\u0e31\u0e31\u0e31\u0e31\u0e31\u0e31"},
		"how to reach you": {"ana@example.org", "@ana", "ana＠example", "www.ana", "ana.com", "https://ana", "t.me/ana", "Ana 555 123 4567", "Ana +34 600-12-34-56", "٠٦١٢٣٤٥٦٧٨ Ana", "ａｎａ．ｃｏｍ", "1.2.3.4.5.6.7 a"},
		"one letter":       {"...", "42", "-", "🌻", "🌻🌻 7", "!?", "🇫🇷", "٤٢"},
	} {
		for _, typed := range list {
			got, err := Clean(typed)
			f, ok := fault.From(err)
			if got != "" || !ok || f.Kind != fault.Invalid || f.Field != "name" || !strings.Contains(string(f.Say), say) {
				t.Errorf("%q becomes %q, %v; want %q", typed, got, err, say)
			}
		}
	}
}

func TestNamesThatLookAlikeFoldAlike(t *testing.T) {
	for _, alike := range [][]string{
		{"Ana", "ana", "ANA", "Ána", "Äna", "A n a", "a-n-a", "Ana.", "Ana 🌻", "Аna", "АNА", "Αnα", "ᎪNA", "𝒜𝓃𝒶", "Ａｎａ", "ɑnɑ", "ᴀɴᴀ", "Ana\u200b", "Ana\u3164", "A\u1160na"},
		{"Bill", "BILL", "Bi11", "B1ll", "BIll", "bıll", "Вill", "Bіll", "Bi|l"},
		{"Marnie", "Mamie", "mamie", "Маmіе"},
		{"Owen", "0wen", "Оwen", "Οwen", "Ovven", "Օwen", "٠wen", "ｏwen"},
		{"Eva", "Εva", "Eνa", "ΕVA", "Evа"},
		{"Jane", "Jaηe", "Јane", "jane"},
		{"Hanna", "Ηanna", "Нanna", "ΗΑΝΝΑ", "НАΝΝА"},
		{"Άννα", "ΑΝΝΑ", "Anna", "АNNА"},
		{"Нина", "НИНА", "нина"},
		{"Søren", "Soren", "SØREN"},
		{"Strauß", "STRAUSS", "strauss"},
		{"Łukasz", "Lukasz", "Iukasz"},
		{"مُحَمَّد", "محمد"},
	} {
		for _, name := range alike {
			if Fold(name) != Fold(alike[0]) {
				t.Errorf("%q folds to %q, %q to %q", name, Fold(name), alike[0], Fold(alike[0]))
			}
		}
	}
}

func TestNamesThatDifferFoldApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Ana", "Anna"}, {"Ana", "Ava"}, {"Sam", "Sam B"}, {"Clara", "Dara"}, {"राम", "रामु"}, {"か", "が"}, {"小雨", "大雨"}, {"Оля", "Юля"}, {"Ana 1", "Ana 2"},
		{"علي", "عمر"}, {"가나", "가다"}, {"Νίκος", "Βίκος"},
	} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q fold to %q", pair[0], pair[1], Fold(pair[0]))
		}
	}
}

func TestANameOfSignsAloneIsItsOwnSkeleton(t *testing.T) {
	for name, want := range map[string]string{"!!!": "!!!", "🌻": "🌻", "？": "?", "": "", "\xff": ""} {
		if got := Fold(name); got != want {
			t.Errorf("%q folds to %q", name, got)
		}
	}
}

// TestEveryPairOfTheTableCounts finds pairs that can never be met, because the
// letter is folded into another before.
func TestEveryPairOfTheTableCounts(t *testing.T) {
	for _, table := range []string{alike, greekMixed, greekAlone} {
		for _, pair := range strings.Fields(table) {
			r, size := utf8.DecodeRuneInString(pair)
			if reached := norm.NFKD.String(cases.Fold().String(norm.NFKD.String(pair[:size]))); reached != pair[:size] && r != capital([]rune(reached)[0]) {
				t.Errorf("%s is never met: %c becomes %q", pair, r, reached)
			}
			if strings.Count(table, " "+pair[:size]) != 1 {
				t.Errorf("%c stands twice", r)
			}
			if prototype(r, table) != pair[size:] || Fold(pair[size:]) != pair[size:] {
				t.Errorf("%s: %q, which folds to %q", pair, prototype(r, table), Fold(pair[size:]))
			}
		}
	}
}

// names draws what people and attackers type: letters of many scripts, marks,
// what hides, signs.
func names() *rapid.Generator[string] {
	odd := []rune("aAiIlLrRnNvV019 ОАВНаеиΗηΝνΥυΜμΣσςſßİıᎪꭺᾳᾼΐﬃǅ\u0345\u0301\u0302\u3099かが가\u1100\u1161٣۴𝟙|$@.-'🌻\u200d\ufe0f\u202e\u3164म\u093fက\u103c")
	return rapid.StringOfN(rapid.OneOf(rapid.SampledFrom(odd), rapid.RuneFrom(nil, unicode.L, unicode.M, unicode.Nd)), 0, 45, -1)
}

func TestAnyNameIsCleanedAndFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { check(t, names().Draw(t, "typed")) })
}

func TestCaseAndSpacesNeverTellNamesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-zА-я]{1,12}( [A-Za-z]{1,8})?`).Draw(t, "name")
		for _, other := range []string{strings.ToUpper(name), strings.ToLower(name), strings.ReplaceAll(name, " ", ""), name + " 🌻"} {
			if Fold(other) != Fold(name) {
				t.Fatalf("%q folds to %q, %q to %q", name, Fold(name), other, Fold(other))
			}
		}
	})
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// check is what holds for anything that anybody types.
func check(t failer, typed string) {
	t.Helper()
	folded := Fold(typed)
	if !utf8.ValidString(folded) || Fold(folded) != folded {
		t.Fatalf("%q folds to %q, then %q", typed, folded, Fold(folded))
	}
	clean, err := Clean(typed)
	if err != nil {
		if f, ok := fault.From(err); !ok || f.Field != "name" || clean != "" {
			t.Fatalf("%q becomes %q, %v", typed, clean, err)
		}
		return
	}
	again, err := Clean(clean)
	if again != clean || err != nil || utf8.RuneCountInString(clean) > Most || strings.ContainsAny(clean, "\u202e\u200b\x00\n") {
		t.Fatalf("%q becomes %q, then %q, %v", typed, clean, again, err)
	}
	if folded := Fold(clean); folded == "" || strings.IndexFunc(folded, unicode.IsSpace) >= 0 {
		t.Fatalf("%q folds to %q", clean, folded)
	}
	if c := Claims(clean); (c == "") != (c.Say() == "") {
		t.Fatalf("%q claims %q", clean, c)
	}
}

func FuzzName(f *testing.F) {
	for _, one := range []string{"", "Ana", "Dr.Ana", "ΐ", "ᾼ", "İ", "\u0345\u0301", "ᎪNA", "rrn", "vvv", "\xff", "\u3164", "D r Ana", "A.A.", "علی\u200cرضا", "ﷺ"} {
		f.Add(one)
	}
	f.Fuzz(func(t *testing.T, typed string) { check(t, typed) })
}

func TestHostileNames(t *testing.T) {
	dir := os.Getenv("HANDRAIL_SHARED_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "hostile", "strings", "blns.json"))
	if err != nil {
		t.Skipf("the shared corpora are not here (set HANDRAIL_SHARED_DATA): %v", err)
	}
	var list []string
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "hostile", "generated", "text_*"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list = append(append(list, string(text)), strings.Split(string(text), "\n")...)
	}
	if len(list) < 400 {
		t.Fatalf("only %d strings", len(list))
	}
	for _, one := range list {
		check(t, one)
	}
}
