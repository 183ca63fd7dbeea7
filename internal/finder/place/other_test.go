package place

import (
	"strings"
	"testing"
)

// TestPlacesAreFoundByTheNamesOfOtherLanguages: whoever writes the name that people
// there use, or that of another language, finds the town.
func TestPlacesAreFoundByTheNamesOfOtherLanguages(t *testing.T) {
	g := gazetteer(t)
	for text, id := range map[string]int64{
		"München": 2867714, "Munich": 2867714, "munchen": 2867714, "Múnich": 2867714, "München, Deutschland": 0, "Muenchen": 2867714, "munchen germany": 2867714,
		"Wien": 2761369, "Vienna": 2761369, "Vienne, Autriche": 2761369, "Firenze": 3176959, "Florence": 3176959, "Florencia, Italia": 3176959,
		"Köln": 2886242, "Cologne": 2886242, "Colonia, Alemania": 2886242, "Praha": 3067696, "Warszawa": 756135, "Varsovie": 756135,
		"Genève": 2660646, "Geneva": 2660646, "Bruxelles": 2800866, "Brussel": 2800866, "Sevilla": 2510911, "Seville": 2510911,
		"Ciudad de México": 3530597, "Mexico City": 3530597, "Londres": 2643743, "Nueva York": 5128581, "Lisboa": 2267057, "Lisbonne": 2267057,
		"København": 2618425, "Roma": 3169070, "Bozen": 3181913, "Sterzing": 3164065, "Ciudad de Mexi": 3530597,
		"Paris": 2988507, "Valence": 2971053, "Monaco": 2993458, "Vienna, Virginia": 4791160,
	} {
		found := g.Find(text, 3)
		if id == 0 {
			continue
		}
		if len(found) == 0 || found[0].ID != id {
			t.Errorf("%q finds %v, want %d first", text, found, id)
		}
	}
}

// TestEveryOtherNameIsFolded: the tool that makes the file compares names as we do, and
// lays them in order.
func TestEveryOtherNameIsFolded(t *testing.T) {
	g := gazetteer(t)
	if len(g.others.at) < 200_000 {
		t.Fatalf("there are %d other names", len(g.others.at))
	}
	last := ""
	for i := range g.others.at {
		name, _, _ := strings.Cut(g.others.from(i), "\n")
		row := g.others.rows[i] >> 2
		if folded(name) != name || name < last || int(row) >= len(g.rows) || folded(g.place(row).Name) == name {
			t.Fatalf("%q after %q is no other name of %v", name, last, g.place(row))
		}
		last = name
	}
}

func TestWhatIsCalledExactlySo(t *testing.T) {
	g := gazetteer(t)
	for text, many := range map[string]int{"Wichitaw": 0, "Nirgendwo": 0, "": 0, "Wichita, KS": 1, "Munich": 1, "München, DE": 1, "Wichita, Kansas, United States": 1} {
		if found := g.Named(text, 9); len(found) != many {
			t.Errorf("%q is the name of %v", text, found)
		}
	}
	for _, p := range g.Named("Newport", 9) {
		if p.Name != "Newport" {
			t.Errorf("Newport is the name of %v", p)
		}
	}
	if p, ok := g.ByID(2867714); !ok || p.Name != "Munich" {
		t.Errorf("by its id: %v", p)
	}
	for _, id := range []int64{0, -1, 1, 1 << 40} {
		if p, ok := g.ByID(id); ok {
			t.Errorf("%d is %v", id, p)
		}
	}
	garching := g.Named("Garching bei München", 1)
	if p, ok := g.Beside(garching[0]); !ok || p.Name != "Munich" {
		t.Errorf("beside %v is %v", garching, p)
	}
	if p, ok := g.Beside(g.Named("Shanghai", 1)[0]); ok {
		t.Errorf("bigger than Shanghai is %v", p)
	}
}

// TestABrokenFileIsRefused: a name that is cut off does not open.
func TestABrokenFileIsRefused(t *testing.T) {
	for _, c := range [][2]string{{"\x00paris", "\x02"}, {"\x00paris\n", ""}, {"\x05paris\n", "\x02"}, {"\x80", "\x02"}} {
		if _, err := readOthers([]byte(c[0]), []byte(c[1])); err == nil {
			t.Errorf("%q is read", c)
		}
	}
}
