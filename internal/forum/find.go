package forum

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/search"
)

// searchKind is what posts are called in the index.
const searchKind = "post"

// Flags are what "has:" finds in a forum.
func Flags() []string { return []string{"picture", "poll", "question", "share", "helped"} }

// Hit is a post that was found.
type Hit struct {
	Topic   Topic
	Post    string
	Number  int64
	Author  Author
	Notes   []string
	Made    time.Time
	Snippet []search.Span
}

// Finding is what somebody looks for in their group's forum.
type Finding struct {
	Text        string
	Zone        *time.Location
	HiddenNotes []string // content notes whose words the member does not want to see
	Rank        bool     // the best first instead of the newest
	After       search.Cursor
}

// FindFor looks for words in the forum of the member's group: in what they may
// read there, as far back as the group's words can be found.
func (s *Service) FindFor(ctx context.Context, m group.Member, f Finding) (hits []Hit, next search.Cursor, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, "", err
	}
	q, err := search.Parse(f.Text, f.Zone, Flags())
	if err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		scope, err := s.scope(ctx, tx, m, q, f)
		if err != nil {
			return err
		}
		found, err := search.Find(ctx, tx, q, scope)
		if err != nil {
			return err
		}
		next = found.Next
		hits, err = s.hits(ctx, tx, m, found.Hits)
		return err
	})
	return hits, next, err
}

// scope is what of a query the member may find.
func (s *Service) scope(ctx context.Context, tx *db.Tx, m group.Member, q search.Query, f Finding) (search.Scope, error) {
	set, err := settingOf(ctx, tx, m.Group.ID)
	if err != nil {
		return search.Scope{}, err
	}
	reach := search.Reach{Group: m.Group.ID}
	if set.FindDays > 0 {
		reach.Since = s.clock.Now().Add(-time.Duration(set.FindDays) * 24 * time.Hour)
	}
	scope := search.Scope{Groups: []search.Reach{reach}, HiddenNotes: f.HiddenNotes, Rank: f.Rank, After: f.After}
	hidden, err := s.groups.HiddenFor(ctx, tx, m)
	if err != nil {
		return scope, err
	}
	for one := range hidden {
		scope.HiddenAuthors = append(scope.HiddenAuthors, one)
	}
	if scope.Authors, err = s.called(ctx, tx, m, q.From); err != nil {
		return scope, err
	}
	scope.Spaces, err = spacesCalled(ctx, tx, m, q.Spaces)
	return scope, err
}

// called are the memberships with these names; nil where none was asked for.
func (s *Service) called(ctx context.Context, tx *db.Tx, m group.Member, names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	var folds []string
	for _, one := range names {
		folds = append(folds, name.Fold(one))
	}
	named, err := s.groups.NamedIn(ctx, tx, m, folds)
	ids := []string{}
	for _, one := range named {
		ids = append(ids, one.ID)
	}
	return ids, err
}

// spacesCalled are the spaces whose name begins like that; nil where none was
// asked for.
func spacesCalled(ctx context.Context, tx *db.Tx, m group.Member, names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := spacesOf(ctx, tx, m.Group.ID)
	ids := []string{}
	for _, sp := range all {
		if slices.ContainsFunc(names, func(one string) bool {
			return strings.HasPrefix(strings.ToLower(sp.Says(ctx)), strings.ToLower(one))
		}) {
			ids = append(ids, sp.ID)
		}
	}
	return ids, err
}

// hits are what was found, but for what stands in topics that the member does
// not see.
func (s *Service) hits(ctx context.Context, tx *db.Tx, m group.Member, found []search.Hit) (hits []Hit, err error) {
	ids := make([]string, len(found))
	for i, one := range found {
		ids[i] = one.ID
	}
	rows, err := foundAmong(ctx, tx, ids)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var people []string
	for _, r := range rows {
		people = append(people, r.topic.first.By, r.post.By)
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, slices.DeleteFunc(people, func(id string) bool { return id == "" }))
	for _, one := range found {
		r, known := rows[one.ID]
		if !known || r.topic.State != Here || r.post.State != Here || r.topic.Group != m.Group.ID || heard[r.topic.first.By].Unheard {
			continue
		}
		hits = append(hits, Hit{
			Topic: r.topic.topic(heard), Post: one.ID, Number: r.post.Number, Author: r.post.author(heard), Notes: one.Notes, Made: clock.FromMillis(r.post.made), Snippet: one.Snippet,
		})
	}
	return hits, err
}

// index puts a post where it can be found. Who wrote it without their name is
// nowhere in it.
func (s *Service) index(ctx context.Context, tx *db.Tx, p postRow) error {
	rows, err := foundAmong(ctx, tx, []string{p.ID})
	if err != nil {
		return err
	}
	r := rows[p.ID]
	d := search.Document{
		Kind: searchKind, ID: p.ID, Group: p.Group, Space: r.topic.Space, Topic: p.Topic, Author: r.post.By, At: clock.FromMillis(r.post.made),
		Notes: splitNotes(r.post.notes), Text: plain(r.post.HTML), Has: r.flags(),
	}
	if r.post.Number == 1 {
		d.Text = r.topic.Title + "\n" + d.Text
	}
	if strings.TrimSpace(d.Text) == "" {
		return search.Remove(ctx, tx, searchKind, []string{p.ID})
	}
	return search.Put(ctx, tx, d)
}

func (r foundRow) flags() (has []string) {
	add := func(yes bool, flag string) {
		if yes {
			has = append(has, flag)
		}
	}
	add(r.post.picture != "", "picture")
	add(r.post.Number == 1 && r.topic.Ballot != "", "poll")
	add(r.post.Number == 1 && r.topic.Kind == Question, "question")
	add(r.post.Number == 1 && r.topic.Kind == Share, "share")
	add(r.topic.Helped > 1 && r.topic.Helped == r.post.Number, "helped")
	return has
}

// unindex takes a post from where it can be found.
func unindex(ctx context.Context, tx *db.Tx, post string) error {
	return search.Remove(ctx, tx, searchKind, []string{post})
}

// indexAll puts every post of a topic where it can be found.
func (s *Service) indexAll(ctx context.Context, tx *db.Tx, topic string) error {
	rows, err := postsOf(ctx, tx, topic)
	for _, row := range rows {
		if row.State != Here {
			continue
		}
		if err := s.index(ctx, tx, row); err != nil {
			return err
		}
	}
	return err
}
