package ui

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/platform/web"
)

// FormProps describes a form.
type FormProps struct {
	Action string
	Get    bool   // a search, which changes nothing; otherwise the form is posted
	Errors Errors // what was wrong with the last attempt
	Upload bool   // carries files

	// ID tells two forms of one page apart; the fields' ids begin with it.
	ID string

	// Label names the form for screen readers where no heading does.
	Label string
	Class string
	Attrs templ.Attributes // hx-… and the like
}

// Errors is what was wrong with a form that was sent, in the order of its
// fields.
type Errors []FieldError

// FieldError is one mistake, in the reader's language. Field is the name of the
// field it belongs to, or "" when it belongs to the whole form.
type FieldError struct {
	Field string
	Text  string
}

// ErrorsIn is what was wrong with a form that was read; none before it is sent.
func ErrorsIn(f *web.Form) Errors {
	if f == nil {
		return nil
	}
	errors := make(Errors, 0, len(f.Mistakes))
	for _, one := range f.Mistakes {
		errors = append(errors, FieldError{Field: one.Field, Text: one.Say})
	}
	return errors
}

// At is what was wrong with the field called name, or "".
func (e Errors) At(name string) string {
	for _, one := range e {
		if one.Field == name {
			return one.Text
		}
	}
	return ""
}

// formScope is what fields know of the form around them.
type formScope struct {
	id     string
	errors Errors
}

type formKey struct{}

func withForm(ctx context.Context, p FormProps) context.Context {
	return context.WithValue(ctx, formKey{}, formScope{id: p.ID, errors: p.Errors})
}

func formOf(ctx context.Context) formScope {
	scope, _ := ctx.Value(formKey{}).(formScope)
	return scope
}

// fieldID is the id of the field called name: "invite-name" in the form
// "invite", "f-name" in a form without an id.
func (s formScope) fieldID(name string) string {
	prefix := s.id
	if prefix == "" {
		prefix = "f"
	}
	return prefix + "-" + strings.NewReplacer(".", "-", " ", "-", "[", "-", "]", "").Replace(name)
}

func (p FormProps) method() string {
	if p.Get {
		return strings.ToLower(http.MethodGet)
	}
	return strings.ToLower(http.MethodPost)
}
