package admin

import (
	"time"

	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The limits. Checking the record reads all of it, and a ping reaches the
// socket at once, so neither is for holding down a key.
var (
	pageLimit   = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saveLimit   = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	searchLimit = limit.Rule{Name: "search members", Subject: limit.Rate{Count: 60, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	checkLimit  = limit.Rule{Name: "check record", Subject: limit.Rate{Count: 6, Per: time.Minute}, Global: limit.Rate{Count: 30, Per: time.Minute}, Wait: 2 * time.Second}
	pingLimit   = limit.Rule{Name: "ping", Subject: limit.Rate{Count: 30, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /admin", Audience: web.Stewards, Limit: pageLimit, Handler: s.getOverview},

		{Pattern: "GET /admin/members", Audience: web.Stewards, Limit: pageLimit, Handler: s.getMembers},
		{Pattern: "POST /admin/members/search", Audience: web.Stewards, Limit: searchLimit, Repeatable: true, Handler: s.postMemberSearch},
		{Pattern: "GET /admin/members/{account}", Audience: web.Stewards, Limit: pageLimit, Handler: s.getMember},
		{Pattern: "GET /admin/members/{account}/{act}", Audience: web.Stewards, Limit: pageLimit, Handler: s.getAct},
		{Pattern: "POST /admin/members/{account}/{act}", Audience: web.Stewards, Limit: saveLimit, Handler: s.postAct},
		{Pattern: "GET /admin/members/{account}/reset", Audience: web.Stewards, Limit: pageLimit, Handler: s.getReset},
		{Pattern: "POST /admin/members/{account}/reset", Audience: web.Stewards, Limit: saveLimit, Handler: s.postReset},
		{Pattern: "GET /admin/invitations", Audience: web.Stewards, Limit: pageLimit, Handler: s.getInvitations},
		{Pattern: "POST /admin/invitations", Audience: web.Stewards, Limit: saveLimit, Handler: s.postInvitation},
		{Pattern: "POST /admin/invitations/{invitation}/end", Audience: web.Stewards, Limit: saveLimit, Handler: s.postInvitationEnd},

		{Pattern: "GET /admin/groups", Audience: web.Stewards, Limit: pageLimit, Handler: s.getGroups},
		{Pattern: "GET /admin/groups/{group}", Audience: web.Stewards, Limit: pageLimit, Handler: s.getGroup},
		{Pattern: "GET /admin/groups/{group}/{act}", Audience: web.Stewards, Limit: pageLimit, Handler: s.getGroupAct},
		{Pattern: "POST /admin/groups/{group}/{act}", Audience: web.Stewards, Limit: saveLimit, Handler: s.postGroupAct},
		{Pattern: "GET /admin/verifications", Audience: web.Stewards, Limit: pageLimit, Handler: s.getVerifications},
		{Pattern: "GET /admin/verifications/{verification}", Audience: web.Stewards, Limit: pageLimit, Handler: s.getVerification},
		{Pattern: "POST /admin/verifications/{verification}", Audience: web.Stewards, Limit: saveLimit, Handler: s.postVerification},
		{Pattern: "GET /admin/topics", Audience: web.Stewards, Limit: pageLimit, Handler: s.getTopics},
		{Pattern: "POST /admin/topics", Audience: web.Stewards, Limit: saveLimit, Handler: s.postTopic},
		{Pattern: "POST /admin/topics/{topic}/removal", Audience: web.Stewards, Limit: saveLimit, Handler: s.postTopicRemoval},
		{Pattern: "POST /admin/topics/{topic}/return", Audience: web.Stewards, Limit: saveLimit, Handler: s.postTopicReturn},
		{Pattern: "GET /admin/content-notes", Audience: web.Stewards, Limit: pageLimit, Handler: s.getNotes},
		{Pattern: "POST /admin/content-notes", Audience: web.Stewards, Limit: saveLimit, Handler: s.postNote},
		{Pattern: "GET /admin/content-notes/{note}", Audience: web.Stewards, Limit: pageLimit, Handler: s.getNote},
		{Pattern: "POST /admin/content-notes/{note}", Audience: web.Stewards, Limit: saveLimit, Handler: s.postNoteWords},
		{Pattern: "POST /admin/content-notes/{note}/{act}", Audience: web.Stewards, Limit: saveLimit, Handler: s.postNoteAct},
		{Pattern: "GET /admin/founding", Audience: web.Stewards, Limit: pageLimit, Handler: s.getFounding},
		{Pattern: "POST /admin/founding", Audience: web.Stewards, Limit: saveLimit, Handler: s.postFounding},

		{Pattern: "GET /admin/work", Audience: web.Stewards, Limit: pageLimit, Handler: s.getWork},
		{Pattern: "POST /admin/work/{job}/attempt", Audience: web.Stewards, Limit: saveLimit, Handler: s.postAttempt},
		{Pattern: "GET /admin/work/{job}/removal", Audience: web.Stewards, Limit: pageLimit, Handler: s.getRemoval},
		{Pattern: "POST /admin/work/{job}/removal", Audience: web.Stewards, Limit: saveLimit, Handler: s.postRemoval},

		{Pattern: "GET /admin/record", Audience: web.Stewards, Limit: pageLimit, Handler: s.getRecord},
		{Pattern: "POST /admin/record/check", Audience: web.Stewards, Limit: checkLimit, Repeatable: true, Handler: s.postCheck},

		{Pattern: "GET /admin/live", Audience: web.Stewards, Limit: pageLimit, Handler: s.getLive},
		{Pattern: "POST /admin/live/ping", Audience: web.Stewards, Limit: pingLimit, Repeatable: true, Handler: s.postPing},
	}
}
