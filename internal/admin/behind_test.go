package admin_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/platform/db"
)

// A steward who closes the account behind a persona can put the two together
// by no page.
func TestNoPageLeadsFromAPersonaToASeat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		ana := a.Viewer(apptest.Ana)
		member, err := a.Accounts.MemberByID(t.Context(), ana.Account)
		must(t, err)
		pages := []string{"/admin/members", "/admin/members?standing=here", "/admin/members?standing=closed", "/admin/members/" + ana.Account}
		before := map[string]string{}
		for _, path := range pages {
			before[path] = plain(a.Get(apptest.Stella, path).Body)
		}
		by, err := account.ByViewer(a.Viewer(apptest.Stella), "hurt somebody twice")
		must(t, err)
		must(t, a.Accounts.CloseBehind(t.Context(), by, ana.Account, "persona-7"))
		wants(t, a.Get(apptest.Ana, "/home"), http.StatusUnauthorized)
		for _, path := range pages {
			if plain(a.Get(apptest.Stella, path).Body) != before[path] {
				t.Errorf("%s is another page than before", path)
			}
		}
		record := a.Get(apptest.Stella, "/admin/record")
		wants(t, record, http.StatusOK, "The seat behind a name in a group was closed", "hurt somebody twice")
		if strings.Contains(record.Body, member.Name) || strings.Contains(record.Body, ana.Account) || strings.Contains(record.Body, "persona-7") {
			t.Error("the record names somebody")
		}
		a.Read(func(ctx context.Context, tx *db.Tx) error {
			n, err := db.Scalar[int64](ctx, tx, `SELECT COUNT(*) FROM audit_entry WHERE action = 'member.closed-behind' AND object = 'persona-7' AND about = ''`)
			if err != nil || n != 1 {
				t.Errorf("%d entries name the persona and nobody, %v", n, err)
			}
			return nil
		})
	})
}

// plain is a page without what differs each time.
func plain(page string) string {
	return regexp.MustCompile(`(nonce="[^"]*"|name="once" value="[^"]*")`).ReplaceAllString(page, "")
}
