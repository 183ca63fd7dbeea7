package note_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group/note"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// in is a reader of a language.
func in(t *testing.T, lang string) context.Context {
	t.Helper()
	words, err := i18n.NewCatalogue(note.Locale)
	must(t, err)
	return i18n.With(t.Context(), words.For(lang))
}

func kinds(t *testing.T, s *note.Service, lang string) []note.Kind {
	t.Helper()
	list, err := s.Kinds(in(t, lang))
	must(t, err)
	return list
}

func idsOf(list []note.Kind) (ids []string) {
	for _, k := range list {
		ids = append(ids, k.ID)
	}
	return ids
}

func one(t *testing.T, list []note.Kind, id string) note.Kind {
	t.Helper()
	i := slices.IndexFunc(list, func(k note.Kind) bool { return k.ID == id })
	if i < 0 {
		t.Fatalf("there is no kind %q", id)
	}
	return list[i]
}

func TestStewardsArrangeTheList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stella, ctx := a.Viewer(apptest.Stella), t.Context()
		before := idsOf(kinds(t, a.Notes, "en"))
		if len(before) < 8 || !slices.Contains(before, "grief") {
			t.Fatalf("a place begins with %v", before)
		}
		must(t, a.Notes.Add(ctx, stella, "  The   sea ", "Being far out."))
		list := kinds(t, a.Notes, "es")
		own := list[len(list)-1]
		if own.Label != "The sea" || own.About != "Being far out." || !own.Own {
			t.Errorf("added %+v", own)
		}
		for what, err := range map[string]error{
			"without a name": a.Notes.Add(ctx, stella, " ", ""), "twice": a.Notes.Add(ctx, stella, "the SEA", ""), "as one that came along": a.Notes.Add(ctx, stella, "grief and death", ""),
			"too long": a.Notes.Add(ctx, stella, strings.Repeat("x", note.LabelMost+1), ""), "told at length": a.Notes.Add(ctx, stella, "y", strings.Repeat("x", note.AboutMost+1)),
			"called like another": a.Notes.Reword(ctx, stella, own.ID, "Sex", ""),
		} {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("a kind %s: %v", what, err)
			}
		}

		// What is not reworded stays translated.
		must(t, a.Notes.Reword(ctx, stella, "grief", "Grief and death", "Somebody is missed."))
		grief := one(t, kinds(t, a.Notes, "es"), "grief")
		if grief.Label != "Duelo y muerte" || grief.About != "Somebody is missed." || !grief.New {
			t.Errorf("half reworded: %+v", grief)
		}
		must(t, a.Notes.Reword(ctx, stella, "grief", "Loss", ""))
		if k := one(t, kinds(t, a.Notes, "es"), "grief"); k.Label != "Loss" {
			t.Errorf("reworded: %+v", k)
		}
		must(t, a.Notes.Restore(ctx, stella, "grief"))
		if k := one(t, kinds(t, a.Notes, "fr"), "grief"); k.Label != "Deuil et mort" || k.New {
			t.Errorf("restored: %+v", k)
		}
		if err := a.Notes.Restore(ctx, stella, own.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("their own one came with nothing: %v", err)
		}

		// Out of use it is not offered, and is named all the same.
		must(t, a.Notes.Use(ctx, stella, before[1], false))
		if slices.Contains(idsOf(kinds(t, a.Notes, "en")), before[1]) {
			t.Error("a kind that is out of use is offered")
		}
		named, err := a.Notes.Named(ctx, []string{before[1]})
		if err != nil || len(named) != 1 || named[0].Label == "" {
			t.Errorf("%v, %v", named, err)
		}
		must(t, a.Notes.Move(ctx, stella, before[2], true)) // over the one that is out of use
		must(t, a.Notes.Move(ctx, stella, before[2], true)) // is the first already
		if got := idsOf(kinds(t, a.Notes, "en"))[:3]; !slices.Equal(got, []string{before[2], before[0], before[3]}) {
			t.Errorf("moved: %v of %v", got, before)
		}
		must(t, a.Notes.Move(ctx, stella, before[2], false))
		must(t, a.Notes.Use(ctx, stella, before[1], true))
		if got := idsOf(kinds(t, a.Notes, "en")); got[0] != before[0] || !slices.Contains(got, before[1]) {
			t.Errorf("moved back: %v of %v", got, before)
		}
	})
}

func TestOnlyStewardsArrangeIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana, ctx := a.Viewer(apptest.Ana), t.Context()
		_, err := a.Notes.KindsFor(ctx, ana)
		for what, err := range map[string]error{
			"see": err, "add": a.Notes.Add(ctx, ana, "The sea", ""), "reword": a.Notes.Reword(ctx, ana, "grief", "x", ""), "restore": a.Notes.Restore(ctx, ana, "grief"),
			"retire": a.Notes.Use(ctx, ana, "grief", false), "move": a.Notes.Move(ctx, ana, "grief", true),
		} {
			if k := fault.KindOf(err); k != fault.Forbidden && k != fault.NotFound {
				t.Errorf("a member can %s: %v", what, err)
			}
		}
		if err := a.Notes.Use(ctx, a.Viewer(apptest.Stella), "nothing", false); fault.KindOf(err) != fault.NotFound {
			t.Errorf("one that is not there: %v", err)
		}
	})
}

// Pages ask for the list all the time: it costs a statement in ten seconds, what
// this node changes counts at once, and what another changes after that time.
func TestTheListIsAtHand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		stella, ctx := a.Viewer(apptest.Stella), t.Context()
		other := note.New(note.Options{DB: a.DB, Clock: a.Clock, Events: a.Events, Accounts: a.Accounts})
		kinds(t, a.Notes, "en")
		before := len(kinds(t, other, "en"))
		must(t, a.Notes.Use(ctx, stella, "grief", false))
		if len(kinds(t, a.Notes, "en")) != before-1 {
			t.Error("this node does not know what it did")
		}
		a.Break("db.begin")
		if got := len(kinds(t, other, "en")); got != before {
			t.Errorf("the other node knows of %d", got)
		}
		a.Clock.Advance(11 * time.Second)
		if got := len(kinds(t, other, "en")); got != before {
			t.Errorf("without records it knows of %d", got)
		}
		a.Mend("db.begin")
		if got := len(kinds(t, other, "en")); got != before-1 {
			t.Errorf("the other node knows of %d, eleven seconds later", got)
		}
		err := a.DB.Read(ctx, func(ctx context.Context, _ *db.Tx) error {
			a.Clock.Advance(11 * time.Second)
			_, err := other.Kinds(ctx)
			return err
		})
		if err != nil {
			t.Errorf("inside of another reading: %v", err)
		}
		fresh := note.New(note.Options{DB: a.DB, Clock: clock.NewManual(apptest.Start)})
		a.Break("db.begin")
		if _, err := fresh.Kinds(ctx); err == nil {
			t.Error("a list that was never read is known")
		}
	})
}

func TestIdsAreKeptInOneColumn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		got, err := a.Notes.Valid(t.Context(), []string{"sex", "grief", "", "sex"})
		if err != nil || !slices.Equal(got, []string{"grief", "sex"}) || note.Join(got) != "grief,sex" || !slices.Equal(note.Split("grief,sex"), got) {
			t.Errorf("%v, %v", got, err)
		}
		if got, err := a.Notes.Valid(t.Context(), nil); err != nil || got != nil || note.Split("") != nil {
			t.Errorf("none: %v, %v", got, err)
		}
		for _, bad := range []string{"nothing", "grief sex", "<b>"} {
			if f, ok := fault.From(second(a.Notes.Valid(t.Context(), []string{"grief", bad}))); !ok || f.Field != note.FieldName {
				t.Errorf("%q is taken", bad)
			}
		}
		named, err := a.Notes.Named(t.Context(), []string{"gone for good"})
		if err != nil || note.Says(t.Context(), named) != "About: Something heavy" {
			t.Errorf("an id that nobody knows: %v, %v", named, err)
		}
		named, err = a.Notes.Named(in(t, "fr"), []string{"grief", "sex"})
		if err != nil || note.Says(in(t, "fr"), named) != "Il s’agit de : Sexe · Deuil et mort" {
			t.Errorf("%v, %v", named, err)
		}
	})
}

func second[A, B any](_ A, b B) B { return b }

func TestTheStrongestChoiceCounts(t *testing.T) {
	for _, c := range []struct {
		kept  string
		notes string
		want  note.Choice
	}{
		{"", "", note.Show}, {"", "grief", note.Blur}, {"+grief", "grief", note.Show}, {"-grief", "grief", note.Hide},
		{"+grief", "grief,sex", note.Blur}, {"+grief +sex", "grief,sex", note.Show}, {"+grief -sex", "grief,sex", note.Hide}, {"-sex", "grief,sex", note.Hide},
		{"-grief", "", note.Show}, {"grief ++ - +", "grief", note.Blur}, {"+grie", "grief", note.Blur},
	} {
		v := account.Viewer{Settings: account.Settings{Notes: c.kept}}
		if got := note.ChoicesOf(v).Of(note.Split(c.notes)); got != c.want {
			t.Errorf("%q over %q: %s, not %s", c.kept, c.notes, got, c.want)
		}
	}
}
