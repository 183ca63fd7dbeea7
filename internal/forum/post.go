package forum

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/richtext"
)

// AltMost is how many characters the words that stand for a picture may have.
const AltMost = 500

// tellAfter is how long nobody is told of a post, so that its author can take it
// back as if it had never been.
const tellAfter = 10 * time.Second

// Post is one post as one member sees it.
type Post struct {
	ID      string
	Topic   string
	Group   string
	Number  int64 // within its topic, from 1
	State   State
	Author  Author
	Mine    bool
	HTML    string // safe
	Notes   []string
	Quote   *Quote   // nil where nothing is quoted
	Cared   []string // the kinds of reaction that somebody left
	Own     []string // those of the reader
	Kept    bool     // the reader keeps it for themselves
	Picture *Picture // nil for none
	Made    time.Time
	Edited  time.Time // zero for never

	seq int64 // its place among all that was said in the group
}

// Picture is a picture in a post.
type Picture struct {
	Key           string // of its file
	Alt           string // what can be seen on it, in its author's words; "" where they said nothing
	Width, Height int
}

// Words are what somebody is about to say.
type Words struct {
	Text      string
	Notes     []string // ids of content notes
	Anonymous bool
	Quote     string // the id of the post that is quoted, or ""
	Excerpt   string // which of its words; "" for its beginning
	Picture   *Picture
}

// draft is a post that was made ready outside of the transaction.
type draft struct {
	id, topic string
	anonymous bool
	body      richtext.Body
	notes     string
	quote     string
	excerpt   string
	picture   Picture
	mark      string // of an anonymous author
	author    []byte // the same, sealed
	watched   bool

	written postRow
}

// post is what became of it, for whoever wrote it.
func (d *draft) post() Post {
	return Post{ID: d.written.ID, Topic: d.written.Topic, Group: d.written.Group, Number: d.written.Number, State: d.written.State, Mine: true}
}

// prepare renders and checks words for a topic, and locks away their author
// where nobody is to know.
func (s *Service) prepare(ctx context.Context, m group.Member, topic string, w Words) (*draft, error) {
	d := &draft{id: id.New(s.clock), topic: topic, anonymous: w.Anonymous, quote: w.Quote, excerpt: w.Excerpt}
	var err error
	if d.body, err = s.render(ctx, w.Text); err != nil {
		return nil, err
	}
	if d.notes, err = s.joinNotes(ctx, w.Notes); err != nil {
		return nil, err
	}
	if w.Picture != nil {
		d.picture = *w.Picture
		if err := checkAlt(d.picture.Alt); err != nil {
			return nil, err
		}
	}
	if !w.Anonymous {
		return d, nil
	}
	if d.author, err = s.sealAuthor(ctx, m.Self.ID, d.id); err != nil {
		return nil, err
	}
	k, err := s.marker(ctx)
	if err == nil {
		d.mark = k.of(m.Self.ID, topic)
	}
	return d, err
}

func checkAlt(alt string) error {
	if utf8.RuneCountInString(alt) > AltMost {
		return fault.Field("alt", "Shorten this to {.Most} characters.", map[string]any{"Most": AltMost})
	}
	return nil
}

func (s *Service) render(ctx context.Context, text string) (richtext.Body, error) {
	body, err := s.text.Render(ctx, richtext.Post, text)
	if f, expected := fault.From(err); expected && f.Field == "" && (f.Kind == fault.Invalid || f.Kind == fault.TooLarge) {
		named := *f
		named.Field, named.Kind = "text", fault.Invalid
		return body, &named
	}
	if err == nil && body.Blank() {
		err = fault.Field("text", "Write a few words first.")
	}
	return body, err
}

// joinNotes are the content notes that count, as they are kept.
func (s *Service) joinNotes(ctx context.Context, ids []string) (string, error) {
	if len(ids) == 0 {
		return "", nil
	}
	known, err := s.notes(ctx, ids)
	slices.Sort(known)
	return strings.Join(slices.Compact(known), ","), err
}

