package private

import (
	"context"
	"encoding/json"

	"handrail/internal/platform/declare"
)

// content is what lies sealed in a note.
type content struct {
	HTML string `json:"html,omitempty"` // safe
	// Unheard is that its reader is never shown it: a block stood between the
	// two, or they want no such notes. The writer is not told, and nothing else
	// in the database tells.
	Unheard bool `json:"unheard,omitempty"`
	// Card is that somebody worries and asks whether they may reach out; Leaders,
	// that those who look after the group see the answer.
	Card    bool `json:"card,omitempty"`
	Leaders bool `json:"leaders,omitempty"`
	// Answer is the answer to a card.
	Answer Answer `json:"answer,omitempty"`
}

// Answer is what somebody answers to a card.
type Answer string

// The answers.
const (
	Unanswered Answer = ""
	YesPlease  Answer = "yes"
	NotNow     Answer = "no"
)

func aboutWord(word string) string { return declare.About("forum_note_word", "words", word) }

func (s *Service) seal(ctx context.Context, thread, word string, c content) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(ctx, ownerOf(thread), plain, aboutWord(word))
}

func (s *Service) open(ctx context.Context, r wordRow) (c content, err error) {
	plain, err := s.keys.Open(ctx, ownerOf(r.Thread), r.words, aboutWord(r.ID))
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(plain, &c)
}
