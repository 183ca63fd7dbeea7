package private

import (
	"context"
	"slices"
	"time"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
)

// Thread is a thread as one of the two sees it.
type Thread struct {
	ID       string
	Post     string // "" where it is not theirs to open just now, or there is none
	Title    string // of the topic; "" as Post
	Side     Side   // the reader's
	Stewards bool   // the other is the stewards
	Hidden   bool   // the reader wrote the post without their name
	Other    forum.Author
	Words    []Word
	Fresh    bool // something the reader has not read
	Refuses  bool // the reader wants no more
	Asks     bool // there is a card for the reader to answer
	Leaders  bool // those who look after the group see that answer
	Last     time.Time

	number int64
}

// Word is a note as one of the two sees it.
type Word struct {
	ID      string
	Mine    bool
	HTML    string // safe
	Card    bool
	Leaders bool
	Answer  Answer
	Made    time.Time
}

// Empty tells whether the reader sees nothing of it.
func (t Thread) empty() bool { return len(t.Words) == 0 }

// threadIn is a thread of the member's, and which side of it they are. For
// everybody else it does not exist.
func (s *Service) threadIn(ctx context.Context, tx *db.Tx, m group.Member, thread string) (threadRow, Side, error) {
	row, err := threadByID(ctx, tx, thread)
	if err != nil || row.Group != m.Group.ID {
		return row, Sender, orMissing(err)
	}
	switch m.Self.ID {
	case row.Sender:
		return row, Sender, nil
	case row.Author:
		return row, Author, nil
	}
	k, err := s.forum.Marks(ctx)
	if err != nil || row.Mark == "" || row.Mark != k.Of(m.Self.ID, row.ID) {
		return threadRow{}, Sender, orMissing(err)
	}
	return row, Author, nil
}

func orMissing(err error) error {
	if err == nil {
		return fault.Missing()
	}
	return err
}

// ThreadFor is a thread of the member's. That they opened it is seen by nobody.
func (s *Service) ThreadFor(ctx context.Context, m group.Member, thread string) (t Thread, err error) {
	if err := m.May(group.Read); err != nil {
		return t, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, side, err := s.threadIn(ctx, tx, m, thread)
		if err != nil {
			return err
		}
		list, err := s.threads(ctx, tx, m, []threadRow{row}, map[string]Side{row.ID: side})
		if err != nil || len(list) == 0 {
			return orMissing(err)
		}
		t = list[0]
		return nil
	})
	return t, err
}

// NotesFor are the member's threads in this group, those with something unread
// first, then the latest.
func (s *Service) NotesFor(ctx context.Context, m group.Member) (list []Thread, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, sides, err := s.mine(ctx, tx, m.Self.ID, m.Group.ID)
		if err != nil {
			return err
		}
		list, err = s.threads(ctx, tx, m, rows, sides)
		return err
	})
	slices.SortStableFunc(list, func(a, b Thread) int {
		if a.Fresh != b.Fresh {
			return map[bool]int{true: -1, false: 1}[a.Fresh]
		}
		return b.Last.Compare(a.Last)
	})
	return list, err
}

// mine are the threads of a membership in a group, also those in which only a
// mark stands for it.
func (s *Service) mine(ctx context.Context, tx *db.Tx, membership, groupID string) ([]threadRow, map[string]Side, error) {
	sides := map[string]Side{}
	rows, err := threadsWith(ctx, tx, membership)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rows {
		sides[r.ID] = Side(r.Author == membership)
	}
	marked, err := s.marked(ctx, tx, membership, groupID)
	if err != nil {
		return nil, nil, err
	}
	unnamed, err := threadsByID(ctx, tx, marked)
	for _, r := range unnamed {
		sides[r.ID] = Author
	}
	return append(rows, unnamed...), sides, err
}

// marked are the threads of a group in which somebody is the anonymous author.
func (s *Service) marked(ctx context.Context, tx *db.Tx, membership, groupID string) (ids []string, err error) {
	all, err := marksIn(ctx, tx, groupID)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	k, err := s.forum.Marks(ctx)
	for _, one := range all {
		if err == nil && one.Mark == k.Of(membership, one.ID) {
			ids = append(ids, one.ID)
		}
	}
	return ids, err
}

