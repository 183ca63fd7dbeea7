package forum

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// Kind says what a topic is.
type Kind string

// The kinds of topic.
const (
	Share      Kind = "share"      // a story
	Question   Kind = "question"   // an answer can be marked as what helped
	Discussion Kind = "discussion" // talk
)

// Kinds are the kinds in the order in which they are offered.
func Kinds() []Kind { return []Kind{Share, Question, Discussion} }

// Says names the kind.
func (k Kind) Says() i18n.Text {
	switch k {
	case Share:
		return "A share"
	case Question:
		return "A question"
	}
	return "A discussion"
}

// Answers says what an answer may be. It is shown beside the box in which one is
// written; only None is kept by the program, the rest by people.
type Answers string

// What answers may be.
const (
	None       Answers = "none"       // none: it is to be heard
	Thanks     Answers = "thanks"     // thanks, and that it was heard
	Experience Answers = "experience" // what one has lived through oneself
	Anything   Answers = "open"       // whatever is kind
	Advice     Answers = "advice"     // advice too
)

// AllAnswers are all, in the order in which they are offered.
func AllAnswers() []Answers { return []Answers{None, Thanks, Experience, Anything, Advice} }

// Says names what an answer may be.
func (a Answers) Says() i18n.Text {
	switch a {
	case None:
		return "No answers, please"
	case Thanks:
		return "A thank you, no more"
	case Experience:
		return "Your own experience"
	case Advice:
		return "Advice is welcome"
	}
	return "Open"
}

// Guides tells whoever writes an answer what is wished for.
func (a Answers) Guides() i18n.Text {
	switch a {
	case None:
		return "Whoever wrote this wants to be heard and needs no answer. You can show that you care."
	case Thanks:
		return "A thank you is enough here: “I hear you.” Please no advice and no questions."
	case Experience:
		return "Please speak of yourself: what you have lived through, and how that was. Please no advice."
	case Advice:
		return "Advice is welcome here. What helped you may not help everybody, so offer it gently."
	}
	return "Say what you like, kindly. Please ask before you give advice."
}

// State says whether others can read a topic or a post.
type State string

// The states.
const (
	Here   State = "here"
	Waits  State = "held"   // until somebody lets it through
	Hidden State = "hidden" // by those who keep the group safe
	Gone   State = "gone"   // its words are deleted
)

// The bounds of topics.
const (
	TitleMost = 150 // characters
	PageSize  = 50  // posts on a page of a topic
)

// Topic is a topic as one member sees it.
type Topic struct {
	ID      string
	Group   string
	Space   string
	Kind    Kind
	Title   string // "" where its author took it back
	Answers Answers
	Own     Answers // what its author wished; "" where the space's counts
	State   State
	Pinned  bool
	Closed  bool
	Number  int64 // of its last post
	Seq     int64 // of its last post, among all of the group
	Helped  int64 // the number of the answer that helped, or 0
	Notes   []string
	Ballot  string // of the poll in it, or ""
	Made    time.Time
	Last    time.Time // when its last post was made
	Ends    time.Time // when it goes; zero for as long as the group

	First  string // the id of its first post
	Author Author
	Mine   bool
}

// Pages is how many pages its posts make.
func (t Topic) Pages() int { return PageOf(t.Number) }

// PageOf is the page, counted from 1, on which a post of this number stands.
func PageOf(number int64) int { return int(max(number, 1)-1)/PageSize + 1 }

// acceptsAnswers tells whether somebody may write into the topic.
func (t Topic) acceptsAnswers(mine bool) error {
	switch {
	case t.State == Waits:
		return fault.New(fault.Conflict, "Somebody looks at this topic first. You can answer once it is there for all.")
	case t.State != Here && !mine:
		return fault.New(fault.Conflict, "What this topic began with was taken back. You can begin one of your own.")
	case t.Closed:
		return fault.New(fault.Forbidden, "This topic is closed. You can begin another one.")
	case t.Answers == None && !mine:
		return fault.New(fault.Forbidden, "Whoever wrote this needs no answer. You can show that you care.")
	}
	return nil
}

// Beginning is a topic about to be.
type Beginning struct {
	Space   string
	Kind    Kind
	Title   string
	Answers Answers // "" for what holds in the space
	Keep    int     // days until it goes; 0 for what the group says of shares
	Words
}

