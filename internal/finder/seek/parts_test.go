package seek

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestWhatMayBeALink: what feeds write becomes a link only where it is one.
func TestWhatMayBeALink(t *testing.T) {
	for _, c := range []struct {
		read       func(string) string
		text, want string
	}{
		{webAddress, "https://us02web.zoom.us/j/1?pwd=a", "https://us02web.zoom.us/j/1?pwd=a"},
		{webAddress, " http://area.example ", "http://area.example"},
		{webAddress, "javascript:alert(1)", ""},
		{webAddress, "data:text/html,hi", ""},
		{webAddress, "//evil.example", ""},
		{webAddress, "https:evil", ""},
		{webAddress, "https://%zz", ""},
		{dialled, "+1 (646) 558-8656,,123#", "tel:+16465588656,,123%23"},
		{dialled, "116 123", "tel:116123"},
		{dialled, "+1646;ext=5", "tel:+1646,5"},
		{dialled, "javascript:alert(1)", ""},
		{dialled, "", ""},
		{mailTo, "web@area.example", "mailto:web@area.example"},
		{mailTo, "web@area.example?bcc=all@example.org", "mailto:web@area.example"},
		{mailTo, "a@b.example,c@d.example", ""},
		{mailTo, "web", ""},
		{mailTo, "a b@c.example", ""},
	} {
		if got := c.read(c.text); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

// TestAnAddressSaysTheSearch: whatever an address asks for, the address that is
// written of it asks for the same.
func TestAnAddressSaysTheSearch(t *testing.T) {
	names := []string{"q", "place", "region", "at", "of", "km", "mi", "unit", "when", "by", "day", "part", "way", "open", "whom", "lang", "access", "shape", "type", "programme", "source", "page"}
	texts := []string{"", "now", "distance", "1", "6", "250", "15", "25", "km", "mi", "51.507,-0.12", "morning", "night", "online", "any-time", "open", "women", "men", "spanish", "wheelchair", "big-book", "aa", "Wichita, KS", "a  b", "é", "\xff", "<b>", "99999999"}
	rapid.Check(t, func(t *rapid.T) {
		q := url.Values{}
		for range rapid.IntRange(0, 12).Draw(t, "many") {
			q.Add(rapid.SampledFrom(names).Draw(t, "name"), rapid.SampledFrom(texts).Draw(t, "text"))
		}
		usual := rapid.SampledFrom([]unit{kilometres, miles}).Draw(t, "unit")
		a := askOf(q, usual)
		again := a.values()
		if b := askOf(again, usual); !cmp.Equal(a.values(), b.values()) || b.Page != a.Page || b.Far != a.Far || b.Unit != a.Unit || (a.At == nil) != (b.At == nil) {
			t.Fatalf("%v is written as %v and read as %v", q, again, b.values())
		}
	})
}

// FuzzPoint: whatever stands there, a point is one on the earth, to a hundredth of a
// degree.
func FuzzPoint(f *testing.F) {
	for _, text := range []string{"51.5,-0.12", "91,0", "NaN,1", "1e300,0", ",", "-0,-180"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := pointOf(text)
		if !ok {
			return
		}
		again, ok := pointOf(pointText(p))
		if !ok || again != p || p.Lat < -90 || p.Lat > 90 || p.Lng < -180 || p.Lng > 180 || len(pointText(p)) > len("-89.99,-179.99") {
			t.Errorf("%q is %v, written as %s", text, p, pointText(p))
		}
	})
}
