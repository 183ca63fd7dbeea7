package app

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// WriteBMLT writes all that is passed on as a BMLT server answers it: an object
// with the meetings and the formats that they use.
func (a *App) WriteBMLT(ctx context.Context, to io.Writer) error {
	address := a.Base.JoinPath("/bmlt/client_interface/json/").String() + "?switcher=GetSearchResults&get_used_formats=1"
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	r.RemoteAddr, r.RequestURI = "127.0.0.1:1", r.URL.RequestURI()
	w := &written{to: to, header: http.Header{}}
	a.Router.ServeHTTP(w, r)
	if w.status != http.StatusOK && w.err == nil {
		return fmt.Errorf("the answer has the status %d", w.status)
	}
	return w.err
}

// written is an answer that goes to a file.
type written struct {
	to     io.Writer
	header http.Header
	status int
	err    error
}

// Header is not written.
func (w *written) Header() http.Header { return w.header }

// WriteHeader keeps the status. What is written with another than OK is no export.
func (w *written) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

// Write writes what belongs to the export.
func (w *written) Write(b []byte) (n int, err error) {
	w.WriteHeader(http.StatusOK)
	if w.status != http.StatusOK {
		return len(b), nil
	}
	if n, err = w.to.Write(b); err != nil {
		w.err = err
	}
	return n, err
}
