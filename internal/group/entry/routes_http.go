package entry

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/group/face"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// Options are what the pages work with.
type Options struct {
	Groups  *group.Service
	Faces   *face.Service
	Clock   clock.Clock
	Cookies web.Cookies
	// Inside answers a member with the home of their group.
	Inside func(w http.ResponseWriter, r *http.Request, m group.Member) error
	// Meetings is when a group meets, as people outside see it, or nil. It may be
	// left out.
	Meetings func(ctx context.Context, g group.Group) (templ.Component, error)
	// Also is one more question with the form of joining, or nothing.
	Also Also
}

// Pages are the pages.
type Pages struct {
	o      Options
	groups *group.Service
	faces  *face.Service
}

// New makes the pages.
func New(o Options) *Pages { return &Pages{o: o, groups: o.Groups, faces: o.Faces} }

// The limits. Forms with a face may hold a picture, which costs work.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	faceLimit = limit.Rule{Name: "choose a face", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 5 * time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 600, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /groups", Audience: web.Everyone, Limit: pageLimit, Handler: p.getDirectory},
		{Pattern: "GET /groups/{group}", Audience: web.Everyone, Limit: pageLimit, Handler: p.getGroup},
		{Pattern: "GET /groups/{group}/join", Audience: web.Members, Limit: pageLimit, Handler: p.getJoin},
		{Pattern: "POST /groups/{group}/join", Audience: web.Members, Limit: faceLimit, MaxBody: face.MaxBody, Handler: p.postJoin},
		{Pattern: "POST /groups/{group}/withdrawal", Audience: web.Accounts, Limit: saveLimit, Handler: p.postWithdrawal},
		{Pattern: "POST /groups/{group}/place", Audience: web.Members, Limit: saveLimit, Handler: p.postPlace},
		{Pattern: "GET /groups/{group}/words/erasure", Audience: web.Accounts, Limit: pageLimit, Handler: p.getErasure},
		{Pattern: "POST /groups/{group}/words/erasure", Audience: web.Accounts, Limit: saveLimit, Handler: p.postErasure},
		{Pattern: "GET /group-invitation/{link}", Audience: web.Everyone, Limit: pageLimit, Handler: p.getInvitation},
		{Pattern: "GET /groups/new", Audience: web.Members, Limit: pageLimit, Handler: p.getNew},
		{Pattern: "POST /groups", Audience: web.Members, Limit: faceLimit, MaxBody: face.MaxBody, Handler: p.postNew},
	}
}

// topicNames are the topics with these ids, in the reader's language.
func (p *Pages) topicNames(ctx context.Context, ids []string) ([]string, error) {
	labels, err := p.topicLabels(ctx)
	var names []string
	for _, id := range ids {
		if label := labels[id]; label != "" {
			names = append(names, label)
		}
	}
	return names, err
}

func (p *Pages) topicLabels(ctx context.Context) (map[string]string, error) {
	all, err := p.groups.Topics(ctx)
	labels := map[string]string{}
	for _, t := range all {
		labels[t.ID] = t.Label
	}
	return labels, err
}

// look is what the viewer may see of a group from outside, with how they stand
// before it.
func (p *Pages) look(r *http.Request, slug, link string) (o outside, err error) {
	ctx := r.Context()
	o = outside{Viewer: account.ViewerFrom(ctx), Now: p.o.Clock.Now(), Link: link}
	if o.Seen, err = p.groups.SeenFor(ctx, o.Viewer, slug, link); err != nil {
		return o, err
	}
	if o.Topics, err = p.topicNames(ctx, o.Group.Topics); err != nil {
		return o, err
	}
	if o.way() == wayWaits {
		o.Before, err = p.groups.PlaceFor(ctx, o.Viewer, slug)
	}
	if err == nil {
		o.Former, err = p.isFormer(r, slug)
	}
	return o, err
}

// isFormer tells whether words of the viewer are still in the group.
func (p *Pages) isFormer(r *http.Request, slug string) (bool, error) {
	viewer := account.ViewerFrom(r.Context())
	if viewer.Account == "" {
		return false, nil
	}
	n, err := p.groups.FormerFor(r.Context(), viewer, slug)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return n > 0, err
}
