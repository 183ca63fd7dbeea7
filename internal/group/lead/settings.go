package lead

import (
	"context"
	"slices"
	"strconv"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// settingsView is what the group is, as leaders can change it.
type settingsView struct {
	page
	To       group.Group // as it is, or as it was typed
	Topics   []ui.Option
	Capacity string // as typed
	Young    string
	Starts   string // a day, as the browser sends it
	Ends     string
	Form     *web.Form
}

// settingsOf is the form as it is first shown.
func settingsOf(v page) settingsView {
	g := v.group()
	s := settingsView{page: v, To: g, Capacity: number(g.Capacity), Young: number(g.YoungDays)}
	zone := zoneOf(g)
	if !g.Starts.IsZero() {
		s.Starts = g.Starts.In(zone).Format(time.DateOnly)
	}
	if !g.Ends.IsZero() {
		s.Ends = g.Ends.In(zone).AddDate(0, 0, -1).Format(time.DateOnly) // it ends when its last day does
	}
	return s
}

func zoneOf(g group.Group) *time.Location {
	zone, err := time.LoadLocation(g.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// number is a number as a field shows it; none for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// read takes what was typed. Mistakes that package group would not find are
// noted.
func (v *settingsView) read(ctx context.Context, form *web.Form) {
	g := &v.To
	g.Name, g.Summary, g.Whom, g.Question, g.About = form.Line("name"), form.Text("summary"), form.Line("whom"), form.Line("question"), form.Text("about")
	g.Words, g.Visibility, g.Joining = word.Set(form.Line("words")), group.Visibility(form.Line("visibility")), group.Joining(form.Line("joining"))
	g.Zone, g.Invites, g.Queues = form.Line("zone"), form.Line("invites"), form.Ticked("queues")
	v.Capacity, v.Young, v.Starts, v.Ends = form.Line("capacity"), form.Line("young"), form.Line("starts"), form.Line("ends")
	g.Capacity, g.YoungDays = whole(ctx, form, "capacity", v.Capacity), whole(ctx, form, "young", v.Young)
	zone := zoneOf(*g)
	g.Starts = day(ctx, form, "starts", v.Starts, zone)
	if g.Ends = day(ctx, form, "ends", v.Ends, zone); !g.Ends.IsZero() {
		g.Ends = g.Ends.AddDate(0, 0, 1) // the last day is over when the next begins
	}
}

func whole(ctx context.Context, form *web.Form, field, typed string) int {
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 {
		form.Wrong(ctx, field, "Type a whole number, or leave it empty.")
		return 0
	}
	return n
}

func day(ctx context.Context, form *web.Form, field, typed string, zone *time.Location) time.Time {
	if typed == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation(time.DateOnly, typed, zone)
	if err != nil {
		form.Wrong(ctx, field, "Type a day like 2027-03-14, or leave it empty.")
	}
	return at
}

// offer fills in the topics that there are to choose from.
func (v *settingsView) offer(all []group.Topic) {
	for _, t := range all {
		v.Topics = append(v.Topics, ui.Option{Value: t.ID, Label: t.Label})
	}
}

func isLanguage(code string) bool {
	return slices.ContainsFunc(word.Languages(), func(l word.Language) bool { return l.Code == code })
}

func languages() []ui.Option {
	var options []ui.Option
	for _, l := range word.Languages() {
		options = append(options, ui.Option{Value: l.Code, Label: l.Name})
	}
	return options
}

func settingsProps(ctx context.Context, v settingsView) hall.Props {
	props := v.props(ctx, i18n.T(ctx, "What the group is"), i18n.T(ctx, "Change what you like. Its kind and its address stay as they are."))
	props.Wrong = v.Form != nil
	return props
}

func setOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, s := range word.Sets() {
		options = append(options, ui.Option{Value: string(s), Label: i18n.T(ctx, s.Label()), Why: i18n.T(ctx, s.Says())})
	}
	return options
}

func visibilities(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(group.Public), Label: i18n.T(ctx, "Everybody can read its page"), Why: i18n.T(ctx, "Also visitors see what it is, who leads it and what it asks of people. What is said inside is for members alone.")},
		{Value: string(group.Listed), Label: i18n.T(ctx, "Everybody can see its name and its paragraph"), Why: i18n.T(ctx, "Nothing else shows, but what it asks of those who join. What is said inside is for members alone.")},
		{Value: string(group.Unlisted), Label: i18n.T(ctx, "Nobody outside can see that it exists"), Why: i18n.T(ctx, "It is known by invitation alone. For everybody else there is nothing here.")},
	}
}

func joinings(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(group.Freely), Label: i18n.T(ctx, "Whoever likes"), Why: i18n.T(ctx, "People are members at once.")},
		{Value: string(group.ByAsking), Label: i18n.T(ctx, "People ask first"), Why: i18n.T(ctx, "Those who lead the group answer each of them.")},
		{Value: string(group.ByInvitation), Label: i18n.T(ctx, "By invitation"), Why: i18n.T(ctx, "Members give out links that work for a while.")},
		{Value: string(group.Shut), Label: i18n.T(ctx, "Nobody, for now"), Why: i18n.T(ctx, "You can open it when you are ready.")},
	}
}

func inviters(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "members", Label: i18n.T(ctx, "Every member")},
		{Value: "leaders", Label: i18n.T(ctx, "Only those who lead it")},
	}
}
