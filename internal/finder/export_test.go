package finder

import "encoding/json"

// SaidOf, Quoted and TextIn are for the tests of marks.
var SaidOf = saidOf

// Quoted is a text as a feed has it in a field that we do not know.
func Quoted(text string) map[string]json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return map[string]json.RawMessage{"x": raw}
}

// TextIn is what it says when it is read.
func TextIn(rest map[string]json.RawMessage) (text string) {
	if json.Unmarshal(rest["x"], &text) != nil {
		return ""
	}
	return text
}
