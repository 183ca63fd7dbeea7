package poll

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/ballot"
	"handrail/internal/group/hall"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// Part is the poll of a topic, below its first post, or nil where there is none.
func (s *Service) Part(ctx context.Context, m group.Member, page forum.Page) (templ.Component, error) {
	if page.Topic.Ballot == "" {
		return nil, nil
	}
	p, err := s.PollFor(ctx, m, page.Topic.ID)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil // it was taken away meanwhile
	}
	if err != nil {
		return nil, err
	}
	return part(pollView{Member: m, Topic: page.Topic, Poll: p, Now: s.o.Clock.Now()}), nil
}

// Ways are where a member can ask the group in a topic.
func Ways(ctx context.Context, m group.Member, t *forum.Topic, p *forum.Post) []ui.Place {
	if t == nil || p != nil || t.Ballot != "" || t.Kind == forum.Share || t.State != forum.Here || t.Closed || asker(m) != nil {
		return nil
	}
	return []ui.Place{{Label: i18n.T(ctx, "Ask the group in a poll"), Href: topicPath(m, *t, "poll", "new")}}
}

// topicPath is the address of a topic, or of something of it.
func topicPath(m group.Member, t forum.Topic, below ...string) string {
	return hall.Path(m.Group.Slug, append([]string{"forum", "topics", t.ID}, below...)...)
}

// title is what the poll's topic is called.
func (v pollView) title(ctx context.Context) string { return titleOf(ctx, v.Topic) }

func titleOf(ctx context.Context, t forum.Topic) string {
	if t.Title == "" {
		return i18n.T(ctx, "A topic without a title")
	}
	return t.Title
}

// isOpen tells whether a vote would count at this moment.
func (v pollView) isOpen() bool { return v.Poll.TakesVotes(v.Now) }

func optionsOf(b ballot.Ballot) (options []ui.Option) {
	for n, one := range b.Options {
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: one})
	}
	return options
}

func facts(ctx context.Context, b ballot.Ballot) (list []ui.Fact) {
	for n, votes := range b.Result.Votes {
		list = append(list, ui.Fact{Name: b.Options[n], Text: i18n.Number(ctx, votes)})
	}
	return append(list,
		ui.Fact{Name: i18n.T(ctx, "Voted"), Text: i18n.N(ctx, b.Result.Cast, "{.Count} member", "{.Count} members")},
		ui.Fact{Name: i18n.T(ctx, "Had to vote"), Text: i18n.N(ctx, b.Quorum, "{.Count} member", "{.Count} members")},
	)
}

func daysSay(ctx context.Context) (options []ui.Option) {
	for _, n := range Days() {
		options = append(options, ui.Option{Value: strconv.Itoa(n), Label: i18n.N(ctx, n, "{.Count} day", "{.Count} days")})
	}
	return options
}
