package feed

import (
	"strings"
	"testing"
)

func TestTextIsPlain(t *testing.T) {
	for said, want := range map[string]string{
		"":                                  "",
		" plain ":                           "plain",
		"one<br>two<BR/>three":              "one\ntwo\nthree",
		"<p>one</p><p>two</p>":              "one\n\ntwo",
		"Fish &amp; chips":                  "Fish & chips",
		"Fish &amp;amp; chips":              "Fish & chips",
		"&lt;script&gt;alert(1)&lt;/script": "alert(1)</script",
		"I <3 you & a < b":                  "I <3 you & a < b",
		"<!-- no -->yes":                    "yes",
		"<!-- open":                         "open",
		"bad \xff byte":                     "bad \ufffd byte",
		"nul\x00l and \x1b[31mred":          "null and [31mred",
		"turned \u202egnp.exe":              "turned gnp.exe",
		"a\r\nb\rc\td":                      "a\nb\nc d",
		"a  \n\n\n\n b":                     "a\n\n b",
		strings.Repeat("&amp;", 3) + "lt;b": "&&<b",
		"&#x3c;img src=x onerror=alert(1)>": "",
		"<\x00b>bold":                       "bold",
	} {
		if got := plainText(said, longestText); got != want {
			t.Errorf("plainText(%q) = %q, not %q", said, got, want)
		}
	}
	if got := plainLine(" one\n two\u00a0 three ", longestName); got != "one two three" {
		t.Errorf("a line: %q", got)
	}
	if got := []rune(plainText(strings.Repeat("é", 300), longestName)); len(got) != longestName || got[254] != '…' {
		t.Errorf("a long text has %d characters", len(got))
	}
}

func TestLinks(t *testing.T) {
	for said, want := range map[string]string{
		"https://zoom.us/j/1?pwd=a":            "https://zoom.us/j/1?pwd=a",
		"HTTP://example.org":                   "HTTP://example.org",
		"www.example.org/a":                    "https://www.example.org/a",
		"https://example.org/a b\"c":           "https://example.org/a%20b%22c",
		"javascript:alert(1)":                  "",
		"java\tscript:alert(1)":                "",
		"//example.org":                        "",
		"https://":                             "",
		"https:example.org":                    "",
		"https://zoom.us@evil.example/":        "",
		"data:text/html,x":                     "",
		"mailto:a@example.org":                 "",
		"ftp://example.org":                    "",
		"Meeting ID 123":                       "",
		"https://" + strings.Repeat("a", 3000): "",
	} {
		if got := link(said); got != want {
			t.Errorf("link(%q) = %q, not %q", said, got, want)
		}
	}
	for said, want := range map[string]string{
		"mailto:a@example.org?subject=Hi": "mailto:a@example.org?subject=Hi",
		"mailto:nobody":                   "",
		"mailto:javascript:alert(1)":      "",
		"https://example.org":             "https://example.org",
	} {
		if got := mailLink(said); got != want {
			t.Errorf("mailLink(%q) = %q, not %q", said, got, want)
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	for said, want := range map[string]int{
		"19:00": 1140, "7:05": 425, "07:05:30": 425, "7:00 PM": 1140, "7pm": 1140, "7:30 p.m.": 1170, "12:00 AM": 0,
		"12:15pm": 735, "noon": 720, "Midnight": 0, "19h30": 1170, "00:00": 0, "23:59": 1439,
		"": -1, "24:00": -1, "7": -1, "7m": -1, "13:00 PM": -1, "7:60": -1, "-1:00": -1, "soon": -1, "19:00 or so": -1,
	} {
		if got, ok := timeOfDay(said); ok != (want >= 0) || ok && got != want {
			t.Errorf("timeOfDay(%q) = %d, %v, not %d", said, got, ok, want)
		}
	}
	for said, want := range map[string]int{"Sunday": 0, "LUNES": 1, "Miércoles": 3, "samedi": 6, "Thurs.": 4} {
		if got, ok := dayNamed(said); !ok || got != want {
			t.Errorf("dayNamed(%q) = %d, %v", said, got, ok)
		}
	}
	if _, ok := dayNamed("someday"); ok {
		t.Error("someday is a day")
	}
}

func TestNamesOfFields(t *testing.T) {
	for said, want := range map[string]string{
		"Conference URL": "conference_url", "groupEmail": "group_email", "Contact 1 Name": "contact_1_name",
		"  End Time ": "end_time", "postal-code": "postal_code", "ID": "id", "startDateUTC": "start_date_utc",
	} {
		if got := fieldName(said); got != want {
			t.Errorf("fieldName(%q) = %q, not %q", said, got, want)
		}
	}
}

func TestSmallCleaning(t *testing.T) {
	same := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	same(country("U.S.A."), "USA")
	same(country("United States"), "USA")
	same(country("Mexico"), "Mexico")
	same(postalCode("2138", "USA"), "02138")
	same(postalCode("2138", "Switzerland"), "2138")
	same(postalCode("A1", "USA"), "A1")
	same(slugOf("¡Mañana, ¿Qué? Él's  Group!"), "manana-que-els-group")
	same(slugOf("会議"), "")
	same(unquoted(`"Home"`), "Home")
	same(unquoted(`"A" and "B"`), `"A" and "B"`)
	same(joined("a", "", "b"), "a, b")
}

// FuzzText: a clean text stays as it is, whatever it was made of.
func FuzzText(f *testing.F) {
	for _, said := range []string{"a<br>b", "&amp;amp;lt;b&gt;", "<<b>b>", "x\u202e", "&ampamp;", "a\n \n \nb", "&am\x00p;", "&#10;&#32;x"} {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		for _, longest := range []int{5, longestName} {
			once := plainText(said, longest)
			if twice := plainText(once, longest); twice != once {
				t.Errorf("%q is cleaned to %q, and that to %q", said, once, twice)
			}
			one := plainLine(said, longest)
			if two := plainLine(one, longest); two != one || strings.Contains(one, "\n") {
				t.Errorf("%q is the line %q, and that %q", said, one, two)
			}
		}
		if at := link(said); at != "" && link(at) != at {
			t.Errorf("%q is the link %q, and that %q", said, at, link(at))
		}
	})
}
