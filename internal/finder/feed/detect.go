package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"

	"handrail/internal/platform/fault"
)

// Detect finds out the format of a file by its name and its beginning, of which
// 64 KiB are plenty. What it does not know is a fault.
func Detect(name string, head []byte) (Kind, error) {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(head) == 0:
		return "", fault.New(fault.Invalid, "This file is empty. Check the address.")
	case head[0] == '<':
		return "", fault.New(fault.Invalid, "This is a web page and not a feed. Its keeper may block programs like ours. Check the address.")
	case head[0] == '[':
		return ofKeys(name, firstKeys(head[1:])), nil
	case head[0] == '{':
		if keys := firstKeys(head); keys["meetings"] || keys["formats"] {
			return BMLT, nil
		}
	default:
		if kind := ofColumns(head); kind != "" {
			return kind, nil
		}
	}
	return "", fault.New(fault.Invalid, "We do not know this format. Choose the one that it has.")
}

// firstKeys are the names of the fields of the object that text begins with, as
// far as it reaches.
func firstKeys(text []byte) map[string]bool {
	keys := map[string]bool{}
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return keys
	}
	for d.More() && len(keys) < 200 {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return keys
		}
		keys[key] = true
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return keys
		}
	}
	return keys
}

// ofKeys is the format of an array whose first object has these keys. An array
// that is empty, or of something else, is one of the Meeting Guide unless its name
// tells otherwise.
func ofKeys(name string, keys map[string]bool) Kind {
	has := func(list ...string) bool {
		for _, key := range list {
			if keys[key] {
				return true
			}
		}
		return false
	}
	switch {
	case has("id_bigint", "weekday_tinyint", "meeting_name", "key_string", "parent_id"):
		return BMLT
	case has("groupID", "accountID", "recordID", "startDateUTC") || keys["languages"] && has("features", "formats", "communities", "duration"),
		keys["code"] && keys["desc"]:
		return Central
	case len(keys) == 0 && strings.HasPrefix(name, "Get"):
		return BMLT
	}
	return MeetingGuide
}

// ofColumns is the format of a table with this beginning, or "".
func ofColumns(head []byte) Kind {
	table := csv.NewReader(bytes.NewReader(head))
	table.Comma, table.LazyQuotes = separator(head), true
	titles, err := table.Read()
	if err != nil {
		return ""
	}
	found := map[string]bool{}
	for _, title := range titles {
		title = strings.ToLower(strings.TrimSpace(title))
		found[title], found[tableColumn(title)] = true, true
	}
	switch {
	case found["committee"] && found["committeename"]:
		return NAWS
	case found["name"] && (found["day"] || found["time"] || found["slug"] || found["id"]):
		return TSML
	}
	return ""
}
