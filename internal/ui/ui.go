// Package ui is how Handrail looks: the layout that holds every page, and the
// components that pages are built from. The gallery (/ui in development) shows
// each of them in each state.
//
// Three rules hold for everything here. It works without scripts; a custom
// element may better it afterwards. It carries no style attribute, no inline
// handler and no address of another host, as the content security policy
// demands. And every string given to a component is shown as it is: callers
// pass words already said in the reader's language, with i18n.T, or words that
// a person wrote.
//
// Beside each component lies its style (button.templ, button.css); the sheets
// are put together in assets/app.css. The layout was made for this project: a
// rail down the starting edge, sections hung from it, an amber lamp where you
// are.
package ui

import "embed"

// Locale holds the translations of the words this package says by itself.
//
//go:embed locale/*.json
var Locale embed.FS

// Addresses the layout links to. They belong to the outside surface and do not
// change.
const (
	HelpPath    = "/help"
	ExitPath    = "/exit"
	PrivacyPath = "/privacy"
	ReadingPath = "/settings/reading" // language, zone, light and contrast
)
