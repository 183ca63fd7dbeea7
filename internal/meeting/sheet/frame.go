package sheet

import (
	"context"
	"encoding/json"
	"slices"

	"handrail/internal/group"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/db"
)

// frameMost is how large a frame may be, in bytes. A longer queue is looked up by
// those who follow.
const frameMost = 15 << 10

// Frame is what one of those who follow is sent with each change: all that moves
// but words, with the names that they may see. Times are unix milliseconds. Number
// grows with each change, and a frame with a smaller one is an older one.
type Frame struct {
	Number int64 `json:"number"`
	Parts  int64 `json:"parts"` // another number means: look at the page again
	Now    int64 `json:"now"`   // when it was made, by the server's clock

	Step  int   `json:"step"`
	Since int64 `json:"since"`
	Began bool  `json:"began"`
	Ended bool  `json:"ended"`
	Back  bool  `json:"back"` // the last step can be taken back
	Moves int64 `json:"moves"`
	Turns int64 `json:"turns"`

	Chair Named   `json:"chair"`
	Turn  *Spoken `json:"turn,omitempty"`
	Hands []Named `json:"hands"`
	Shut  bool    `json:"shut"`
	Round bool    `json:"round"`
	Hides bool    `json:"hides,omitempty"` // whoever it is for hides their name
	Cut   bool    `json:"cut,omitempty"`   // the hands did not fit
}

// Named is somebody in a frame. Name is "" for a former member, and for whoever is
// there without a name; who that is, Who does not tell.
type Named struct {
	Who    string `json:"who"`
	Name   string `json:"name"`
	Hidden bool   `json:"hidden,omitempty"` // without a name
	Room   bool   `json:"room,omitempty"`   // in the room without a phone
	Again  bool   `json:"again,omitempty"`  // they have spoken already
}

// Spoken is whose turn it is, since when and for how long, in milliseconds.
type Spoken struct {
	Named
	Since int64 `json:"since"`
	For   int64 `json:"for"`
}

// wire is the frame as it is sent.
func (f Frame) wire() (json.RawMessage, error) {
	text, err := json.Marshal(f)
	if err == nil && len(text) > frameMost {
		f.Hands, f.Cut = []Named{}, true
		text, err = json.Marshal(f)
	}
	return text, err
}

// glance is all that is read of a sheet at one moment.
type glance struct {
	dayRow
	State
	lines   []lineRow
	present []presentRow
	people  map[string]group.Persona
	apart   map[[2]string]bool  // between whom a block stands
	mark    func([]byte) []byte // see ticket
}

// glanceIn reads a sheet, and who is named in it, for a reader or for "" all. The
// blocks are those that stood with its number: where a statement sees what was
// written since the one before it, it looks again.
func (s *Service) glanceIn(ctx context.Context, tx *db.Tx, r dayRow, reader string) (glance, error) {
	for {
		g, err := s.lookIn(ctx, tx, r, reader)
		if err != nil {
			return g, err
		}
		again, err := dayByID(ctx, tx, r.id)
		if err != nil || again.number == r.number {
			return g, err
		}
		r = again
	}
}

func (s *Service) lookIn(ctx context.Context, tx *db.Tx, r dayRow, reader string) (g glance, err error) {
	g.dayRow = r
	if err := json.Unmarshal([]byte(r.state), &g.State); err != nil {
		return g, err
	}
	if g.lines, err = linesOf(ctx, tx, r.id); err != nil {
		return g, err
	}
	if g.present, err = presentAt(ctx, tx, r.id); err != nil {
		return g, err
	}
	return g, s.facesIn(ctx, tx, &g, reader)
}

// framesOf gives the state to each who follows, as they may see it. Most see the
// same, which is made once.
func (s *Service) framesOf(ctx context.Context, id string, give func(membership string, news json.RawMessage) error) error {
	var g glance
	err := s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := dayByID(ctx, tx, id)
		if err == nil {
			g, err = s.glanceIn(ctx, tx, r, "")
		}
		return err
	})
	if err != nil {
		return err
	}
	room, err := s.words(ctx, g.dayRow, g.lines, inRoom)
	if err != nil {
		return err
	}
	if g.mark, err = s.marker(ctx, id); err != nil {
		return err
	}
	now, made := s.now(), map[string]json.RawMessage{}
	for _, one := range g.present {
		l := looker{one.Membership, g.people[one.Membership].Role.Leads()}
		like := g.like(l)
		if made[like] == nil {
			if made[like], err = g.frame(now, room, l).wire(); err != nil {
				return err
			}
		}
		if err := give(one.Membership, made[like]); err != nil {
			return err
		}
	}
	return nil
}

// words opens the lines of a kind.
func (s *Service) words(ctx context.Context, r dayRow, lines []lineRow, kind string) (map[string]string, error) {
	words := map[string]string{}
	for _, one := range lines {
		if one.kind != kind {
			continue
		}
		plain, err := s.o.Keys.Open(ctx, ownerOf(r.id), one.words, "meeting_line.words:"+one.id)
		if err != nil {
			return nil, err
		}
		words[one.id] = string(plain)
	}
	return words, nil
}

// frame is what is sent of it to somebody. room are the words for those without a
// phone.
func (g glance) frame(now int64, room map[string]string, l looker) Frame {
	f := Frame{
		Number: g.number, Parts: g.Parts, Now: now, Step: g.Step, Since: g.Since, Began: g.Began != 0, Ended: g.Ended != 0, Back: g.Undo != nil,
		Moves: g.Moves, Turns: g.Queue.Turns, Hands: []Named{}, Shut: g.Queue.Shut, Round: g.Queue.Round,
		Hides: slices.Contains(g.Hiding, queue.Who(l.id)),
	}
	named := func(who queue.Who) Named {
		again := g.Queue.HasSpoken(who)
		if words, is := room[string(who)]; is {
			return Named{Who: string(who), Name: words, Room: true, Again: again}
		}
		if g.hides(l, who) {
			return Named{Who: g.ticket(l, who), Hidden: true, Again: again}
		}
		return Named{Who: string(who), Name: g.people[string(who)].Name, Again: again}
	}
	if g.Chair != "" {
		f.Chair = named(g.Chair)
	}
	if t := g.Queue.Speaking; t != nil {
		f.Turn = &Spoken{named(t.Who), t.Since, t.For}
	}
	for _, h := range g.Queue.Waiting {
		f.Hands = append(f.Hands, named(h.Who))
	}
	return f
}
