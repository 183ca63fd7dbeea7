package bmlt

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// Path is where the API begins.
const Path = "/bmlt/client_interface/"

// askLimit is for programs, of which one may ask on behalf of many people.
var askLimit = limit.Rule{Name: "bmlt", Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	route := func(pattern string, handler web.Handler) web.Route {
		return web.Route{Pattern: "GET " + Path + pattern, Audience: web.Machines, Limit: askLimit, Headers: web.Public, AnySlashes: true, Handler: handler}
	}
	return []web.Route{
		route("serverInfo.xml", s.getInfo),
		route("{format}", s.getAnswer),
		route("{format}/{$}", s.getAnswer),
	}
}

// getInfo says which version this is, for programs that look there first.
func (s *Service) getInfo(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
		`<bmltInfo><serverVersion><readableString>`+Version+`</readableString></serverVersion></bmltInfo>`+"\n")
	return err
}

// getAnswer answers what a switcher names.
func (s *Service) getAnswer(w http.ResponseWriter, r *http.Request) error {
	a, format := ask{r.URL.Query()}, r.PathValue("format")
	if why := refused(a, format); why != "" {
		return refuse(w, http.StatusUnprocessableEntity, why)
	}
	b, err := s.today(r.Context())
	if err != nil {
		return err
	}
	if web.Unchanged(w, r, tagOf(r, b)) {
		return nil
	}
	if format == "csv" {
		return s.sendTable(w, r, a, b)
	}
	is, status, err := s.answer(r.Context(), a, b, format)
	if err != nil {
		w.Header().Del("ETag")
		return err
	}
	if is == nil {
		return refuse(w, status, "This cannot be asked.")
	}
	if format != "jsonp" {
		return send(w, r, "application/json", is)
	}
	return send(w, r, "text/javascript; charset=utf-8", func(ctx context.Context, to io.Writer) error { return called(ctx, to, a.callback(), is) })
}

// refused is why a format and a switcher do not go together; "" where they do.
func refused(a ask, format string) string {
	switcher := a.Get("switcher")
	switch format {
	case "json", "jsonp":
		if switcher == "GetNAWSDump" {
			return "GetNAWSDump is only valid for csv format."
		}
		if format == "jsonp" && !callbackName.MatchString(a.callback()) {
			return "The callback is not a name."
		}
		switch switcher {
		case "GetSearchResults", "GetFormats", "GetServiceBodies", "GetFieldKeys", "GetFieldValues", "GetChanges", "GetServerInfo", "GetCoverageArea":
			return ""
		}
	case "csv":
		if switcher == "GetNAWSDump" {
			return ""
		}
	case "tsml":
		if switcher == "GetSearchResults" {
			return ""
		}
	}
	return "Invalid data format or endpoint name. The csv format has GetNAWSDump, the tsml format GetSearchResults, and json and jsonp have the others."
}

var callbackName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*){0,5}$`)

func (a ask) callback() string {
	if name := a.Get("callback"); name != "" && len(name) <= 100 {
		return name
	} else if name != "" {
		return ""
	}
	return "callback"
}

// called hands an answer to a function of a script. The comment keeps the answer
// from beginning with what a stranger chose.
func called(ctx context.Context, to io.Writer, name string, is answer) error {
	if _, err := io.WriteString(to, "/**/"+name+"("); err != nil {
		return err
	}
	if err := is(ctx, to); err != nil {
		return err
	}
	_, err := io.WriteString(to, ");")
	return err
}

// answer is what a switcher asks for, or the status of a refusal.
func (s *Service) answer(ctx context.Context, a ask, b *book, format string) (answer, int, error) {
	switcher := a.Get("switcher")
	switch {
	case format == "tsml":
		is, err := s.guideAnswer(ctx, a, b)
		return is, 0, err
	case switcher == "GetSearchResults":
		is, err := s.searchResults(ctx, a, b)
		return is, 0, err
	case switcher == "GetFormats":
		return s.formatsAnswer(a, b), 0, nil
	case switcher == "GetServiceBodies":
		return s.bodiesAnswer(a, b), 0, nil
	case switcher == "GetCoverageArea":
		return s.coverageAnswer(b), 0, nil
	}
	custom, err := s.custom(ctx, b)
	if err != nil {
		return nil, 0, err
	}
	switch switcher {
	case "GetFieldKeys":
		return s.keysAnswer(custom), 0, nil
	case "GetFieldValues":
		is, err := s.valuesAnswer(ctx, a, b, custom)
		return is, http.StatusBadRequest, err
	case "GetChanges":
		is, err := s.changesAnswer(ctx, a, b, custom)
		return is, http.StatusUnprocessableEntity, err
	}
	is, err := s.infoAnswer(b, custom)
	return is, 0, err
}

// sendTable sends the NAWS table of a service body.
func (s *Service) sendTable(w http.ResponseWriter, r *http.Request, a ask, b *book) error {
	is, name := s.dump(a, b)
	if is == nil {
		return refuse(w, http.StatusUnprocessableEntity, "The sb_id is not one of a service body.")
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return send(w, r, "text/csv; charset=utf-8", is)
}

// refuse says to a program why it gets no answer.
func refuse(w http.ResponseWriter, status int, why string) error {
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store") // a refusal is never kept
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(map[string]string{"message": why})
}

// tagOf stands for an answer: another question, or another generation, has another.
func tagOf(r *http.Request, b *book) string {
	sum := sha256.Sum256([]byte(r.URL.RequestURI()))
	return `W/"` + strconv.FormatInt(b.generation, 36) + "-" + base64.RawURLEncoding.EncodeToString(sum[:9]) + `"`
}

// send writes an answer while it is made.
func send(w http.ResponseWriter, r *http.Request, kind string, is answer) error {
	return web.Stream(w, r, kind, func(to io.Writer) error { return is(r.Context(), to) })
}
