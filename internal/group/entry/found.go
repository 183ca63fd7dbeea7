package entry

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/face"
	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// founding is what the form of founding shows.
type founding struct {
	Plan     group.Plan
	Topics   []ui.Option
	Was      word.Set // whose texts the form was filled with
	Capacity string   // as typed
	Young    string
	Starts   string // a day, as the browser sends it
	Ends     string
	Face     face.View
	Refilled bool // the texts were changed to fit other words
	Waits    bool // a steward looks at it first
	Form     *web.Form
}

// begun is the form as it is first shown.
func begun(ctx context.Context, k word.Kind, link string) founding {
	plan := group.NewPlan(ctx, k, "")
	plan.Link = link
	return founding{
		Plan: plan, Was: plan.Group.Words, Capacity: number(plan.Group.Capacity), Young: number(plan.Group.YoungDays), Face: face.Fresh(Path),
	}
}

// number is a number as a field shows it; none for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// dayForm is how a browser sends a day.
const dayForm = time.DateOnly

// read fills the plan from the form. Mistakes that package group would not find
// are noted.
func (f *founding) read(ctx context.Context, form *web.Form) {
	g := &f.Plan.Group
	g.Name, g.Summary, g.Whom, g.Question, g.About = form.Line("name"), form.Text("summary"), form.Line("whom"), form.Line("question"), form.Text("about")
	g.Words, g.Visibility, g.Joining = word.Set(form.Line("words")), group.Visibility(form.Line("visibility")), group.Joining(form.Line("joining"))
	g.Zone, g.Invites, g.Queues = form.Line("zone"), form.Line("invites"), form.Ticked("queues")
	f.Plan.Agreements, f.Was = form.Text("agreements"), word.Set(form.Line("was"))
	f.Capacity, f.Young, f.Starts, f.Ends = form.Line("capacity"), form.Line("young"), form.Line("starts"), form.Line("ends")
	g.Capacity, g.YoungDays = f.whole(ctx, form, "capacity", f.Capacity), f.whole(ctx, form, "young", f.Young)
	if g.Name == "" {
		form.Wrong(ctx, "name", "Give the group a name.")
	}
	if g.Summary == "" {
		form.Wrong(ctx, "summary", "Say in a sentence or two what this group is.")
	}
	zone, err := time.LoadLocation(g.Zone)
	if err != nil {
		zone = time.UTC
	}
	g.Starts = f.day(ctx, form, "starts", f.Starts, zone)
	if g.Ends = f.day(ctx, form, "ends", f.Ends, zone); !g.Ends.IsZero() {
		g.Ends = g.Ends.AddDate(0, 0, 1) // the last day is over when the next begins
	}
}

func (f *founding) whole(ctx context.Context, form *web.Form, field, typed string) int {
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

func (f *founding) day(ctx context.Context, form *web.Form, field, typed string, zone *time.Location) time.Time {
	if typed == "" {
		return time.Time{}
	}
	day, err := time.ParseInLocation(dayForm, typed, zone)
	if err != nil {
		form.Wrong(ctx, field, "Type a day like 2027-03-14, or leave it empty.")
	}
	return day
}

// refill gives the texts that nobody touched the wording of the words that were
// chosen. It tells whether it did: then the founder has to see them first.
func (f *founding) refill(ctx context.Context) bool {
	g := &f.Plan.Group
	if g.Words == f.Was || !g.Words.Known() || !f.Was.Known() {
		return false
	}
	if same(g.About, word.StartingAbout(ctx, g.Kind, f.Was)) {
		g.About, f.Refilled = word.StartingAbout(ctx, g.Kind, g.Words), true
	}
	if same(f.Plan.Agreements, word.StartingAgreements(ctx, g.Kind, f.Was)) {
		f.Plan.Agreements, f.Refilled = word.StartingAgreements(ctx, g.Kind, g.Words), true
	}
	f.Was = g.Words
	return f.Refilled
}

// same tells whether a text came back as it was sent; browsers change the ends
// of lines.
func same(typed, sent string) bool {
	return strings.Join(strings.Fields(typed), " ") == strings.Join(strings.Fields(sent), " ")
}

// unfolds tells whether the rarely used settings hold a mistake.
func (f founding) unfolds() bool {
	return slices.ContainsFunc([]string{"capacity", "young", "starts", "ends", "zone", "invites"}, func(field string) bool { return f.Form.At(field) != "" })
}

// speaks tells whether the texts are to be seen.
func (f founding) speaks() bool {
	return f.Refilled || slices.ContainsFunc([]string{"words", "about", "agreements"}, func(field string) bool { return f.Form.At(field) != "" })
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
