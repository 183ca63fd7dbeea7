package compose

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"handrail/internal/platform/fault"
)

// getPicture shows the picture in a post to whom the post is shown.
func (p *Pages) getPicture(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	page, err := p.o.Forum.PostFor(r.Context(), m, r.PathValue("post"))
	if err != nil {
		return err
	}
	made := page.Items[0].Post.Picture
	if page.Items[0].Missing || made == nil {
		return fault.Missing()
	}
	return p.serve(w, r, made.Key)
}

// getSent shows somebody a picture that they have just sent, and nobody else.
func (p *Pages) getSent(w http.ResponseWriter, r *http.Request) error {
	m, err := p.o.Hall.Member(r)
	if err != nil {
		return err
	}
	made, err := p.sent(r.Context(), m.Viewer.Account, r.PathValue("picture"))
	if err != nil {
		return err
	}
	return p.serve(w, r, made.Key)
}

func (p *Pages) serve(w http.ResponseWriter, r *http.Request, key string) error {
	file, object, err := p.o.Files.Open(r.Context(), key)
	if err != nil {
		return err
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kindOf(body))
	w.Header().Set("Content-Length", strconv.FormatInt(object.Size, 10))
	_, _ = w.Write(body) // else the reader has gone
	return nil
}

// kindOf tells the two formats that package picture makes apart.
func kindOf(body []byte) string {
	if strings.HasPrefix(string(body[:min(8, len(body))]), "\x89PNG") {
		return "image/png"
	}
	return "image/jpeg"
}
