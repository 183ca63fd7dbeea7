package hall

import (
	"context"
	"strings"

	"handrail/internal/group"
	"handrail/internal/group/word"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// Picture is the address of a persona's own picture in the group with this
// slug; "" where its picture is drawn. It changes with the picture.
func Picture(slug string, p group.Persona) string {
	if p.Picture == "" || p.Former {
		return ""
	}
	return Path(slug, "members", p.ID, "picture") + "?" + id.Hash(p.Picture)[:8]
}

// Name is what to call a persona in a sentence, in the reader's language.
func Name(ctx context.Context, p group.Persona) string {
	if p.Former {
		return i18n.T(ctx, "A former member")
	}
	return p.Name
}

// Says is what stands beside the name: pronouns, and the role in the group's
// words where it is more than a member's; "" for nothing.
func Says(ctx context.Context, p group.Persona, words word.Set) string {
	var parts []string
	if p.Pronouns != "" {
		parts = append(parts, p.Pronouns)
	}
	if p.Role != group.Plain && p.Role != "" {
		parts = append(parts, i18n.T(ctx, p.Role.Says(words)))
	}
	if p.Professional {
		parts = append(parts, i18n.T(ctx, "profession checked"))
	}
	if p.Remembered {
		parts = append(parts, i18n.T(ctx, "remembered"))
	}
	return strings.Join(parts, " · ")
}

func seedOf(p group.Persona) string {
	if p.Former {
		return ""
	}
	return p.Seed
}
