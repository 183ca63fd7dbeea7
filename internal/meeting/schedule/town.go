package schedule

import (
	"context"
	"strconv"

	"handrail/internal/finder/place"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/site"
	"handrail/internal/ui"
)

// The most that is looked at, and offered, where a name is not plain.
const (
	townsLooked  = 40
	townsOffered = 8
	townMost     = 120 // characters
)

// townForm is near which town a meeting is found, as it is typed. The id counts for
// the name that it was chosen for.
type townForm struct{ Town, TownID, TownOf, TownBy string }

// byAddress says that a town was not typed: the address told it.
const byAddress = "address"

func readTown(form *web.Form) townForm {
	return townForm{Town: form.Line("town"), TownID: form.Line("town-id"), TownOf: form.Line("town-of"), TownBy: form.Line("town-by")}
}

// isGiven tells whether the town is one that the address told, and nobody typed.
func (f townForm) isGiven() bool { return f.TownBy == byAddress && f.Town == f.TownOf }

// showsAddress tells whether anybody can read the address of a meeting.
func showsAddress(reach meeting.Reach, placing meeting.Placing) bool {
	return reach == meeting.ToFinders && placing == meeting.Exact
}

// fill puts it into a draft. Whoever leaves it empty wants it to be found near none.
func (f townForm) fill(d *meeting.Draft) {
	if !d.Plan.Way.AtPlace() {
		return
	}
	if d.Plan.Town = f.id(); d.Plan.Town == 0 {
		d.Plan.Town = meeting.NoTown
	}
}

// id is that of the town which was chosen; 0 for none.
func (f townForm) id() int64 {
	if f.Town == "" || f.Town != f.TownOf {
		return 0
	}
	id, err := strconv.ParseInt(f.TownID, 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}

func townFormOf(ctx context.Context, town place.Place) townForm {
	says := town.Says(i18n.From(ctx).Lang())
	return townForm{Town: says, TownID: strconv.FormatInt(town.ID, 10), TownOf: says}
}

// townOf is the town of a meeting as the form shows it: the one that was chosen, or
// where leaders were not asked yet, the one in which the finder puts it. An address
// that is locked tells none: what stands in the form is kept in the clear.
func (p *Pages) townOf(ctx context.Context, d meeting.Draft) (f townForm, err error) {
	if d.Plan.Town == meeting.NoTown || !d.Plan.Way.AtPlace() {
		return f, nil
	}
	towns, err := p.o.Towns.Open()
	if err != nil {
		return f, err
	}
	town, known := towns.ByID(d.Plan.Town)
	by := ""
	if d.Plan.Town == 0 {
		text := d.Plan.Area
		if showsAddress(d.Meeting.Reach, d.Plan.Placing) {
			text, by = d.Inside.Address+","+text, byAddress
		}
		town, known = towns.InText(text, site.From(ctx).Country)
	}
	if known {
		f = townFormOf(ctx, town)
		f.TownBy = by
	}
	return f, nil
}

// settleTown finds the town that was typed. Where it is not plain which one is meant,
// it notes that in the form and offers some. What the address told goes when nobody
// outside is to read that any more.
func (p *Pages) settleTown(ctx context.Context, form *web.Form, f *planForm) (offered []ui.Option, err error) {
	given := f.isGiven()
	if f.Town == "" || !meeting.Way(f.Way).AtPlace() || given && !showsAddress(meeting.Reach(f.Reach), meeting.Placing(f.Placing)) {
		f.townForm = townForm{}
		return nil, nil
	}
	if form.Short(ctx, "town", f.Town, townMost); !form.Sound() {
		return nil, nil
	}
	towns, err := p.o.Towns.Open()
	if err != nil {
		return nil, err
	}
	town, known := towns.ByID(f.id())
	if known {
		f.townForm = townFormOf(ctx, town)
		if given {
			f.TownBy = byAddress
		}
		return nil, nil
	}
	list, exact := meantBy(towns, f.Town, site.From(ctx).Country)
	if len(list) == 1 {
		f.townForm = townFormOf(ctx, list[0])
		return nil, nil
	}
	f.townForm = townForm{Town: f.Town, TownOf: f.Town}
	switch {
	case len(list) == 0:
		form.Wrong(ctx, "town", "We know no town of this name. Write a bigger one near by, or leave it empty.")
	case exact:
		form.Wrong(ctx, "town", "More than one town has this name. Choose yours below.")
	default:
		form.Wrong(ctx, "town", "We are not sure which town this is. Choose it below, or write another name.")
	}
	return townOptions(ctx, towns, list), nil
}

// meantBy are the towns that a name can mean: one that has exactly this name, in the
// country of this place before all others; else those whose names come near.
func meantBy(towns *place.Gazetteer, name, country string) (list []place.Place, exact bool) {
	var here, elsewhere []place.Place
	for _, one := range towns.Named(name, townsLooked) {
		if one.Country == country {
			here = append(here, one)
		} else {
			elsewhere = append(elsewhere, one)
		}
	}
	if len(here) == 1 {
		return here, true
	}
	if list = append(here, elsewhere...); len(list) > 0 {
		return list[:min(len(list), townsOffered)], true
	}
	return towns.Find(name, townsOffered), false
}

// townSays is a town in words, so that its leaders see that it is theirs; "" for none.
func (p *Pages) townSays(ctx context.Context, id int64) (string, error) {
	if id <= 0 {
		return "", nil
	}
	towns, err := p.o.Towns.Open()
	if err != nil {
		return "", err
	}
	town, known := towns.ByID(id)
	if !known {
		return "", nil
	}
	says := town.Says(i18n.From(ctx).Lang())
	if beside, ok := towns.Beside(town); ok && len(towns.Named(says, 2)) > 1 {
		says += " (" + i18n.T(ctx, "near {.Town}", i18n.Args{"Town": beside.Name}) + ")"
	}
	return says, nil
}

// townOptions are towns to choose from. Two that would read the same say beside which
// bigger one they lie.
func townOptions(ctx context.Context, towns *place.Gazetteer, list []place.Place) (options []ui.Option) {
	lang, same := i18n.From(ctx).Lang(), map[string]int{}
	for _, one := range list {
		same[one.Says(lang)]++
	}
	for _, one := range list {
		o := ui.Option{Value: strconv.FormatInt(one.ID, 10), Label: one.Says(lang)}
		if beside, ok := towns.Beside(one); ok && same[o.Label] > 1 {
			o.Why = i18n.T(ctx, "near {.Town}", i18n.Args{"Town": beside.Name})
		}
		options = append(options, o)
	}
	return options
}
