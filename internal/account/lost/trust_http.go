package lost

import (
	"net/http"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/web"
)

func (p *Pages) getTrust(w http.ResponseWriter, r *http.Request) error {
	return p.showTrust(w, r, http.StatusOK, trusting{})
}

func (p *Pages) showTrust(w http.ResponseWriter, r *http.Request, status int, v trusting) (err error) {
	ctx := r.Context()
	viewer := account.ViewerFrom(ctx)
	if v.Given, v.Held, err = p.accounts.TrustsFor(ctx, viewer); err != nil {
		return err
	}
	claims, err := p.accounts.OpenClaimsFor(ctx, viewer)
	if err != nil {
		return err
	}
	v.Claims, v.HasKey, v.Fresh = len(claims), viewer.Keys > 0, p.accounts.IsFresh(viewer)
	return web.Render(w, r, status, trustPage(v))
}

// postTrust makes a link and shows it in its own answer: it lies at no address,
// and nowhere that it could be asked for again.
func (p *Pages) postTrust(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if sent, err := p.proveFirst(w, r, TrustPath); sent || err != nil {
		return err
	}
	label := form.Line("label")
	link, err := p.accounts.NewTrust(ctx, account.ViewerFrom(ctx), label)
	if f, ok := fault.From(err); ok && f.Field == "" {
		return p.told(w, r, err, TrustPath)
	}
	if err != nil {
		if err := form.Accept(ctx, err); err != nil {
			return err
		}
		return p.showTrust(w, r, http.StatusUnprocessableEntity, trusting{Label: label, Form: form})
	}
	return web.Render(w, r, http.StatusOK, madePage(label, p.base.JoinPath(linkPath, link).String()))
}

func (p *Pages) postRemoval(w http.ResponseWriter, r *http.Request) error {
	err := p.accounts.EndTrust(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("trust"))
	if fault.KindOf(err) == fault.Forbidden {
		return web.SeeOther(w, r, seat.ProveFirst(TrustPath))
	}
	if err != nil {
		return err
	}
	return p.done(w, r, TrustPath, "It is ended. The other person was not told.")
}

func (p *Pages) getLink(w http.ResponseWriter, r *http.Request) error {
	err := p.accounts.LookAtTrust(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("link"))
	if err != nil && fault.KindOf(err) != fault.Forbidden && fault.KindOf(err) != fault.Conflict {
		return err
	}
	return web.Render(w, r, http.StatusOK, linkedPage(taking{Link: r.PathValue("link"), Refused: err}))
}

func (p *Pages) postLink(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	link, label := r.PathValue("link"), form.Line("label")
	err = p.accounts.TakeTrust(ctx, account.ViewerFrom(ctx), link, label)
	if err == nil {
		return p.done(w, r, TrustPath, "You said yes. If they lose their keys one day, you find them here.")
	}
	if f, ok := fault.From(err); ok && f.Field == "" {
		return p.told(w, r, err, linkPath+link)
	}
	if err := form.Accept(ctx, err); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusUnprocessableEntity, linkedPage(taking{Link: link, Label: label, Form: form}))
}

func (p *Pages) getConfirm(w http.ResponseWriter, r *http.Request) error {
	return p.showConfirm(w, r, http.StatusOK, nil)
}

// showConfirm asks for the code, of whoever showed a key a short while ago: it
// opens somebody else's door.
func (p *Pages) showConfirm(w http.ResponseWriter, r *http.Request, status int, form *web.Form) error {
	ctx := r.Context()
	viewer := account.ViewerFrom(ctx)
	trust, err := p.accounts.TrustHeldFor(ctx, viewer, r.PathValue("trust"))
	if err != nil {
		return err
	}
	if err := viewer.May(account.Vouch); err != nil {
		return web.Render(w, r, http.StatusOK, refusedPage(trust, err))
	}
	if sent, err := p.proveFirst(w, r, confirmPath(trust)); sent || err != nil {
		return err
	}
	return web.Render(w, r, status, confirmPage(trust, form))
}

func confirmPath(t account.Trust) string { return TrustPath + "/" + t.ID + "/confirm" }

func (p *Pages) postConfirm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	err = p.accounts.ConfirmFor(ctx, account.ViewerFrom(ctx), r.PathValue("trust"), form.Line("code"), web.Address(ctx))
	if err == nil {
		return p.done(w, r, TrustPath, "Thank you. They were told that you confirmed it. Their door opens after three days, unless they stop it.")
	}
	if f, ok := fault.From(err); ok && f.Kind == fault.Forbidden {
		return web.SeeOther(w, r, seat.ProveFirst(r.URL.Path))
	}
	if err := form.Accept(ctx, err); err != nil {
		return err
	}
	return p.showConfirm(w, r, http.StatusUnprocessableEntity, form)
}

func (p *Pages) getClaims(w http.ResponseWriter, r *http.Request) error {
	list, err := p.accounts.OpenClaimsFor(r.Context(), account.ViewerFrom(r.Context()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, claimsPage(list))
}

func (p *Pages) postStop(w http.ResponseWriter, r *http.Request) error {
	if err := p.accounts.StopClaim(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("claim")); err != nil {
		return err
	}
	return p.done(w, r, ClaimsPath, "Stopped. That door stays shut.")
}
