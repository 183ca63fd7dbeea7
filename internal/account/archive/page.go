package archive

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"

	"handrail/assets"
	"handrail/internal/platform/i18n"
)

// Locale holds the translations of what this package says.
//
//go:embed locale/*.json
var Locale embed.FS

//go:embed page.html
var page string

// Words are what the page says, in one language. All but Inside can be read
// without the passphrase, so none of them may tell what this is a copy of.
type Words struct {
	Lang, Dir string // of the html element

	Title, Ask, Phrase, Reveal, Open, Busy string
	Wrong, Damaged, Old, NoScripts         string
	Save, SaveWarning                      string
	Inside                                 Inside
}

// Inside are the words that the script puts between values.
type Inside struct {
	Yes        string `json:"yes"`
	No         string `json:"no"`
	Nothing    string `json:"nothing"`
	Unreadable string `json:"unreadable"`
	More       string `json:"more"`
	Made       string `json:"made"`
}

// WordsIn are the words in the reader's language.
func WordsIn(ctx context.Context) Words {
	say := func(text i18n.Text) string { return i18n.T(ctx, text) }
	reader := i18n.From(ctx)
	return Words{
		Lang: reader.Lang(), Dir: reader.Dir(),
		Title:       say("A copy"),
		Ask:         say("Type the phrase that was shown when this file was made. Nothing that you type leaves this page."),
		Phrase:      say("Phrase"),
		Reveal:      say("Show what I type"),
		Open:        say("Open"),
		Busy:        say("Opening. This can take a moment."),
		Wrong:       say("This phrase does not open the file. Look at each word and try again."),
		Damaged:     say("Part of this file is missing or was changed. Ask for a new one."),
		Old:         say("This browser is too old to open the file. Try a newer one."),
		NoScripts:   say("This page needs scripts to open. Switch them on in your browser. They ask nobody for anything."),
		Save:        say("Save it for other programs (JSON)"),
		SaveWarning: say("What you save this way is not locked. Anybody who finds that file can read it."),
		Inside: Inside{
			Yes: say("Yes"), No: say("No"), Nothing: say("Nothing here."), Unreadable: say("This can no longer be opened."),
			More: say("Show more"), Made: say("Made on"),
		},
	}
}

// writePage writes the page up to the place for what is locked.
func writePage(w io.Writer, words Words) error {
	script, err := assets.Files.ReadFile("dist/archive.js")
	if err != nil {
		return err
	}
	style, err := assets.Files.ReadFile("dist/archive.css")
	if err != nil {
		return err
	}
	t, err := template.New("page").Parse(page)
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		Words  Words
		Policy template.HTMLAttr
		Style  template.CSS
		Script template.JS
	}{words, template.HTMLAttr(`content="` + policy(script, style) + `"`), template.CSS(style), template.JS(script)})
}

// policy lets the page's own script and style work, and nothing else: no other
// address is ever asked for anything.
func policy(script, style []byte) string {
	return "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style) +
		"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
