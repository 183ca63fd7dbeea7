//go:build bench

package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"handrail/internal/account"
	"handrail/internal/app"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
	"handrail/internal/search"
	"handrail/internal/site"
)

const (
	people    = 40 // who write and look
	postsEach = forum.PageSize
)

// visitor is somebody with a session, a member of the group.
type visitor struct {
	n      int
	token  string
	member group.Member
}

// town is the house that is measured.
type town struct {
	*app.App
	group group.Group
	look  []visitor
	some  []string // topics, spread over all
	short string   // a topic of five posts
}

func found(ctx context.Context, folder, database string) (*town, error) {
	a, err := app.New(ctx, app.Config{Folder: app.Folder(folder), Database: database, Clock: clock.System(), Log: slog.New(slog.DiscardHandler)}, &url.URL{Scheme: "http", Host: "localhost"})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	t := &town{App: a}
	for _, step := range []func(context.Context) error{t.setUp, t.comeIn, t.fill} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return t, settled(ctx, database)
}

// settled has PostgreSQL look at what was written, as it does by itself within
// minutes.
func settled(ctx context.Context, database string) error {
	if database == "" {
		return nil
	}
	c, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, `VACUUM ANALYZE`)
	return err
}

func (t *town) setUp(ctx context.Context) error {
	link, err := t.Accounts.Issue(ctx, account.SetUp, "", time.Hour)
	if err != nil {
		return err
	}
	founder, _, err := t.Accounts.Take(ctx, account.SetUp, link, account.Kept, "")
	if err != nil {
		return err
	}
	return t.Site.Change(ctx, founder, site.Site{
		Name: "Measured", Registration: site.OpenToAll, Founding: site.FoundByAnyone, Language: "en", Country: "GB", Zone: "UTC",
	})
}

// comeIn lets those in who write and look, with a phrase each, and has the first
// of them found the group.
func (t *town) comeIn(ctx context.Context) error {
	names := strings.Fields("Ada Alder Bo Cleo Dev Edie Fern Gwen Hal Ikenna Juniper Kit Lin Mara Nadia Owen Pip Quill Rosa Saffi")
	for n := range people {
		w, err := t.Accounts.ComeIn(ctx, account.Arrival{Kind: account.Kept, Device: "Firefox", Consents: true})
		if err != nil {
			return err
		}
		offered, err := t.Accounts.OfferPhrase(ctx, w.Viewer)
		if err != nil {
			return err
		}
		v := visitor{n: n}
		if v.token, err = t.Accounts.KeepPhrase(ctx, w.Viewer, offered); err != nil {
			return err
		}
		viewer, err := t.Accounts.Find(ctx, v.token)
		if err != nil {
			return err
		}
		name := names[n%len(names)]
		if n >= len(names) {
			name += " of the hill"
		}
		if v.member, err = t.join(ctx, viewer, n, name); err != nil {
			return err
		}
		t.look = append(t.look, v)
	}
	return nil
}

func (t *town) join(ctx context.Context, viewer account.Viewer, n int, name string) (group.Member, error) {
	if n == 0 {
		p := group.NewPlan(ctx, word.Peer, word.PlainSet)
		p.Group.Name, p.Group.Summary, p.Group.Zone = "Low Tide", "For all who live with it.", "UTC"
		p.Group.Topics, p.Group.Languages, p.Face.Name = []string{"alcohol"}, []string{"en"}, name
		g, err := t.Groups.Found(ctx, viewer, p)
		if t.group = g; err != nil {
			return group.Member{}, err
		}
		return t.Groups.MemberFor(ctx, viewer, g.Slug)
	}
	seen, err := t.Groups.SeenFor(ctx, viewer, t.group.Slug, "")
	if err != nil {
		return group.Member{}, err
	}
	if _, err := t.Groups.Join(ctx, viewer, t.group.Slug, group.Coming{Face: group.Face{Name: name}, Agreed: seen.Agreements.Version}); err != nil {
		return group.Member{}, err
	}
	return t.Groups.MemberFor(ctx, viewer, t.group.Slug)
}

