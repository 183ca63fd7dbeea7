package remind

import (
	"context"
	"strconv"

	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// leadSays is how long before a date, in words.
func leadSays(ctx context.Context, lead int) string {
	switch {
	case lead == 0:
		return i18n.T(ctx, "When it begins")
	case lead%day == 0:
		return i18n.N(ctx, lead/day, "{.Count} day before", "{.Count} days before")
	case lead%60 == 0:
		return i18n.N(ctx, lead/60, "{.Count} hour before", "{.Count} hours before")
	}
	return i18n.N(ctx, lead, "{.Count} minute before", "{.Count} minutes before")
}

func leadOptions(ctx context.Context) (options []ui.Option) {
	for _, lead := range Leads() {
		options = append(options, ui.Option{Value: strconv.Itoa(lead), Label: leadSays(ctx, lead)})
	}
	return options
}

func datesOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(WhenComes), Label: i18n.T(ctx, "Only dates that I said I come to")},
		{Value: string(AllDates), Label: i18n.T(ctx, "Every date")},
		{Value: string(NoDates), Label: i18n.T(ctx, "No reminders")},
	}
}

func scopeOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: ofMeeting, Label: i18n.T(ctx, "This meeting")},
		{Value: ofGroup, Label: i18n.T(ctx, "All meetings of this group"), Why: i18n.T(ctx, "But for those with a choice of their own.")},
	}
}

// says is a wish in a sentence.
func (r Reminder) says(ctx context.Context) string {
	lead := i18n.Args{"Lead": leadSays(ctx, r.Lead)}
	switch {
	case r.Stopped:
		return i18n.T(ctx, "They rest, since you did not need the last ones.")
	case r.Dates == NoDates:
		return i18n.T(ctx, "No reminders.")
	case r.Dates == AllDates:
		return i18n.T(ctx, "{.Lead}: every date.", lead)
	}
	return i18n.T(ctx, "{.Lead}: the dates you said you come to.", lead)
}

// keeps is what the button of a wish says.
func (r *Reminder) keeps(ctx context.Context) string {
	if r != nil && r.Stopped {
		return i18n.T(ctx, "Turn them on again")
	}
	return i18n.T(ctx, "Keep this choice")
}

// wishOf is what a form about it begins with.
func wishOf(r *Reminder) Wish {
	if r == nil {
		return usual()
	}
	return r.Wish
}

// aboutSays is what a nudge is about, in words.
func (n Nudge) aboutSays(ctx context.Context) string {
	switch {
	case n.Title != "":
		return n.Title
	case n.About != "":
		return n.About
	}
	return i18n.T(ctx, "Something that can no longer be read.")
}

// lineSays is the last line, in the words of whoever reads where it is ours.
func (n Nudge) lineSays(ctx context.Context) string {
	if n.Ours > 0 && n.Ours <= len(Ours()) {
		return i18n.T(ctx, Ours()[n.Ours-1])
	}
	return n.Line
}

func answerSays(ctx context.Context, a Answer) string {
	if a == Done {
		return i18n.TC(ctx, "nudge", "Done")
	}
	return i18n.TC(ctx, "nudge", "Later")
}

func oursOptions(ctx context.Context) (options []ui.Option) {
	for n, line := range Ours() {
		options = append(options, ui.Option{Value: strconv.Itoa(n + 1), Label: i18n.T(ctx, line)})
	}
	return append(options, ui.Option{Value: "0", Label: i18n.T(ctx, "My own words")})
}

// endLabel is what ends a nudge: for one who was asked, a "no".
func endLabel(ctx context.Context, n Nudge) string {
	if n.Gives && !n.Agreed {
		return i18n.T(ctx, "Rather not")
	}
	return i18n.T(ctx, "End it")
}
