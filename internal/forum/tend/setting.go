package tend

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/forum"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// settingView is the page of how a forum works.
type settingView struct {
	page
	Set     forum.Setting
	Watched string // the list of words as it was typed
	Form    *web.Form
}

// slows are the pauses that can be chosen, in seconds.
func slows() []int { return []int{0, 60, 300, 900, 3600, 6 * 3600, 24 * 3600} }

// days are how long shares can stay, and words be found.
func days() []int { return []int{0, 30, 90, 180, 365, 730} }

func (v *settingView) read(form *web.Form) {
	v.Form = form
	v.Watched = form.Text("watched")
	v.Set = forum.Setting{
		Anonymous: forum.Anonymity(form.Line("anonymous")), Pictures: form.Ticked("pictures"), Review: form.Ticked("review"),
		Slow: numberIn(form, "slow"), KeepDays: numberIn(form, "keep"), FindDays: numberIn(form, "find"),
	}
	for _, line := range strings.Split(v.Watched, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" && !slices.Contains(v.Set.Watched, line) {
			v.Set.Watched = append(v.Set.Watched, line)
		}
	}
}

// numberIn is a number that was chosen; what is none is refused by the forum.
func numberIn(form *web.Form, name string) int {
	n, err := strconv.Atoi(form.Line(name))
	if err != nil {
		return -1
	}
	return n
}

// with are the numbers that can be chosen, and the one that is.
func with(list []int, chosen int) []int {
	if chosen < 0 || slices.Contains(list, chosen) {
		return list
	}
	return slices.Sorted(slices.Values(append(list, chosen)))
}

func anonymities(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(forum.Nothing), Label: i18n.T(ctx, "Nothing"), Why: i18n.T(ctx, "All that members write stands under their name in this group.")},
		{Value: string(forum.Shares), Label: i18n.T(ctx, "Shares"), Why: i18n.T(ctx, "Whoever writes in a share can leave their name out. Everywhere else names stand.")},
		{Value: string(forum.All), Label: i18n.T(ctx, "Everything"), Why: i18n.T(ctx, "Members can leave their name out wherever they write.")},
	}
}

func slowOptions(ctx context.Context, chosen int) (options []ui.Option) {
	for _, n := range with(slows(), chosen) {
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: pause(ctx, n)})
	}
	return options
}

// pause is a number of seconds in words.
func pause(ctx context.Context, seconds int) string {
	switch {
	case seconds == 0:
		return i18n.T(ctx, "No pause")
	case seconds >= 86400 && seconds%86400 == 0:
		return i18n.N(ctx, seconds/86400, "{.Count} day", "{.Count} days")
	case seconds >= 3600 && seconds%3600 == 0:
		return i18n.N(ctx, seconds/3600, "{.Count} hour", "{.Count} hours")
	case seconds >= 60 && seconds%60 == 0:
		return i18n.N(ctx, seconds/60, "{.Count} minute", "{.Count} minutes")
	}
	return i18n.N(ctx, seconds, "{.Count} second", "{.Count} seconds")
}

func dayOptions(ctx context.Context, chosen int, ever i18n.Text) (options []ui.Option) {
	for _, n := range with(days(), chosen) {
		label := i18n.T(ctx, ever)
		if n > 0 {
			label = i18n.N(ctx, n, "{.Count} day", "{.Count} days")
		}
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: label})
	}
	return options
}
