package helplines

import (
	"bytes"
	_ "embed" // body.json
	"encoding/json"
	"errors"
	"fmt"

	"handrail/internal/platform/i18n"
)

//go:embed body.json
var body []byte

// Danger is one thing that everybody who stops, or starts again, should know
// about their body, with the public health pages that say so.
type Danger struct {
	Text   i18n.Text
	Checks []Reading // at least one
}

// Reading is a public page that was read to check a Danger.
type Reading struct {
	By        string `json:"by"`   // who wrote the page
	Page      string `json:"page"` // its https address
	CheckedOn Date   `json:"checked_on"`
}

// What to say beside the dangers. Signs takes {.Number}, the emergency number.
// HowChecked says honestly what a check was.
const (
	Signs      i18n.Text = "Bad shaking, seeing things that are not there, a fit, or somebody who will not wake: call {.Number}."
	Medicine   i18n.Text = "Do not stop a medicine that a doctor gave you because of what you read here."
	HowChecked i18n.Text = "Each number and each sentence was compared with a public page on the day shown. Nobody rang the numbers, and no doctor has read this page for us."
)

// Dangers are the two sentences about bodies, in the order in which they are
// shown.
func Dangers() ([]Danger, error) {
	var read struct {
		Stopping  []Reading `json:"stopping"`
		Returning []Reading `json:"returning"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return nil, fmt.Errorf("read body.json: %w", err)
	}
	dangers := []Danger{
		{"If you drink or take sedatives most days, stopping all at once can be dangerous. Ask a doctor or nurse first.", read.Stopping},
		{"After a break, even a short one, the amount you took before can kill you.", read.Returning},
	}
	return dangers, checkDangers(dangers)
}

func checkDangers(dangers []Danger) error {
	var wrong []error
	for _, danger := range dangers {
		if len(danger.Checks) == 0 {
			wrong = append(wrong, fmt.Errorf("%q was not checked", danger.Text))
		}
		for _, c := range danger.Checks {
			if c.By == "" || !plainHTTPS(c.Page) || c.CheckedOn.Time().IsZero() {
				wrong = append(wrong, fmt.Errorf("%q: a check needs who, where and when: %+v", danger.Text, c))
			}
		}
	}
	return errors.Join(wrong...)
}
