//go:build bench

package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/bench/house"
	"handrail/internal/group"
	"handrail/internal/group/name"
	"handrail/internal/group/word"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/id"
)

// Those who look: some members, and some who lead and greet.
const (
	visitors = 40
	leading  = 10
	mine     = 20 // groups of each of them
)

// town is the house that is measured.
type town struct {
	*house.Town
	now     int64
	large   group.Group
	small   []group.Group
	look    []house.Visitor
	middle  string // a membership in the middle of the list
	greeter string // one that greets
}

// found makes the house: its groups by the use case, and the rows of its members
// at once.
func found(ctx context.Context, p house.Place) (*town, error) {
	t := &town{now: clock.Millis(time.Now())}
	return t, p.Fill(ctx, func(ctx context.Context, h *house.Town) error {
		t.Town = h
		for _, step := range []func(context.Context) error{t.comeIn, t.foundGroups, t.fillLarge, t.fillSmall, t.talk} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// comeIn lets those in who look. Whoever leads has a phrase: without a key they
// would be shown less.
func (t *town) comeIn(ctx context.Context) error {
	for n := range visitors {
		v, err := t.ComeIn(ctx, n)
		if err == nil && n < leading {
			err = t.KeepPhrase(ctx, &v)
		}
		if err != nil {
			return err
		}
		t.look = append(t.look, v)
	}
	return nil
}

func (t *town) foundGroups(ctx context.Context) error {
	m, err := t.Found(ctx, t.look[0], house.Plan(ctx, "The large one", "Tomasz"))
	if err != nil {
		return err
	}
	t.large = m.Group
	for n := range *others {
		p := house.Plan(ctx, fmt.Sprintf("%s evenings %03d", persona(n), n), "Tomasz")
		p.Group.Kind = word.Kinds()[n%3]
		m, err := t.Found(ctx, t.look[0], p)
		if err != nil {
			return err
		}
		t.small = append(t.small, m.Group)
	}
	return nil
}

// persona is a name, no two of them alike.
func persona(n int) string {
	first := strings.Fields("Ada Alder Bo Cleo Dev Edie Fern Gwen Hal Ikenna Juniper Kit Lin Mara Nadia Owen Pip Quill Rosa Saffi Teo Una Vic Wren Xenia Yuki Zora")
	ends := []string{"of the hill", "by the sea", "from the lane", "in blue", "with a hat", "at dawn", "next door", "on a boat", "under trees", "near the bridge"}
	return fmt.Sprintf("%s %s %d", first[n%len(first)], ends[n/len(first)%len(ends)], n/len(first)/len(ends)+1)
}

// belong adds a membership; one without an account is somebody's who left no
// trace but what the page shows.
func (t *town) belong(ctx context.Context, tx *db.Tx, g group.Group, account string, n int, role group.Role, spoke bool) (string, error) {
	membership, called := id.Random(), persona(n)
	joined := t.now - int64(n%900+1)*24*3600*1000/3
	var said, code any
	if spoke {
		said = joined
	}
	if role == group.Greeter {
		code = joined
	}
	_, err := tx.Exec(ctx, `INSERT INTO group_membership (id, group_id, account_id, standing, role, professional, name, name_fold, pronouns, about, seed, picture, picture_mark,
		answer, agreed, wants_hello, afterwards, left_how, joined_at, shown_at, spoke_at, code_at)
		VALUES (?, ?, ?, 'here', ?, FALSE, ?, ?, 'they/them', 'Mostly mornings, and a walk when it gets long.', ?, '', '', '', 1, FALSE, 'stay', '', ?, ?, ?, ?)`,
		membership, g.ID, account, string(role), called, name.Fold(called), id.Random(), joined, joined, said, code)
	return membership, err
}

// fillLarge makes the members of the large group. Two in five have not spoken.
func (t *town) fillLarge(ctx context.Context) error {
	if err := t.InBatches(ctx, *members, 5000, t.settle); err != nil {
		return err
	}
	return t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE group_group SET members = ? WHERE id = ?`, *members, t.large.ID)
		return err
	})
}

// settle makes one member of the large group, with an account. Two in five
// looked in lately.
func (t *town) settle(ctx context.Context, tx *db.Tx, n int) error {
	who, role := "", group.Plain
	switch {
	case n == 0:
		return nil // founded it
	case n < leading:
		who, role = t.look[n].Account, group.CoFacilitator
	case n < visitors:
		who = t.look[n].Account
	default:
		who = id.Random()
		if _, err := tx.Exec(ctx, `INSERT INTO account_account (id, made_at, name_mark, handle) VALUES (?, ?, ?, ?)`, who, t.now, id.Random(), id.Random()); err != nil {
			return err
		}
		if n < 2*visitors {
			role = group.Greeter
		}
	}
	m, err := t.belong(ctx, tx, t.large, who, n, role, n < 2*visitors || n%5 > 1)
	if err != nil {
		return err
	}
	switch {
	case n == *members/2:
		t.middle = m
	case role == group.Greeter:
		t.greeter = m
	}
	if n%5 < 2 {
		_, err = tx.Exec(ctx, `INSERT INTO group_read (membership_id, group_id, read_at, before_at) VALUES (?, ?, ?, ?)`, m, t.large.ID, t.now-int64(n), t.now-int64(n)-1000)
	}
	return err
}

// fillSmall gives everybody who looks groups of their own: twenty in all.
func (t *town) fillSmall(ctx context.Context) error {
	return t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, v := range t.look[1:] {
			for n := range min(mine-1, len(t.small)) {
				g := t.small[(v.N*7+n)%len(t.small)]
				if _, err := t.belong(ctx, tx, g, v.Account, v.N, group.Plain, true); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// talk has two thousand of the large group introduce themselves, as many others
// greeted who say nothing, and ten of those who look block two others each.
func (t *town) talk(ctx context.Context) error {
	return t.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO group_hello (id, group_id, newcomer_id, author_id, source, html, rendered, made_at)
			SELECT m.id, m.group_id, m.id, m.id, 'I am here, and that is a start.', '<p>I am here, and that is a start.</p>', 1, m.joined_at
			FROM group_membership m WHERE m.group_id = ? AND m.spoke_at IS NOT NULL ORDER BY m.id LIMIT 2000`, t.large.ID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO group_hello (id, group_id, newcomer_id, author_id, source, html, rendered, made_at)
			SELECT m.id, m.group_id, m.id, ?, 'Hello.', '<p>Hello.</p>', 1, m.joined_at FROM group_membership m WHERE m.group_id = ? AND m.spoke_at IS NULL AND m.role = 'member' ORDER BY m.id LIMIT 2000`, t.greeter, t.large.ID)
		if err != nil {
			return err
		}
		for _, v := range t.look[visitors-10:] {
			_, err := tx.Exec(ctx, `INSERT INTO group_block (group_id, account_id, other_id, made_at)
				SELECT group_id, ?, account_id, 1 FROM group_membership WHERE group_id = ? AND account_id <> ? AND role = 'member' ORDER BY id LIMIT 2`, v.Account, t.large.ID, v.Account)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// asks are what is measured.
func (t *town) asks() []house.Ask {
	at, look, lead := "/groups/"+t.large.Slug, t.look[leading:], t.look[1:leading]
	ask := func(name, path, holds string, as []house.Visitor) house.Ask {
		return house.Ask{Name: name, Paths: []string{path}, As: as, Holds: holds, Within: within}
	}
	return []house.Ask{
		ask("members, the first page", at+"/members", "Ada", look),
		ask("members, a page in the middle", at+"/members?after="+t.middle, "", look),
		ask("members, a name that many have", at+"/members?q=Wren", "Wren", look),
		ask("members, a name that nobody has", at+"/members?q=Zebedee", "", look),
		ask("members, for who leads", at+"/members", "Ada", lead),
		ask("the group's home", at, "that is a start", look),
		ask("the group's home, for who leads", at, "that is a start", lead),
		ask("the directory", "/groups", "evenings", look),
		ask("the directory, a page further", "/groups?after="+t.small[len(t.small)/2].Slug, "evenings", look),
		ask("the directory, a word that none has", "/groups?q=Zebedee", "", look),
		ask("home, with twenty groups", "/home", "evenings", look),
	}
}
