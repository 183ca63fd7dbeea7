package share

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"handrail/internal/finder"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// The addresses of the feeds.
const (
	GuidePath    = "/meetings.json"
	TablePath    = "/meetings.csv"
	CalendarPath = "/meetings.ics"
)

// feedLimit is for programs, of which one may ask on behalf of many people.
var feedLimit = limit.Rule{Name: "feed", Network: limit.Rate{Count: 120, Per: time.Minute}, Wait: 2 * time.Second}

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	route := func(path string, format Format, kind string) web.Route {
		return web.Route{
			Pattern: "GET " + path, Audience: web.Machines, Limit: feedLimit, Headers: web.Public,
			Handler: func(w http.ResponseWriter, r *http.Request) error { return s.get(w, r, format, kind) },
		}
	}
	return []web.Route{
		route(GuidePath, Guide, "application/json"),
		route(TablePath, Table, "text/csv; charset=utf-8"),
		route(CalendarPath, Calendar, "text/calendar; charset=utf-8"),
	}
}

// get sends what is passed on and fits the query of the address.
func (s *Service) get(w http.ResponseWriter, r *http.Request, format Format, kind string) error {
	ctx := r.Context()
	q, err := s.read(r.URL.Query())
	if err != nil {
		return err
	}
	generation, err := s.o.Finder.Generation(ctx)
	if err != nil {
		return err
	}
	if web.Unchanged(w, r, tag(format, r.URL.Query(), generation, s.minute(q))) {
		return nil
	}
	numbers, err := s.numbers(ctx, q)
	if err != nil {
		return err
	}
	if len(numbers) > largeRows && r.Method != http.MethodHead {
		leave, err := s.enter(ctx)
		if err != nil {
			w.Header().Del("ETag")
			return err
		}
		defer leave()
	}
	if format == Table {
		w.Header().Set("Content-Disposition", `attachment; filename="meetings.csv"`)
	}
	return web.Stream(w, r, kind, func(to io.Writer) error { return s.write(ctx, to, format, numbers) })
}

// minute is the present one where what fits a query depends on it: a meeting that
// moves is on another day next time. Otherwise it is 0.
func (s *Service) minute(q finder.Query) int64 {
	if len(q.Days)+len(q.Parts) == 0 {
		return 0
	}
	return s.o.Clock.Now().Unix() / 60
}

// tag stands for an answer: another question, or another time, has another.
func tag(format Format, asked url.Values, generation, minute int64) string {
	sum := sha256.Sum256([]byte(string(format) + "\n" + asked.Encode() + "\n" + strconv.FormatInt(minute, 10)))
	return `W/"` + strconv.FormatInt(generation, 36) + "-" + base64.RawURLEncoding.EncodeToString(sum[:9]) + `"`
}
