package place

import (
	"runtime"
	"strings"
	"testing"
)

func gazetteer(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := NewLazy().Open()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestPlacesAreFoundByTheirNames(t *testing.T) {
	g := gazetteer(t)
	for _, c := range []struct{ text, says string }{
		{"Springfield, IL", "Springfield, Illinois, United States"},
		{"springfield il", "Springfield, Illinois, United States"},
		{"Springfield, Massachusetts", "Springfield, Massachusetts, United States"},
		{"Springfield, MO, USA", "Springfield, Missouri, United States"},
		{"Paris", "Paris, France"},
		{"Paris, FR", "Paris, France"},
		{"Paris, Francia", "Paris, France"},
		{"paris texas", "Paris, Texas, United States"},
		{"Paris, ON", "Paris, Ontario, Canada"},
		{"London GB", "London, England, United Kingdom"},
		{"london uk", "London, England, United Kingdom"},
		{"London, Canada", "London, Ontario, Canada"},
		{"San Jose CA", "San Jose, California, United States"},
		{"Victoria, BC", "Victoria, British Columbia, Canada"},
		{"SÃO PAULO", "São Paulo, Brazil"},
		{"sao paulo", "São Paulo, Brazil"},
		{"lodz", "Łódź, Poland"},
		{"tromso", "Tromsø, Norway"},
		{"L'Aquila", "L'Aquila, Italy"},
		{"New York City", "New York City, New York, United States"},
		{"new yor", "New York City, New York, United States"},
		{"Wichi", "Wichita, Kansas, United States"},
		{"janeiro", "Rio de Janeiro, Brazil"},
	} {
		found := g.Find(c.text, 5)
		if len(found) == 0 || found[0].Says("en") != c.says {
			t.Errorf("%q finds %v, want %s first", c.text, found, c.says)
		}
	}
}

func TestSeveralPlacesOfANameComeBiggestFirst(t *testing.T) {
	found := gazetteer(t).Find("Springfield", 8)
	if len(found) != 8 {
		t.Fatalf("%d places are called so", len(found))
	}
	seen := map[int64]bool{}
	for i, p := range found {
		if p.Name != "Springfield" || i > 0 && p.People > found[i-1].People || seen[p.ID] {
			t.Errorf("out of order: %v", found)
		}
		seen[p.ID] = true
	}
}

func TestWhatIsNoPlaceFindsNone(t *testing.T) {
	g := gazetteer(t)
	for _, text := range []string{"", " ", ",", ", IL", "Zzyzxqw", "Paris, Zzyzxqw", "\n", "\xff\xfe", strings.Repeat("a", 1000), "s"} {
		if found := g.Find(text, 5); len(found) > 0 {
			t.Errorf("%q finds %v", text, found)
		}
	}
	if found := g.Find("Paris", 0); len(found) > 0 {
		t.Error("none was asked for, and one came")
	}
}

func TestTheNearestPlace(t *testing.T) {
	g := gazetteer(t)
	for _, c := range []struct {
		lat, lng float64
		country  string
		name     string
	}{
		{51.507, -0.128, "GB", "London"},
		{37.6922, -97.3375, "US", "Wichita"},
		{69.6489, 18.9551, "NO", "Tromsø"},
		{-16.78, -179.99, "FJ", ""}, // beside the date line: the nearest are across it
	} {
		p, ok := g.Near(c.lat, c.lng)
		if !ok || p.Country != c.country || c.name != "" && p.Name != c.name {
			t.Errorf("near %v, %v is %v, %v", c.lat, c.lng, p, ok)
		}
	}
	for _, c := range [][2]float64{{-48, -123}, {90, 0}, {91, 0}, {0, 181}} {
		if p, ok := g.Near(c[0], c[1]); ok {
			t.Errorf("near %v is %v", c, p)
		}
	}
}

func TestItIsSmall(t *testing.T) {
	if len(packed) > 3_000_000 {
		t.Errorf("the file has %d bytes", len(packed))
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if held := after.HeapAlloc - before.HeapAlloc; held > 25<<20 {
		t.Errorf("it holds %d bytes of memory", held)
	}
	if g.Len() < 130_000 {
		t.Errorf("it has %d places", g.Len())
	}
}

func TestNamesOfCountries(t *testing.T) {
	for _, c := range [][3]string{{"DE", "es", "Alemania"}, {"DE", "fr", "Allemagne"}, {"DE", "en-XB", "Germany"}, {"??", "en", "??"}} {
		if name := CountryName(c[0], c[1]); name != c[2] {
			t.Errorf("%s in %s is %q", c[0], c[1], name)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	g := gazetteer(b)
	for _, text := range []string{"Springfield, IL", "Paris", "sa", "san jose ca", "london gb"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				g.Find(text, 8)
			}
		})
	}
}

func BenchmarkNear(b *testing.B) {
	g := gazetteer(b)
	for b.Loop() {
		g.Near(51.5, -0.1)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(); err != nil {
			b.Fatal(err)
		}
	}
}
