//go:build bench

package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
	"handrail/internal/search"
)

const (
	people    = 40 // who write and look
	postsEach = forum.PageSize
)

// town is the house that is measured.
type town struct {
	*house.Town
	group   group.Group
	members []group.Member
	look    []house.Visitor // the members' sessions
	some    []string        // topics, spread over all
	short   string          // a topic of five posts
	seq     int64           // of the last post
	since   int64           // when the first was written
}

func found(ctx context.Context, p house.Place) (*town, error) {
	t := &town{since: clock.Millis(time.Now()) - int64(*topics*postsEach)*1000}
	return t, p.Fill(ctx, func(ctx context.Context, h *house.Town) error {
		t.Town = h
		if err := t.comeIn(ctx); err != nil {
			return err
		}
		return t.fill(ctx)
	})
}

// comeIn lets those in who write and look, with a phrase each, and has the first
// of them found the group.
func (t *town) comeIn(ctx context.Context) error {
	names := strings.Fields("Ada Alder Bo Cleo Dev Edie Fern Gwen Hal Ikenna Juniper Kit Lin Mara Nadia Owen Pip Quill Rosa Saffi")
	for n := range people {
		v, err := t.ComeIn(ctx, n)
		if err != nil {
			return err
		}
		if err := t.KeepPhrase(ctx, &v); err != nil {
			return err
		}
		name := names[n%len(names)]
		if n >= len(names) {
			name += " of the hill"
		}
		var m group.Member
		if n == 0 {
			m, err = t.Found(ctx, v, house.Plan(ctx, "Low Tide", name))
			t.group = m.Group
		} else {
			m, err = t.Join(ctx, v, t.group.Slug, name)
		}
		if err != nil {
			return err
		}
		t.look, t.members = append(t.look, v), append(t.members, m)
	}
	return nil
}

// fill writes the topics: as rows, and as the use case writes the words.
func (t *town) fill(ctx context.Context) error {
	if err := t.InBatches(ctx, *topics+1, 100, t.topic); err != nil {
		return err
	}
	return t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE forum_count SET seq = ? WHERE group_id = ?`, t.seq, t.group.ID)
		return err
	})
}

// topic writes one topic. The last of them is a short one.
func (t *town) topic(ctx context.Context, tx *db.Tx, n int) error {
	topic, posts, space := id.Random(), postsEach, t.group.ID+"-shares"
	if n == *topics {
		posts, t.short = 5, topic
	} else if n%(max(*topics/200, 1)) == 0 {
		t.some = append(t.some, topic)
	}
	_, err := tx.Exec(ctx, `INSERT INTO forum_topic (id, group_id, space_id, kind, title, answers, state, pinned, closed, number, seq, pseudonym, helped, notes, ballot_id, twin_id, made_at, last_at)
		VALUES (?, ?, ?, 'share', ?, '', 'here', FALSE, FALSE, ?, ?, 0, 0, '', '', '', ?, ?)`,
		topic, t.group.ID, space, fmt.Sprintf("An evening in the week of number %d", n), posts, t.seq+int64(posts), t.at(0), t.at(posts))
	if err != nil {
		return err
	}
	quoted := ""
	for number := 1; number <= posts; number++ {
		t.seq++
		post, by := id.Random(), t.members[(n*7+number*3)%people].Self.ID
		text := sentence(n, number)
		var quote any
		quotes := ""
		if number%5 == 0 {
			quote, quotes = quoted, "some days are longer than others"
		}
		_, err := tx.Exec(ctx, `INSERT INTO forum_post (id, topic_id, group_id, number, seq, membership_id, mark, pseudonym, state, html, source, rendered, notes, quote_id, quote_text, cared,
			picture, picture_alt, picture_width, picture_height, told, made_at) VALUES (?, ?, ?, ?, ?, ?, '', 0, 'here', ?, ?, 1, '', ?, ?, ?, '', '', 0, 0, TRUE, ?)`,
			post, topic, t.group.ID, number, t.seq, by, "<p>"+text+"</p>\n", text, quote, quotes, [...]string{"", "thanks", "thanks with-you"}[number%3], t.at(0))
		if err != nil {
			return err
		}
		quoted = post
		d := search.Document{Kind: "post", ID: post, Group: t.group.ID, Space: space, Topic: topic, Author: by, At: clock.FromMillis(t.at(0)), Text: text}
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

// at is when so many posts after the last one are written, one each second.
func (t *town) at(more int) int64 { return t.since + (t.seq+int64(more))*1000 }

// asks are what is measured. What a page may take of our own process is promised
// for SQLite, where that is all there is.
func (t *town) asks(engine string) []house.Ask {
	at, within := "/groups/"+t.group.Slug+"/forum", 2*time.Millisecond
	if engine != "sqlite" {
		within = 0
	}
	var long, replies []string
	for _, one := range t.some {
		long, replies = append(long, at+"/topics/"+one+"?page=1"), append(replies, at+"/topics/"+one+"/replies")
	}
	reply := func(n int) url.Values { return url.Values{"once": {id.Token()}, "text": {sentence(n, n)}} }
	return []house.Ask{
		{Name: "a topic, a page of fifty posts", Paths: long, As: t.look, Holds: "the next small thing", Within: within},
		{Name: "a topic, five posts", Paths: []string{at + "/topics/" + t.short + "?page=1"}, As: t.look, Holds: "the next small thing", Within: within},
		{Name: "the forum", Paths: []string{at}, As: t.look, Holds: "An evening in the week", Within: 20 * time.Millisecond},
		{Name: "a space", Paths: []string{at + "/spaces/" + t.group.ID + "-shares"}, As: t.look, Holds: "An evening in the week", Within: 20 * time.Millisecond},
		{Name: "posting", Paths: replies, As: t.look, Form: reply, Times: *posted},
	}
}
