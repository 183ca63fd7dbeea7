package feed

import (
	"bytes"
	"strings"
	"testing"
)

func TestNoPartOfACellIsAFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1": "'=1", "'=1": "''=1", "x;=cmd|'/c calc'!A0": "x;'=cmd|'/c calc'!A0", `x;"=1"`: `x;'"=1"`, "＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", "x;＝1": "x;'＝1",
		"x\t+1": "x\t'+1", "x,=1": "x,'=1", "x\n=1": "x\n'=1", "x\n-cmd|' /c'!A0": "x\n'-cmd|' /c'!A0", "x =cmd(1)": "x '=cmd(1)", "x|@y": "x|'@y",
		"Mon - Fri": "Mon - Fri", "Call +1 555": "Call +1 555", "Bring\n- a cup\n- tea": "Bring\n- a cup\n- tea", "https://maps.example/@40.7,-74.0,17z": "https://maps.example/@40.7,-74.0,17z",
		"plain": "plain", "": "", "'quoted'": "'quoted'", "é=1": "é=1",
	} {
		if got := guarded(cell); got != want {
			t.Errorf("%q is guarded as %q, not %q", cell, got, want)
		}
		if got := unguarded(want); got != cell {
			t.Errorf("%q is read as %q, not %q", want, got, cell)
		}
	}
}

// TestATableHoldsNoFormula: also to a spreadsheet that parts it at another sign.
func TestATableHoldsNoFormula(t *testing.T) {
	r := Record{Key: "a", Slug: "a", Name: "＝A", Day: 1, Start: 600, Notes: `x;=cmd|'/c calc'!A0;"=1"` + "\ny;＋2\n=3", Group: "b;@c", Types: []string{"d;-e"}}
	var out bytes.Buffer
	w := WriteTable(&out)
	for _, err := range []error{w.Write(passed(r, Rules{}, 1)), w.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range strings.Split(out.String(), "\n") {
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(";\t|", r) }) {
			if bare := strings.TrimLeft(cell, `"`); strings.ContainsAny(bare[:min(1, len(bare))], "=+-@") || strings.HasPrefix(bare, "＝") || strings.HasPrefix(bare, "＋") {
				t.Errorf("a spreadsheet works out %q", cell)
			}
		}
	}
	list, _, err := taken(TSML, inMemory("a.csv", out.Bytes()), Rules{})
	if err != nil || len(list) != 1 || list[0].Notes != r.Notes || list[0].Name != r.Name || list[0].Group != r.Group || list[0].Types[0] != "d;-e" {
		t.Errorf("%v %+v\n%s", err, list, out.String())
	}
}

// FuzzGuard: a guarded cell comes back as it was, and none of its pieces is a formula.
func FuzzGuard(f *testing.F) {
	for _, cell := range []string{"=1", "';'=", "x;\t=(", " '+|", "\r\n=1", "'\"'=", ";;=;'=", "\xff=", "＝"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		safe := guarded(cell)
		if back := unguarded(safe); back != cell {
			t.Errorf("%q is guarded as %q and read as %q", cell, safe, back)
		}
		for _, sign := range ";\t|" {
			for i, piece := range strings.Split(safe, string(sign)) {
				piece = strings.TrimLeft(piece, `"`)
				if piece != "" && strings.ContainsAny(piece[:1], "=+-@") || i == 0 && strings.HasPrefix(piece, "＝") {
					t.Errorf("%q holds the formula %q", safe, piece)
				}
			}
		}
	})
}
