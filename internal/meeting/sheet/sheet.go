// Package sheet is what a meeting follows, and in which order people speak.
//
// A group has templates: lists of parts, each with who leads it, what to say and
// how long it may take. A host makes the sheet of one date from one of them, and
// from then on it is a copy. On the day the chair steps through it, and whoever
// follows along sees where the meeting is. Beside it stands the sharing queue, see
// package queue.
//
// All that moves on the day is one state with a number, in one row. It is changed
// under a lock, in one transaction, and sent to those who follow after it: where
// the meeting is, and who speaks and waits, by the names that each may see. What was pasted into a reading is
// never sent, nor what somebody celebrates; those who follow fetch it.
//
// Following is being present: it is asked for by pressing a button. Only those who
// are present read what was pasted, and listen. Who was present, who spoke, and all
// words said for a date are deleted some hours after its end, and its key with
// them. A rehearsal is pages alone: nothing of it is kept.
//
// Read state.go and change.go first. Tables: meeting_template,
// meeting_sheet_setting, meeting_sheet, meeting_present, meeting_line. Events: Gone.
// Routes:
// below /groups/{group}: /run-sheets, and /meetings/{occurrence}/sheet, /queue and
// /hands; see Routes.
package sheet

import (
	"context"
	"embed"
	"encoding/json"
	"log/slog"

	"handrail/internal/group"
	"handrail/internal/group/hall"
	"handrail/internal/meeting"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Events   *event.Bus
	Keys     *seal.Keeper
	Groups   *group.Service
	Meetings *meeting.Service
	Hall     *hall.Hall
	Cookies  web.Cookies
	Log      *slog.Logger

	// Publish sends something to whoever listens to a channel, see Namespace.
	Publish func(ctx context.Context, channel string, news json.RawMessage) error
}

// Namespace is the realtime namespace of run sheets: "sheet:<id>.<membership>"
// carries a Frame to one who follows a date. ListenerFor says who may listen.
const Namespace = "sheet"

// Service is all run sheets. It is safe for concurrent use.
type Service struct{ o Options }

// New makes the service.
func New(o Options) *Service { return &Service{o} }

func (s *Service) now() int64 { return clock.Millis(s.o.Clock.Now()) }

// ownerOf is the owner of the data key of a template or of a date.
func ownerOf(id string) string { return "sheet:" + id }

// sealJSON seals a thing as it is kept in a column.
func (s *Service) sealJSON(ctx context.Context, id, column string, thing any) ([]byte, error) {
	plain, err := json.Marshal(thing)
	if err != nil {
		return nil, err
	}
	return s.o.Keys.Seal(ctx, ownerOf(id), plain, column+":"+id)
}

func (s *Service) openJSON(ctx context.Context, id, column string, sealed []byte, thing any) error {
	plain, err := s.o.Keys.Open(ctx, ownerOf(id), sealed, column+":"+id)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, thing)
}