// threads are threads as the member sees them. What holds nothing for them is
// left out.
func (s *Service) threads(ctx context.Context, tx *db.Tx, m group.Member, rows []threadRow, sides map[string]Side) (list []Thread, err error) {
	var ids, people []string
	for _, r := range rows {
		ids = append(ids, r.ID)
		if other := r.other(sides[r.ID]); other != "" && !slices.Contains(people, other) {
			people = append(people, other)
		}
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, people)
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	of := map[string][]wordRow{}
	for _, w := range words {
		of[w.Thread] = append(of[w.Thread], w)
	}
	for _, r := range rows {
		t, err := s.thread(ctx, m, r, sides[r.ID], heard, of[r.ID])
		if err != nil {
			return nil, err
		}
		if !t.empty() {
			list = append(list, t)
		}
	}
	return list, nil
}

// other is the membership on the other side, or "" where there is none that the
// reader could know.
func (r threadRow) other(side Side) string {
	if side == Author {
		return r.Sender
	}
	return r.Author
}

func (s *Service) thread(ctx context.Context, m group.Member, r threadRow, side Side, heard map[string]group.Heard, words []wordRow) (Thread, error) {
	t := Thread{ID: r.ID, Side: side, Stewards: side == Author && r.Desk == stewards, Hidden: side == Author && r.Mark != "", Refuses: r.senderRefuses, number: r.number, Last: clock.FromMillis(r.last)}
	seen, cut := r.senderSeen, r.senderCut
	if side == Author {
		t.Refuses, seen, cut = r.authorRefuse, r.authorSeen, r.authorCut
	}
	seen = max(seen, s.reads.Of(readAt{r.ID, side}))
	other, named := heard[r.other(side)], r.other(side) != ""
	t.Other = r.seen(side, other, named)
	if r.shows(m, side, other) {
		t.Post, t.Title = r.Post, r.title
	}
	for _, row := range words {
		mine := Side(row.fromAuthor) == side
		if row.number <= cut || !mine && named && other.Unheard {
			continue
		}
		c, err := s.open(ctx, row)
		if err != nil {
			return t, err
		}
		if !mine && c.Unheard {
			continue
		}
		t.add(Word{ID: row.ID, Mine: mine, HTML: c.HTML, Card: c.Card, Leaders: c.Leaders, Answer: c.Answer, Made: clock.FromMillis(row.made)}, row.number > seen)
	}
	return t, nil
}

func (t *Thread) add(w Word, unread bool) {
	t.Words, t.Last = append(t.Words, w), w.Made
	switch {
	case w.Card && !w.Mine:
		t.Asks, t.Leaders = true, w.Leaders
	case w.Answer != Unanswered:
		t.Asks = false
	}
	t.Fresh = t.Fresh || unread && !w.Mine
}

// seen is the other as the reader sees them.
func (r threadRow) seen(side Side, other group.Heard, named bool) forum.Author {
	switch {
	case named && other.Unheard:
		return forum.Author{Persona: group.Persona{Former: true}}
	case named:
		return forum.Author{Persona: other.Persona}
	case side == Sender && r.Mark != "" && r.postMark != "":
		return forum.Unnamed(r.postMark, int(r.pseudonym))
	}
	return forum.Author{Persona: group.Persona{Former: true}}
}

// shows tells whether the reader can open the post from here: nobody learns here
// what the forum does not show them.
func (r threadRow) shows(m group.Member, side Side, other group.Heard) bool {
	here := r.postState == string(forum.Here) || m.KeepsSafe() && r.postState != string(forum.Gone)
	return r.Post != "" && (side == Author || here && !other.Unheard)
}

// UnreadFor tells whether there is something unread for the member.
func (s *Service) UnreadFor(ctx context.Context, m group.Member) (n int, err error) {
	list, err := s.NotesFor(ctx, m)
	for _, t := range list {
		if t.Fresh {
			n++
		}
	}
	return n, err
}

// AnswerIn is what was answered to a card in a thread, within a transaction: for
// those who look after the group, whom the card said they see it.
func (s *Service) AnswerIn(ctx context.Context, tx *db.Tx, thread string) (Answer, error) {
	words, err := wordsOf(ctx, tx, []string{thread})
	answer, asked := Unanswered, false
	for _, w := range words {
		c, err := s.open(ctx, w)
		if err != nil {
			return Unanswered, err
		}
		asked = asked || c.Card && c.Leaders
		if asked && c.Answer != Unanswered {
			answer = c.Answer
		}
	}
	return answer, err
}
