package forum_test

import (
	"context"
	"strings"
	"testing"

	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/platform/db"
)

func TestBodiesOfAnOlderRendererAreMadeAnew(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a, nil)
		first := h.begin(apptest.Ana, "Thanks", "Thank you.", nil)
		answer := h.reply(h.ben, first.Topic, forum.Words{Text: "*Dear* @Marisol and @Tomasz, thank you <3 & more. @Nobody"})
		fresh := h.page(apptest.Ana, first.Topic).Items[1].Post.HTML
		if strings.Count(fresh, `class="mention"`) != 2 {
			t.Fatalf("it says %s", fresh)
		}
		older := func() (n int64) {
			a.Read(func(ctx context.Context, tx *db.Tx) (err error) {
				n, err = db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM forum_post WHERE rendered = 0`)
				return err
			})
			return n
		}
		must(t, a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE forum_post SET rendered = 0, html = REPLACE(html, '<em>Dear</em>', '<i>Dear</i>') WHERE id IN (?, ?)`, answer.ID, first.ID)
			return err
		}))
		if old := h.page(apptest.Ana, first.Topic).Items[1].Post.HTML; old == fresh || older() != 2 {
			t.Fatalf("it is not old: %s", old)
		}
		must(t, h.Forum.RenderAgain(ctx))
		if now := h.page(apptest.Ana, first.Topic).Items[1].Post.HTML; now != fresh || older() != 0 {
			t.Errorf("made anew it says %s, not %s", now, fresh)
		}
	})
}
