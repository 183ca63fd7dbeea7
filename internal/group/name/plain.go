package name

import "strings"

// Plainly is a name without the words in it that claim a title or an office:
// "Ana" for "Dr Ana". It is "" where nothing is left that may stand alone.
func Plainly(name string) string {
	var kept []string
	for _, word := range strings.Fields(name) {
		if Claims(word) == "" {
			kept = append(kept, word)
		}
	}
	plain, err := Clean(strings.Join(kept, " "))
	if err != nil || Claims(plain) != "" {
		return ""
	}
	return plain
}
