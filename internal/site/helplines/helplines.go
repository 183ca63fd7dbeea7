// Package helplines knows who answers when somebody needs help now: the
// emergency number of each country, and the lines for talking, writing,
// overdose, alcohol and other drugs, violence, young people, gambling, eating
// and more. It is data and the rules that keep it honest; it reads no database
// and no network.
//
// The lines lie in data/CODE.json, one file a country (ISO 3166-1 alpha-2; EU
// for the rest of Europe, ZZ for everywhere else). A line is shown when it is
// on. A line may be on only when its number was found in a public source that
// gives that number for that service; the source and the day of the look-up
// stand beside it. Nobody rang the numbers. Every other line ships off, for a
// steward to confirm first.
//
// An operator's own lines and switches are kept elsewhere; they pass through
// Check, so that the same rules hold for them.
package helplines

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"handrail/internal/platform/i18n"
)

//go:embed data/*.json
var data embed.FS

// Locale holds the translations of this package's own words. Names of services
// are never translated.
//
//go:embed locale/*.json
var Locale embed.FS

// Unconfirmed is the source of a line that nobody has looked up yet.
const Unconfirmed = "general knowledge, not confirmed"

// Line is one service that answers.
type Line struct {
	ID        string   `json:"id"`      // never changes: "gb-samaritans"
	Country   string   `json:"-"`       // ISO 3166-1 alpha-2, or EU, ZZ
	Kind      Kind     `json:"kind"`    // what it helps with
	Name      string   `json:"name"`    // of the service, as it calls itself; "" for emergency numbers
	Answers   Answers  `json:"answers"` // who comes; emergency numbers only
	Phone     Phone    `json:"phone"`   // the zero Phone when it takes no calls
	SMS       SMS      `json:"sms"`     // the zero SMS when it takes no text messages
	Web       string   `json:"web"`     // https address, shown as a link and never fetched, or ""
	Hours     []Span   `json:"hours"`   // empty when they are not known
	Cost      Cost     `json:"cost"`    // "" when it is not known
	Languages []string `json:"languages"`
	For       Audience `json:"for"`    // "" for everybody
	Note      Note     `json:"note"`   // "" for none
	Option    string   `json:"option"` // the key to press once it answers, or ""
	Source    string   `json:"source"` // where the number was found, or Unconfirmed
	CheckedOn Date     `json:"checked_on"`
	On        bool     `json:"on"`
}

// Phone is a number to call.
type Phone struct {
	Shown string `json:"shown"` // as people there write it: "0808 2000 247"
	Dial  string `json:"dial"`  // for tel: links: "08082000247", "+33972394050", "*4141"
}

// SMS is a number for text messages.
type SMS struct {
	Shown  string `json:"shown"`
	Number string `json:"number"` // for sms: links
	Body   string `json:"body"`   // the word to send, or "" when any will do
}

// Date is a day, "2026-11-22", or "" for none. Dates sort as text.
type Date string

// Time is the start of the day in UTC; the zero Time for no day, and for a
// Date that Check would refuse.
func (d Date) Time() time.Time {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return day
}

// Calls says whether the line can be called.
func (l Line) Calls() bool { return l.Phone.Dial != "" }

// Writes says whether the line takes text messages.
func (l Line) Writes() bool { return l.SMS.Number != "" }

// Title is the name to show: that of the service, or for an emergency number
// who comes, in the reader's language.
func (l Line) Title(ctx context.Context) string {
	if l.Kind == Emergency {
		return i18n.T(ctx, l.Answers.Text())
	}
	return l.Name
}

// Speaks are the names of the line's languages, in the reader's language.
func (l Line) Speaks(ctx context.Context) []string {
	names := display.Languages(language.Make(i18n.From(ctx).Lang()))
	if names == nil {
		names = display.Languages(language.English)
	}
	spoken := make([]string, 0, len(l.Languages))
	for _, code := range l.Languages {
		spoken = append(spoken, names.Name(language.Make(code)))
	}
	return spoken
}

// Load reads the lines that come with the program, on and off, by country and
// then in the order of their file. An error means that the data breaks a rule
// of Check.
func Load() ([]Line, error) { return load(data) }

func load(files fs.FS) ([]Line, error) {
	var lines []Line
	names, err := fs.Glob(files, "data/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		of, err := read(files, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		lines = append(lines, of...)
	}
	return lines, Check(lines)
}

func read(files fs.FS, name string) ([]Line, error) {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var lines []Line
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&lines); err != nil {
		return nil, err
	}
	for i := range lines {
		lines[i].Country = code(name)
	}
	return lines, nil
}

// code is the country of a file: "data/gb.json" holds GB.
func code(name string) string {
	return strings.ToUpper(strings.TrimSuffix(path.Base(name), ".json"))
}
