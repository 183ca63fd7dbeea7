package feed

import (
	"io"

	"handrail/internal/platform/fault"
)

// headMost is how much of a file is looked at to find out its format.
const headMost = 64 << 10

// found is the format of a source's files, as the first one shows it.
func found(files []File) (Kind, error) {
	if len(files) == 0 {
		return "", fault.New(fault.Invalid, "This file is empty. Check the address.")
	}
	r, err := files[0].Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, headMost))
	if err != nil {
		return "", err
	}
	return Detect(files[0].Name, head)
}
