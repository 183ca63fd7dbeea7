//go:build !linux

package backup

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

// isMount tells whether path is on another file system than its folder.
func isMount(path string) (bool, error) {
	var here, around unix.Stat_t
	if err := unix.Lstat(path, &here); err != nil {
		return false, err
	}
	err := unix.Stat(filepath.Dir(path), &around)
	return here.Dev != around.Dev, err
}