// fill writes the topics: as rows, and as the use case writes the words.
func (t *town) fill(ctx context.Context) error {
	seq, now := int64(0), clock.Millis(time.Now())-int64(*topics*postsEach)*1000
	for from := 0; from <= *topics; from += 100 {
		err := t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			for n := from; n < min(from+100, *topics+1); n++ {
				if err := t.topic(ctx, tx, n, &seq, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE forum_count SET seq = ? WHERE group_id = ?`, seq, t.group.ID)
		return err
	})
}

// topic writes one topic. The last of them is a short one.
func (t *town) topic(ctx context.Context, tx *db.Tx, n int, seq *int64, now int64) error {
	topic, posts, space := id.Random(), postsEach, t.group.ID+"-shares"
	if n == *topics {
		posts, t.short = 5, topic
	} else if n%(max(*topics/200, 1)) == 0 {
		t.some = append(t.some, topic)
	}
	_, err := tx.Exec(ctx, `INSERT INTO forum_topic (id, group_id, space_id, kind, title, answers, state, pinned, closed, number, seq, pseudonym, helped, notes, ballot_id, twin_id, made_at, last_at)
		VALUES (?, ?, ?, 'share', ?, '', 'here', FALSE, FALSE, ?, ?, 0, 0, '', '', '', ?, ?)`,
		topic, t.group.ID, space, fmt.Sprintf("An evening in the week of number %d", n), posts, *seq+int64(posts), now+*seq*1000, now+(*seq+int64(posts))*1000)
	if err != nil {
		return err
	}
	quoted := ""
	for number := 1; number <= posts; number++ {
		*seq++
		post, by := id.Random(), t.look[(n*7+number*3)%people].member.Self.ID
		text := sentence(n, number)
		var quote any
		quotes := ""
		if number%5 == 0 {
			quote, quotes = quoted, "some days are longer than others"
		}
		_, err := tx.Exec(ctx, `INSERT INTO forum_post (id, topic_id, group_id, number, seq, membership_id, mark, pseudonym, state, html, source, rendered, notes, quote_id, quote_text, cared,
			picture, picture_alt, picture_width, picture_height, told, made_at) VALUES (?, ?, ?, ?, ?, ?, '', 0, 'here', ?, ?, 1, '', ?, ?, ?, '', '', 0, 0, TRUE, ?)`,
			post, topic, t.group.ID, number, *seq, by, "<p>"+text+"</p>\n", text, quote, quotes, [...]string{"", "thanks", "thanks with-you"}[number%3], now+*seq*1000)
		if err != nil {
			return err
		}
		quoted = post
		d := search.Document{Kind: "post", ID: post, Group: t.group.ID, Space: space, Topic: topic, Author: by, At: clock.FromMillis(now + *seq*1000), Text: text}
		if err := search.Put(ctx, tx, d); err != nil {
			return err
		}
	}
	return nil
}

// sentence is what a post says: some 300 characters, as people write.
func sentence(n, number int) string {
	return fmt.Sprintf("Thank you for saying it. At number %d of our street some days are longer than others, and I had one of those on day %d. "+
		"I went for a walk to the harbour, made soup, and rang somebody before it got dark. It passed. "+
		"What helps me is to say it out loud once, and then to do the next small thing.", number, n)
}

// pages are what is measured.
func (t *town) pages() []page {
	at := "/groups/" + t.group.Slug + "/forum"
	var long []string
	for _, one := range t.some {
		long = append(long, at+"/topics/"+one+"?page=1")
	}
	one := func(path string) []string { return []string{path} }
	return []page{
		{"a topic, a page of fifty posts", long, "the next small thing", 2 * time.Millisecond},
		{"a topic, five posts", one(at + "/topics/" + t.short + "?page=1"), "the next small thing", 2 * time.Millisecond},
		{"the forum", one(at), "An evening in the week", 20 * time.Millisecond},
		{"a space", one(at + "/spaces/" + t.group.ID + "-shares"), "An evening in the week", 20 * time.Millisecond},
	}
}
