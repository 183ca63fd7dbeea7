package forum

import (
	"context"
	"slices"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Page is one page of a topic as one member sees it.
type Page struct {
	Topic   Topic
	Space   Space
	Setting Setting
	Items   []Item
	Page    int   // counted from 1
	Pages   int   // how many there are
	Unread  int64 // the number of the first post that the member has not read; 0 for none
	Follows How   // whether they follow the topic; "" for neither
	Draft   bool  // they have something unfinished here
	// As is the pseudonym under which the member wrote in this topic before;
	// nil where they never did.
	As *Author
}

// Item is a post, or the place of posts that are not here: deleted, hidden, held
// back, or by somebody whom a block hides. Which of these it is, nobody can tell.
type Item struct {
	Post    Post
	Missing bool
	Number  int64 // of the first of them
}

// PageFor is a page of a topic. Page 0 is the one with the first unread post, and
// the last where nothing is new.
func (s *Service) PageFor(ctx context.Context, m group.Member, topic string, page int) (p Page, err error) {
	if err := m.May(group.Read); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err = s.page(ctx, tx, m, topic, page)
		return err
	})
	return p, err
}

func (s *Service) page(ctx context.Context, tx *db.Tx, m group.Member, topic string, page int) (p Page, err error) {
	read := int64(0)
	o, v, err := s.open(ctx, tx, m, topic, func(o openRow) (from, to int64) {
		read = max(o.read, s.seen.Of(seenAt{m.Self.ID, topic}))
		if p.Page = page; page == 0 {
			p.Page = PageOf(min(read+1, o.topic.Number))
		}
		return int64(p.Page-1)*PageSize + 1, int64(p.Page) * PageSize
	})
	if err != nil {
		return p, err
	}
	number := p.Page
	p = o.page(v)
	if p.Page = number; p.Page < 1 || p.Page > p.Pages {
		return p, fault.Missing()
	}
	p.Items = v.items(ctx)
	p.Unread = firstUnread(p.Items, read, o.since)
	return p, nil
}

// open reads a topic with the posts of a span, and makes the member's view of
// it: NotFound where they see none of it.
func (s *Service) open(ctx context.Context, tx *db.Tx, m group.Member, topic string, span func(openRow) (from, to int64)) (o openRow, v view, err error) {
	if o, err = openTopic(ctx, tx, m, topic); err != nil {
		return o, v, err
	}
	v = view{member: m, began: o.topic.first}
	from, to := span(o)
	if v.rows, err = postsBetween(ctx, tx, topic, from, to); err != nil {
		return o, v, err
	}
	if o.topic.pseudonym > 0 || slices.ContainsFunc(v.rows, func(r readRow) bool { return r.from.Mark != "" }) {
		if v.marker, err = s.marker(ctx); err != nil {
			return o, v, err
		}
	}
	if o.topic.mine = v.marker.mine(m, o.topic.first); o.topic.visible(m) != nil {
		return o, v, fault.Missing()
	}
	if v.heard, err = s.groups.HeardIn(ctx, tx, m, people(o.topic.first, v.rows)); err != nil {
		return o, v, err
	}
	if v.heard[o.topic.first.By].Unheard && !o.topic.mine {
		return o, v, fault.Missing()
	}
	mark := ""
	if o.topic.pseudonym > 0 {
		mark = v.marker.of(m.Self.ID, topic)
	}
	own, pseudonym, err := ownOn(ctx, tx, m.Self.ID, v.rows, o.topic.Topic, mark)
	if v.own = own; pseudonym > 0 {
		as := postRow{Mark: mark, Pseudonym: pseudonym}.author(nil)
		v.as = &as
	}
	return o, v, err
}

// page is the head of a page.
func (r openRow) page(v view) Page {
	return Page{Topic: r.topic.topic(v.heard), Space: r.space.space(), Setting: r.set.setting(), Follows: r.follows, Draft: r.draft, Pages: r.topic.Pages(), As: v.as}
}

// people are all whose names a page needs.
func people(first postRow, rows []readRow) (ids []string) {
	known := map[string]bool{"": true}
	add := func(id string) {
		if !known[id] {
			known[id] = true
			ids = append(ids, id)
		}
	}
	add(first.By)
	for _, r := range rows {
		add(r.By)
		add(r.from.By)
		for _, id := range mentionedIn(r.HTML) {
			add(id)
		}
	}
	return ids
}

