package note

import "testing"

// What was read before this node changed the list is not kept after it.
func TestAnOldReadingIsNotKept(t *testing.T) {
	s := New(Options{})
	before := s.changes
	s.keep(&snapshot{rows: []kindRow{{ID: "old"}}}, before)
	s.changed()
	if last := s.copied.Load(); !last.at.IsZero() {
		t.Error("the copy from before the change counts as fresh")
	}
	s.keep(&snapshot{rows: []kindRow{{ID: "older"}}}, before)
	if last := s.copied.Load(); last.rows[0].ID != "old" {
		t.Error("a reading that began before the change is kept")
	}
}
