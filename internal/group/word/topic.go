package word

import (
	"slices"

	"handrail/internal/platform/i18n"
)

// Topic is something that a group can be about. ID is stored and never changes;
// it holds small letters and hyphens only.
type Topic struct {
	ID    string
	Label i18n.Text
}

// Topics lists what a group can be about, as a site begins: what people use or
// do, then health, then loss, then those around them, then whom it is for.
func Topics() []Topic {
	return []Topic{
		{"alcohol", "Alcohol"},
		{"drugs", "Drugs"},
		{"opioids", "Opioids"},
		{"medicines", "Medicines that are hard to stop"},
		{"tobacco", "Tobacco and vaping"},
		{"gambling", "Gambling"},
		{"gaming", "Games and screens"},
		{"eating", "Eating and body image"},
		{"sex-love", "Sex and love"},
		{"spending-debt", "Spending and debt"},
		{"work", "Working too much"},
		{"self-harm", "Self-harm"},
		{"suicidal-thoughts", "Thoughts of suicide"},
		{"depression", "Depression"},
		{"anxiety", "Anxiety and panic"},
		{"bipolar", "Bipolar disorder"},
		{"psychosis", "Hearing voices and psychosis"},
		{"trauma", "Trauma"},
		{"ocd", "Obsessions and compulsions"},
		{"adhd", "Attention and restlessness (ADHD)"},
		{"sleep", "Sleep"},
		{"anger", "Anger"},
		{"chronic-pain", "Long-term pain"},
		{"illness", "Long-term illness"},
		{"grief", "Grief"},
		{"suicide-loss", "Losing somebody to suicide"},
		{"overdose-loss", "Losing somebody to overdose"},
		{"family-of-alcohol", "Somebody close and alcohol"},
		{"family-of-drugs", "Somebody close and drugs"},
		{"family-of-gambling", "Somebody close and gambling"},
		{"family-of-mental-health", "Somebody close and mental health"},
		{"childhood", "Growing up in a hard home"},
		{"co-dependence", "Living too much for others"},
		{"relationships", "Relationships"},
		{"separation", "Separation and divorce"},
		{"parenting", "Being a parent"},
		{"domestic-abuse-after", "After violence or control at home"},
		{"loneliness", "Loneliness"},
		{"after-prison", "After prison"},
		{"veterans", "Veterans"},
		{"lgbtq", "LGBTQ+ people"},
		{"women", "Women"},
		{"men", "Men"},
		{"young-adults", "Young adults"},
	}
}

// TopicOf is the topic with the id, if it is one of Topics.
func TopicOf(id string) (Topic, bool) {
	all := Topics()
	i := slices.IndexFunc(all, func(t Topic) bool { return t.ID == id })
	if i < 0 {
		return Topic{}, false
	}
	return all[i], true
}