// Reply writes a post into a topic.
func (s *Service) Reply(ctx context.Context, m group.Member, topic string, w Words) (Post, error) {
	d, err := s.prepare(ctx, m, topic, w)
	if err != nil {
		return Post{}, err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, act, err := s.speaker(ctx, tx, m)
		if err != nil {
			return err
		}
		t, err := s.topicIn(ctx, tx, m, topic)
		if err != nil {
			return err
		}
		if err := s.hears(ctx, tx, m, t.first); err != nil {
			return err
		}
		if err := t.acceptsAnswers(t.mine); err != nil {
			return err
		}
		set, err := settingOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		d.watched = set.watches(d.body.Text + "\n" + d.picture.Alt)
		if err := s.write(ctx, tx, m, act, set, &t.Topic, d); err != nil {
			return err
		}
		return deleteDraft(ctx, tx, m.Self.ID, topic)
	})
	return d.post(), err
}

// speaker is the member as one who may say something: with a key as much as they
// like, without one once, and somebody looks at that first.
func (s *Service) speaker(ctx context.Context, tx *db.Tx, m group.Member) (group.Member, group.Act, error) {
	m, err := m.Again(ctx, tx, group.Introduce)
	if err != nil || m.Can(group.Share) {
		return m, group.Share, err
	}
	wrote, err := wroteOnce(ctx, tx, m.Self.ID)
	if err == nil && wrote {
		err = m.May(group.Share)
	}
	return m, group.Introduce, err
}

// hears is NotFound where a block or a mute stands between the member and who
// wrote a post. Nothing ever stands before an anonymous one.
func (s *Service) hears(ctx context.Context, tx *db.Tx, m group.Member, p postRow) error {
	if p.By == "" || p.By == m.Self.ID {
		return nil
	}
	heard, err := s.groups.HeardIn(ctx, tx, m, []string{p.By})
	if err == nil && heard[p.By].Unheard {
		err = fault.Missing()
	}
	return err
}

// write puts a post into its topic, within the transaction of a use case that
// holds the group's lock.
func (s *Service) write(ctx context.Context, tx *db.Tx, m group.Member, act group.Act, set Setting, t *Topic, d *draft) error {
	if err := set.allows(d, t.Kind, act); err != nil {
		return err
	}
	if err := s.paced(ctx, tx, m, set, t.ID, d); err != nil {
		return err
	}
	p, err := s.row(ctx, tx, m, t, d)
	if err != nil {
		return err
	}
	if p.State, err = s.stateOf(ctx, tx, m, set, act, d); err != nil {
		return err
	}
	if err := insertPost(ctx, tx, p); err != nil {
		return err
	}
	if d.anonymous {
		if err := insertAuthor(ctx, tx, p.ID, d.author); err != nil {
			return err
		}
	}
	d.written = p
	if p.Number == 1 {
		if err := writeTopicState(ctx, tx, t.ID, p.State, p.notes); err != nil {
			return err
		}
	}
	if p.State == Waits {
		return s.events.Emit(ctx, tx, Held{Group: p.Group, Post: p.ID})
	}
	return s.posted(ctx, tx, p)
}

