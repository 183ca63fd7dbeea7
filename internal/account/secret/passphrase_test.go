package secret

import (
	"strings"
	"testing"

	"handrail/internal/platform/fault"
)

func refusal(t *testing.T, err error, field string) string {
	t.Helper()
	f, ok := fault.From(err)
	if !ok || f.Kind != fault.Invalid || f.Field != field {
		t.Fatalf("got %#v, want a fault at the field %s", err, field)
	}
	return string(f.Say)
}

func TestPassphraseIsRefusedWithItsReason(t *testing.T) {
	for _, one := range []struct{ passphrase, reason string }{
		{"", "too short"},
		{"fourteen chars", "too short"},
		{"e\u0301e\u0301e\u0301e\u0301e\u0301 abc de g", "too short"}, // 14 after NFKC, 19 before
		{strings.Repeat("grüße vom deich ", 17), "too long"},
		{strings.Repeat("x", 1_000_000), "too long"},
		{strings.Repeat("\ufdfa", 100), "too long"}, // one character that NFKC makes 18 of
		{"broken \xff bytes in here", "cannot be used"},
		{"an escape \x1b]0;title\x07 here", "cannot be used"},

		{"passwordpassword", "Others would try"},
		{"Password12345678!", "Others would try"},
		{"P@ssw0rdP@ssw0rd!", "Others would try"},
		{"drowssapdrowssap1", "Others would try"},
		{"iloveyou123456789", "Others would try"},
		{"correcthorsebatterystaple", "Others would try"},
		{"correct horse battery staple", "Others would try"},
		{"motdepasse123456", "Others would try"},
		{"contraseña contraseña", "Others would try"},
		{"aaaaaaaaaaaaaaaa", "Others would try"},
		{"aaaaaaaaaaaaaaab", "Others would try"},
		{"abcabcabcabcabcabc", "Others would try"},
		{"gH7xgH7xgH7xgH7xgH7x", "Others would try"},
		{"gH7xgH7xgH7xgH7x9(", "Others would try"},
		{strings.Repeat("gH7x", 60), "Others would try"},
		{"zyxwvutsrqponmlk", "Others would try"},
		{"enihsnus yeknom 7", "Others would try"},
		{"5un5h1n3m0nk3y77", "Others would try"},
		{"....................", "Others would try"},
		{"123456789012345", "Others would try"},
		{"987654321098765", "Others would try"},
		{"qwertyuiopasdfgh", "Others would try"},
		{"lkjhgfdsapoiuytrewq", "Others would try"},
		{"azertyuiopqsdfghjklm", "Others would try"},
		{"abcdefghijklmnop", "Others would try"},
		{"1q2w3e4r5t6y7u8i9o", "Others would try"},
		{"q1w2e3r4t5y6u7i8", "Others would try"},
		{"qazwsxedcrfvtgb", "Others would try"},
		{"31415926535897932", "Others would try"},
		{"sunshine butterfly", "Others would try"},
		{"Summer2024Summer2025", "Others would try"},
		{"one day at a time", "Others would try"},

		{"the Quiet Harbor sings again", "sign-in name"},
		{"we love quietharbor4821 so much", "sign-in name"},
		{"q.u.i.e.t h-a-r-b-o-r and more", "sign-in name"},
		{"what robrahteiuq means nobody", "sign-in name"},
		{"QUÍET HÁRBOR on a green table", "sign-in name"},
		{"seven lanterns for Lighthouse", "name of this place"},
		{"esuohthgil seven green lanterns", "name of this place"},
	} {
		err := CheckPassphrase(one.passphrase, "Quiet Harbor-4821", "Lighthouse")
		if err == nil {
			t.Errorf("%.60q is taken", one.passphrase)
			continue
		}
		if say := refusal(t, err, "passphrase"); !strings.Contains(say, one.reason) {
			t.Errorf("%.60q is refused with %q, want %q", one.passphrase, say, one.reason)
		}
	}
}

func TestPassphraseIsTaken(t *testing.T) {
	for _, passphrase := range []string{
		"tall fern kettle",
		"my dog eats cheese on tuesdays",
		"elephant trampoline garlic",
		"xkqzvbnwprtlmdg",
		"830174926650381",
		"{7%+]3=~1&/9|^4",
		"Grüße vom Deich, Moin!",
		"синий чайник поёт утром",
		"静かな湖畔の森の影からもう起きちゃ",
		"🐢🌧️🎻🪴🧭🫖🪁🧵🦔🪵🐝🍐🥕🎈🧦",
		"    spaces at both ends    x",
		strings.Repeat("tall fern kettle, ", 14),
	} {
		if err := CheckPassphrase(passphrase, "Quiet Harbor-4821", "Lighthouse"); err != nil {
			t.Errorf("%q is refused: %v", passphrase, err)
		}
	}
}

func TestAShortNameIsOnlyAWordOfItsOwn(t *testing.T) {
	if err := CheckPassphrase("tall ferns like metal kettles", "Al-4821", "We"); err != nil {
		t.Errorf("a name of two letters is found inside of words: %v", err)
	}
	refusal(t, CheckPassphrase("tall ferns like Al and kettles", "Al-4821", "We"), "passphrase")
	refusal(t, CheckPassphrase("tall ferns al4821 and kettles", "Al-4821", "We"), "passphrase")
	if err := CheckPassphrase("tall ferns like kettles", "", ""); err != nil {
		t.Errorf("no name is found: %v", err)
	}
}

func TestPassphraseIsOneHoweverItIsEncoded(t *testing.T) {
	if FoldPassphrase("cafe\u0301 ﬁn") != FoldPassphrase("café fin") {
		t.Error("two encodings of one passphrase differ")
	}
	for _, typed := range []string{" Ends ", "UPPER", "a  b", "é"} {
		if FoldPassphrase(typed) != typed {
			t.Errorf("%q changes", typed)
		}
	}
	long := strings.Repeat("e\u0301", MostBytes)
	if FoldPassphrase(long) != long {
		t.Error("what is too long was cut or folded")
	}
}

func BenchmarkCheckPassphrase(b *testing.B) {
	longest := strings.Repeat("tall fern kettle, ", 14)
	for b.Loop() {
		_ = CheckPassphrase(longest, "Quiet Harbor-4821", "Lighthouse")
	}
}
