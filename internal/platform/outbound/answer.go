package outbound

import (
	"io"
	"mime"
	"net/http"
	"slices"
)

// takes looks at the head of an answer before anything of its body is read.
func (c *Client) takes(answer *http.Response) error {
	if answer.ContentLength > c.maxBytes {
		return refuse(ErrTooLarge, nil)
	}
	if c.types == nil || answer.StatusCode/100 != 2 {
		return nil
	}
	kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(c.types, kind) {
		return refuse(ErrType, err)
	}
	return nil
}

// cappedBody counts what comes out of decompression, so a small file that
// unpacks into a huge one is stopped as well.
type cappedBody struct {
	from io.ReadCloser
	left int64
	over bool
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if b.over {
		return 0, refuse(ErrTooLarge, nil)
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	if int64(n) > b.left {
		b.over = true
		return int(b.left), refuse(ErrTooLarge, nil)
	}
	b.left -= int64(n)
	if err != nil && err != io.EOF {
		err = explain(err)
	}
	return n, err
}

func (b *cappedBody) Close() error { return b.from.Close() }
