package blob_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/internal/platform/blob"
	"handrail/internal/platform/id"
)

func TestInspectFolderTakesNothingAway(t *testing.T) {
	dir := t.TempDir()
	files, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	key := id.Random()
	if _, err := files.Put(t.Context(), key, strings.NewReader("a picture"), 9); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, "incoming", "left by a process that died")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	looking, err := blob.InspectFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer looking.Close()
	if o, err := looking.Check(t.Context(), key); err != nil || o.Size != 9 {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := os.Stat(left); err != nil {
		t.Errorf("it was taken away: %v", err)
	}
	if _, err := blob.InspectFolder(filepath.Join(dir, "nowhere")); !os.IsNotExist(err) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
