package backup

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var everyKind = []Column{{"words", Words}, {"whole", Whole}, {"truth", Truth}, {"bytes", Bytes}}

func TestARowComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := []any{
			maybe(t, rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))),
			maybe(t, rapid.Int64()), maybe(t, rapid.Bool()), maybe(t, rapid.SliceOf(rapid.Byte())),
		}
		var line bytes.Buffer
		if err := appendRow(&line, everyKind, want); err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(line.Bytes(), []byte{'\n'}); n != 1 {
			t.Fatalf("%d lines: %q", n, line.Bytes())
		}
		got, err := parseRow(everyKind, line.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s\n(-want +got):\n%s", line.Bytes(), diff)
		}
	})
}

func maybe[T any](t *rapid.T, g *rapid.Generator[T]) any {
	if rapid.Bool().Draw(t, "missing") {
		return nil
	}
	return g.Draw(t, "value")
}

func TestAValueOfAnotherKindIsRefused(t *testing.T) {
	for kind, values := range map[Kind][]any{
		Words: {int64(1), []byte("a"), true, 1.5},
		Whole: {"1", true, 1.5},
		Truth: {int64(2), "true"},
		Bytes: {"a", int64(1)},
		"":    {"a literal"},
	} {
		for _, v := range values {
			if err := appendValue(&bytes.Buffer{}, kind, v); err == nil {
				t.Errorf("%T was taken for %q", v, kind)
			}
		}
	}
}

// FuzzParseRow reads lines that others made. What it takes, it writes again.
func FuzzParseRow(f *testing.F) {
	for _, line := range []string{
		`{"words":"a","whole":1,"truth":true,"bytes":"AA=="}`, `{"words":{"base64":"/w=="},"whole":null,"truth":null,"bytes":null}`,
		`{"words":"a","words":"b","whole":9223372036854775808,"truth":0,"bytes":""}`, `[]`, `{}`, ``, `null`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		values, err := parseRow(everyKind, line)
		if err != nil {
			return
		}
		if err := appendRow(&bytes.Buffer{}, everyKind, values); err != nil {
			t.Errorf("%q is read and cannot be written: %v", line, err)
		}
	})
}
