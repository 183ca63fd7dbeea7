package heard_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"handrail/internal/forum/heard"
	"handrail/internal/site/helplines"
	"handrail/internal/ui"
)

func beside(t *testing.T, ctx context.Context, country string) string {
	t.Helper()
	lines, err := helplines.Load()
	if err != nil {
		t.Fatal(err)
	}
	box, err := heard.New()
	if err != nil {
		t.Fatal(err)
	}
	words := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<textarea></textarea>")
		return err
	})
	var page strings.Builder
	if err := box.Beside(helplines.Arrange(lines, country)).Render(templ.WithChildren(ctx, words), &page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// The lines are of the writer's place, danger to life first; they lie in the
// page folded, and announce nothing until they are opened.
func TestHelpLinesStandBelowWhatIsWritten(t *testing.T) {
	page := beside(t, t.Context(), "GB")
	at := func(words string) int {
		t.Helper()
		i := strings.Index(page, words)
		if i < 0 {
			t.Errorf("there is no %q", words)
		}
		return i
	}
	order := []int{at("<textarea>"), at("<details"), at("If it is heavy right now"), at(`href="tel:999"`), at(`href="tel:116123"`), at(`href="sms:`), at("stopping all at once can be dangerous"), at("can kill you"), at(`href="/help"`), at("Only you see this")}
	if !slices.IsSorted(order) {
		t.Errorf("out of order: %v", order)
	}
	if strings.Contains(page, "<details open") || strings.Contains(page, " open>") {
		t.Error("it is open before anybody wrote a word")
	}
	if !strings.Contains(page, `role="status"></p>`) {
		t.Error("something is announced before anything happened")
	}
	if !strings.Contains(page, `type="button"`) || strings.Contains(page, `name="`) || strings.Contains(page, "<form") {
		t.Error("the box sends something")
	}
	if n := strings.Count(page, `class="icon"`); n < 4 || n > 8 {
		t.Errorf("%d drawings: too few lines, or too many to choose from", n)
	}
}

func TestEveryPlaceHasSomebodyToCall(t *testing.T) {
	for _, country := range []string{"", "GB", "US", "ES", "FR", "MX", "AQ"} {
		if page := beside(t, t.Context(), country); !strings.Contains(page, `href="tel:`) {
			t.Errorf("%q: nobody to call", country)
		}
	}
}

func TestTheScriptIsTheOneOfThisVersion(t *testing.T) {
	ctx := ui.WithFrame(t.Context(), ui.Frame{Asset: func(name string) string { return "/assets/hashed-" + name }})
	if page := beside(t, ctx, "GB"); !strings.Contains(page, `words="/assets/hashed-heard.js"`) {
		t.Error("the phrases come from another address")
	}
}
