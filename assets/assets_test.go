package assets_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"handrail/assets"
)

func built(t *testing.T, name string) []byte {
	t.Helper()
	body, err := assets.Files.ReadFile("dist/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func compressed(t *testing.T, body []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// A page weighs at most 100 KB and loads 30 KB of script, on a phone from five
// years ago.
func TestBuiltFilesKeepToTheirWeight(t *testing.T) {
	for name, most := range map[string]int{
		"app.css": 20 << 10, "app.js": 30 << 10, "live.js": 26 << 10, "sw.js": 3 << 10,
		"icon-192.png": 6 << 10, "icon-512.png": 16 << 10, "icon-maskable-512.png": 16 << 10,
	} {
		if weight := compressed(t, built(t, name)); weight > most {
			t.Errorf("%s weighs %d bytes compressed, more than %d", name, weight, most)
		}
	}
}

// No page asks another host for anything, so no built file names one. The
// names of XML namespaces are names only.
func TestBuiltFilesNameNoOtherHost(t *testing.T) {
	hosts := regexp.MustCompile(`(?:https?:|wss?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^"'\s)]*`)
	err := fs.WalkDir(assets.Files, "dist", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(path, ".png") {
			return err
		}
		body, err := assets.Files.ReadFile(path)
		if err != nil {
			return err
		}
		for _, host := range hosts.FindAllString(string(body), -1) {
			if host != "http://www.w3.org/2000/svg" {
				t.Errorf("%s names %s", path, host)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStylesHoldNoDataAddresses(t *testing.T) {
	if body := string(built(t, "app.css")); strings.Contains(body, "data:") || strings.Contains(body, "url(") {
		t.Error("the style sheet fetches, or carries, something")
	}
}

// The four lights are switches made of empty and invalid values, which a
// careless minifier would take out.
func TestTheSwitchesOfTheLightsSurviveTheBuild(t *testing.T) {
	body := string(built(t, "app.css"))
	for _, want := range []string{"--light: initial", "--dark: ;", "--calm: initial", "--stark: ;", "--night: var(--calm, var(--dark))"} {
		if !strings.Contains(body, want) {
			t.Errorf("the style sheet lacks %q", want)
		}
	}
}

// The policy makes no script from text and no address but our own.
func TestTheScriptMakesOnePolicyAndNoCode(t *testing.T) {
	body := string(built(t, "app.js"))
	if strings.Count(body, `createPolicy("handrail"`) != 1 {
		t.Error("the policy is not made once")
	}
	if regexp.MustCompile(`\beval\(`).MatchString(body) {
		t.Error("something calls eval")
	}
}
