package backup

import "golang.org/x/sys/unix"

// isMount tells whether path is where another file system, or a part of this
// one, is mounted.
func isMount(path string) (bool, error) {
	var s unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS, &s)
	return s.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0, err
}
