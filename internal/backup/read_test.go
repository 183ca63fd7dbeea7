package backup

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"handrail/internal/platform/blob"
)

// FuzzEntries reads archives that others made. Whatever they hold, nothing
// leaves the staging folder.
func FuzzEntries(f *testing.F) {
	const about = `{"format":1,"handrail":"0.1.0","schema":1,"tables":[{"table":"t_room","columns":[{"name":"id","kind":"text"}],"order":["id"]}]}`
	const key = "files/0b0c7a4e-3c1d-4a57-9c7e-1f2a3b4c5d6e"
	f.Add(packed(f, "about.json", about, "rows/t_room/000001", `{"id":"a"}`+"\n", key, "body", "jobs/000001", "{}\n", "complete.json", `{"parts":[]}`))
	f.Add(packed(f, "about.json", about, "rows/../000001", "x", "files/../../x", "x"))
	f.Add(packed(f, "rows/t_room/000001", "x"))
	f.Fuzz(func(t *testing.T, body []byte) {
		outer := t.TempDir()
		rows, uploads := filepath.Join(outer, "rows"), filepath.Join(outer, "files")
		if err := os.Mkdir(rows, 0o700); err != nil {
			t.Fatal(err)
		}
		files, err := blob.OpenFolder(uploads)
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		r := &reader{files: files, version: "0.1.0", schema: 1, tar: tar.NewReader(bytes.NewReader(body)), seen: map[string]Part{}}
		r.rows, r.parts = rows, map[string]Part{}
		if r.entries(t.Context()) == nil {
			r.compare()
		}
		r.endPart()
		if there, err := os.ReadDir(outer); err != nil || len(there) != 2 {
			t.Errorf("%v, %v", there, err)
		}
	})
}

func packed(f *testing.F, entries ...string) []byte {
	f.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		body := []byte(entries[i+1])
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: entries[i], Size: int64(len(body)), Mode: 0o600}); err != nil {
			f.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	return b.Bytes()
}
