package note

import "handrail/internal/platform/i18n"

// shipped is a kind that comes with the program. Its id is stored and never
// changes.
type shipped struct {
	ID           string
	Label, About i18n.Text
}

// shippedKinds are the kinds that a place begins with, in their order: what
// brings most people here first. Our own words.
func shippedKinds() []shipped {
	return []shipped{
		{"use", "Use and cravings", "Drinking, using or betting told closely, or a strong pull to do it."},
		{"self-harm", "Self-harm and suicide", "Hurting oneself, or thoughts of dying."},
		{"violence", "Abuse and violence", "Being hurt, threatened or controlled by somebody."},
		{"sexual-violence", "Sexual violence", "Sex that somebody did not want."},
		{"childhood", "Harm to a child", "A child who is hurt or left alone, long ago or now."},
		{"eating", "Eating, weight and bodies", "Food, weight, or how a body looks."},
		{"sex", "Sex", "Sex and desire, told openly."},
		{"grief", "Grief and death", "Somebody who died, or who is dying."},
		{"pregnancy", "Pregnancy and birth", "Having a child, losing one, or not having one."},
		{"medical", "Medical detail", "Wounds, illness and what is done in a hospital."},
		{"hate", "Hate", "Being despised or attacked for who one is."},
	}
}
