package feed

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestManyOfOneName: fifty thousand meetings of one name, and as many whose long names
// differ only at their ends, are read in seconds.
func TestManyOfOneName(t *testing.T) {
	const many = 50_000
	var same, ends strings.Builder
	for i := range many {
		comma := ","
		if i == 0 {
			comma = "["
		}
		same.WriteString(comma + `{"name":"Serenity"}`)
		fmt.Fprintf(&ends, `%s{"name":"%s %d"}`, comma, strings.Repeat("long ", 13+i%28), i)
	}
	for name, content := range map[string]string{"one name": same.String() + "]", "one beginning": ends.String() + "]"} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		keys := make(map[string]bool, many)
		_, err := Read(ctx, MeetingGuide, inMemory("a.json", []byte(content)), Rules{Programme: "aa"}, func(r Record) error {
			keys[r.Key] = true
			return nil
		})
		if err != nil || len(keys) != many {
			t.Errorf("%s: %v, %d keys of %d", name, err, len(keys), many)
		}
	}
}

func TestNumbersOfOneName(t *testing.T) {
	list, _, err := taken(MeetingGuide, inMemory("a.json", []byte(`[{"slug":"a-1","name":"A"},{"slug":"a","name":"A"},{"slug":"a","name":"A"},{"slug":"a","name":"A"},{"slug":"a-1","name":"A"},{"slug":"a-2","name":"A"}]`)), Rules{})
	var got []string
	for _, r := range list {
		got = append(got, r.Key)
	}
	if err != nil || strings.Join(got, " ") != "a-1 a a-2 a-3 a-1-1 a-2-1" {
		t.Errorf("%v %v", err, got)
	}
}

// TestUnknownFieldsAreBounded: fifty of them, and 8 KiB.
func TestUnknownFieldsAreBounded(t *testing.T) {
	many, large, table := map[string]any{"name": "A", "slug": "a"}, map[string]any{"name": "A", "slug": "a"}, "name,slug"
	row := "A,a"
	for i := range 300 {
		many[fmt.Sprintf("x%03d", i)] = "y"
		table, row = table+fmt.Sprintf(",x%03d", i), row+",y"
		if i < 20 {
			large[fmt.Sprintf("x%03d", i)] = strings.Repeat("y", 1000)
		}
	}
	asFeed := func(one map[string]any) []byte {
		feed, _ := stdjson.Marshal([]any{one})
		return feed
	}
	for name, one := range map[string]struct {
		kind    Kind
		content []byte
		want    int
	}{
		"many":    {MeetingGuide, asFeed(many), 50},
		"large":   {MeetingGuide, asFeed(large), 8},
		"central": {Central, asFeed(many), 50},
		"table":   {TSML, []byte(table + "\n" + row + "\n"), 50},
	} {
		list, report, err := taken(one.kind, inMemory("meetings", one.content), Rules{Programme: "aa"})
		if err != nil || len(list) != 1 || len(list[0].Rest) != one.want || list[0].Rest["x000"] == nil {
			t.Errorf("%s: %v, %d records, %d fields", name, err, len(list), len(list[0].Rest))
		}
		if !strings.Contains(oddities(report), "1 : This record has too much that we do not know.") {
			t.Errorf("%s: %s", name, oddities(report))
		}
	}
}

// TestARecordIsBounded: whatever its fields hold, it is at most 32 KiB as JSON, and
// comes back the same.
func TestARecordIsBounded(t *testing.T) {
	for _, sign := range []string{"a", "é", "<", "&", "𝄞"} {
		one := map[string]any{"slug": "a", "day": []int{1, 3}, "time": "10:00", "feedback_emails": strings.Repeat(strings.Repeat("a", 200)+"@example.org,", 50)}
		var list []string
		for i := range 60 {
			list = append(list, fmt.Sprint(i, strings.Repeat(sign+" ", 100)))
		}
		one["types"], one["regions"] = list, list
		for name := range strings.FieldsSeq(`name notes location location_notes formatted_address address city state country group group_notes district sub_district
			mailing_address conference_url_notes conference_phone_notes entity entity_location entity_phone correo secretary`) {
			one[name] = strings.Repeat(sign+" ", 6000/(len(sign)+1))
		}
		for name := range strings.FieldsSeq(`url edit_url website website_2 conference_url feedback_url entity_url entity_logo`) {
			one[name] = "https://example.org/" + strings.Repeat("&", 1900)
		}
		var feed bytes.Buffer
		encoder := stdjson.NewEncoder(&feed)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode([]any{one, map[string]any{"name": "Plain", "notes": strings.Repeat("a ", 1900)}}); err != nil {
			t.Fatal(err)
		}
		rules := Rules{Programme: "aa", Contacts: true}
		records, report, err := taken(MeetingGuide, inMemory("a.json", feed.Bytes()), rules)
		if err != nil || len(records) != 3 {
			t.Fatal(err, len(records))
		}
		for _, r := range records[:2] {
			if doc, _ := stdjson.Marshal(r); len(doc) > 32<<10 || r.Name == "" || r.Notes == "" {
				t.Errorf("%s: a record of %d bytes: %.200s", sign, len(doc), doc)
			}
		}
		if len(records[2].Notes) != 3799 || !strings.Contains(oddities(report), "2 : This record is too long. Its texts were cut off.") {
			t.Errorf("%s: %s", sign, oddities(report))
		}
		once := again(t, MeetingGuide, inMemory("a.json", feed.Bytes()), rules, asGuide)
		twice := again(t, MeetingGuide, inMemory("a.json", once), rules, asGuide)
		if diff := cmp.Diff(string(once), string(twice)); diff != "" {
			t.Errorf("%s: %.1000s", sign, diff)
		}
	}
}

// TestShorteningLeavesOthersAlone: the days of one meeting share what they hold.
func TestShorteningLeavesOthersAlone(t *testing.T) {
	long := strings.Repeat("a", 300)
	one := Record{Entity: &Entity{Name: long}, FeedbackEmails: []string{long, "b"}, Types: []string{long}}
	other := one
	shorten(&other, 40)
	if one.Entity.Name != long || one.FeedbackEmails[0] != long || one.Types[0] != long {
		t.Errorf("%+v", one)
	}
	if len(other.Entity.Name) > 50 || len(other.Types[0]) > 50 || len(other.FeedbackEmails) != 1 || other.FeedbackEmails[0] != "b" {
		t.Errorf("%+v", other)
	}
}
