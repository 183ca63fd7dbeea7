package feed

import (
	"bytes"
	stdjson "encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func FuzzGuide(f *testing.F) {
	f.Add([]byte(`[{"name":"a","slug":1,"day":["1",2],"time":"7:00 PM","types":"[o]","regions":[1,null,"x"],"x":{"y":[1e9]}}]`))
	f.Add([]byte(`[{"name":"<b>a&amp;lt;","coordinates":"1,2,3,4","conference_url":"zoom.us/j/1","Contact 1 Email":"a@b.c"}] x`))
	f.Fuzz(func(t *testing.T, content []byte) { endures(t, MeetingGuide, content) })
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("Name,Day,Time\n\"a\nb\",lunes,7:00 PM\n"))
	f.Add([]byte("\ufeffName;ID;Contact 1 Name\n'=a;;b\n"))
	f.Fuzz(func(t *testing.T, content []byte) { endures(t, TSML, content) })
}

func FuzzCentral(f *testing.F) {
	f.Add([]byte(`[{"slug":"a","name":"A","day":7,"time":"08:00","duration":"60","languages":["en"],"types":["O"],"_id":{"$oid":"x"}}]`))
	f.Fuzz(func(t *testing.T, content []byte) { endures(t, Central, content) })
}

func FuzzDetect(f *testing.F) {
	f.Add([]byte(`[{"slug":"a"`))
	f.Add([]byte("a,b\tc\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if kind, err := Detect("x", content); (kind == "") != (err != nil) {
			t.Errorf("%q, %v", kind, err)
		}
	})
}

// FuzzMembers: the fields of an object are those that the library finds.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(`{"a" : 1,"b":{"c":[1,"}\\\""]},"a":null , "\u00e9":"x" }`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		content = bytes.TrimSpace(content)
		var want map[string]stdjson.RawMessage
		if !stdjson.Valid(content) || stdjson.Unmarshal(content, &want) != nil {
			return
		}
		if diff := cmp.Diff(want, members(content), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s", content, diff)
		}
		for key, raw := range want {
			var text string
			if len(raw) > 0 && raw[0] == '"' && stdjson.Unmarshal(raw, &text) == nil && said(raw) != text {
				t.Errorf("%q is %q, not %q", key, said(raw), text)
			}
		}
	})
}
