package secret

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestNameAsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"Zoë":                     "Zoë",
		"  Anna   Lee\t":          "Anna Lee",
		"Anne-Marie":              "Anne-Marie",
		"O'Neil":                  "O'Neil",
		"O’Neil":                  "O’Neil",
		"7 swans":                 "7 swans",
		"Ｗｉｄｅ":                    "Wide",
		"e\u0301toile":            "étoile",
		"Юля":                     "Юля",
		"Ελένη":                   "Ελένη",
		"ひかり山ノ":                   "ひかり山ノ",
		"김철수":                     "김철수",
		"नदी":                     "नदी",
		"نهر ٤":                   "نهر ٤",
		"Nguyễn":                  "Nguyễn",
		strings.Repeat("a", 40):   strings.Repeat("a", 40),
		"\u00a0\u2003Al\u3000\n ": "Al",
	} {
		if got, err := CheckName(typed); got != want || err != nil {
			t.Errorf("%q is cleaned to %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestNameIsRefusedWithItsReason(t *testing.T) {
	for _, one := range []struct{ typed, reason string }{
		{"", "between"}, {"a", "between"}, {"   ", "between"},
		{strings.Repeat("a", 41), "between"}, {strings.Repeat("a", 1_000_000), "between"},
		{"a\u202eb\u202c", "letters, numbers and"},     // bidi override
		{"a\u2066b\u2069", "letters, numbers and"},     // bidi isolate
		{"an\u200bna", "letters, numbers and"},         // zero width space
		{"an\u200dna", "letters, numbers and"},         // joiner
		{"an\u00adna", "letters, numbers and"},         // soft hyphen
		{"anna\ufe0f", "letters, numbers and"},         // variation selector
		{"\u3164\u3164\u3164", "letters, numbers and"}, // letters that cannot be seen
		{"an\x00na", "letters, numbers and"}, {"an\x1b[31mna", "letters, numbers and"}, {"an\xffna", "letters, numbers and"},
		{"<b>anna</b>", "letters, numbers and"}, {"anna@home", "letters, numbers and"}, {"anna_lee", "letters, numbers and"},
		{"anna 🐢", "letters, numbers and"}, {"anna\U000e0041", "letters, numbers and"},
		{"7 \u0301x", "letters, numbers and"}, {"7\u0301x", "letters, numbers and"},
		{"1234", "at least one letter"}, {"- - -", "at least one letter"}, {"-anna", "at least one letter"}, {"'tis", "at least one letter"},
		{"z\u0334\u0335\u0336\u0337algo", "too many marks"},
		{"pаypal", "one alphabet"},   // Cyrillic а
		{"Αlice", "one alphabet"},    // Greek Α
		{"anna 山", "one alphabet"},   // Latin and Han
		{"ひかり철수", "one alphabet"},    // Japanese and Korean
		{"Юля Anna", "one alphabet"}, // two words, two alphabets
	} {
		clean, err := CheckName(one.typed)
		if say := refusal(t, err, "name"); !strings.Contains(say, one.reason) || clean != "" {
			t.Errorf("%.40q is refused with %q, want %q", one.typed, say, one.reason)
		}
	}
}

func TestNameIsFoundHoweverItIsTyped(t *testing.T) {
	for want, typed := range map[string][]string{
		"quietharbor4821": {"Quiet Harbor-4821", "quiet harbor 4821", "QUIET_HARBOR_4821", " quietharbor4821\n", "Quiet–Harbor‑4821", "quiet.harbor.4821", "Quíet Hárbor-4821", "quiet harbor-٤٨٢١", "\u202aQuiet\u200b Harbor-4821\ufeff"},
		"rioluna0042":     {"Río Luna-0042", "RI\u0301O LUNA 0042", "rio luna 0042"},
		"oneil1000":       {"O’Neil-1000", "O'Neil 1000", "ONEIL1000"},
		"strasse0001":     {"Straße-0001", "STRASSE 0001"},
		"юля1234":         {"Юля-1234", "ЮЛЯ 1234"},
		"":                {"", " - ", "\u200b", strings.Repeat("a", 1_000_000)},
	} {
		for _, one := range typed {
			if got := FoldName(one); got != want {
				t.Errorf("%.40q folds to %q, want %q", one, got, want)
			}
		}
	}
	if FoldName("Anna-1234") == FoldName("Anna-1235") {
		t.Error("two names fold to one")
	}
}

func TestNamesWeMakeAreNames(t *testing.T) {
	digits := regexp.MustCompile(`^.+-[0-9]{4}$`)
	for _, lang := range []string{"en", "es", "fr", "", "en-XB"} {
		seen := map[string]bool{}
		for range 300 {
			name := NewName(lang)
			clean, err := CheckName(name)
			if words := strings.Fields(name); err != nil || clean != name || len(words) != 2 || words[0] == words[1] {
				t.Fatalf("%s: %q is no name: %v", lang, name, err)
			}
			if whole := WithDigits(clean); !digits.MatchString(whole) || FoldName(whole) == FoldName(name) {
				t.Fatalf("%s: %q has no four digits", lang, whole)
			}
			seen[name] = true
		}
		if len(seen) < 200 {
			t.Errorf("%s: only %d of 300 names differ", lang, len(seen))
		}
	}
}

func TestWordsOfNamesAreDistinctAndCapital(t *testing.T) {
	for _, list := range [][]string{gentleEnglish(), natureEnglish(), natureSpanish(), natureFrench()} {
		seen := map[string]bool{}
		for _, word := range list {
			if folded := FoldName(word); seen[folded] || !unicode.IsUpper([]rune(word)[0]) || len([]rune(word)) > 12 {
				t.Errorf("%s comes twice, is small or is long", word)
			} else {
				seen[folded] = true
			}
		}
	}
}

func TestEveryNameThatIsTakenIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clean, err := CheckName(rapid.StringOfN(rapid.RuneFrom(nil, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Han, unicode.Arabic, unicode.Devanagari, unicode.Mn, unicode.Nd), 0, 50, -1).Draw(t, "typed"))
		if err != nil {
			return
		}
		checkName(t, clean)
	})
}

// checkName is what holds for every name that CheckName lets through.
func checkName(t interface{ Fatalf(string, ...any) }, clean string) {
	if again, err := CheckName(clean); again != clean || err != nil {
		t.Fatalf("%q is cleaned to %q, %v", clean, again, err)
	}
	whole := WithDigits(clean)
	key := FoldName(whole)
	if key == "" || FoldName(key) != key {
		t.Fatalf("the key of %q is %q and then %q", whole, key, FoldName(key))
	}
	for _, typed := range []string{strings.ToUpper(whole), strings.ToLower(whole), strings.ReplaceAll(whole, " ", "_"), " " + whole + "\n"} {
		if got := FoldName(typed); got != key {
			t.Fatalf("%q, typed as %q, folds to %q, want %q", whole, typed, got, key)
		}
	}
}
