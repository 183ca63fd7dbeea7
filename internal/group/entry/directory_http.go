package entry

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// textMost is the longest text that is searched for, in bytes.
const textMost = 100

// directory is what the list of groups shows.
type directory struct {
	Mine    []group.Mine  // the viewer's own, on the first page without a search
	Left    []group.Group // those in which words of the viewer still are, likewise
	Groups  []group.Group
	Filter  group.Filter
	Topics  []ui.Option
	labels  map[string]string
	Next    string // where the list goes on, or ""
	First   bool
	Founds  bool // whether there is a way to found a group
	Visitor bool
	now     time.Time
}

// getDirectory lists the groups that show to everybody.
func (p *Pages) getDirectory(w http.ResponseWriter, r *http.Request) error {
	ctx, q, viewer := r.Context(), r.URL.Query(), account.ViewerFrom(r.Context())
	d := directory{
		Filter: group.Filter{Text: q.Get("q"), Kind: word.Kind(q.Get("kind")), Topic: q.Get("topic"), Language: q.Get("language")},
		First:  q.Get("after") == "", Founds: viewer.TakesPart(), Visitor: viewer.Account == "", now: p.o.Clock.Now(),
	}
	if len(d.Filter.Text) > textMost {
		return fault.Missing()
	}
	var err error
	if d.Groups, d.Next, err = p.groups.Directory(ctx, d.Filter, q.Get("after")); err != nil {
		return err
	}
	if err := p.fillTopics(ctx, &d); err != nil {
		return err
	}
	if viewer.Account != "" && d.First && !d.narrows() {
		if d.Mine, err = p.groups.MineFor(ctx, viewer); err != nil {
			return err
		}
		if d.Left, err = p.groups.FormerGroupsFor(ctx, viewer); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, directoryPage(d))
}

func (p *Pages) fillTopics(ctx context.Context, d *directory) error {
	all, err := p.groups.Topics(ctx)
	d.labels = map[string]string{}
	for _, t := range all {
		d.labels[t.ID] = t.Label
		d.Topics = append(d.Topics, ui.Option{Value: t.ID, Label: t.Label})
	}
	return err
}

// narrows tells whether something is looked for.
func (d directory) narrows() bool { return d.Filter != group.Filter{} }

// more is the address of the next page.
func (d directory) more() string {
	q := url.Values{"after": {d.Next}}
	for name, value := range map[string]string{"q": d.Filter.Text, "kind": string(d.Filter.Kind), "topic": d.Filter.Topic, "language": d.Filter.Language} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return Path + "?" + q.Encode()
}

// meta is the quiet line of a group: of a listed one nothing but how one joins.
func (d directory) meta(ctx context.Context, g group.Group) string {
	if g.Visibility != group.Public {
		return ""
	}
	parts := []string{i18n.T(ctx, g.Kind.Label())}
	for _, id := range g.Topics {
		if label := d.labels[id]; label != "" {
			parts = append(parts, label)
		}
	}
	if names := languageNames(g.Languages); names != "" {
		parts = append(parts, names)
	}
	return join(parts)
}

// standsAs says how the viewer stands in one of their groups.
func standsAs(ctx context.Context, m group.Mine) string {
	switch m.Membership.Standing {
	case group.Asking:
		return i18n.T(ctx, "You have asked to join")
	case group.Waiting:
		return i18n.T(ctx, "You are on the list")
	case group.Offered:
		return i18n.T(ctx, "A place is free for you")
	case group.Out:
		return i18n.T(ctx, "You have stepped out for a while")
	}
	as := i18n.T(ctx, "You are {.Name} here", i18n.Args{"Name": m.Membership.Name})
	switch m.Group.State {
	case group.Asked:
		return join([]string{as, i18n.T(ctx, "A steward looks at it first")})
	case group.Refused:
		return join([]string{as, i18n.T(ctx, "A steward said no")})
	case group.Paused:
		return join([]string{as, i18n.T(ctx, "Takes a pause")})
	case group.Archived:
		return join([]string{as, i18n.T(ctx, "It is over; you can read")})
	}
	return as
}

func kindOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, k := range word.Kinds() {
		options = append(options, ui.Option{Value: string(k), Label: i18n.T(ctx, k.Label()), Why: i18n.T(ctx, k.Says())})
	}
	return options
}
