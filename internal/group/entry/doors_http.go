package entry

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"handrail/internal/account"
)

// doorCookie holds the marks of bans, in a browser in which somebody banned was.
// Its name and value tell nobody anything.
const (
	doorCookie = "place"
	doorsLast  = 30 * 24 * time.Hour
	mostDoors  = 8
	doorBytes  = 16
)

// atTheDoors are the pages on which a browser is given its marks. Those of a
// forum are not among them: they are many, and nobody gets there but past these.
var atTheDoors = []string{"/groups", "/group-invitation/", "/home"}

func isDoor(path string) bool {
	return !strings.Contains(path, "/forum/") && slices.ContainsFunc(atTheDoors, func(door string) bool { return strings.HasPrefix(path, door) })
}

// Doors gives the browser of somebody who is banned from a group the mark of
// that ban, and everybody else nothing. The house calls it with every page.
func (p *Pages) Doors(w http.ResponseWriter, r *http.Request, v account.Viewer) {
	if v.Account == "" || r.Method != http.MethodGet || !isDoor(r.URL.Path) {
		return
	}
	marks, err := p.groups.DoorsFor(r.Context(), v)
	if err != nil || len(marks) == 0 {
		return // the next page tries again
	}
	held := p.doors(r)
	if !slices.ContainsFunc(marks, func(mark string) bool { return !slices.Contains(held, mark) }) {
		return
	}
	for _, mark := range held {
		if !slices.Contains(marks, mark) {
			marks = append(marks, mark)
		}
	}
	if len(marks) > mostDoors {
		marks = marks[:mostDoors]
	}
	p.o.Cookies.Set(w, doorCookie, strings.Join(marks, "."), doorsLast)
}

// doors are the marks that the browser holds.
func (p *Pages) doors(r *http.Request) []string {
	var marks []string
	for mark := range strings.SplitSeq(p.o.Cookies.Get(r, doorCookie), ".") {
		if raw, err := hex.DecodeString(mark); err == nil && len(raw) == doorBytes && len(marks) < mostDoors {
			marks = append(marks, mark)
		}
	}
	return marks
}
