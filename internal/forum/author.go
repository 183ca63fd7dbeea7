package forum

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/seal"
)

// The owners of the keys behind anonymous posts. Both belong to the whole site,
// so that a mark stays the same for as long as its post is there.
const (
	pseudonymOwner = "forum:pseudonyms"
	authorOwner    = "forum:authors"
)

// marker makes the marks of memberships. It holds the key for one use case, so
// that many marks cost one look at the key store.
type marker struct {
	mac func(message []byte) []byte
}

func (s *Service) marker(ctx context.Context) (marker, error) {
	mac, err := s.keys.Marker(ctx, pseudonymOwner, "author")
	return marker{mac}, err
}

// of is the mark of what a membership writes anonymously in a topic. Nobody can
// tell from it who that is, nor that two topics have the same author.
func (k marker) of(membership, topic string) string {
	return hex.EncodeToString(k.mac([]byte(membership + "\x00" + topic))[:16])
}

// sealAuthor locks away who writes a post anonymously.
func (s *Service) sealAuthor(ctx context.Context, membership, post string) ([]byte, error) {
	return s.keys.Seal(ctx, authorOwner, []byte(membership), declare.About("forum_author", "author", post))
}

// authorOf is the membership that wrote a post, also an anonymous one. It is for
// what has to reach the author, and for lifting; it never leaves for a page.
func (s *Service) authorOf(ctx context.Context, tx *db.Tx, p postRow) (string, error) {
	if p.By != "" || p.Mark == "" {
		return p.By, nil
	}
	sealed, err := sealedAuthor(ctx, tx, p.ID)
	if err != nil {
		return "", err
	}
	opened, err := s.keys.Open(ctx, authorOwner, sealed, declare.About("forum_author", "author", p.ID))
	if err == seal.ErrDestroyed {
		return "", nil
	}
	return string(opened), err
}

// SealWork locks away what a job is about that would tell who wrote something
// without a name, in pieces as a job takes them. For the parts of this package.
func (s *Service) SealWork(ctx context.Context, kind string, work any) (pieces []string, err error) {
	plain, err := json.Marshal(work)
	if err != nil {
		return nil, err
	}
	sealed, err := s.keys.Seal(ctx, authorOwner, plain, "job:"+kind)
	for piece := range slices.Chunk([]byte(base64.RawURLEncoding.EncodeToString(sealed)), pieceSize) {
		pieces = append(pieces, string(piece))
	}
	return pieces, err
}

const pieceSize = 64 // letters of what is sealed, in one piece

// OpenWork opens it again. For the parts of this package.
func (s *Service) OpenWork(ctx context.Context, kind string, pieces []string, work any) error {
	sealed, err := base64.RawURLEncoding.DecodeString(strings.Join(pieces, ""))
	if err != nil {
		return err
	}
	plain, err := s.keys.Open(ctx, authorOwner, sealed, "job:"+kind)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, work)
}

// mine tells whether the member wrote a post.
func (k marker) mine(m group.Member, p postRow) bool {
	if p.Mark == "" {
		return p.By == m.Self.ID && p.By != ""
	}
	return p.Mark == k.of(m.Self.ID, p.Topic)
}

// Author is who wrote a post, as a reader sees them: a persona, or a pseudonym of
// this one topic.
type Author struct {
	group.Persona
	// Pseudonym is 1, 2, 3 … where it was written anonymously; 0 else. It has no
	// picture: a drawn one could look like that of somebody in the group.
	Pseudonym int

	Began bool // they wrote the first post of the topic
}

// Anonymous tells whether it was written anonymously.
func (a Author) Anonymous() bool { return a.Pseudonym > 0 }

// authorFor is the author of a post as the member sees them.
func (p postRow) author(heard map[string]group.Heard) Author {
	if p.Mark != "" {
		return Author{Pseudonym: int(p.Pseudonym)}
	}
	one, known := heard[p.By]
	if !known {
		return Author{Persona: group.Persona{Former: true}}
	}
	return Author{Persona: one.Persona}
}
