package feed

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"handrail/internal/platform/fault"
)

func TestTableIsReadAsItComes(t *testing.T) {
	content := readTestdata(t, "table.csv")
	for name, one := range map[string][]byte{
		"commas": content, "with a mark": append([]byte("\ufeff"), content...),
		"windows lines": []byte(strings.ReplaceAll(string(content), "\n", "\r\n")),
	} {
		list, report, err := taken(TSML, inMemory("table.csv", one), Rules{Programme: "aa"})
		if err != nil {
			t.Fatal(name, err)
		}
		want := []small{
			{"luz", "Luz del Puerto", 1, 1140, 0, "", Online, false, "O S XQ9", ""},
			{"second", "Second", 3, 1170, 0, "", InPerson, false, "C", "1 Quay, Port Aurel, AX 00001, USA"},
			{"luz-1", "Third", 0, 600, 0, "", "", false, "", ""},
			{"fourth", "Fourth", -1, -1, 0, "", "", false, "", ""},
		}
		if diff := cmp.Diff(want, smallOf(list)); diff != "" {
			t.Error(name, diff)
		}
		first := list[0]
		if first.Notes != "One line\nand \"another\"" || first.ConferencePhone != "+15555550199" || strings.Join(first.Regions, ">") != "North>Mill" ||
			string(first.Rest["extra"]) != `"=SUM(A1)"` || first.Updated != 1772323200 || len(first.Contacts) != 0 || list[2].Notes != "''=quoted" {
			t.Errorf("%s: %+v, %q", name, first, list[2].Notes)
		}
		if report.Odd != 2 || report.Records != 4 || report.Oddities[1].Where != "4 (fourth)" {
			t.Errorf("%s: %s", name, oddities(report))
		}
	}
	for name, content := range map[string]string{
		"semicolons": "name;day;time\nHarbour, the;Monday;19:00\n", "tabs": "name\tday\ttime\nHarbour, the\tMonday\t19:00\n",
	} {
		list, _, err := taken(TSML, inMemory("t.csv", []byte(content)), Rules{})
		if err != nil || len(list) != 1 || list[0].Name != "Harbour, the" || list[0].Day != 1 {
			t.Errorf("%s: %v, %+v", name, err, list)
		}
	}
}

func TestABrokenTableIsRefusedWithItsLine(t *testing.T) {
	for content, line := range map[string]int{
		"name,day\n\"a\nb\",1\nc \"d\" e,2\n":                        4,
		"name,day\na,1\n\"open":                                      3,
		"name,day\na,1\n\"" + strings.Repeat("a\n", 2*longestRecord): 3,
	} {
		_, _, err := taken(TSML, inMemory("t.csv", []byte(content)), Rules{})
		if f, ok := fault.From(err); !ok || f.Args["Line"] != line {
			t.Errorf("%.20q: %v %+v, not line %d", content, err, f, line)
		}
	}
}

// TestNoCellIsAFormula: what a spreadsheet would work out gets a mark, which the
// reader takes away again.
func TestNoCellIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`['=+@\-a\t]{0,6}`).Draw(t, "cell")
		out := guarded(cell)
		if out != "" && strings.IndexByte(formulaSigns, out[0]) >= 0 {
			t.Errorf("%q begins as a formula", out)
		}
		if back := unguarded(out); back != cell {
			t.Errorf("%q became %q and then %q", cell, out, back)
		}
	})
}
