package group

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/internal/account"
	"handrail/internal/group/word"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// Topic is what a group can be about.
type Topic struct {
	ID    string
	Label string // in the reader's language, where it came with the program
	Own   bool   // stewards added it
	Gone  bool   // stewards took it away: no group can choose it
}

// Topics are what groups here can be about, those that came with the program
// first, without those that stewards took away.
func (s *Service) Topics(ctx context.Context) ([]Topic, error) {
	all, err := s.allTopics(ctx)
	return slices.DeleteFunc(all, func(t Topic) bool { return t.Gone }), err
}

// Choosable are the topics that a group which has chosen some can choose from:
// those that it has already stay, also when stewards took them off the list.
func (s *Service) Choosable(ctx context.Context, chosen []string) ([]Topic, error) {
	all, err := s.allTopics(ctx)
	return slices.DeleteFunc(all, func(t Topic) bool { return t.Gone && !slices.Contains(chosen, t.ID) }), err
}

func (s *Service) allTopics(ctx context.Context) ([]Topic, error) {
	var rows []topicRow
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		rows, err = topicRows(ctx, tx)
		return err
	})
	gone := map[string]bool{}
	for _, r := range rows {
		gone[r.ID] = r.Gone
	}
	var list []Topic
	for _, t := range word.Topics() {
		list = append(list, Topic{ID: t.ID, Label: i18n.T(ctx, t.Label), Gone: gone[t.ID]})
	}
	for _, r := range rows {
		if r.Label != "" {
			list = append(list, Topic{ID: r.ID, Label: r.Label, Own: true, Gone: r.Gone})
		}
	}
	return list, err
}

// TopicsFor are all topics, for a steward.
func (s *Service) TopicsFor(ctx context.Context, v account.Viewer) ([]Topic, error) {
	if err := v.May(account.RunSite); err != nil {
		return nil, err
	}
	return s.allTopics(ctx)
}

// topicMost is the longest label of a topic, in characters.
const topicMost = 40

// AddTopic adds a topic to the list.
func (s *Service) AddTopic(ctx context.Context, v account.Viewer, label string) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	switch label = oneLine(label); {
	case label == "":
		return fault.Field("label", "Type what the topic is called.")
	case utf8.RuneCountInString(label) > topicMost:
		return tooLong("label", topicMost)
	}
	all, err := s.allTopics(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(t Topic) bool { return strings.EqualFold(t.Label, label) }) {
		return fault.Field("label", "This topic is on the list already.")
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return writeTopic(ctx, tx, topicRow{ID: id.Random(), Label: label})
	})
}

// ShowTopic takes a topic off the list, or puts it back. Groups that chose it
// keep it.
func (s *Service) ShowTopic(ctx context.Context, v account.Viewer, topic string, show bool) error {
	if err := v.May(account.RunSite); err != nil {
		return err
	}
	all, err := s.allTopics(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(t Topic) bool { return t.ID == topic })
	if i < 0 {
		return fault.Missing()
	}
	row := topicRow{ID: topic, Gone: !show}
	if all[i].Own {
		row.Label = all[i].Label
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writeTopic(ctx, tx, row) })
}

func (s *Service) knownTopics(ctx context.Context, chosen []string) error {
	if len(chosen) == 0 {
		return nil
	}
	all, err := s.allTopics(ctx)
	if err != nil {
		return err
	}
	for _, one := range chosen {
		if !slices.ContainsFunc(all, func(t Topic) bool { return t.ID == one }) {
			return fault.Field("topics", "Choose topics from the list.")
		}
	}
	return nil
}
