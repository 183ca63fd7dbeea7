package admin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/group"
	"handrail/internal/group/note"
	"handrail/internal/moderation"
	"handrail/internal/platform/audit"
	"handrail/internal/site"
)

// said are the ends that an action's first part is put together with.
var said = map[string][]string{
	"help_line.": {string(site.Added), string(site.Confirmed), string(site.Rested), string(site.Removed)},
	"job.":       {string(Retried), string(Discarded)},
	"group.":     {string(group.Open), string(group.Paused), string(group.Archived)},

	"report.":             {"answered", string(moderation.Hide), string(moderation.Show), string(moderation.Close), string(moderation.Hush), string(moderation.Speak), string(moderation.Remove), string(moderation.Ban), string(moderation.Seat)},
	"lift.":               {"asked", "confirmed", "refused", "looked"},
	"note.":               {string(note.Added), string(note.Reworded), string(note.Restored), string(note.Moved), string(note.Retired), string(note.Returned)},
	"group.verification-": {string(group.VerificationGiven), string(group.VerificationRefused)},
}

// inHouse are the strings that match in files beside this package, tests apart.
func inHouse(t *testing.T, pattern string, match *regexp.Regexp) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range match.FindAllStringSubmatch(string(text), -1) {
			found = append(found, m[1])
		}
	}
	if len(found) == 0 {
		t.Fatalf("%s says nothing that looks like %s", pattern, match)
	}
	return found
}

func TestEveryActionOfTheRecordHasWords(t *testing.T) {
	action := regexp.MustCompile(`Action(?::| =)\s*"([^"]+)"`)
	written := append(inHouse(t, "../app/reactions.go", action), inHouse(t, "../platform/audit/*.go", action)...)
	written = append(written, inHouse(t, "../app/members.go", regexp.MustCompile(`"((?:member|invitation)\.[a-z-]+)"`))...)
	written = append(written, inHouse(t, "../app/moderation.go", action)...)
	written = append(written, inHouse(t, "../app/care.go", action)...)
	written = append(written, inHouse(t, "../app/groups.go", regexp.MustCompile(`[aA]ction(?::| :?=)\s*"([^"]+)"`))...)
	for _, one := range written {
		ends := said[one]
		if ends == nil && !strings.HasSuffix(one, ".") {
			ends = []string{""}
		}
		if len(ends) == 0 {
			t.Errorf("nobody knows how the action %q goes on", one)
		}
		for _, end := range ends {
			if _, known := actionWords(one + end); !known {
				t.Errorf("a steward would not understand %q", one+end)
			}
		}
	}
}

func TestEveryKindOfWorkHasWords(t *testing.T) {
	every, later := regexp.MustCompile(`Jobs\.Every\("([^"]+)"`), regexp.MustCompile(`event\.Later\(a\.Events, "([^"]+)"`)
	kinds := append(inHouse(t, "../app/housekeeping.go", every), inHouse(t, "../app/reactions.go", later)...)
	kinds = append(kinds, inHouse(t, "../app/care.go", later)...)
	for _, kind := range append(kinds, inHouse(t, "../app/groups.go", later)...) {
		if _, known := kindWords(kind); !known {
			t.Errorf("a steward would not understand work of the kind %q", kind)
		}
	}
}

func TestWhoDidItIsSaidAsFarAsItIsKnown(t *testing.T) {
	for _, c := range []struct {
		entry audit.Shown
		want  string
	}{
		{audit.Shown{Action: "site.changed", Mine: true}, "By you"},
		{audit.Shown{Action: "site.changed"}, "By a steward"},
		{audit.Shown{Action: "backup.restored"}, "By whoever runs the server"},
		{audit.Shown{Action: "member.closed", Operator: true}, "By whoever runs the server"},
	} {
		if got := string(actorWords(c.entry)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.entry, got, c.want)
		}
	}
}

func TestWorkIsPagedWithinReach(t *testing.T) {
	for failed, want := range map[int64]int{0: 1, 1: 1, 20: 1, 21: 2, 999: 50, 1000: 50, 50_000: 50} {
		if got := pagesOf(failed); got != want {
			t.Errorf("%d failures: %d pages, want %d", failed, got, want)
		}
	}
}
