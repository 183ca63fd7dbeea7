package secret

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"handrail/internal/platform/fault"
)

// awkward is what somebody has typed into a form somewhere, or could.
func awkward() []string {
	return []string{
		"", " ", "\x00", "\xff\xfe", "a\u202eb", "\u200b\u200c\u200d\ufeff", "\ufdfa", "ﬃ", "ǅ", "İıſß", "Σςσ", "\u0345\u0301\u0345", "\u1e9b\u0323",
		"\u0958\u09cb", "\ua7f0\u02b0", "\u1806-\u2e3a", "e\u0301\u0301\u0301", "𝔸𝟘", "٤٨٢١", "\U0001f1e6\U0001f1e8", "\U000e0061", "\u3164\u115f",
		"\x1b]0;title\x07", "Quiet Harbor-4821", "river apple stone cloud maple otter", "ÁBACO niño", "0110A-BCDEF-GHJKM-NPQRS-TVWX10", "7QK2-M0XV", "081 804",
		"passwordpassword1", "ᾳͅ", "ŉ", "\u0149\u01f0\u0390", "\u1f80\u1fbc",
	}
}

func seed(f *testing.F) {
	for _, one := range awkward() {
		f.Add(one)
	}
}

// checkFolds is what holds for anything that anybody types.
func checkFolds(t *testing.T, typed string) {
	t.Helper()
	for name, fold := range map[string]func(string) string{"FoldPhrase": FoldPhrase, "FoldPassphrase": FoldPassphrase, "FoldName": FoldName, "Fold": Fold} {
		once := fold(typed)
		if len(once) > MostBytes && once != typed || fold(once) != once && len(once) <= MostBytes {
			t.Errorf("%s: %q becomes %q, then %q", name, typed, once, fold(once))
		}
		if utf8.ValidString(typed) && !utf8.ValidString(once) {
			t.Errorf("%s: %q breaks into %q", name, typed, once)
		}
	}
	for name, fold := range map[string]func(string) (string, bool){"FoldCode": FoldCode, "FoldSpoken": FoldSpoken} {
		once, ok := fold(typed)
		if twice, again := fold(once); ok != again || twice != once || !ok && once != "" || strings.Trim(once, crockford) != "" {
			t.Errorf("%s: %q becomes %q, then %q", name, typed, once, twice)
		}
	}
}

func checkRefusal(t *testing.T, err error, field string) {
	t.Helper()
	if f, ok := fault.From(err); err != nil && (!ok || f.Field != field || f.Kind != fault.Invalid) {
		t.Errorf("refused with %#v", err)
	}
}

func FuzzFold(f *testing.F) {
	seed(f)
	f.Fuzz(checkFolds)
}

func FuzzCheckName(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, typed string) {
		clean, err := CheckName(typed)
		checkRefusal(t, err, "name")
		if err != nil {
			return
		}
		if n := utf8.RuneCountInString(clean); n < NameLeast || n > NameMost || strings.IndexFunc(clean, invisible) >= 0 || !oneScript(clean) {
			t.Fatalf("%q is taken", clean)
		}
		checkName(t, clean)
	})
}

func FuzzCheckPassphrase(f *testing.F) {
	for _, one := range awkward() {
		f.Add(one, "Quiet Harbor-4821")
		f.Add("passwordpassword1", one)
	}
	f.Fuzz(func(t *testing.T, passphrase, name string) {
		err := CheckPassphrase(passphrase, name, "Lighthouse")
		checkRefusal(t, err, "passphrase")
		folded := FoldPassphrase(passphrase)
		if n := utf8.RuneCountInString(folded); err == nil && (n < PassphraseLeast || n > PassphraseMost || len(folded) > MostBytes) {
			t.Errorf("%q of %d characters is taken", passphrase, n)
		}
		if err == nil && CheckPassphrase(folded, name, "Lighthouse") != nil {
			t.Errorf("%q is taken, and refused when folded", passphrase)
		}
	})
}

func FuzzCheckTOTP(f *testing.F) {
	for _, one := range awkward() {
		f.Add(rfcKey, one, int64(59), int64(0))
		f.Add(one, "081804", int64(-1), int64(-9))
	}
	f.Fuzz(func(t *testing.T, key, code string, at, last int64) {
		now := time.Unix(at%(1<<40), 0)
		step, ok := CheckTOTP(key, code, now, last)
		if ok && (step <= last || len(foldDigits(code)) != 6) {
			t.Errorf("%q is taken at step %d after %d", code, step, last)
		}
		if !ok && step != 0 {
			t.Errorf("refused, with step %d", step)
		}
	})
}

func TestHostileStrings(t *testing.T) {
	for _, one := range hostile(t) {
		checkFolds(t, one)
		clean, err := CheckName(one)
		if checkRefusal(t, err, "name"); err == nil {
			checkName(t, clean)
		}
		checkRefusal(t, CheckPassphrase(one, one, one), "passphrase")
		if _, ok := CheckTOTP(rfcKey, one, time.Unix(59, 0), 0); ok {
			t.Errorf("%q is a code", one)
		}
	}
}

// hostile is the corpus of strings that have broken other programs, and the
// text files beside it.
func hostile(t *testing.T) []string {
	t.Helper()
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
	return list
}
