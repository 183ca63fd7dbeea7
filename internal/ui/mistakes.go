package ui

import "handrail/internal/platform/web"

// ErrorsIn is what was wrong with a form that was read.
func ErrorsIn(f *web.Form) Errors {
	if f == nil {
		return nil
	}
	errors := make(Errors, 0, len(f.Mistakes))
	for _, m := range f.Mistakes {
		errors = append(errors, FieldError{Field: m.Field, Text: m.Say})
	}
	return errors
}
