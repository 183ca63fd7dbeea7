package proof

import (
	"fmt"
	"net/http"
	"time"

	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// codeView is the code as a host shows it in the room.
type codeView struct {
	dateView
	Code Code
	Left time.Duration // until the next one
	Open bool
	Asks int // who wait for a host's word
}

// hosted is at for a host. For others the page does not exist.
func (s *Service) hosted(r *http.Request) (group.Member, meeting.Occurrence, error) {
	m, o, err := s.at(r)
	if err != nil {
		return m, o, err
	}
	return m, o, s.host(r.Context(), m, o)
}

func (s *Service) getCode(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.hosted(r)
	if err != nil {
		return err
	}
	v := codeView{dateView: dateView{Member: m, Date: o, Now: s.clock.Now()}}
	if v.Open = opens(o, v.Now); v.Open {
		if v.Code, err = s.show(r.Context(), m, o); err != nil {
			return err
		}
		v.Left = v.Code.Ends.Sub(v.Now)
	}
	all, err := s.AskingsFor(r.Context(), m, o)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Answer == NoAnswer {
			v.Asks++
		}
	}
	return web.Render(w, r, http.StatusOK, codePage(v))
}

// getCodeNow is the code alone, and after how many milliseconds there is another
// one, for the page that changes by itself.
func (s *Service) getCodeNow(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.hosted(r)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	if !opens(o, now) {
		return fault.Missing()
	}
	code, err := s.show(r.Context(), m, o)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = fmt.Fprintf(w, "%s|%d\n", code.Groups(), code.Ends.Sub(now).Milliseconds())
	return err
}

// confirmView is those who ask the hosts of a date.
type confirmView struct {
	dateView
	Askings []Asking
	Allowed bool
}

func (s *Service) getConfirmations(w http.ResponseWriter, r *http.Request) error {
	m, o, err := s.at(r)
	if err != nil {
		return err
	}
	v := confirmView{dateView: dateView{Member: m, Date: o, Now: s.clock.Now()}}
	if v.Askings, err = s.AskingsFor(r.Context(), m, o); err != nil {
		return err
	}
	set, err := s.SettingFor(r.Context(), m)
	if err != nil {
		return err
	}
	v.Allowed = set.Confirms
	return web.Render(w, r, http.StatusOK, confirmPage(v))
}

func (s *Service) postConfirmation(w http.ResponseWriter, r *http.Request) error {
	m, o, form, err := s.sent(r)
	if err != nil {
		return err
	}
	yes := form.Line("seen") == "yes"
	if err := s.Say(r.Context(), m, o, r.PathValue("asking"), yes); err != nil {
		return err
	}
	page := dateView{Member: m, Date: o}.path("confirmations")
	if yes {
		return s.done(w, r, page, "Thank you. Their paper can say that a host saw them.")
	}
	return s.done(w, r, page, "Noted. Their paper does without it.")
}
