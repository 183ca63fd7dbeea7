package voice

import (
	"net/http"
	"strconv"

	"handrail/internal/group"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

// agreementsView is the page of what a group agrees on.
type agreementsView struct {
	Member  group.Member
	Now     group.Agreement
	Open    []Suggestion
	Earlier bool         // there are earlier versions
	May     error        // why the viewer cannot suggest a text, or nil
	Past    []Suggestion // of the page of earlier versions
	Old     []group.Agreement
}

// suggestView is the page on which somebody writes another text.
type suggestView struct {
	Member    group.Member
	Text, Why string
	Refused   error
	Form      *web.Form
}

// suggestionView is the page of one suggested text.
type suggestionView struct {
	Member     group.Member
	Suggestion Suggestion
	Comment    string
	MayComment error // why the viewer cannot, or nil
	Refused    error // why the viewer cannot ask for a vote, or nil
	Form       *web.Form
}

func (s *Service) getAgreements(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	v := agreementsView{Member: m, Earlier: m.Group.Agreement > 1, May: m.May(group.SuggestTerms)}
	if v.Now, err = s.groups.AgreementOf(ctx, m.Group); err != nil {
		return err
	}
	if v.Open, err = s.SuggestionsFor(ctx, m, false); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, agreementsPage(v))
}

func (s *Service) postYes(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(form.Line("version"), 10, 64)
	if err != nil {
		return fault.Missing()
	}
	if err := s.groups.Agree(r.Context(), m, version); err != nil {
		return s.told(w, r, err, pathOf(m.Group, "/agreements"))
	}
	return s.done(w, r, pathOf(m.Group, "/agreements"), "Thank you. You said yes to what the group agrees on.")
}

func (s *Service) getEarlier(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	v := agreementsView{Member: m}
	if v.Old, err = s.groups.AgreementsFor(ctx, m); err != nil {
		return err
	}
	if v.Past, err = s.SuggestionsFor(ctx, m, true); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, earlierPage(v))
}

func (s *Service) getSuggest(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	now, err := s.groups.AgreementOf(r.Context(), m.Group)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, suggestPage(suggestView{Member: m, Text: now.Source, Refused: m.May(group.SuggestTerms)}))
}

func (s *Service) postSuggest(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v := suggestView{Member: m, Text: form.Text("text"), Why: form.Line("why"), Form: form}
	made, err := s.Suggest(ctx, m, v.Text, v.Why)
	switch {
	case err == nil:
		return s.done(w, r, pathOf(m.Group, "/agreements/suggestions/"+made), "Your text is there. Others can say what they think of it.")
	case isField(err):
		if err := form.Accept(ctx, atField("text", err)); err != nil {
			return err
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, suggestPage(v))
	}
	return s.told(w, r, err, pathOf(m.Group, "/agreements"))
}

// atField gives a fault about a text that names no field its own.
func atField(field string, err error) error {
	f, expected := fault.From(err)
	if !expected || f.Field != "" {
		return err
	}
	named := *f
	named.Field, named.Kind = field, fault.Invalid
	return &named
}

func (s *Service) getSuggestion(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	return s.showSuggestion(w, r, http.StatusOK, suggestionView{Member: m})
}

func (s *Service) showSuggestion(w http.ResponseWriter, r *http.Request, status int, v suggestionView) (err error) {
	ctx := r.Context()
	if v.Suggestion, err = s.SuggestionFor(ctx, v.Member, r.PathValue("suggestion")); err != nil {
		return err
	}
	v.MayComment = v.Member.May(group.SuggestTerms)
	if v.Refused, err = s.refused(ctx, v.Member); err != nil {
		return err
	}
	return web.Render(w, r, status, suggestionPage(v))
}

func (s *Service) postSuggestionRemoval(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.WithdrawSuggestion(r.Context(), m, r.PathValue("suggestion")); err != nil {
		return s.told(w, r, err, pathOf(m.Group, "/agreements/suggestions/"+r.PathValue("suggestion")))
	}
	return s.done(w, r, pathOf(m.Group, "/agreements"), "You took your text back.")
}

func (s *Service) postComment(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := s.member(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	back, text := pathOf(m.Group, "/agreements/suggestions/"+r.PathValue("suggestion")), form.Text("text")
	err = s.CommentOn(ctx, m, r.PathValue("suggestion"), text)
	switch {
	case err == nil:
		return s.done(w, r, back, "Your words are there.")
	case isField(err):
		if err := form.Accept(ctx, atField("text", err)); err != nil {
			return err
		}
		return s.showSuggestion(w, r, http.StatusUnprocessableEntity, suggestionView{Member: m, Comment: text, Form: form})
	}
	return s.told(w, r, err, back)
}

func (s *Service) postCommentRemoval(w http.ResponseWriter, r *http.Request) error {
	m, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.TakeCommentBack(r.Context(), m, r.PathValue("comment")); err != nil {
		return err
	}
	return s.done(w, r, pathOf(m.Group, "/agreements/suggestions/"+r.PathValue("suggestion")), "The words are gone.")
}
