package sheet

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"handrail/internal/group"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/db"
)

// looker is somebody who looks at a sheet.
type looker struct {
	id   string
	safe bool // they keep the group safe, and no block hides anybody from them
}

func lookerOf(m group.Member) looker { return looker{m.Self.ID, m.KeepsSafe()} }

// hides tells whether somebody is without a name for a looker: they chose that, or
// a block stands between the two. Both look the same.
func (g glance) hides(l looker, who queue.Who) bool {
	if string(who) == l.id {
		return false
	}
	return slices.Contains(g.Hiding, who) || g.keepsApart(l, string(who))
}

// keepsApart tells whether a block stands between a looker and somebody.
func (g glance) keepsApart(l looker, who string) bool {
	return !l.safe && g.apart[[2]string{l.id, who}]
}

// like is the same for all who see a sheet the same way.
func (g glance) like(l looker) string {
	var differ []string
	if slices.Contains(g.Hiding, queue.Who(l.id)) {
		differ = append(differ, "own "+l.id) // they see themselves
	}
	for _, who := range g.State.people(among(g.lines)) {
		if g.keepsApart(l, who) {
			differ = append(differ, who)
		}
	}
	return strings.Join(differ, " ")
}

// ticket stands for somebody whose name is hidden. It is the same for one evening,
// and nobody who follows can tell whose it is.
func (s *State) ticket(who queue.Who) string {
	mac := hmac.New(sha256.New, []byte(s.Salt))
	mac.Write([]byte(who))
	return "~" + hex.EncodeToString(mac.Sum(nil)[:12])
}

// meant is whom a form names in the queue, by what its page knew of them; "" for
// nobody. A page that must not know who waits cannot ask it either.
func (s *Service) meant(ctx context.Context, d *day, token string) (queue.Who, error) {
	if token == "" {
		return "", nil
	}
	ids := []string{d.m.Self.ID}
	for _, h := range d.Queue.Waiting {
		ids = append(ids, string(h.Who))
	}
	apart, err := s.o.Groups.ApartIn(ctx, d.tx, d.group, ids)
	g := glance{State: d.State, apart: apart}
	for _, h := range d.Queue.Waiting {
		if token == d.ticket(h.Who) || token == string(h.Who) && !g.hides(lookerOf(d.m), h.Who) {
			return h.Who, err
		}
	}
	return "", err
}

// facesIn names who is named in a sheet, and finds between whom of them, those
// present and the reader a block stands. reader is "" where nobody reads a page.
func (s *Service) facesIn(ctx context.Context, tx *db.Tx, g *glance, reader string) (err error) {
	named := g.State.people(among(g.lines))
	for _, one := range g.lines {
		if one.membership != "" {
			named = append(named, one.membership)
		}
	}
	if reader != "" {
		named = append(named, reader)
		for _, who := range g.Queue.With(queue.Who(reader)) {
			named = append(named, string(who))
		}
	}
	all := slices.Clone(named)
	for _, one := range g.present {
		all = append(all, one.Membership)
	}
	if g.apart, err = s.o.Groups.ApartIn(ctx, tx, g.group, all); err != nil {
		return err
	}
	for pair := range g.apart {
		named = append(named, pair[0]) // who keeps the group safe among them, see looker
	}
	for _, one := range g.present {
		if one.hosts {
			named = append(named, one.Membership)
		}
	}
	g.people, err = s.o.Groups.PresentIn(ctx, tx, g.group, named)
	return err
}
