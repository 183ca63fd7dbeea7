package hall

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/group"
)

// Member is the viewer as a member of the group in the address ({group}). For
// whoever is outside, it does not exist.
func (h *Hall) Member(r *http.Request) (group.Member, error) {
	return h.groups.MemberFor(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("group"))
}

// Enter is Member with what stands beside their pages.
func (h *Hall) Enter(r *http.Request) (group.Member, Beside, error) {
	m, err := h.Member(r)
	if err != nil {
		return m, Beside{}, err
	}
	b, err := h.Beside(r.Context(), m)
	return m, b, err
}
