package voice

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// stewardsPath is where stewards confirm that a member has died.
const stewardsPath = "/admin/remembered"

// steward is the viewer, with the two keys that stewards act with.
func steward(r *http.Request) (account.Viewer, error) {
	v := account.ViewerFrom(r.Context())
	if v.HasPass(account.SetUp) {
		return v, fault.New(fault.Forbidden, "This needs a seat of your own, with two keys. The overview leads you to it.")
	}
	return v, v.May(account.RunSite)
}

func (s *Service) getMourned(w http.ResponseWriter, r *http.Request) error {
	v, err := steward(r)
	if err != nil {
		return err
	}
	list, err := s.MournedFor(r.Context(), v)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, mournedPage(list))
}

func (s *Service) postMourned(w http.ResponseWriter, r *http.Request) error {
	v, err := steward(r)
	if err != nil {
		return err
	}
	if err := s.Confirm(r.Context(), v, r.PathValue("membership")); err != nil {
		return s.told(w, r, err, stewardsPath)
	}
	return s.done(w, r, stewardsPath, "They are remembered now. Nothing is sent to them any more.")
}

func (s *Service) postMournedRemoval(w http.ResponseWriter, r *http.Request) error {
	v, err := steward(r)
	if err != nil {
		return err
	}
	if err := s.Refuse(r.Context(), v, r.PathValue("membership")); err != nil {
		return s.told(w, r, err, stewardsPath)
	}
	return s.done(w, r, stewardsPath, "It is taken back.")
}
