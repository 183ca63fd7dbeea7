package declare_test

import (
	"strings"
	"testing"

	"handrail/internal/platform/declare"
)

// good is a declaration without a fault: an account, what belongs to it, and
// what belongs to it two tables away.
func good() []declare.Table {
	goes := declare.Column{Whose: declare.Members, Leave: declare.Goes, Erase: declare.Goes}
	column := func(name string, change func(c *declare.Column)) declare.Column {
		c := goes
		c.Name = name
		if change != nil {
			change(&c)
		}
		return c
	}
	return []declare.Table{
		{Name: "a_account", Title: "You", Order: []string{"id"}, Of: []declare.Way{{Column: "id"}}, Columns: []declare.Column{
			column("id", nil),
			column("name", func(c *declare.Column) { c.Sealed, c.SealedBy, c.Export = true, declare.Account, declare.ToOwner }),
		}},
		{Name: "a_trust", Title: "Trust", Order: []string{"id"}, Of: []declare.Way{{Column: "mine"}, {Column: "theirs"}}, Columns: []declare.Column{
			column("id", nil), column("mine", nil), column("theirs", func(c *declare.Column) { c.Of = "theirs" }),
			column("at", func(c *declare.Column) { c.Of, c.Export = declare.Everyone, declare.ToOwner }),
		}},
		{Name: "a_word", Order: []string{"id"}, Of: []declare.Way{{Column: "trust", Table: "a_trust", Key: "id"}}, Columns: []declare.Column{
			column("id", nil), column("trust", nil),
		}},
		{Name: "a_site", Order: []string{"id"}, Columns: []declare.Column{{Name: "id", Whose: declare.Sites}}},
	}
}

func TestAGoodDeclarationPasses(t *testing.T) {
	if err := declare.Check(good()); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsWhatIsLeftOpen(t *testing.T) {
	for want, spoil := range map[string]func(t []declare.Table){
		"a_site: is declared twice":                                             func(t []declare.Table) { t[2] = t[3] },
		"is no plain name":                                                      func(t []declare.Table) { t[3].Name = `a"; DROP TABLE x; --` },
		"a_site: id'): is no plain name":                                        func(t []declare.Table) { t[3].Columns[0].Name, t[3].Order = "id')", nil },
		"a_site: is ordered by seq, which is not declared":                      func(t []declare.Table) { t[3].Order = []string{"seq"} },
		"a_word: a way begins at claim, which is not declared":                  func(t []declare.Table) { t[2].Of[0].Column = "claim" },
		"a_word: a way leads through a_site, which is not declared before":      func(t []declare.Table) { t[2].Of[0].Table = "a_site" },
		"a_word: a way leads through a_word, which is not declared before":      func(t []declare.Table) { t[2].Of[0].Table = "a_word" },
		"a_word: a way leads to a_trust.nr, which is not declared":              func(t []declare.Table) { t[2].Of[0].Key = "nr" },
		"a_word: a way leads to a_trust and ends there":                         func(t []declare.Table) { t[1].Of, t[1].NoWay, t[1].Columns = nil, "because", t[2].Columns },
		"a_word: is about accounts":                                             func(t []declare.Table) { t[2].Of = nil },
		"a_site: is about accounts":                                             func(t []declare.Table) { t[3].Columns[0].Erase = declare.Cut },
		"a_word: belongs to accounts and has no order":                          func(t []declare.Table) { t[2].Order = nil },
		"a_account: is part of somebody's copy and has no title":                func(t []declare.Table) { t[0].Title = "" },
		"a_account: id: says which key seals it, but is not sealed":             func(t []declare.Table) { t[0].Columns[0].SealedBy = declare.Private },
		"a_account: name: is sealed: say with which":                            func(t []declare.Table) { t[0].Columns[1].SealedBy = "" },
		"a_account: name: is a secret, and exported":                            func(t []declare.Table) { t[0].Columns[1].Secret = true },
		"a_trust: at: is sealed for one account and belongs to everyone":        func(t []declare.Table) { t[1].Columns[3].Sealed, t[1].Columns[3].SealedBy = true, declare.Account },
		"a_trust: theirs: belongs to an account to which no way leads":          func(t []declare.Table) { t[1].Columns[2].Of = "other" },
		"a_account: name: its row goes when erasing, so it cannot do otherwise": func(t []declare.Table) { t[0].Columns[1].Erase = declare.Cut },
		"a_trust: at: its row goes when leaving, so it cannot do otherwise":     func(t []declare.Table) { t[1].Columns[3].Leave = declare.Stays },
		"a_trust: theirs: its row goes when erasing, so it cannot do otherwise": func(t []declare.Table) { t[1].Columns[2].Erase = declare.Opaque },
	} {
		tables := good()
		spoil(tables)
		err := declare.Check(tables)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("found %v, want %q", err, want)
		}
	}
}

func TestNoWayIsEnoughWithAReason(t *testing.T) {
	tables := good()[:1]
	tables[0].Of, tables[0].NoWay = nil, "what finds and erases the rows instead"
	if err := declare.Check(tables); err != nil {
		t.Error(err)
	}
}

func TestATimeIsKnownByItsName(t *testing.T) {
	for name, want := range map[string]bool{"at": true, "made_at": true, "ask_after": true, "seq": false, "cat": false, "format": false} {
		if got := (declare.Column{Name: name}).IsTime(); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
