package sheet

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/group/word"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// says is what a part is called.
func (i Item) says(ctx context.Context, words word.Set) string {
	if i.Title != "" {
		return i.Title
	}
	return i18n.T(ctx, i.Kind.Label(words))
}

// led is who leads it, in the reader's language; "" where nobody was named.
func (i Item) led(ctx context.Context, words word.Set) string {
	role, plain := i.Led(words)
	if role != "" {
		return i18n.T(ctx, role)
	}
	return plain
}

// length is how long it may take; "" for as long as it takes.
func (i Item) length(ctx context.Context) string {
	if i.Minutes == 0 {
		return ""
	}
	return i18n.N(ctx, i.Minutes, "{.Count} minute", "{.Count} minutes")
}

// source is the page of a reading that is read from somebody's own copy.
func (i Item) source(ctx context.Context) string {
	if i.Page == "" {
		return ""
	}
	return i18n.T(ctx, "Page {.Page}", i18n.Args{"Page": i.Page})
}

// lines are words as they were written, paragraph by paragraph.
func lines(text string) (list []string) {
	for one := range strings.SplitSeq(text, "\n") {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}

func (v View) words() word.Set { return v.Member.Group.Words }

// next is what the part after the present one is called; "" for none.
func (v View) next(ctx context.Context) string {
	if v.State.Step+1 < len(v.Items) {
		return v.Items[v.State.Step+1].says(ctx, v.words())
	}
	return ""
}

// minute says which minute of so many something is in. Numbers are filled in by
// the page where it moves by itself: n and of are what stands for them there.
func minute(ctx context.Context, n, of string) string {
	if of == "" {
		return i18n.T(ctx, "Minute {.N}", i18n.Args{"N": n})
	}
	return i18n.T(ctx, "Minute {.N} of about {.Of}", i18n.Args{"N": n, "Of": of})
}

// passed is in which minute something is that began then.
func passed(now, since int64) int { return int(max(now-since, 0)/queue.Minute) + 1 }

// since says how long the part has gone on.
func (v View) since(ctx context.Context) string {
	of := ""
	if m := v.Item().Minutes; m > 0 {
		of = strconv.Itoa(m)
	}
	return minute(ctx, strconv.Itoa(passed(v.Now, v.State.Since)), of)
}

// turnSays says how long somebody has spoken.
func (v View) turnSays(ctx context.Context) string {
	t := v.Frame.Turn
	if t == nil {
		return ""
	}
	switch left := t.Since + t.For - v.Now; {
	case left <= 0:
		return i18n.T(ctx, saidUp)
	case left <= queue.Minute:
		return i18n.T(ctx, saidLast)
	}
	return minute(ctx, strconv.Itoa(passed(v.Now, t.Since)), strconv.FormatInt(t.For/queue.Minute, 10))
}

const (
	saidUp   i18n.Text = "The time is up. End when you are ready."
	saidLast i18n.Text = "About a minute is left."
)

// gone is how much of a turn is over, of a hundred.
func (s *Spoken) gone(now int64) string {
	if s == nil {
		return "0 100"
	}
	return strconv.FormatInt(min(max((now-s.Since)*100/s.For, 0), 100), 10) + " 100"
}

// isLow tells whether a minute or less of a turn is left.
func (s *Spoken) isLow(now int64) bool { return s != nil && s.Since+s.For-now <= queue.Minute }

// named is what somebody in a frame is called.
func (n Named) named(ctx context.Context) string {
	switch {
	case n.Hidden:
		return i18n.T(ctx, saidSomebody)
	case n.Name == "" && n.Who != "":
		return i18n.T(ctx, "A former member")
	}
	return n.Name
}

// saidSomebody is whoever is there without a name.
const saidSomebody i18n.Text = "Somebody"

// named is what somebody is called.
func (o Other) named(ctx context.Context) string {
	if o.Hidden {
		return i18n.T(ctx, saidSomebody)
	}
	return hall.Name(ctx, o.Persona)
}

const saidYouHide i18n.Text = "That is you. Others see “Somebody”."

// meta is what stands below a name in the queue.
func (v View) meta(ctx context.Context, n Named) string {
	switch {
	case n.Who == v.Member.Self.ID && v.Frame.Hides:
		return i18n.T(ctx, saidYouHide)
	case n.Who == v.Member.Self.ID:
		return i18n.T(ctx, "That is you")
	case n.Room:
		return i18n.T(ctx, "In the room, without a phone")
	case n.Again:
		return i18n.T(ctx, "Has spoken already")
	}
	return ""
}

// queues tells whether the queue is shown: where people speak one by one, and as
// long as anybody waits or speaks.
func (v dayView) queues() bool {
	return v.Host || v.Queue || v.Item().Kind.queues() || v.Frame.Turn != nil || len(v.Frame.Hands) > 0
}

// has tells how the member stands in the queue.
func (v View) waits() bool   { return v.State.Queue.Place(queue.Who(v.Member.Self.ID)) >= 0 }
func (v View) speaks() bool  { return v.State.Queue.Speaks(queue.Who(v.Member.Self.ID)) }
func (v View) resting() bool { return v.State.Queue.Rests(queue.Who(v.Member.Self.ID)) }

// json is the state, for the page that moves by itself.
func (f Frame) json() (string, error) {
	text, err := json.Marshal(f)
	return string(text), err
}

// quiet are the attributes of a form that is sent without leaving the page.
func quiet() templ.Attributes { return templ.Attributes{"data-quiet": ""} }

// about names whom a button is about, for whoever hears the page.
func about(label, name string) templ.Attributes {
	return templ.Attributes{"aria-label": label + ": " + name, "data-label": label}
}

func (v dayView) up(ctx context.Context) []ui.Place {
	return []ui.Place{
		{Label: i18n.T(ctx, "Meetings"), Href: hall.Path(v.Member.Group.Slug, "meetings")},
		{Label: v.Date.Meeting.Title, Href: dayPath(v.Member, v.Date)},
	}
}

// role is who the member is in this meeting, in a few words.
func (v View) role(ctx context.Context) string {
	switch {
	case v.Frame.Chair.Who == v.Member.Self.ID:
		return i18n.T(ctx, "You chair.")
	case v.Frame.Chair.Who != "":
		return i18n.T(ctx, "{.Name} chairs.", i18n.Args{"Name": v.Frame.Chair.named(ctx)})
	case v.Host:
		return i18n.T(ctx, "You host this date.")
	}
	return ""
}

// pairNames are with whom the member talks.
func (v View) pairNames(ctx context.Context) (names []string) {
	for _, one := range v.Pair {
		names = append(names, one.named(ctx))
	}
	return names
}

// pairUntil is the time of day at which pairs come back.
func (v View) pairUntil(ctx context.Context) string {
	return i18n.Time(ctx, clock.FromMillis(v.State.Queue.PairsAt+v.State.Queue.PairsFor), ui.FrameFrom(ctx).Zone)
}

// clears says when all of it is deleted.
func (v View) clears(ctx context.Context) string {
	return i18n.TimeAndZone(ctx, clock.FromMillis(v.closesAt()), ui.FrameFrom(ctx).Zone)
}

func kindOptions(ctx context.Context, words word.Set) (options []ui.Option) {
	for _, k := range Kinds() {
		options = append(options, ui.Option{Value: string(k), Label: i18n.T(ctx, k.Label(words))})
	}
	return options
}

// roleOptions are who can lead a part by their role.
func roleOptions(ctx context.Context, words word.Set) (options []ui.Option) {
	options = append(options, ui.Option{Value: "", Label: i18n.T(ctx, "Whoever chairs, or as I say below")})
	for _, r := range []group.Role{group.Greeter, group.CoFacilitator, group.Facilitator} {
		options = append(options, ui.Option{Value: string(r), Label: i18n.T(ctx, words.Role(string(r)))})
	}
	return options
}

// typedMinutes are minutes as a form shows them.
func typedMinutes(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func templateOptions(list []Template) (options []ui.Option) {
	for _, t := range list {
		options = append(options, ui.Option{Value: t.ID, Label: t.Name})
	}
	return options
}

func hostOptions(ctx context.Context, list []group.Persona) (options []ui.Option) {
	for _, one := range list {
		options = append(options, ui.Option{Value: one.ID, Label: hall.Name(ctx, one)})
	}
	return options
}

// above is the way to where the parts lie.
func (h shelf) above(ctx context.Context) []ui.Place {
	up := meetings(ctx, h.Member)
	if h.Template != "" {
		return append(up, ui.Place{Label: i18n.T(ctx, "Run sheets"), Href: h.Back})
	}
	return append(up, ui.Place{Label: i18n.T(ctx, "Run sheet"), Href: h.Back})
}

func (h shelf) lede(ctx context.Context) string {
	if h.Template == "" {
		return i18n.T(ctx, "The run sheet of this date alone. The one it came from stays as it is.")
	}
	return i18n.T(ctx, "A change counts for dates that are made from it later. Those that have it already keep their copy.")
}

func (v partView) heading(ctx context.Context) string {
	if v.At == fresh {
		return i18n.T(ctx, "Add a part")
	}
	return v.Item.says(ctx, v.Member.Group.Words)
}

// role is the role that leads a part, or "".
func (i Item) role() string {
	r, is := strings.CutPrefix(i.Leads, byRole)
	if !is {
		return ""
	}
	return r
}

// leader is who leads it, where that is no role.
func (i Item) leader() string {
	if i.role() != "" {
		return ""
	}
	return i.Leads
}

// summary is what stands below a part in a list.
func (i Item) summary(ctx context.Context, words word.Set) string {
	var list []string
	for _, one := range []string{i.length(ctx), i.led(ctx, words), i.source(ctx)} {
		if one != "" {
			list = append(list, one)
		}
	}
	return strings.Join(list, " · ")
}

// partsSay says how many parts there are, and how long they take.
func partsSay(ctx context.Context, items []Item) string {
	parts := i18n.N(ctx, len(items), "{.Count} part", "{.Count} parts")
	if all := minutes(items); all > 0 {
		return parts + " · " + i18n.N(ctx, all, "{.Count} minute", "{.Count} minutes")
	}
	return parts
}
