package bmlt

import (
	"maps"
	"slices"

	"handrail/internal/finder"
)

// mostKeys is how many fields of servers' owners are passed on, and mostNames how
// many of one server are looked at.
const (
	mostKeys  = 50
	mostNames = 1000
)

// owners are the fields that the owners of BMLT servers made, by source.
type owners map[string]*owned

type owned struct {
	names map[string]bool
	sets  map[*string]bool // sets of names that were looked at, by the first of each
}

// add looks at the names of the fields of one meeting. Meetings of one server share
// few sets of them.
func (all owners) add(o finder.Outline) {
	if len(o.Rest) == 0 {
		return
	}
	mine := all[o.Source]
	if mine == nil {
		mine = &owned{map[string]bool{}, map[*string]bool{}}
		all[o.Source] = mine
	}
	if len(mine.names) >= mostNames || mine.sets[&o.Rest[0]] {
		return
	}
	mine.sets[&o.Rest[0]] = true
	for _, name := range o.Rest {
		if len(mine.names) < mostNames && !isField(name) {
			mine.names[name] = true
		}
	}
}

// fields are those that are passed on, in order.
func (all owners) fields() []string {
	names := map[string]bool{}
	for _, mine := range all {
		maps.Copy(names, mine.names)
	}
	keys := slices.Sorted(maps.Keys(names))
	return keys[:min(len(keys), mostKeys)]
}
