package sheet

import (
	"context"
	"encoding/json"

	"handrail/internal/group"
	"handrail/internal/meeting/sheet/queue"
	"handrail/internal/platform/db"
)

// frameMost is how large a frame may be, in bytes. A longer queue is looked up by
// those who follow.
const frameMost = 15 << 10

// Frame is what those who follow are sent with each change: all that moves but
// words. Times are unix milliseconds. Number grows with each change, and a frame
// with a smaller one is an older one.
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
	Cut   bool    `json:"cut,omitempty"` // the hands did not fit
}

// Named is somebody in a frame. Name is "" for a former member.
type Named struct {
	Who   string `json:"who"`
	Name  string `json:"name"`
	Room  bool   `json:"room,omitempty"`  // in the room without a phone
	Again bool   `json:"again,omitempty"` // they have spoken already
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
	lines  []lineRow
	people map[string]group.Persona
}

// glanceIn reads a sheet, and who is named in it.
func (s *Service) glanceIn(ctx context.Context, tx *db.Tx, r dayRow, more ...string) (g glance, err error) {
	g.dayRow = r
	if err := json.Unmarshal([]byte(r.state), &g.State); err != nil {
		return g, err
	}
	if g.lines, err = linesOf(ctx, tx, r.id); err != nil {
		return g, err
	}
	g.people, err = s.o.Groups.PresentIn(ctx, tx, r.group, append(g.State.people(among(g.lines)), more...))
	return g, err
}

func (s *Service) frameOf(ctx context.Context, id string) (f Frame, err error) {
	var g glance
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		r, err := dayByID(ctx, tx, id)
		if err == nil {
			g, err = s.glanceIn(ctx, tx, r)
		}
		return err
	})
	if err != nil {
		return f, err
	}
	room, err := s.words(ctx, g.dayRow, g.lines, inRoom)
	return g.frame(s.now(), room), err
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

// frame is what is sent of it. room are the words for those without a phone.
func (g glance) frame(now int64, room map[string]string) Frame {
	f := Frame{
		Number: g.number, Parts: g.Parts, Now: now, Step: g.Step, Since: g.Since, Began: g.Began != 0, Ended: g.Ended != 0, Back: g.Undo != nil,
		Moves: g.Moves, Turns: g.Queue.Turns, Hands: []Named{}, Shut: g.Queue.Shut, Round: g.Queue.Round,
	}
	named := func(who queue.Who) Named {
		words, is := room[string(who)]
		if !is {
			words = g.people[string(who)].Name
		}
		return Named{Who: string(who), Name: words, Room: is, Again: g.Queue.HasSpoken(who)}
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
