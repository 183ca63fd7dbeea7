package seek

import (
	"context"
	"slices"
	"strconv"
	"time"

	"handrail/internal/finder"
	"handrail/internal/finder/code"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// sought is one thing that is looked for, and the search without it.
type sought struct {
	Says    string
	Without ask
}

// soughtIn is all that a search asks for, in words.
func soughtIn(ctx context.Context, v listView) (list []sought) {
	a := v.Ask
	add := func(says string, drop func(*ask)) {
		without := a.on(1)
		drop(&without)
		list = append(list, sought{says, without})
	}
	if a.Now {
		add(i18n.T(ctx, "on now"), func(o *ask) { o.Now = false })
	}
	if a.Text != "" {
		add(i18n.T(ctx, "“{.Text}”", i18n.Args{"Text": a.Text}), func(o *ask) { o.Text = "" })
	}
	switch {
	case v.Spot.Point != nil:
		add(a.Unit.around(ctx, a.Far, v.Spot.Says), func(o *ask) { *o = o.anywhere() })
	case v.Spot.Unknown != "":
		add(i18n.T(ctx, "“{.Text}”", i18n.Args{"Text": a.Place}), func(o *ask) { o.Place = "" })
	}
	if a.Region != "" {
		add(i18n.T(ctx, "in {.Region}", i18n.Args{"Region": a.Region}), func(o *ask) { o.Region = "" })
	}
	for i, d := range a.Days {
		add(dayName(ctx, d), func(o *ask) { o.Days = without(a.Days, i) })
	}
	for i, one := range a.Parts {
		add(i18n.T(ctx, partWord(one)), func(o *ask) { o.Parts = without(a.Parts, i) })
	}
	for i, one := range a.Ways {
		add(i18n.T(ctx, wayWordOf(one)), func(o *ask) { o.Ways = without(a.Ways, i) })
	}
	for i, one := range a.Concepts {
		add(label(ctx, one), func(o *ask) { o.Concepts = without(a.Concepts, i) })
	}
	for i, one := range a.Programmes {
		add(programmeName(one), func(o *ask) { o.Programmes = without(a.Programmes, i) })
	}
	for i, one := range a.Sources {
		add(sourceName(v.Sources, one), func(o *ask) { o.Sources = without(a.Sources, i) })
	}
	return list
}

func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// wider are searches that find more, for when nothing was found: a greater
// distance first.
func wider(ctx context.Context, v listView) (list []sought) {
	offered := v.Ask.Unit.far()
	if most := offered[len(offered)-1]; v.Spot.Point != nil && v.Ask.Far < most {
		far := v.Ask.on(1)
		far.Far = most
		if at := slices.IndexFunc(offered, func(one int) bool { return one >= v.Ask.Far*4 }); at >= 0 {
			far.Far = offered[at]
		}
		list = append(list, sought{v.Ask.Unit.wider(ctx, far.Far), far})
	}
	for _, one := range soughtIn(ctx, v) {
		list = append(list, sought{i18n.T(ctx, "Leave out: {.What}", i18n.Args{"What": one.Says}), one.Without})
	}
	if !slices.Contains(v.Ask.Ways, finder.Online) {
		online := v.Ask.on(1).anywhere()
		online.Ways = []finder.Way{finder.Online}
		list = append(list, sought{i18n.T(ctx, "Look online, from anywhere"), online})
	}
	return list
}

// dayName is the name of a day of the week, on its own.
func dayName(ctx context.Context, d time.Weekday) string {
	return i18n.Weekdays(ctx)[(int(d)+6)%7]
}

func days(ctx context.Context) (list []ui.Option) {
	for _, d := range [...]time.Weekday{1, 2, 3, 4, 5, 6, 0} {
		list = append(list, ui.Option{Value: strconv.Itoa(int(d)), Label: dayName(ctx, d)})
	}
	return list
}

func dayValues(a ask) (list []string) {
	for _, d := range a.Days {
		list = append(list, strconv.Itoa(int(d)))
	}
	return list
}

func partWord(p finder.Part) i18n.Text {
	switch p {
	case finder.Morning:
		return "Morning"
	case finder.Midday:
		return "Midday"
	case finder.Evening:
		return "Evening"
	}
	return "Night"
}

func parts(ctx context.Context) (list []ui.Option) {
	for _, one := range everyPart {
		list = append(list, ui.Option{Value: string(one), Label: i18n.T(ctx, partWord(one))})
	}
	return list
}

func wayWordOf(w finder.Way) i18n.Text {
	switch w {
	case finder.InPerson:
		return "In person"
	case finder.Online:
		return "Online"
	case finder.Hybrid:
		return "In person and online"
	case finder.ByPhone:
		return "By phone"
	case finder.Asynchronous:
		return "At any time, in writing"
	}
	return "By appointment"
}

func ways(ctx context.Context) (list []ui.Option) {
	for _, one := range everyWay {
		list = append(list, ui.Option{Value: string(one), Label: i18n.T(ctx, wayWordOf(one))})
	}
	return list
}

// concepts are what is offered of a kind.
func concepts(ctx context.Context, kind code.Kind) (list []ui.Option) {
	for _, c := range code.Concepts() {
		if c.Kind() == kind {
			list = append(list, ui.Option{Value: string(c), Label: label(ctx, c)})
		}
	}
	return list
}

func withAny(ctx context.Context, list []ui.Option) []ui.Option {
	return append([]ui.Option{{Label: i18n.T(ctx, "Any")}}, list...)
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// programmes are those of which anything is shown.
func programmes(list []finder.Source) (options []ui.Option) {
	for _, one := range list {
		if name := programmeName(one.Programme); !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == one.Programme }) {
			options = append(options, ui.Option{Value: one.Programme, Label: name})
		}
	}
	slices.SortFunc(options, func(a, b ui.Option) int {
		if a.Label < b.Label {
			return -1
		}
		return 1
	})
	return options
}

func programmeName(key string) string {
	if p, ok := code.ProgrammeOf(key); ok {
		return p.Name
	}
	return key
}

func sourceOptions(list []finder.Source) (options []ui.Option) {
	for _, one := range list {
		options = append(options, ui.Option{Value: one.ID, Label: one.Name})
	}
	return options
}

func sourceName(list []finder.Source, id string) string {
	for _, one := range list {
		if one.ID == id {
			return one.Name
		}
	}
	return id
}

func texts[T ~string](list []T) (plain []string) {
	for _, one := range list {
		plain = append(plain, string(one))
	}
	return plain
}
