package web

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// Unchanged marks an answer with an entity tag, quotation marks and all, and
// tells whether the client has it already (RFC 9110 §13.1.2). Then the answer is
// given: there is nothing more to say.
func Unchanged(w http.ResponseWriter, r *http.Request, tag string) bool {
	w.Header().Set("ETag", tag)
	w.Header().Set("Vary", "Accept-Encoding")
	for one := range strings.SplitSeq(strings.Join(r.Header.Values("If-None-Match"), ","), ",") {
		if one = strings.TrimSpace(one); one == "*" || one != "" && strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// buffered is how much of an answer is held before it is sent.
const buffered = 32 << 10

// Stream answers with what write writes, as it comes, packed where the client
// understands that. To HEAD it says only the headers. When write fails after
// something was sent, the connection is cut, so that nobody takes a part for the
// whole.
func Stream(w http.ResponseWriter, r *http.Request, kind string, write func(to io.Writer) error) error {
	w.Header().Set("Content-Type", kind)
	packs := takesGzip(r)
	if packs {
		w.Header().Set("Content-Encoding", "gzip")
	}
	if r.Method == http.MethodHead {
		return nil
	}
	sent := &sending{w: w}
	out := bufio.NewWriterSize(sent, buffered)
	err := packed(out, packs, write)
	if err == nil {
		err = out.Flush()
	}
	if err != nil && sent.begun {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		w.Header().Del("Content-Encoding")
		w.Header().Del("ETag")
	}
	return err
}

func packed(out io.Writer, packs bool, write func(to io.Writer) error) error {
	if !packs {
		return write(out)
	}
	to, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := write(to); err != nil {
		return err
	}
	return to.Close()
}

// sending knows whether anything was sent.
type sending struct {
	w     io.Writer
	begun bool
}

func (s *sending) Write(b []byte) (int, error) {
	s.begun = true
	return s.w.Write(b)
}
