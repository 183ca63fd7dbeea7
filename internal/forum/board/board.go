// Package board is everything one reads of a forum: its first page, a space, a
// topic with its posts, and the page of a single post, which holds all that one
// can do with it. What one writes with is package compose; both together are
// the forum as members see it.
//
// A page of a topic is one statement for its head, one for its posts, one for
// the people in it, and one for what its reader left there, however much stands
// on it. Every post is an article with its author as the heading. What carries
// a content note is shown as each reader chose. Nothing is counted but what is
// new for the reader.
//
// What features add to a topic or a post comes in through Options; a way leads
// only to what this house has.
//
// Tables: none; package forum keeps all of it. Events: none. Routes: see Routes.
// Scripts: topic-live.ts shows answers while they come, quiet-press.ts presses a
// button without leaving the page. Without scripts all of it works by forms.
package board

import (
	"context"
	"embed"
	"strconv"

	"github.com/a-h/templ"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/ui"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Part makes something that stands below the first post of a topic, or nil.
type Part func(ctx context.Context, m group.Member, page forum.Page) (templ.Component, error)

// At is where a way begins: the forum itself where all is nil, a space, a topic,
// or one of its posts.
type At struct {
	Space *forum.Space
	Topic *forum.Topic
	Post  *forum.Post
}

// Way offers what a member can do with something. It asks no records.
type Way func(ctx context.Context, m group.Member, at At) []ui.Place

// Pages are the pages on which one reads. They are safe for concurrent use.
type Pages struct{ o Options }

// New makes the pages.
func New(o Options) *Pages { return &Pages{o} }

func (p *Pages) ways(ctx context.Context, m group.Member, at At) (all []ui.Place) {
	for _, way := range p.o.Ways {
		all = append(all, way(ctx, m, at)...)
	}
	return all
}

// parts are what features show below the first post of a topic.
func (p *Pages) parts(ctx context.Context, m group.Member, page forum.Page) (all []templ.Component, err error) {
	for _, part := range p.o.Parts {
		one, err := part(ctx, m, page)
		if err != nil {
			return nil, err
		}
		if one != nil {
			all = append(all, one)
		}
	}
	return all, nil
}

// Path is the address of something in the forum of the group with this slug:
// Path(slug) is its first page.
func Path(slug string, parts ...string) string {
	return hall.Path(slug, append([]string{"forum"}, parts...)...)
}

// Place is the address of a post within its topic.
func Place(slug, topic string, number int64) string {
	return Path(slug, "topics", topic) + "?page=" + strconv.Itoa(forum.PageOf(number)) + anchor(number)
}

// anchor is where a post stands on its page.
func anchor(number int64) string { return "#p-" + strconv.FormatInt(number, 10) }

// unreadAnchor is where what is new begins on a page.
const unreadAnchor = "#new"
