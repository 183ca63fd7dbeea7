package forum

import (
	"context"

	"handrail/internal/group/hall"
	"handrail/internal/platform/i18n"
)

// Called is what to call an author, in the reader's language: the name of their
// persona, "A former member", or "Somebody 2" for a pseudonym, which tells
// nothing but that it is the same one within this topic.
func (a Author) Called(ctx context.Context) string {
	if a.Anonymous() {
		return i18n.T(ctx, "Somebody {.Number}", i18n.Args{"Number": a.Pseudonym})
	}
	return hall.Name(ctx, a.Persona)
}
