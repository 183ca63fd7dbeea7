package proof

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"handrail/internal/meeting/proof/paper"
	"handrail/internal/platform/web"
)

// checkView is the page on which anybody checks a paper.
type checkView struct {
	Keys   string // all public keys, as JSON, for checking off line
	Answer *Checked
	Pasted string
}

// publicKey is one of them.
type publicKey struct {
	ID  string `json:"id"`
	Key string `json:"key"` // base64url
}

func (s *Service) getVerify(w http.ResponseWriter, r *http.Request) error {
	return s.showVerify(w, r, checkView{})
}

func (s *Service) showVerify(w http.ResponseWriter, r *http.Request, v checkView) error {
	keys, err := s.publicKeys(r.Context())
	if err != nil {
		return err
	}
	var list []publicKey
	for id, key := range keys {
		list = append(list, publicKey{id, base64.RawURLEncoding.EncodeToString(key)})
	}
	slices.SortFunc(list, func(a, b publicKey) int { return cmp.Compare(a.ID, b.ID) })
	all, err := json.Marshal(list)
	if err != nil {
		return err
	}
	v.Keys = string(all)
	return web.Render(w, r, http.StatusOK, verifyPage(v))
}

// postVerify answers with a page, or, for the script of that page, with one word:
// what a paper says the script reads from the paper.
func (s *Service) postVerify(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	pasted := form.Text("paper")
	answer, err := s.Check(r.Context(), pasted)
	if err != nil {
		return err
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(map[string]paper.Verdict{"verdict": answer.Verdict})
	}
	if len(pasted) > 2*paper.Most {
		pasted = ""
	}
	return s.showVerify(w, r, checkView{Answer: &answer, Pasted: pasted})
}
