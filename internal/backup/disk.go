package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// reserve is what a restore leaves free on the disk.
const reserve = 64 << 20

// Free is how many bytes the file system at path has left for us.
func Free(path string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}

// room is how many bytes a backup may unpack to. What is unpacked is loaded
// into a database beside it, so half of the disk has to stay free for that.
func (t Target) room(c Choice) (int64, error) {
	free, err := Free(t.Folder)
	if err != nil {
		return 0, err
	}
	if free <= reserve {
		return 0, fmt.Errorf("%w: the disk of %s is full", ErrTooLarge, t.Folder)
	}
	limit := c.Most
	if limit == 0 {
		limit = most
	}
	return min(limit, (free-reserve)/2), nil
}

// syncTree makes every folder below path last through a loss of power. The
// files in it have been synced one by one.
func syncTree(path string) error {
	return filepath.WalkDir(path, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		return syncFolder(path)
	})
}

func exists(path string) (bool, error) {
	err := unix.Lstat(path, &unix.Stat_t{})
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// isEmpty tells whether there is no file at path or below: only folders.
func isEmpty(path string) (bool, error) {
	empty := true
	err := filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			empty = false
			return fs.SkipAll
		}
		return err
	})
	return empty, err
}
