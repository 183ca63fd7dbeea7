package ui

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Field is a question of a form, of any kind. Name and Label are needed. Its
// mistake, if it has one, comes from the form around it.
type Field struct {
	Name     string
	Label    string
	Why      string // why we ask, or what a good answer looks like
	Value    string
	Optional bool // says "(optional)"; everything else is needed

	// Type is that of the input element: "text" when empty, "email", "tel",
	// "url", "password", "search", "number", "date", "time", "datetime-local",
	// "file".
	Type string

	// Autocomplete is a token of the HTML standard ("username", "off"); empty
	// means off, since this is not a place for shared computers to remember.
	Autocomplete string

	Max   int  // longest answer in characters; 0 means no limit shown
	Rows  int  // of a text area; 0 means 5
	Short bool // a narrow box
	Said  bool // a person's own words, set in the serif
	Attrs templ.Attributes
}

// Option is a choice among several.
type Option struct {
	Value string
	Label string
	Why   string // a second line below the label
}

// RangeProps is a slider between two ends, each with a word.
type RangeProps struct {
	Field
	Min, Max, Step int
	Low, High      string // words at the ends
}

// fieldView is a field within its form: ids, and its mistake.
type fieldView struct {
	Field
	ID    string
	Error string
}

func viewOf(ctx context.Context, f Field) fieldView {
	scope := formOf(ctx)
	return fieldView{Field: f, ID: scope.fieldID(f.Name), Error: scope.errors.At(f.Name)}
}

func (v fieldView) labelID() string { return v.ID + "-label" }
func (v fieldView) whyID() string   { return v.ID + "-why" }
func (v fieldView) errorID() string { return v.ID + "-error" }

// describedBy lists the ids of the lines that explain the field.
func (v fieldView) describedBy() string {
	var ids []string
	if v.Why != "" {
		ids = append(ids, v.whyID())
	}
	if v.Error != "" {
		ids = append(ids, v.errorID())
	}
	return strings.Join(ids, " ")
}

// attrs are the attributes every control of the field carries.
func (v fieldView) attrs() templ.Attributes {
	out := templ.Attributes{}
	if by := v.describedBy(); by != "" {
		out["aria-describedby"] = by
	}
	if v.Error != "" {
		out["aria-invalid"] = "true"
	}
	if v.Max > 0 {
		out["maxlength"] = strconv.Itoa(v.Max)
	}
	for name, value := range v.Attrs {
		out[name] = value
	}
	return out
}

func (v fieldView) inputType() string {
	if v.Type == "" {
		return "text"
	}
	return v.Type
}

func (v fieldView) autocomplete() string {
	if v.Autocomplete == "" {
		return "off"
	}
	return v.Autocomplete
}

func (v fieldView) rows() string {
	if v.Rows == 0 {
		return "5"
	}
	return strconv.Itoa(v.Rows)
}

// optionID is the id of the n-th choice of a group. The first has the field's
// own id, so that the error summary leads to it.
func (v fieldView) optionID(n int) string {
	if n == 0 {
		return v.ID
	}
	return v.ID + "-" + strconv.Itoa(n+1)
}

func chosen(value string, values []string) bool {
	for _, one := range values {
		if one == value {
			return true
		}
	}
	return false
}
