package compose

import (
	"bytes"
	"context"
	"encoding/hex"
	"io"
	"time"

	"handrail/internal/forum"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/id"
	"handrail/internal/platform/picture"
)

// pictureSide is the longer side of a picture in a post, at most, in pixels.
const pictureSide = 1600

// How long a picture that was sent can be used, and how much later its file
// goes: between the two nothing happens to it. One in a draft lasts as long as
// that.
const (
	uploadLasts = 24 * time.Hour
	uploadGoes  = time.Hour
)

// keep makes a picture anew and keeps it for the account.
func (p *Pages) keep(ctx context.Context, account string, upload []byte) (string, error) {
	made, err := p.o.Pictures.Fit(ctx, upload, pictureSide)
	if err != nil {
		return "", err
	}
	return p.keepMade(ctx, account, made.Bytes, made.Width, made.Height)
}

func (p *Pages) keepMade(ctx context.Context, account string, made []byte, width, height int) (string, error) {
	key := id.Random()
	by, err := p.mark(ctx, account, key)
	if err != nil {
		return "", err
	}
	row := uploadRow{Picture: key, By: by, Width: int64(width), Height: int64(height), Ends: clock.Millis(p.o.Clock.Now().Add(uploadLasts))}
	// The row comes first: a file without one would never be swept.
	if err := p.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { return insertUpload(ctx, tx, row) }); err != nil {
		return "", err
	}
	_, err = p.o.Files.Put(ctx, key, bytes.NewReader(made), int64(len(made)))
	return key, err
}

// copied is a picture in a post as one that was just sent, for words that are
// taken back and written on.
func (p *Pages) copied(ctx context.Context, account string, was forum.Picture) (string, error) {
	file, _, err := p.o.Files.Open(ctx, was.Key)
	if err != nil {
		return "", err
	}
	defer file.Close()
	made, err := io.ReadAll(file)
	if err != nil {
		return "", err
	}
	return p.keepMade(ctx, account, made, was.Width, was.Height)
}

// sent is a picture that the account sent lately, and that is in no post.
func (p *Pages) sent(ctx context.Context, account, key string) (made forum.Picture, err error) {
	by, err := p.mark(ctx, account, key)
	if err != nil {
		return made, err
	}
	err = p.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := uploadBy(ctx, tx, key, by, clock.Millis(p.o.Clock.Now()))
		made = forum.Picture{Key: row.Picture, Width: int(row.Width), Height: int(row.Height)}
		return err
	})
	return made, err
}

// used forgets who sent a picture: it is in a post now.
func (p *Pages) used(ctx context.Context, key string) error {
	return p.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { return forgetUpload(ctx, tx, key) })
}

// holdFor has a picture that was sent last as long as the draft it is in.
func (p *Pages) holdFor(ctx context.Context, account, key string) error {
	by, err := p.mark(ctx, account, key)
	if err != nil {
		return err
	}
	return p.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return writeUploadEnd(ctx, tx, key, by, clock.Millis(p.o.Clock.Now().Add(forum.DraftsKept)))
	})
}

// mark stands for an account at one picture, and is another one at each.
func (p *Pages) mark(ctx context.Context, account, key string) (string, error) {
	sum, err := p.o.Keys.MAC(ctx, "forum:uploads", "upload", []byte(account+"\x00"+key))
	return hex.EncodeToString(sum), err
}

// Sweep takes away the pictures that were sent and are in no post. The house
// calls it every hour.
func (p *Pages) Sweep(ctx context.Context) error {
	before := clock.Millis(p.o.Clock.Now().Add(-uploadGoes))
	var unused []keyRow
	err := p.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if err = forgetUsed(ctx, tx, before); err != nil {
			return err
		}
		unused, err = unusedUploads(ctx, tx, before)
		return err
	})
	for _, key := range unused {
		if err != nil {
			return err
		}
		if err = p.o.Files.Delete(ctx, string(key)); err == nil {
			err = p.used(ctx, string(key))
		}
	}
	return err
}

// missing is what is said of a picture that cannot be used any more.
func missing() error {
	return fault.Field(picture.Field, "This picture is not here any more. Choose it again, or post without one.")
}
