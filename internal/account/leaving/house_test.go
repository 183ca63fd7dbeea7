package leaving_test

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/archive"
	"handrail/internal/apptest"
	"handrail/internal/platform/blob"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// started is a house whose jobs are done.
func started(t *testing.T, a *apptest.App) *apptest.App {
	t.Helper()
	must(t, a.Jobs.Start(t.Context()))
	t.Cleanup(func() { must(t, a.Jobs.Stop(context.Background())) })
	return a
}

// settle waits until all jobs that are due are done.
func settle(t *testing.T, a *apptest.App) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	must(t, a.Jobs.Drain(ctx))
}

func want(t *testing.T, got apptest.Answer, code int, has ...string) {
	t.Helper()
	if got.Code != code {
		t.Errorf("answered %d, want %d", got.Code, code)
	}
	for _, text := range has {
		if !strings.Contains(got.Body, text) {
			t.Errorf("the page lacks %q:\n%s", text, words(got.Body))
		}
	}
}

func lacks(t *testing.T, got apptest.Answer, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(got.Body, text) {
			t.Errorf("the page has %q", text)
		}
	}
}

func wantLocation(t *testing.T, got apptest.Answer, to string) {
	t.Helper()
	if got.Code != 303 || got.Header.Get("Location") != to {
		t.Errorf("answered %d, leading to %q, want %q", got.Code, got.Header.Get("Location"), to)
	}
}

// words is what a page says, without its markup.
func words(page string) string {
	_, main, _ := strings.Cut(page, "<main")
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(main, " ")), " ")
}

var secretOnPage = regexp.MustCompile(`<code translate="no"><bdi dir="ltr">([^<]*)</bdi>`)

// ask asks for a copy and reads the phrase off the page.
func ask(t *testing.T, a *apptest.App, p apptest.Person) (phrase string) {
	t.Helper()
	got := a.Post(p, "/settings/copy", url.Values{})
	want(t, got, 200)
	found := secretOnPage.FindStringSubmatch(got.Body)
	if found == nil {
		t.Fatalf("no phrase: %s", words(got.Body))
	}
	return found[1]
}

// copyOf is the copy that a person has.
func copyOf(t *testing.T, a *apptest.App, p apptest.Person) account.Copy {
	t.Helper()
	c, err := a.Accounts.CopyFor(t.Context(), a.Viewer(p))
	must(t, err)
	return c
}

// fetch fetches a person's copy and opens it.
func fetch(t *testing.T, a *apptest.App, p apptest.Person, phrase string) string {
	t.Helper()
	got := a.Get(p, "/settings/copy/"+copyOf(t, a, p).ID+"/file")
	want(t, got, 200)
	opened, err := archive.Open(strings.NewReader(got.Body), phrase)
	must(t, err)
	return string(opened)
}

// copies are the files that lie in the store of copies.
func copies(t *testing.T, a *apptest.App) (files []string) {
	t.Helper()
	store, err := blob.InspectFolder(a.Config.Folder.Copies())
	must(t, err)
	defer store.Close()
	must(t, store.List(t.Context(), func(o blob.Object) error {
		files = append(files, o.Key)
		return nil
	}))
	return files
}

// stale lets the key that a person showed be too long ago.
func stale(a *apptest.App) { a.Clock.Advance(account.FreshFor + time.Second) }
