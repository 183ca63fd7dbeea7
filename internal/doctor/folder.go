package doctor

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"handrail/internal/backup"
)

// folder looks at the data folder itself. Without one, the first finding is
// wrong.
func (h House) folder() []Finding {
	info, err := os.Stat(h.Folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []Finding{wrong("Name the data folder with --data, or start Handrail, which makes it.", "There is no data folder at %s.", h.Folder)}
	case err != nil:
		return []Finding{wrong("Run this as the user that Handrail runs as.", "The data folder cannot be looked at: %v.", err)}
	case !info.IsDir():
		return []Finding{wrong("Name the data folder with --data.", "%s is not a folder.", h.Folder)}
	}
	return []Finding{fine("The data folder is %s.", h.Folder), h.owner(info), h.writable()}
}

func (h House) owner(info fs.FileInfo) Finding {
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return wrong("chmod 700 "+h.Folder, "Other people on this machine can look into the data folder (its mode is %o).", mode)
	}
	return fine("The data folder is for its owner alone.")
}

func (h House) writable() Finding {
	err := unix.Access(h.Folder, unix.W_OK)
	switch {
	case errors.Is(err, syscall.EROFS):
		return wrong("Look why the disk is read-only (often it is failing): `dmesg` tells. Then mount it for writing.", "The disk of the data folder is read-only: nothing can be saved.")
	case err != nil:
		return wrong("Give the folder to the user that Handrail runs as (chown), or run this as that user.", "This user cannot write to the data folder: %v.", err)
	}
	return fine("The data folder can be written to.")
}

// secrets looks for secrets that others can read.
func (h House) secrets() []Finding {
	var open []string
	for _, root := range []string{h.Secrets, h.TLS} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			info, err := e.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				open = append(open, path)
			}
			return err
		})
		if err != nil {
			return []Finding{wrong("Run this as the user that Handrail runs as.", "The secrets cannot be looked at: %v.", err)}
		}
	}
	if len(open) > 0 {
		return []Finding{wrong("chmod -R go= "+strings.Join(open, " ")+"; and if somebody may have read the server's key, `handrail keys rotate`.", "Other people on this machine can read secrets: %s.", strings.Join(open, ", "))}
	}
	return []Finding{fine("The secrets are for their owner alone.")}
}

func (h House) room() Finding {
	free, err := backup.Free(h.Folder)
	if err != nil {
		return wrong("Look at the disk that the data folder lies on.", "How much room is left cannot be found out: %v.", err)
	}
	if free < h.Room {
		return wrong("Make room on the disk of the data folder, or move the folder to a larger one.", "Only %d MiB are free on the disk of the data folder. When it is full, nothing can be saved.", free>>20)
	}
	return fine("%d MiB are free on the disk of the data folder.", free>>20)
}

// restore looks for a restore that was cut off, and for what one left behind.
func (h House) restore() Finding {
	if backup.Unfinished(h.Folder) {
		return wrong("Start Handrail once, or run `handrail restore` again: it is finished or undone.", "A restore was cut off.")
	}
	kept, err := filepath.Glob(filepath.Join(h.Folder, "before-restore-*"))
	if err != nil || len(kept) == 0 {
		return Finding{}
	}
	return fine("What was there before a restore is still kept, also what has been erased since. Once all is well: rm -r %s", strings.Join(kept, " "))
}

// opens looks at how many files this process may open: each page that is open
// somewhere needs one.
func (h House) opens() Finding {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return wrong("Look at `ulimit -n`.", "How many files a process may open cannot be found out: %v.", err)
	}
	if uint64(limit.Max) < h.Opens {
		return wrong("Raise it: LimitNOFILE=65536 in the systemd unit, or `ulimit -n 65536`.", "A process may open only %d files here; each open page needs one, and %d are little enough.", limit.Max, h.Opens)
	}
	return fine("A process may open %d files.", limit.Max)
}

// atWork tells whether a Handrail has the data folder open.
func (h House) atWork() bool {
	f, err := os.Open(h.Lock)
	if err != nil {
		return false
	}
	defer f.Close()
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	return errors.Is(err, syscall.EWOULDBLOCK)
}
