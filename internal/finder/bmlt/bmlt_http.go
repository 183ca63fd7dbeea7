package bmlt

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
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
	is, err := s.answer(r.Context(), a, b, format)
	if err != nil {
		w.Header().Del("ETag")
		return err
	}
	if is.write == nil {
		return refuse(w, statusOf(a), "This cannot be asked.")
	}
	if format != "jsonp" {
		return s.send(w, r, "application/json", is)
	}
	plain := is.write
	is.write = func(ctx context.Context, to io.Writer) error { return called(ctx, to, a.callback(), plain) }
	return s.send(w, r, "text/javascript; charset=utf-8", is)
}

// statusOf is how a question is refused that cannot be answered, as a BMLT server
// does.
func statusOf(a ask) int {
	if a.Get("switcher") == "GetFieldValues" {
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
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

// answer is what a switcher asks for.
func (s *Service) answer(ctx context.Context, a ask, b *book, format string) (reply, error) {
	switcher := a.Get("switcher")
	switch {
	case format == "tsml":
		return s.guideAnswer(ctx, a, b)
	case switcher == "GetSearchResults":
		return s.searchResults(ctx, a, b)
	case switcher == "GetFormats":
		return reply{write: s.formatsAnswer(a, b)}, nil
	case switcher == "GetServiceBodies":
		return reply{write: s.bodiesAnswer(a, b)}, nil
	case switcher == "GetCoverageArea":
		return reply{write: s.coverageAnswer(b)}, nil
	case switcher == "GetFieldValues":
		return s.valuesAnswer(ctx, a, b)
	case switcher == "GetFieldKeys":
		return reply{write: keysAnswer(b)}, nil
	case switcher == "GetChanges":
		is, err := s.changesAnswer(ctx, a, b)
		return reply{write: is}, err
	}
	is, err := s.infoAnswer(b)
	return reply{write: is}, err
}

// sendTable sends the NAWS table of a service body.
func (s *Service) sendTable(w http.ResponseWriter, r *http.Request, a ask, b *book) error {
	is, name := s.dump(a, b)
	if is.write == nil {
		return refuse(w, http.StatusUnprocessableEntity, "The sb_id is not one of a service body.")
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return s.send(w, r, "text/csv; charset=utf-8", is)
}

// refuse says to a program why it gets no answer.
func refuse(w http.ResponseWriter, status int, why string) error {
	w.Header().Del("ETag")
	w.Header().Del("Content-Disposition")
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

// send writes an answer while it is made. Large ones are for few at a time.
func (s *Service) send(w http.ResponseWriter, r *http.Request, kind string, is reply) error {
	if r.Method != http.MethodHead {
		leave, err := s.enter(r.Context(), is.rows)
		if errors.Is(err, errBusy) {
			return busy(w)
		}
		if err != nil {
			w.Header().Del("ETag")
			return err
		}
		defer leave()
	}
	return web.Stream(w, r, kind, func(to io.Writer) error { return is.write(r.Context(), to) })
}

// busy tells a program to come back.
func busy(w http.ResponseWriter) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(largeAgain.Seconds())))
	return refuse(w, http.StatusServiceUnavailable, "Others are loading all meetings right now. Please try again in half a minute.")
}
