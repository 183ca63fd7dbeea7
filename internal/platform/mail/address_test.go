package mail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/mail"
	"strings"
	"testing"

	"handrail/internal/platform/fault"
)

func TestParseAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"reader@example.org":              "reader@example.org",
		"  Reader.Two+tag@Example.ORG\n":  "Reader.Two+tag@example.org",
		"a@b.co":                          "a@b.co",
		"o'hara!#$%&*/=?^_`{|}~-@x.co":    "o'hara!#$%&*/=?^_`{|}~-@x.co",
		"reader@bücher.example":           "reader@xn--bcher-kva.example",
		"reader@xn--bcher-kva.example":    "reader@xn--bcher-kva.example",
		"a@x.c\u200bo":                    "a@x.co", // copied with an invisible space
		"r@1and1.example":                 "r@1and1.example",
		strings.Repeat("a", 64) + "@x.co": strings.Repeat("a", 64) + "@x.co",
	} {
		got, err := ParseAddress(typed)
		if err != nil || got.Text() != want {
			t.Errorf("%q is %q, %v", typed, got.Text(), err)
		}
	}
	for _, typed := range []string{
		"", "@", "reader", "reader@", "@example.org", "reader@example", "reader@localhost", "a@b@example.org", "reader@example.org.", ".a@x.co", "a.@x.co", "a..b@x.co",
		`"a b"@x.co`, `"a"@x.co`, "a b@x.co", "a@x .co", "Reader <reader@example.org>", "<reader@example.org>", "reader@example.org, b@example.org",
		"reader@[127.0.0.1]", "reader@127.0.0.1", "reader@example.1", "a(comment)@x.co", "a@x.co(comment)", "a;b@x.co", "a:b@x.co", `a\b@x.co`,
		"reäder@example.org", "reader@-a.co", "reader@a-.co", "reader@a_b.co", "reader@a..co", "reader@.co", "a@x.co\x00", "a\x00@x.co",
		strings.Repeat("a", 65) + "@x.co", "a@" + strings.Repeat("b", 64) + ".co", "a@" + strings.Repeat("bbbbbbbbb.", 30) + "co", "mailto:a@x.co",
	} {
		got, err := ParseAddress(typed)
		f, ok := fault.From(err)
		if !ok || f.Kind != fault.Invalid || f.Field != "email" || !got.IsZero() {
			t.Errorf("%q is %q, %v", typed, got.Text(), err)
		}
	}
}

func TestAddressesAreEqualByText(t *testing.T) {
	if address(t, "a@example.org") != address(t, " a@EXAMPLE.org") || address(t, "a@example.org") == address(t, "b@example.org") {
		t.Error("addresses do not compare by their text")
	}
	if (Address{}).Text() != "" {
		t.Error("no address has a text")
	}
}

// However it is printed or logged, alone or inside something else.
func TestAddressDoesNotPrintItself(t *testing.T) {
	a := address(t, "reader@example.org")
	type holder struct {
		A       Address
		hidden  Address
		pointer *Address
	}
	h := holder{a, a, &a}
	var text bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(&text, verb+"\n", a)
		fmt.Fprintf(&text, verb+"\n", h)
		fmt.Fprintf(&text, verb+"\n", &h)
		fmt.Fprintf(&text, verb+"\n", []any{a, h, map[Address]holder{a: h}})
		fmt.Fprintf(&text, verb+"\n", Message{To: a})
	}
	log := slog.New(slog.NewJSONHandler(&text, nil))
	log.Info("sent", "to", a, "message", Message{To: a}, "holder", h)
	slog.New(slog.NewTextHandler(&text, nil)).Info("sent", "to", a, "message", Message{To: a}, "holder", h)
	json.NewEncoder(&text).Encode([]any{a, h})
	for _, telling := range []string{"reader", "example.org", fmt.Sprintf("%x", "reader")} {
		if strings.Contains(text.String(), telling) {
			t.Errorf("%q is told in %s", telling, text.String())
		}
	}
}

// Whatever passes is one address and nothing more, for every other reader too.
func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"reader@example.org", "a@b@c.co", "a\r\nBcc: b@x.co@x.co", "é@bücher.example", `"x"@y.co`, "a@x.co,b@y.co", "a@[1.2.3.4]", "＠x.co", "a@ｘ.co"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		a, err := ParseAddress(typed)
		if err != nil {
			return
		}
		text := a.Text()
		if len(text) > maxAddress || strings.Count(text, "@") != 1 || strings.ContainsAny(text, "\r\n\t \x00<>,;:\"()[]\\") {
			t.Fatalf("%q became %q", typed, text)
		}
		for _, r := range text {
			if r <= ' ' || r >= 0x7f {
				t.Fatalf("%q became %q", typed, text)
			}
		}
		again, err := ParseAddress(text)
		if err != nil || again != a {
			t.Fatalf("%q reads differently the second time: %q, %v", typed, again.Text(), err)
		}
		parsed, err := mail.ParseAddress(text)
		if err != nil || parsed.Address != text || parsed.Name != "" {
			t.Fatalf("others read %q as %v, %v", text, parsed, err)
		}
	})
}
