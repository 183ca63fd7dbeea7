package declare

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// plainName is what tables and columns may be called. Statements are made from
// these names.
var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Check finds what contradicts itself in a declaration, or leaves open how rows
// about an account are found, read and erased. Tables stand in the order in
// which rows may be written: what is referred to comes first.
func Check(tables []Table) error {
	var faults []error
	known := map[string]Table{}
	for _, t := range tables {
		for _, fault := range t.faults(known) {
			faults = append(faults, fmt.Errorf("%s: %w", t.Name, fault))
		}
		known[t.Name] = t
	}
	return errors.Join(faults...)
}

func (t Table) faults(before map[string]Table) []error {
	var faults []error
	report := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if _, twice := before[t.Name]; twice {
		report("is declared twice")
	}
	if !plainName.MatchString(t.Name) {
		report("is no plain name")
	}
	for _, name := range t.Order {
		if !t.has(name) {
			report("is ordered by %s, which is not declared", name)
		}
	}
	for _, w := range t.Of {
		if fault := t.wayFault(w, before); fault != nil {
			faults = append(faults, fault)
		}
	}
	if len(t.Of) == 0 && t.NoWay == "" && slices.ContainsFunc(t.Columns, Column.needsWay) {
		report("is about accounts: say in Of how a row leads to its account, or in NoWay why none does")
	}
	if len(t.Of) > 0 && len(t.Order) == 0 {
		report("belongs to accounts and has no order")
	}
	if len(t.Of) > 0 && t.Title == "" && slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Export == ToOwner }) {
		report("is part of somebody's copy and has no title")
	}
	for _, c := range t.Columns {
		for _, fault := range t.columnFaults(c) {
			faults = append(faults, fmt.Errorf("%s: %w", c.Name, fault))
		}
	}
	return append(faults, t.effectFaults()...)
}

func (t Table) wayFault(w Way, before map[string]Table) error {
	switch parent, known := before[w.Table]; {
	case !t.has(w.Column):
		return fmt.Errorf("a way begins at %s, which is not declared", w.Column)
	case w.Table == "" && w.Key == "":
		return nil
	case !known:
		return fmt.Errorf("a way leads through %s, which is not declared before", w.Table)
	case !parent.has(w.Key):
		return fmt.Errorf("a way leads to %s.%s, which is not declared", w.Table, w.Key)
	case len(parent.Of) == 0:
		return fmt.Errorf("a way leads to %s and ends there", w.Table)
	}
	return nil
}

// needsWay tells whether a column is about an account, or is to be erased with
// one.
func (c Column) needsWay() bool {
	acts := func(e Effect) bool { return e == Goes || e == Cut }
	return c.Whose == Members || acts(c.Leave) || acts(c.Erase)
}

func (t Table) columnFaults(c Column) []error {
	var faults []error
	report := func(is bool, what string) {
		if is {
			faults = append(faults, errors.New(what))
		}
	}
	report(!plainName.MatchString(c.Name), "is no plain name")
	report(c.SealedBy != "" && !c.Sealed, "says which key seals it, but is not sealed")
	report(c.Sealed && c.SealedBy == "" && len(t.Of) > 0, "is sealed: say with which of the account's keys")
	report(c.Secret && c.Export != NotExported, "is a secret, and exported")
	if c.Of == Everyone {
		report(c.Sealed, "is sealed for one account and belongs to everyone")
	} else if c.Of != "" {
		report(t.WayOf(c) < 0, "belongs to an account to which no way leads")
	}
	return faults
}

// effectFaults finds columns that are said to outlive their row.
func (t Table) effectFaults() []error {
	var faults []error
	for name, effect := range map[string]func(Column) Effect{
		"leaving": func(c Column) Effect { return c.Leave },
		"erasing": func(c Column) Effect { return c.Erase },
	} {
		for way := range t.Of {
			own := slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return c.Of != Everyone && t.WayOf(c) != way })
			goes := slices.ContainsFunc(own, func(c Column) bool { return effect(c) == Goes })
			for _, c := range own {
				if goes && effect(c) != Goes {
					faults = append(faults, fmt.Errorf("%s: its row goes when %s, so it cannot do otherwise", c.Name, name))
				}
			}
		}
	}
	return faults
}

func (t Table) has(column string) bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == column })
}

// WayOf is the place in t.Of of the way that leads to the account which c
// belongs to: 0 where c names none, -1 where there is no such way or c belongs
// to everyone.
func (t Table) WayOf(c Column) int {
	if c.Of == "" && len(t.Of) > 0 {
		return 0
	}
	return slices.IndexFunc(t.Of, func(w Way) bool { return w.Column == c.Of })
}