// row is the post as it will stand in its topic.
func (s *Service) row(ctx context.Context, tx *db.Tx, m group.Member, t *Topic, d *draft) (postRow, error) {
	now := clock.Millis(s.clock.Now())
	p := postRow{ID: d.id, Topic: t.ID, Group: m.Group.ID, HTML: d.body.HTML, source: d.body.Source, rendered: int64(d.body.Version), notes: d.notes, Mark: d.mark, made: now}
	p.picture, p.alt, p.width, p.height = d.picture.Key, d.picture.Alt, int64(d.picture.Width), int64(d.picture.Height)
	if !d.anonymous {
		p.By = m.Self.ID
	}
	var err error
	if p.HTML, err = s.mention(ctx, tx, m, d.anonymous, p.HTML); err != nil {
		return p, err
	}
	if d.quote != "" {
		if p.quote, p.quoteText, err = s.quote(ctx, tx, m, t.ID, d.quote, d.excerpt); err != nil {
			return p, err
		}
	}
	if d.anonymous {
		if p.Pseudonym, err = pseudonymOf(ctx, tx, m.Group.ID, t.ID, d.mark); fault.KindOf(err) == fault.NotFound {
			p.Pseudonym, err = nextPseudonym(ctx, tx, t.ID)
		}
		if err != nil {
			return p, err
		}
	}
	if p.seq, err = nextSeq(ctx, tx, m.Group.ID); err != nil {
		return p, err
	}
	p.Number, err = nextNumber(ctx, tx, t.ID, p.seq, now)
	return p, err
}

// allows tells whether the group's settings allow what is about to be written.
func (set Setting) allows(d *draft, kind Kind, act group.Act) error {
	switch {
	case d.anonymous && !set.Anonymity(kind):
		return fault.Field("anonymous", "Nothing is written anonymously here. You can write under your name in this group.")
	case d.anonymous && act != group.Share:
		return fault.Field("anonymous", "Keep your seat first: then you can write without your name.")
	case d.picture.Key != "" && !set.Pictures:
		return fault.Field("picture", "This group talks without pictures.")
	}
	return nil
}

// Anonymity tells whether one may write anonymously in a topic of this kind.
func (set Setting) Anonymity(kind Kind) bool {
	return set.Anonymous == All || set.Anonymous == Shares && kind == Share
}

// paced keeps the group's pause between two posts of one person in one topic.
func (s *Service) paced(ctx context.Context, tx *db.Tx, m group.Member, set Setting, topic string, d *draft) error {
	if set.Slow == 0 || m.Self.Role.Leads() && !d.anonymous {
		return nil // without a name, a leader who need not wait would be known as one
	}
	mark := d.mark
	if mark == "" {
		k, err := s.marker(ctx)
		if err != nil {
			return err
		}
		mark = k.of(m.Self.ID, topic)
	}
	last, err := lastMade(ctx, tx, topic, m.Self.ID, mark)
	if err != nil {
		return err
	}
	wait := clock.FromMillis(last).Add(time.Duration(set.Slow) * time.Second).Sub(s.clock.Now())
	if wait > 0 {
		return fault.Later(wait, "This group takes its time: a little while lies between two posts. What you wrote is kept.")
	}
	return nil
}

// stateOf is whether a post waits for somebody to look at it.
func (s *Service) stateOf(ctx context.Context, tx *db.Tx, m group.Member, set Setting, act group.Act, d *draft) (State, error) {
	switch {
	case m.Self.Role.Leads() && !d.anonymous:
		return Here, nil // without a name they wait as all do, or they would be known by it
	case act != group.Share, d.watched, set.Review && d.anonymous:
		return Waits, nil
	case !set.Review:
		return Here, nil
	}
	known, err := wroteBefore(ctx, tx, m.Self.ID)
	if err != nil || known {
		return Here, err
	}
	return Waits, nil
}

// posted says that a post is there for others.
func (s *Service) posted(ctx context.Context, tx *db.Tx, p postRow) error {
	if p.By != "" {
		if err := s.groups.SpokeIn(ctx, tx, p.Group, p.By); err != nil {
			return err
		}
		if err := insertFollow(ctx, tx, p.By, p.Topic, p.Group, Follow); err != nil {
			return err
		}
	}
	if p.Number == 1 {
		if err := s.events.Emit(ctx, tx, group.Stirred{Group: p.Group}); err != nil {
			return err
		}
	}
	if err := s.index(ctx, tx, p); err != nil {
		return err
	}
	if err := s.tellLater(ctx, tx, p.ID); err != nil {
		return err
	}
	return s.events.Emit(ctx, tx, Posted{Group: p.Group, Topic: p.Topic, Post: p.ID, Number: p.Number})
}