// view is how one member sees posts of one topic.
type view struct {
	member group.Member
	marker marker
	heard  map[string]group.Heard
	own    map[string][]string // what the member left at each post
	began  postRow             // the topic's first post
	rows   []readRow
	as     *Author // the pseudonym that the member has in the topic, or nil
}

// shows tells whether the member sees a post at all.
func (v view) shows(p postRow, mine bool) bool {
	if v.heard[p.By].Unheard && !mine {
		return false
	}
	switch p.State {
	case Here:
		return true
	case Hidden:
		return mine || v.member.KeepsSafe()
	case Waits:
		return mine || v.member.Greets()
	}
	return false
}

// items are the posts that the member sees. Those between that are not here make
// one item, and those at the end none: there was never anything to be seen.
func (v view) items(ctx context.Context) (items []Item) {
	var missing int64
	for _, r := range v.rows {
		mine := v.marker.mine(v.member, r.postRow)
		if !v.shows(r.postRow, mine) {
			if missing == 0 {
				missing = r.Number
			}
			continue
		}
		if missing > 0 {
			items, missing = append(items, Item{Missing: true, Number: missing}), 0
		}
		items = append(items, Item{Post: v.post(ctx, r, mine), Number: r.Number})
	}
	return items
}

func (v view) post(ctx context.Context, r readRow, mine bool) Post {
	p := r.post()
	p.Mine, p.Author = mine, r.author(v.heard)
	p.Author.Began = r.By != "" && r.By == v.began.By && v.began.Mark == "" || r.Mark != "" && r.Mark == v.began.Mark
	p.HTML = filled(ctx, v.member.Group.Slug, p.HTML, v.heard)
	p.Cared = strings.Fields(r.cared)
	for _, one := range v.own[r.ID] {
		if one == bookmarked {
			p.Kept = true
			continue
		}
		p.Own = append(p.Own, one)
	}
	if r.quote != "" || r.quoteText != "" {
		p.Quote = v.quote(r)
	}
	return p
}

// quote is what a post quotes: nothing but that there was something, where the
// member cannot see it.
func (v view) quote(r readRow) *Quote {
	mine := v.marker.mine(v.member, r.from)
	if r.quoteText == "" || !v.shows(r.from, mine) {
		return &Quote{}
	}
	return &Quote{Post: r.from.ID, Number: r.from.Number, Author: r.from.author(v.heard), Text: r.quoteText, Notes: splitNotes(r.from.notes), Elsewhere: r.from.Topic != r.Topic}
}

// firstUnread is the first post after those that were read which somebody else
// wrote.
func firstUnread(items []Item, read, since int64) int64 {
	for _, i := range items {
		if !i.Missing && i.Number > read && i.Post.seq > since && !i.Post.Mine {
			return i.Number
		}
	}
	return 0
}

// SinceFor are the posts of a topic after one with this number, as a page shows
// them, 50 at most: for pages that are open while somebody writes.
func (s *Service) SinceFor(ctx context.Context, m group.Member, topic string, after int64) (p Page, err error) {
	if err := m.May(group.Read); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		o, v, err := s.open(ctx, tx, m, topic, func(openRow) (from, to int64) { return after + 1, after + PageSize })
		if err != nil {
			return err
		}
		p = o.page(v)
		p.Items = v.items(ctx)
		return nil
	})
	return p, err
}

// PostFor is one post with its topic, as the member sees them: for the page of a
// single post, and for what leads to it.
func (s *Service) PostFor(ctx context.Context, m group.Member, post string) (p Page, err error) {
	if err := m.May(group.Read); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		p, err = s.PostIn(ctx, tx, m, post)
		return err
	})
	return p, err
}

// PostIn is PostFor within a transaction. Its page holds the post as its only
// item.
func (s *Service) PostIn(ctx context.Context, tx *db.Tx, m group.Member, post string) (Page, error) {
	row, err := postByID(ctx, tx, post)
	if err != nil || row.Group != m.Group.ID {
		return Page{}, orMissing(err)
	}
	o, v, err := s.open(ctx, tx, m, row.Topic, func(openRow) (from, to int64) { return row.Number, row.Number })
	if err != nil {
		return Page{}, err
	}
	p := o.page(v)
	if p.Items, p.Page = v.items(ctx), PageOf(row.Number); len(p.Items) == 0 {
		return p, fault.Missing()
	}
	return p, nil
}

// orMissing is NotFound where there is no error.
func orMissing(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return err
}
