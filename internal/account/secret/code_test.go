package secret

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTenCodesOfAHundredAndThirtyBits(t *testing.T) {
	shape := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}$`)
	seen := map[string]bool{}
	codes := append(NewCodes(), NewCodes()...)
	for _, code := range codes {
		folded, ok := FoldCode(code)
		if !shape.MatchString(code) || !ok || len(folded) != 26 {
			t.Errorf("%s folds to %s, %v", code, folded, ok)
		}
		seen[HashCode(folded)] = true
	}
	if len(codes) != 2*Codes || len(seen) != 2*Codes {
		t.Errorf("%d codes, %d of them different", len(codes), len(seen))
	}
}

func TestEveryLetterIsDrawn(t *testing.T) {
	counts := map[rune]int{}
	for range 500 {
		for _, r := range randomLetters(64) {
			counts[r]++
		}
	}
	for _, r := range crockford {
		if counts[r] < 700 || counts[r] > 1300 { // 1,000 expected; nine deviations
			t.Errorf("%c came %d times of 32,000", r, counts[r])
		}
	}
}

func TestCodeAsPeopleCopyIt(t *testing.T) {
	const want = "0110ABCDEFGHJKMNPQRSTVWX10"
	for _, typed := range []string{
		"0110A-BCDEF-GHJKM-NPQRS-TVWX10",
		"oIlO a bcdef ghjkm npqrs tvwxlo",
		"  0110ABCDEFGHJKMNPQRSTVWX10\n",
		"0110A–BCDEF—GHJKM‑NPQRS_TVWX10.",
		"０１１０ａｂｃｄｅｆｇｈｊｋｍｎｐｑｒｓｔｖｗｘ１０",
	} {
		if got, ok := FoldCode(typed); got != want || !ok {
			t.Errorf("%q folds to %q, %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", "-", want[1:], want + "0", "U" + want[1:], "é" + want[1:], strings.Repeat("0", 1_000_000), want + "\x00"} {
		if got, ok := FoldCode(typed); got != "" || ok {
			t.Errorf("%.40q folds to %q, %v", typed, got, ok)
		}
	}
}

func TestHashOfACodeIsItsSHA256(t *testing.T) {
	if got := HashCode("abc"); got != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" { // FIPS 180-2, B.1
		t.Error(got)
	}
}

func TestSpokenCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := NewSpoken()
		if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) {
			t.Fatalf("%s has another shape", code)
		}
		heard := strings.NewReplacer("0", rapid.SampledFrom([]string{"0", "o", "O"}).Draw(t, "0"), "1", rapid.SampledFrom([]string{"1", "i", "l", "L"}).Draw(t, "1"), "-", " ").Replace(strings.ToLower(code))
		folded, ok := FoldSpoken(heard)
		if !ok || folded != strings.ReplaceAll(code, "-", "") {
			t.Fatalf("%s, typed as %s, folds to %s", code, heard, folded)
		}
	})
	if _, ok := FoldCode(NewSpoken()); ok {
		t.Error("a spoken code is taken for a recovery code")
	}
	if _, ok := FoldSpoken(NewCodes()[0]); ok {
		t.Error("a recovery code is taken for a spoken one")
	}
}
