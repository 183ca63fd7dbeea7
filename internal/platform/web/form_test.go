package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

func formOf(t *testing.T, value string) *web.Form {
	t.Helper()
	form, err := web.ReadForm(post("/", url.Values{"text": {value}}))
	if err != nil {
		t.Fatal(err)
	}
	return form
}

func TestTextIsClean(t *testing.T) {
	for given, want := range map[string]string{
		"  hello \t\n":         "hello",
		"one\r\ntwo\rthree":    "one\ntwo\nthree",
		"a\x00b\x1b[31mc\x7fd": "ab[31mcd",
		"tab\there":            "tab\there",
		"a\u0085b\u009bc":      "abc",
		"cafe\u0301":           "café",
		"bad\xff\xfeend":       "bad\uFFFDend",
		"👩\u200d👧":             "👩\u200d👧", // one family, not two people
		"":                     "",
	} {
		form := formOf(t, given)
		if got := form.Text("text"); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
		if got := form.Line("text"); strings.ContainsAny(got, "\n\t") || got != strings.Join(strings.Fields(want), " ") {
			t.Errorf("as a line %q became %q", given, got)
		}
	}
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{"text=hello", "text=%00%ff%0d%0a", "text=%cc%81", "text=%F0%9F%91%A9%E2%80%8D", "%zz=1", "text", "a=b;c=d", "text=+%0d+"} {
		f.Add(seed, "application/x-www-form-urlencoded")
		f.Add(seed, "multipart/form-data; boundary=x")
	}
	f.Add("--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhi\r\n--x--\r\n", "multipart/form-data; boundary=x")
	f.Fuzz(func(t *testing.T, body, kind string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		form, err := web.ReadForm(r)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		text, line := form.Text("text"), form.Line("text")
		if !utf8.ValidString(text) || !norm.NFC.IsNormalString(text) || strings.TrimSpace(text) != text {
			t.Errorf("%q became %q", body, text)
		}
		for _, c := range text {
			if unicode.IsControl(c) && c != '\n' && c != '\t' {
				t.Errorf("%q became %q", body, text)
			}
		}
		if strings.ContainsAny(line, "\r\n\t") {
			t.Errorf("as a line %q became %q", body, line)
		}
	})
}

func TestMistakesAreKeptAtTheirFields(t *testing.T) {
	ctx := t.Context()
	form := formOf(t, "x")
	form.Short(ctx, "name", "", 3)
	form.Short(ctx, "title", "ñandú", 4)
	form.Short(ctx, "fine", "ñandú", 5)
	if err := form.Accept(ctx, fault.Field("zone", "Choose a zone.")); err != nil {
		t.Error(err)
	}
	other := fault.New(fault.Conflict, "Somebody was quicker.")
	if form.Accept(ctx, other) != other || form.Sound() || len(form.Mistakes) != 3 {
		t.Errorf("mistakes: %+v", form.Mistakes)
	}
	if form.At("name") == "" || form.At("title") != "Make this 4 characters or shorter." || form.At("fine") != "" || form.At("zone") != "Choose a zone." {
		t.Errorf("mistakes: %+v", form.Mistakes)
	}
	var none *web.Form
	if none.At("name") != "" || !formOf(t, "x").Ticked("text") || formOf(t, "").Ticked("text") {
		t.Error("an absent form or an unticked box is not empty")
	}
}

func (h *house) reads(pattern string, change ...func(*web.Route)) {
	h.route(pattern, func(w http.ResponseWriter, r *http.Request) error {
		form, err := web.ReadForm(r)
		if err != nil {
			return err
		}
		return say(form.Text("text"))(w, r)
	}, change...)
}

func TestBodiesAreCapped(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.reads("POST /usual")
	h.reads("POST /small", func(r *web.Route) { r.MaxBody = 100 })
	for _, c := range []struct {
		path         string
		bytes, want  int
		multipart    bool
		headers      []string
		unknownBytes bool
	}{
		{path: "/usual", bytes: web.DefaultBody - 5, want: 200},
		{path: "/usual", bytes: web.DefaultBody - 4, want: 413},
		{path: "/usual", bytes: web.DefaultBody - 4, want: 413, unknownBytes: true},
		{path: "/usual", bytes: 40 * web.DefaultBody, want: 413},
		{path: "/small", bytes: 95, want: 200},
		{path: "/small", bytes: 96, want: 413},
		{path: "/small", bytes: 96, want: 413, headers: []string{web.OnceHeader, "k"}}, // the body is read later then
		{path: "/usual", bytes: web.DefaultBody, want: 413, multipart: true},
		{path: "/usual", bytes: 100, want: 200, multipart: true},
	} {
		r := post(c.path, url.Values{"text": {strings.Repeat("a", c.bytes)}}, c.headers...)
		if c.multipart {
			r = inParts(t, "text", c.bytes)
		}
		if c.unknownBytes {
			r.ContentLength = -1
		}
		if got := h.do(r); got.Code != c.want {
			t.Errorf("%+v: %d", c, got.Code)
		}
	}
}

func inParts(t *testing.T, field string, size int) *http.Request {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	w, err := parts.CreateFormFile("file", "a.txt")
	if err == nil {
		_, err = w.Write(bytes.Repeat([]byte("f"), size))
	}
	if err == nil {
		err = parts.WriteField(field, "in parts")
	}
	if err != nil || parts.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/usual", &body)
	r.Header.Set("Content-Type", strings.Replace(parts.FormDataContentType(), "multipart/form-data", "Multipart/Form-Data", 1))
	return r
}

func TestABrokenFormIsRefused(t *testing.T) {
	h := plainHouse(t, "https://house.example", nil)
	h.reads("POST /usual")
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": "a=%zz",
		"multipart/form-data":               "no boundary",
		"multipart/form-data; boundary=x":   "--x\r\nbroken",
	} {
		r := post("/usual", nil, "Content-Type", kind)
		r.Body, r.ContentLength = http.NoBody, -1
		r.Body = httptest.NewRequest("POST", "/", strings.NewReader(body)).Body
		h.want(h.do(r), 422, "")
	}
}

func TestUploadsLeaveNothingOnTheDisk(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h := plainHouse(t, "https://house.example", nil)
	h.route("POST /usual", func(_ http.ResponseWriter, r *http.Request) error {
		if _, err := web.ReadForm(r); err != nil {
			return err
		}
		if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) != 1 {
			t.Errorf("while it is read, %d files are on the disk, want 1", len(left))
		}
		return nil
	}, func(r *web.Route) { r.MaxBody = 8 << 20 })
	server := httptest.NewServer(h)
	r := inParts(t, "text", 4<<20)
	r.RequestURI = ""
	r.URL, _ = url.Parse(server.URL + "/usual")
	answer, err := server.Client().Do(r)
	if err != nil || answer.StatusCode != 200 {
		t.Fatal(answer, err)
	}
	answer.Body.Close()
	server.Close()    // waits for what is running
	for range 10000 { // the files go in a goroutine of their own
		if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) == 0 {
			return
		}
		runtime.Gosched()
	}
	t.Fatal("the upload is left on the disk")
}
