package sheet

import (
	"context"
	"slices"
	"unicode/utf8"

	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
)

// The bounds of templates.
const (
	NameMost      = 80 // characters
	TemplatesMost = 20 // of one group
)

// First is what stands for the template that a group begins with, until the group
// has one of its own.
const First = "first"

// Template is a list of parts that a group's meetings follow.
type Template struct {
	ID    string `json:"-"`
	Name  string `json:"name"`
	Items []Item `json:"items"`

	number int64 // how often it was changed
}

func (t Template) clean() (Template, error) {
	t.Name = line(t.Name)
	switch n := utf8.RuneCountInString(t.Name); {
	case n == 0:
		return t, fault.Field("name", "Give it a name.")
	case n > NameMost:
		return t, fault.Field("name", "Shorten this to {.Most} characters.", i18n.Args{"Most": NameMost})
	case len(t.Items) > ItemsMost:
		return t, tooMany()
	}
	return t, nil
}

func tooMany() error {
	return fault.New(fault.Conflict, "A run sheet has {.Most} parts at most. Take one away first.", i18n.Args{"Most": ItemsMost})
}

// errEarlier is for whoever changed what somebody else had just changed.
func errEarlier() error {
	return fault.New(fault.Conflict, "Somebody was a moment earlier. This is how it is now.")
}

// TemplatesFor are the templates of the member's group, in their order. A group
// that has none of its own has the one to begin with.
func (s *Service) TemplatesFor(ctx context.Context, m group.Member) (list []Template, err error) {
	if err := m.May(group.Read); err != nil {
		return nil, err
	}
	var rows []templateRow
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err = templatesOf(ctx, tx, m.Group.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		t, err := s.template(ctx, r)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	if len(list) == 0 {
		t := Starting(ctx, m.Group.Kind, m.Group.Words)
		t.ID = First
		list = []Template{t}
	}
	return list, nil
}

func (s *Service) template(ctx context.Context, r templateRow) (t Template, err error) {
	err = s.openJSON(ctx, r.id, "meeting_template.body", r.body, &t)
	t.ID, t.number = r.id, r.number
	return t, err
}

// TemplateFor is one of them.
func (s *Service) TemplateFor(ctx context.Context, m group.Member, id string) (t Template, err error) {
	list, err := s.TemplatesFor(ctx, m)
	if err != nil {
		return t, err
	}
	at := slices.IndexFunc(list, func(t Template) bool { return t.ID == id })
	if at < 0 {
		return t, fault.Missing()
	}
	return list[at], nil
}

// Keep makes a template of the group, on behalf of those who look after it.
func (s *Service) Keep(ctx context.Context, m group.Member, t Template) (made Template, err error) {
	if err := m.May(group.Schedule); err != nil {
		return t, err
	}
	if t, err = t.clean(); err != nil {
		return t, err
	}
	t.ID = id.Random()
	body, err := s.sealJSON(ctx, t.ID, "meeting_template.body", t)
	if err != nil {
		return t, err
	}
	return t, s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Schedule); err != nil {
			return err
		}
		rows, err := templatesOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		if len(rows) >= TemplatesMost {
			return fault.New(fault.Conflict, "There are {.Most} run sheets already. Delete one that you do not use any more.", i18n.Args{"Most": TemplatesMost})
		}
		return insertTemplate(ctx, tx, m.Group.ID, t.ID, body)
	})
}

// ChangeTemplate changes a template: do gets it as it is, and says how it is from
// then on. Changing the one that every group begins with makes it the group's own.
func (s *Service) ChangeTemplate(ctx context.Context, m group.Member, id string, do func(t *Template) error) (Template, error) {
	if err := m.May(group.Schedule); err != nil {
		return Template{}, err
	}
	t, err := s.TemplateFor(ctx, m, id)
	if err != nil {
		return t, err
	}
	if err := do(&t); err != nil {
		return t, err
	}
	if id == First {
		return s.Keep(ctx, m, t)
	}
	if t, err = t.clean(); err != nil {
		return t, err
	}
	body, err := s.sealJSON(ctx, id, "meeting_template.body", t)
	if err != nil {
		return t, err
	}
	return t, s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Schedule); err != nil {
			return err
		}
		written, err := writeTemplate(ctx, tx, id, t.number, body)
		if err == nil && !written {
			err = errEarlier()
		}
		return err
	})
}

// MoveTemplate puts a template a place earlier, or later where by is positive.
func (s *Service) MoveTemplate(ctx context.Context, m group.Member, id string, by int) error {
	return s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Schedule); err != nil {
			return err
		}
		rows, err := templatesOf(ctx, tx, m.Group.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(r templateRow) bool { return r.id == id })
		if at < 0 {
			return fault.Missing()
		}
		for place, r := range moved(rows, at, by) {
			if err := placeTemplate(ctx, tx, r.id, place); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteTemplate takes a template away, with its key. Sheets of dates that were
// made from it stay.
func (s *Service) DeleteTemplate(ctx context.Context, m group.Member, id string) error {
	err := s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := m.Again(ctx, tx, group.Schedule); err != nil {
			return err
		}
		gone, err := deleteTemplate(ctx, tx, m.Group.ID, id)
		if err == nil && !gone {
			err = fault.Missing()
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.o.Keys.Destroy(ctx, ownerOf(id))
}
