package web

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// Form is what somebody sent, with what was found wrong with it. When
// something is wrong, the page is shown again with all that was typed.
type Form struct {
	r        *http.Request
	Mistakes []Mistake
}

// Mistake is one thing to put right, at one field.
type Mistake struct {
	Field string
	Say   string // in the reader's language
}

// ReadForm reads the body of r. It refuses one that is too large or cannot be
// read at all.
func ReadForm(r *http.Request) (*Form, error) {
	if err := parse(r); err != nil {
		return nil, err
	}
	return &Form{r: r}, nil
}

const multipartMemory = 1 << 20

func parse(r *http.Request) error {
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		err = r.ParseMultipartForm(multipartMemory)
		forgetFiles(r)
	} else {
		err = r.ParseForm()
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.New(fault.TooLarge, "That is more than this form can take. Go back, make it shorter, and send it again.")
	case err != nil:
		return fault.New(fault.Invalid, "This form came back broken. Open the page again and try once more.")
	}
	return nil
}

// forgetFiles deletes what was put down on the disk, once r is answered:
// net/http does so only for the request it made itself, and r is a copy.
func forgetFiles(r *http.Request) {
	if files := r.MultipartForm; files != nil {
		context.AfterFunc(r.Context(), func() { files.RemoveAll() })
	}
}

// Text is the field called name: valid UTF-8 in form NFC, with line ends as
// \n, no control characters, and no white space around it.
func (f *Form) Text(name string) string {
	text := strings.ToValidUTF8(f.r.PostForm.Get(name), "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(norm.NFC.String(text))
}

// Line is a Text on one line.
func (f *Form) Line(name string) string { return strings.Join(strings.Fields(f.Text(name)), " ") }

// Ticked tells whether the box called name was ticked.
func (f *Form) Ticked(name string) bool { return f.r.PostForm.Get(name) != "" }

// Wrong notes what to put right at a field.
func (f *Form) Wrong(ctx context.Context, field string, say i18n.Text, args ...i18n.Args) {
	f.Mistakes = append(f.Mistakes, Mistake{Field: field, Say: i18n.T(ctx, say, args...)})
}

// Accept takes a fault that belongs to a field as a mistake of this form, and
// returns any other error as it is.
func (f *Form) Accept(ctx context.Context, err error) error {
	found, ok := fault.From(err)
	if !ok || found.Field == "" {
		return err
	}
	f.Wrong(ctx, found.Field, found.Say, found.Args)
	return nil
}

// Sound tells whether nothing is wrong.
func (f *Form) Sound() bool { return len(f.Mistakes) == 0 }

// At is what is wrong at a field, or "".
func (f *Form) At(field string) string {
	if f == nil {
		return ""
	}
	for _, m := range f.Mistakes {
		if m.Field == field {
			return m.Say
		}
	}
	return ""
}

// Short checks that text has between 1 and limit characters, and notes what is
// wrong otherwise.
func (f *Form) Short(ctx context.Context, field, text string, limit int) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		f.Wrong(ctx, field, "Write something here.")
	case n > limit:
		f.Wrong(ctx, field, "Make this {.Limit} characters or shorter.", i18n.Args{"Limit": limit})
	}
}
