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

// A paragraph that is laid out in boxes stops being one for a screen reader, and
// inside a form Orca says the form's name in place of its words.
func TestWhatStandsBesideADrawingStaysAParagraph(t *testing.T) {
	rule := regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)
	names := regexp.MustCompile(`(^|[\s,])\.(seen|only|error|badges|zone-is)\s*(,|$)`)
	seek, err := os.ReadFile("../finder/seek/seek.css")
	if err != nil {
		t.Fatal(err)
	}
	all, seen := sheets(t), 0
	all["seek.css"] = string(seek)
	for name, body := range all {
		for _, found := range rule.FindAllStringSubmatch(body, -1) {
			if !names.MatchString(strings.TrimSpace(found[1])) {
				continue
			}
			seen++
			if strings.Contains(found[2], "display:") {
				t.Errorf("%s: %s {%s}", name, strings.TrimSpace(found[1]), found[2])
			}
		}
	}
	if seen < 5 {
		t.Errorf("%d rules looked at", seen)
	}
}

// Two features that style the same class spoil each other's pages.
func TestNoTwoFeaturesStyleTheSameClass(t *testing.T) {
	files, err := filepath.Glob("../*/*.css")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := filepath.Glob("../*/*/*.css")
	if err != nil {
		t.Fatal(err)
	}
	alone := regexp.MustCompile(`(?:^|[{},])\s*\.([\w-]+)\s*\{`)
	owner, shared := map[string]string{}, regexp.MustCompile(`^(at-|htmx-)`)
	for _, file := range append(files, parts...) {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range alone.FindAllStringSubmatch(string(body), -1) {
			class, folder := found[1], filepath.Dir(file)
			if before, ok := owner[class]; ok && before != folder && !shared.MatchString(class) {
				t.Errorf(".%s is styled by %s and by %s", class, before, folder)
			}
			owner[class] = folder
		}
	}
	if len(owner) < 100 {
		t.Errorf("%d classes looked at", len(owner))
	}
}
