package seat_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryTestNamedInTheListIsThere(t *testing.T) {
	list, err := os.ReadFile("../../../docs/asvs-sessions.md")
	must(t, err)
	var code strings.Builder
	must(t, filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		code.Write(text)
		return err
	}))
	named := regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllSubmatch(list, -1)
	for _, one := range named {
		if !strings.Contains(code.String(), "func "+string(one[1])+"(") {
			t.Errorf("%s is named and is not there", one[1])
		}
	}
	if len(named) < 40 {
		t.Errorf("only %d tests are named", len(named))
	}
}
