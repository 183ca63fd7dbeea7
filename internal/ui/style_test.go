package ui_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func sheets(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.css")
	if err != nil || len(names) == 0 {
		t.Fatal("no style sheets", err)
	}
	all := map[string]string{}
	comments := regexp.MustCompile(`(?s)/\*.*?\*/`)
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = comments.ReplaceAllString(string(body), "")
	}
	return all
}

// Layout follows the direction of reading only when no property names a side.
func TestStylesNameNoSideOfTheScreen(t *testing.T) {
	physical := regexp.MustCompile(`(?:^|[\s;{(])((?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|float|clear)\s*:`)
	asked := regexp.MustCompile(`@media[^{]*`) // what the screen is asked about has no other name
	for name, body := range sheets(t) {
		if found := physical.FindStringSubmatch(asked.ReplaceAllString(body, "@media ")); found != nil {
			t.Errorf("%s: %s", name, found[1])
		}
	}
}

func TestStylesKeepToTheRules(t *testing.T) {
	for _, rule := range []struct{ what, pattern string }{
		{"an !important", `!important`},
		{"an id", `#[a-zA-Z][\w-]*[^;{}]*\{`},
		{"an address", `url\(|https?:|@import`},
		{"text-align by side", `text-align:\s*(left|right)`},
	} {
		pattern := regexp.MustCompile(rule.pattern)
		for name, body := range sheets(t) {
			if found := pattern.FindString(body); found != "" {
				t.Errorf("%s has %s: %s", name, rule.what, found)
			}
		}
	}
}

// A colour without a value for one of the four lights would vanish in it.
func TestEveryColourIsThereInEveryLight(t *testing.T) {
	for _, line := range strings.Split(sheets(t)["tokens.css"], "\n") {
		if !strings.Contains(line, "var(--day,") || strings.Contains(line, "var(--stark, none)") {
			continue
		}
		for _, light := range []string{"var(--night,", "var(--day-stark,", "var(--night-stark,"} {
			if !strings.Contains(line, light) {
				t.Errorf("without %s: %s", light, strings.TrimSpace(line))
			}
		}
	}
}

func TestEverySheetIsInALayerAndInTheBundle(t *testing.T) {
	bundle, err := os.ReadFile("../../assets/app.css")
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range sheets(t) {
		if !regexp.MustCompile(`@layer (tokens|base|components|screens) \{`).MatchString(body) {
			t.Errorf("%s is in no layer", name)
		}
		if !strings.Contains(string(bundle), "internal/ui/"+name) {
			t.Errorf("%s is not in assets/app.css", name)
		}
	}
}
