package moderation

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/platform/web"
)

// openView is the page on which anybody tells the stewards what is wrong.
type openView struct {
	Category    Category
	Where, Said string
	Form        *web.Form
}

func (s *Service) getMine(w http.ResponseWriter, r *http.Request) error {
	list, err := s.OutcomesFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, minePage(s, list))
}

// getOpen takes what the page that led here is about as a first answer. Whether
// there is such a thing is not looked up.
func (s *Service) getOpen(w http.ResponseWriter, r *http.Request) error {
	where := r.URL.Query().Get("group")
	if len(where) > 200 {
		where = ""
	}
	if where != "" {
		where = "/groups/" + where
	}
	return web.Render(w, r, http.StatusOK, openPage(openView{Where: where}))
}

// postOpen shows the code in its own answer, this once.
func (s *Service) postOpen(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := openView{Category: Category(form.Line("category")), Where: form.Line("where"), Said: form.Text("said"), Form: form}
	code, err := s.Tell(r.Context(), v.Category, v.Where, v.Said)
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, openPage(v))
	}
	return web.Render(w, r, http.StatusOK, sentPage(v.Category, code))
}

func (s *Service) getCode(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, codePage(nil))
}

// postCode shows what became of a report. It is posted, though it changes
// nothing: the code is kept out of addresses and histories.
func (s *Service) postCode(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	o, err := s.OutcomeOf(r.Context(), form.Line("code"))
	if err != nil {
		if err := form.Accept(r.Context(), err); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, codePage(form))
	}
	return web.Render(w, r, http.StatusOK, outcomePage(o))
}
