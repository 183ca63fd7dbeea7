package sheet

import (
	"context"
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

// like is the same for all who see a sheet the same way: all names, or else each as
// they alone see it.
func (g glance) like(l looker) string {
	hidden := func(who string) bool { return g.hides(l, queue.Who(who)) }
	if slices.Contains(g.Hiding, queue.Who(l.id)) || slices.ContainsFunc(g.State.people(among(g.lines)), hidden) {
		return l.id
	}
	return ""
}

// ticketed is what a ticket begins with.
const ticketed = "~"

// marker makes tickets of a sheet. It reads a key, and so has no place within a
// transaction.
func (s *Service) marker(ctx context.Context, sheet string) (func([]byte) []byte, error) {
	return s.o.Keys.Marker(ctx, ownerOf(sheet), "ticket")
}

// ticket stands for somebody whose name is hidden. It is the same for one evening
// and one looker: nobody can tell whose it is, also not two who compare theirs.
func (g glance) ticket(l looker, who queue.Who) string {
	return ticketed + hex.EncodeToString(g.mark([]byte(l.id + " " + string(who)))[:12])
}

// markerFor is the marker of the sheet of a date where a form names a ticket.
func (s *Service) markerFor(ctx context.Context, m group.Member, key, token string) (func([]byte) []byte, error) {
	if !strings.HasPrefix(token, ticketed) {
		return nil, nil
	}
	sheet, err := s.sheetOf(ctx, m, key)
	if err != nil {
		return nil, err
	}
	return s.marker(ctx, sheet)
}

// meant is whom a form names in the queue, by what its page knew of them; "" for
// nobody. A page that must not know who waits cannot ask it either.
func (s *Service) meant(ctx context.Context, d *day, token string, mark func([]byte) []byte) (queue.Who, error) {
	if token == "" {
		return "", nil
	}
	ids := []string{d.m.Self.ID}
	for _, h := range d.Queue.Waiting {
		ids = append(ids, string(h.Who))
	}
	apart, err := s.o.Groups.ApartIn(ctx, d.tx, d.group, ids)
	g, l := glance{State: d.State, apart: apart, mark: mark}, lookerOf(d.m)
	for _, h := range d.Queue.Waiting {
		if mark != nil && token == g.ticket(l, h.Who) || token == string(h.Who) && !g.hides(l, h.Who) {
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