// Begin begins a topic with its first post, and gives that post.
func (s *Service) Begin(ctx context.Context, m group.Member, b Beginning) (Post, error) {
	if err := b.check(); err != nil {
		return Post{}, err
	}
	p, err := s.prepare(ctx, m, id.New(s.clock), b.Words)
	if err != nil {
		return Post{}, err
	}
	err = s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		m, act, err := s.speaker(ctx, tx, m)
		if err != nil {
			return err
		}
		sp, err := spaceIn(ctx, tx, m, b.Space)
		if err != nil {
			return err
		}
		if err := sp.takes(m); err != nil {
			return err
		}
		set, err := settingOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		t := s.topic(p.topic, sp, set, b)
		if err := insertTopic(ctx, tx, t); err != nil {
			return err
		}
		if p.watched = set.watches(b.Title + "\n" + p.body.Text + "\n" + p.picture.Alt); !p.anonymous && t.State == Here {
			if err := insertFollow(ctx, tx, m.Self.ID, t.ID, m.Group.ID, Follow); err != nil {
				return err
			}
		}
		if err := s.write(ctx, tx, m, act, set, &t, p); err != nil {
			return err
		}
		return deleteDraft(ctx, tx, m.Self.ID, b.Space)
	})
	return p.post(), err
}

func (b Beginning) check() error {
	switch n := utf8.RuneCountInString(b.Title); {
	case n == 0:
		return fault.Field("title", "Give it a title. A few words are enough.")
	case n > TitleMost:
		return fault.Field("title", "Shorten this to {.Most} characters.", map[string]any{"Most": TitleMost})
	case !slices.Contains(Kinds(), b.Kind):
		return fault.Field("kind", "Choose one from the list.")
	case b.Answers != "" && !slices.Contains(AllAnswers(), b.Answers):
		return fault.Field("answers", "Choose one from the list.")
	case b.Keep < 0 || b.Keep > DaysMost:
		return fault.Field("keep", "Choose ten years at most.")
	}
	return nil
}

func (s *Service) topic(topicID string, sp Space, set Setting, b Beginning) Topic {
	now := s.clock.Now()
	t := Topic{ID: topicID, Group: sp.Group, Space: sp.ID, Kind: b.Kind, Title: b.Title, Own: b.Answers, Answers: b.Answers, State: Here, Made: now, Last: now}
	if t.Answers == "" {
		t.Answers = sp.Answers
	}
	keep := b.Keep
	if set.KeepDays > 0 && b.Kind == Share && (keep == 0 || keep > set.KeepDays) {
		keep = set.KeepDays
	}
	if keep > 0 {
		t.Ends = now.Add(time.Duration(keep) * 24 * time.Hour)
	}
	return t
}

// topicIn is a topic of the member's group, within a transaction: NotFound where
// they cannot see it.
func (s *Service) topicIn(ctx context.Context, tx *db.Tx, m group.Member, topicID string) (topicRow, error) {
	row, err := topicByID(ctx, tx, m, topicID)
	if err != nil {
		return row, err
	}
	k := marker{}
	if row.first.Mark != "" {
		if k, err = s.marker(ctx); err != nil {
			return row, err
		}
	}
	row.mine = k.mine(m, row.first)
	return row, row.visible(m)
}

// visible is NotFound where the member cannot see the topic, for all that its
// state says; whether a block hides it is asked with the people on the page.
func (r topicRow) visible(m group.Member) error {
	switch {
	case r.State == Here || r.mine || m.KeepsSafe():
		return nil
	case r.State == Waits && m.Greets():
		return nil
	case r.State == Gone && r.number > 1:
		return nil
	}
	return fault.Missing()
}

// SweepTopics deletes what was to stay for some time alone: each topic under its
// group's lock, so that nothing is said there meanwhile.
func (s *Service) SweepTopics(ctx context.Context) error {
	for {
		var due []topicRow
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			due, err = topicsEnding(ctx, tx, clock.Millis(s.clock.Now()))
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		for _, t := range due {
			err := s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := s.groups.LockGroup(ctx, tx, t.Group); err != nil {
					return err
				}
				return s.dropTopic(ctx, tx, t.Group, t.ID)
			})
			if err != nil {
				return err
			}
		}
	}
}

// dropTopic deletes a topic with all that was said in it.
func (s *Service) dropTopic(ctx context.Context, tx *db.Tx, groupID, topic string) error {
	posts, err := postsOf(ctx, tx, topic)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if err := s.erase(ctx, tx, p); err != nil {
			return err
		}
	}
	if err := deleteFollows(ctx, tx, topic); err != nil {
		return err
	}
	return deleteTopic(ctx, tx, topic)
}
