package app_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/db"
)

// written is how many topics each of two people begins without their name.
const written = 6

// masked is a group in which two people wrote the same words without their
// names, topic by topic, and everybody who looks at that.
type masked struct {
	t       *testing.T
	a       *apptest.App
	g       group.Group
	leader  apptest.Person
	authors [2]apptest.Person
	reader  apptest.Person
	posts   [2][written]forum.Post
}

func newMasked(t *testing.T, a *apptest.App) *masked {
	m := &masked{t: t, a: a, leader: a.Facilitator("Olive"), reader: a.Facilitator("Rhea")}
	m.g = a.Found(m.leader, "Tomasz", nil)
	a.Enter(m.reader, m.g, "Petrel")
	for i, name := range []string{"Wes", "Vic"} {
		m.authors[i] = a.Facilitator(name)
		a.Enter(m.authors[i], m.g, []string{"Sorrel", "Juno"}[i])
	}
	// Both are known by name, so that there is a name that could show.
	for i := range m.authors {
		m.begin(i, false)
	}
	for n := range written {
		for i := range m.authors {
			m.posts[i][n] = m.begin(i, true)
			if _, err := a.Forum.Reply(context.Background(), a.Inside(m.reader, m.g), m.posts[i][n].Topic, forum.Words{Text: "I hear you."}); err != nil {
				t.Fatal(err)
			}
			if _, err := a.Forum.Reply(context.Background(), a.Inside(m.authors[i], m.g), m.posts[i][n].Topic, forum.Words{Text: "Thank you.", Anonymous: true}); err != nil {
				t.Fatal(err)
			}
			a.Clock.Advance(time.Minute)
		}
	}
	return m
}

func (m *masked) begin(author int, anonymous bool) forum.Post {
	m.t.Helper()
	p, err := m.a.Forum.Begin(context.Background(), m.a.Inside(m.authors[author], m.g), forum.Beginning{
		Space: m.g.ID + "-shares", Kind: forum.Share, Title: "One more evening", Words: forum.Words{Text: "It was long, and it passed.", Anonymous: anonymous},
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return p
}

// about is all that somebody can open about one topic and its posts: headers and
// bodies.
func (m *masked) about(p apptest.Person, post forum.Post) string {
	m.t.Helper()
	var posts []string
	m.a.Read(func(ctx context.Context, tx *db.Tx) error {
		all, err := db.All[oneText](ctx, tx, `SELECT id FROM forum_post WHERE topic_id = ? ORDER BY number LIMIT 10`, post.Topic)
		for _, one := range all {
			posts = append(posts, string(one))
		}
		return err
	})
	var all strings.Builder
	for _, route := range m.a.Router.Routes() {
		method, pattern, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" || !strings.Contains(pattern, "{topic}") && !strings.Contains(pattern, "{post}") {
			continue
		}
		for _, one := range posts {
			at := strings.NewReplacer("{group}", m.g.Slug, "{topic}", post.Topic, "{post}", one, "{number}", "0").Replace(pattern)
			if strings.Contains(at, "{") {
				continue
			}
			m.a.Clock.Advance(100 * time.Millisecond)
			got := m.a.Do(p, m.a.Request("GET", at, url.Values{}))
			fmt.Fprintf(&all, "%d %s\n%s\n", got.Code, got.Header.Get("Location"), differs.ReplaceAllString(got.Body, ""))
		}
	}
	text := strings.NewReplacer(post.Topic, "TOPIC").Replace(all.String())
	for n, one := range posts {
		text = strings.ReplaceAll(text, one, fmt.Sprintf("POST%d", n))
	}
	return text
}

// oneText is a row of one text.
type oneText string

// Fields is that text.
func (o *oneText) Fields() []any { return []any{(*string)(o)} }

// Nothing that anybody but the author can open about what was written without a
// name is the same for the topics of one person and for none of another's.
func TestNothingTellsTwoAnonymousAuthorsApart(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		m := newMasked(t, a)
		for _, p := range []apptest.Person{m.reader, m.leader, m.authors[0]} {
			var common [2]map[string]bool
			for i := range m.authors {
				if p == m.authors[i] {
					continue // what is one's own is known to oneself
				}
				for n := range written {
					found := tokens(drawn(m.about(p, m.posts[i][n])))
					if n == 0 {
						common[i] = found
						continue
					}
					for one := range common[i] {
						if !found[one] {
							delete(common[i], one)
						}
					}
				}
			}
			if common[0] == nil || common[1] == nil {
				continue
			}
			for i := range common {
				for one := range common[i] {
					if !common[1-i][one] {
						t.Errorf("for %s, %q stands in every topic that %s began without their name, and not in all of the other's", p.Name, one, m.authors[i].Name)
					}
				}
			}
			for _, mem := range []string{a.Inside(m.authors[0], m.g).Self.ID, a.Inside(m.authors[1], m.g).Self.ID, "Sorrel", "Juno"} {
				if page := m.about(p, m.posts[1][0]); p == m.reader && strings.Contains(page, mem) {
					t.Errorf("%q stands on a page about a post without a name", mem)
				}
			}
		}
	})
}

// drawn keeps a drawing as one word, so that two that are the same are seen.
func drawn(page string) string {
	return drawing.ReplaceAllStringFunc(page, func(svg string) string {
		return "drawing-" + fmt.Sprintf("%x", []byte(svg)) + " "
	})
}

// A block and a mute change nothing about what was written without a name, for
// either of the two.
func TestABlockTellsNothingAboutAnonymousWords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		m := newMasked(t, a)
		author := a.Inside(m.authors[0], m.g).Self.ID
		see := func() map[string]string {
			all := map[string]string{}
			for i := range m.authors {
				for n := range 2 {
					all[m.posts[i][n].Topic] = m.about(m.reader, m.posts[i][n])
				}
			}
			return all
		}
		before := see()
		for _, step := range []struct {
			name string
			do   func() error
		}{
			{"a mute", func() error { return a.Groups.Mute(context.Background(), a.Inside(m.reader, m.g), author, true) }},
			{"a block", func() error { return a.Groups.BlockOne(context.Background(), a.Inside(m.reader, m.g), author) }},
		} {
			mustDo(t, step.do())
			for topic, after := range see() {
				if after != before[topic] {
					t.Errorf("%s changes a topic without a name:\n%s", step.name, firstDifference(before[topic], after))
				}
			}
		}
	})
}

// No row that is kept in the open leads from a membership or an account to what
// was written without a name.
func TestNoRowTellsWhoWroteAnonymously(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		m := newMasked(t, a)
		a.Clock.Advance(time.Minute) // until those are told who are to be
		mustDo(t, a.Forum.WriteSeen(context.Background()))
		self := a.Inside(m.authors[0], m.g).Self.ID
		account := a.Viewer(m.authors[0]).Account
		for _, line := range strings.Split(a.Dump(), "\n") {
			holds := strings.Contains(line, self) || strings.Contains(line, account)
			for _, post := range m.posts[0] {
				if holds && (strings.Contains(line, post.ID) || strings.Contains(line, post.Topic)) {
					t.Errorf("a row leads to it: %s", line)
				}
			}
		}
		if log := a.Log.Text(); slices.ContainsFunc(m.posts[0][:], func(p forum.Post) bool { return strings.Contains(log, p.ID) || strings.Contains(log, p.Topic) }) {
			t.Error("the log names a post")
		}
	})
}
