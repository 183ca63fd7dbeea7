package code

import (
	"strings"
	"sync"
)

// Named finds the concept of a format that a BMLT server names in English, for
// those that have no world id. Servers name their formats as they like: what is
// found by another sign is not looked up here.
func Named(english string) (Concept, bool) {
	c, ok := named()[fold(strings.TrimSpace(english))]
	return c, ok
}

// named are the names of formats that servers come with.
var named = sync.OnceValue(func() map[string]Concept {
	return map[string]Concept{
		"bilingual":                "two-languages",
		"closedholidays":           "closed-holidays",
		"childrenundersupervision": "children-watched",
		"illness":                  "illness",
		"nochildren":               "no-children",
		"pitch":                    "pitch",
		"roundrobin":               "round-robin",
		"securitycameras":          "security-cameras",
		"surveillancecameras":      "security-cameras",
		"speakerdiscussion":        "speaker-discussion",
		"asl":                      "sign-language",
		"americansignlanguage":     "sign-language",
		"timer":                    "timer",
		"openended":                "open-ended",
		"nosmoking":                "no-smoking",
		"agnostic":                 "secular",
		"fiveanddime":              "five-and-ten",
		"onlinemeeting":            Online,
		"idrequiredtoenter":        "identity",
	}
})
