package apptest

import "handrail/internal/platform/picture"

// The house decodes pictures in a child: its own program, called once more. In a
// test that program is the test, whose main function is made by the go command,
// so that this is the only place before it.
func init() {
	if picture.IsWorker() {
		picture.Main()
	}
}
