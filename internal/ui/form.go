package ui

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
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

// ErrorsOf turns a fault into the errors of a form, and anything else into
// none: what is not a fault is not the reader's to mend.
func ErrorsOf(ctx context.Context, err error) Errors {
	f, ok := fault.From(err)
	if !ok {
		return nil
	}
	return Errors{{Field: f.Field, Text: i18n.T(ctx, f.Say, f.Args)}}
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
