package seek_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"handrail/internal/apptest"
)

// BenchmarkPage is what a page costs beside the finding, with few listings: most of
// it are the twenty rows and the form.
func BenchmarkPage(b *testing.B) {
	a := apptest.Open(b, apptest.Options{}, "")
	var rows []string
	for i := range 400 {
		rows = append(rows, fmt.Sprintf(`{"slug":"m-%03d","name":"Meeting %03d","day":%d,"time":"19:00","types":["O","W","X","S"],"location":"Elm Hall","formatted_address":"12 Elm St, Wichita, KS 67202, USA","latitude":37.69,"longitude":-97.34}`, i, i, i%7))
	}
	takes(b, a, "Many", "["+strings.Join(rows, ",")+"]")
	for _, path := range []string{"/meetings", "/meetings?place=Wichita,+KS&by=distance&open=open", "/now"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				w := httptest.NewRecorder()
				r := a.Request("GET", path, nil)
				r.RemoteAddr = fmt.Sprintf("[2001:db8:%x::1]:1", b.N%60000)
				a.Router.ServeHTTP(w, r)
			}
		})
	}
}
