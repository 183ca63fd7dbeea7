package schedule

import (
	"context"
	"slices"
	"strconv"

	"handrail/internal/group/word"
	"handrail/internal/meeting"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
	"handrail/internal/ui"
)

// lengths are how long a meeting can last, and what was typed among them.
func lengths(ctx context.Context, typed string) (options []ui.Option) {
	all := []int{15, 20, 30, 45, 60, 75, 90, 105, 120, 150, 180, 240, 300, 360, 480, 720}
	if n, err := strconv.Atoi(typed); err == nil && n > 0 && n <= 24*60 && !slices.Contains(all, n) {
		all = append(all, n)
		slices.Sort(all)
	}
	for _, n := range all {
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: Length(ctx, n)})
	}
	return options
}

func repeats(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(recur.Once), Label: i18n.T(ctx, "Once")},
		{Value: string(recur.EveryWeek), Label: i18n.T(ctx, "On days of the week"), Why: i18n.T(ctx, "Each week, or each second one.")},
		{Value: string(recur.EveryMonth), Label: i18n.T(ctx, "On a weekday of the month"), Why: i18n.T(ctx, "Like the second Tuesday, or the last Friday.")},
		{Value: string(recur.EveryMonths), Label: i18n.T(ctx, "On a date of the month"), Why: i18n.T(ctx, "Like the 15th.")},
		{Value: string(recur.EveryDay), Label: i18n.T(ctx, "Every day")},
		{Value: string(recur.EveryYear), Label: i18n.T(ctx, "Every year")},
		{Value: own, Label: i18n.T(ctx, "By a rule of your own"), Why: i18n.T(ctx, "For those who know how calendars write it.")},
	}
}

// everyOptions are how many are left out between two, and what was typed among
// them.
func everyOptions(ctx context.Context, typed string) []ui.Option {
	options := []ui.Option{
		{Value: "1", Label: i18n.TC(ctx, "repeats", "Each one")}, {Value: "2", Label: i18n.TC(ctx, "repeats", "Every second one")},
		{Value: "3", Label: i18n.TC(ctx, "repeats", "Every third one")}, {Value: "4", Label: i18n.TC(ctx, "repeats", "Every fourth one")},
	}
	if n, err := strconv.Atoi(typed); err == nil && n > 4 && n <= 1000 {
		options = append(options, ui.Option{Value: typed, Label: i18n.T(ctx, "Each one of {.Count}", i18n.Args{"Count": n})})
	}
	return options
}

func weekdays(ctx context.Context) (options []ui.Option) {
	for n, name := range i18n.Weekdays(ctx) {
		day, _ := recur.ISO.Weekday(n + 1)
		options = append(options, ui.Option{Value: recur.Letters(day), Label: name})
	}
	return options
}

func nths(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "1", Label: i18n.TC(ctx, "of the month", "First")}, {Value: "2", Label: i18n.TC(ctx, "of the month", "Second")},
		{Value: "3", Label: i18n.TC(ctx, "of the month", "Third")}, {Value: "4", Label: i18n.TC(ctx, "of the month", "Fourth")},
		{Value: "5", Label: i18n.TC(ctx, "of the month", "Fifth")}, {Value: "-1", Label: i18n.TC(ctx, "of the month", "Last")},
	}
}

func monthDays(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: "", Label: i18n.T(ctx, "That of the first date")}}
	for n := 1; n <= 31; n++ {
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	return append(options, ui.Option{Value: "-1", Label: i18n.T(ctx, "The last day")})
}

func wayOptions(ctx context.Context) (options []ui.Option) {
	for _, w := range []meeting.Way{meeting.InPerson, meeting.Online, meeting.Hybrid} {
		options = append(options, ui.Option{Value: string(w), Label: i18n.T(ctx, wayWord(w))})
	}
	return options
}

func placings(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(meeting.AfterAsking), Label: i18n.T(ctx, "Members who ask"), Why: i18n.T(ctx, "You answer each of them. The others read whereabouts it is.")},
		{Value: string(meeting.Approximate), Label: i18n.T(ctx, "All members"), Why: i18n.T(ctx, "People outside read whereabouts it is, if they can see the meeting.")},
		{Value: string(meeting.Exact), Label: i18n.T(ctx, "Everybody who can see the meeting"), Why: i18n.T(ctx, "It is on the sheet to print, too.")},
	}
}

func reaches(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(meeting.ToMembers), Label: i18n.T(ctx, "Members"), Why: i18n.T(ctx, "Nobody outside can see that there is a meeting.")},
		{Value: string(meeting.ToAll), Label: i18n.T(ctx, "Everybody who can see the group"), Why: i18n.T(ctx, "They read when it is, and whereabouts. Links and passcodes stay inside.")},
		{Value: string(meeting.ToFinders), Label: i18n.T(ctx, "Everybody, in the finder too"), Why: i18n.T(ctx, "Whoever looks for a meeting finds it. It is passed on to other finders. Links and passcodes stay inside.")},
	}
}

func openings(ctx context.Context, words word.Set) (options []ui.Option) {
	for _, o := range []meeting.Opening{meeting.ForMembers, meeting.ForAnybody} {
		options = append(options, ui.Option{Value: string(o), Label: i18n.T(ctx, openingWord(o)), Why: i18n.T(ctx, openingSays(o, words))})
	}
	return options
}

func crossTalks(ctx context.Context) []ui.Option {
	options := []ui.Option{{Value: string(meeting.Unsaid), Label: i18n.T(ctx, "Say nothing about it")}}
	for _, c := range []meeting.CrossTalk{meeting.NoAnswers, meeting.WhenAsked, meeting.Discussion} {
		options = append(options, ui.Option{Value: string(c), Label: i18n.T(ctx, crossTalkSays(c))})
	}
	return options
}

func formats(ctx context.Context, words word.Set, chosen []string) (options []ui.Option) {
	list := meeting.FormatsFor(words)
	for _, one := range chosen {
		if f := meeting.Format(one); f.Known() && !slices.Contains(list, f) {
			list = append(list, f)
		}
	}
	for _, f := range list {
		options = append(options, ui.Option{Value: string(f), Label: i18n.T(ctx, f.Label())})
	}
	return options
}

func languages() (options []ui.Option) {
	for _, l := range word.Languages() {
		options = append(options, ui.Option{Value: l.Code, Label: l.Name})
	}
	return options
}
