package word

import (
	"context"

	"handrail/internal/platform/i18n"
)

// CodeOfConduct is what a greeter promises before greeting anybody, in the
// reader's language: a few short promises, each to stand on its own.
func CodeOfConduct(ctx context.Context) []string {
	return said(ctx, []i18n.Text{
		"I say hello where others can read it. I never write in private to somebody who has just come.",
		"I do not flirt with anybody whom I greet, and I do not date them.",
		"I do not ask for money, and I neither lend nor give any.",
		"I do not sell things. I do not draw people to a faith, a treatment or another group.",
		"I listen more than I talk, and I give advice only when I am asked.",
		"When I cannot greet, I say so, and somebody else takes over.",
		"If I fear for somebody, I follow the steps for that. I tell a leader at once.",
	})
}

// InDanger is what a leader does when somebody may be in danger, in the
// reader's language: plain steps in their order.
func InDanger(ctx context.Context) []string {
	return said(ctx, []i18n.Text{
		"Answer soon. Say that you are glad they told you, and that you are here now.",
		"Ask openly: are you thinking of ending your life? To ask does not put the thought there.",
		"Give them the help lines: they are under Help on every page. If a life is at risk right now, the emergency number comes first.",
		"This site calls nobody for you: no police, no doctor, no kin. Ask whom they would like to have near, and help them to call.",
		"Stay with them in words until somebody is near or on the line. Do not promise to keep it secret.",
		"Tell another leader now, so that you do not carry it alone. Later, look after yourself and talk about how it was.",
	})
}
