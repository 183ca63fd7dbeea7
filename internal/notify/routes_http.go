package notify

import (
	"net/http"
	"time"

	"handrail/internal/account"
	"handrail/internal/account/seat"
	"handrail/internal/platform/limit"
	"handrail/internal/platform/web"
)

// The pages of this package.
const (
	ListPath     = "/notices"
	SettingsPath = "/settings/notices"
	AddressPath  = SettingsPath + "/address"
	devicesPath  = SettingsPath + "/devices"
)

// The limits. A code is guessed at slowly; each wrong one is counted apart.
var (
	pageLimit = limit.Rule{Name: "page", Subject: limit.Rate{Count: 120, Per: time.Minute}, Network: limit.Rate{Count: 1200, Per: time.Minute}, Wait: 2 * time.Second}
	saveLimit = limit.Rule{Name: "save", Subject: limit.Rate{Count: 30, Per: time.Minute}, Network: limit.Rate{Count: 300, Per: time.Minute}, Wait: 2 * time.Second}
	mailLimit = limit.Rule{Name: "notice mail", Subject: limit.Rate{Count: 5, Per: time.Hour}, Network: limit.Rate{Count: 60, Per: time.Hour}}
	codeLimit = limit.Rule{Name: "notice code", Subject: limit.Rate{Count: 10, Per: time.Minute}, Network: limit.Rate{Count: 60, Per: time.Minute}, Wait: 2 * time.Second}
)

// Routes are this package's rows of the access table.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /notices", Audience: web.Accounts, Limit: pageLimit, Handler: s.getList},
		{Pattern: "POST /notices/seen", Audience: web.Accounts, Limit: saveLimit, Handler: s.postSeen},
		{Pattern: "POST /notices/removal", Audience: web.Accounts, Limit: saveLimit, Handler: s.postRemovalOfAll},
		{Pattern: "POST /notices/restoration", Audience: web.Accounts, Limit: saveLimit, Handler: s.postRestoration},
		{Pattern: "POST /notices/{notice}/opening", Audience: web.Accounts, Limit: saveLimit, Handler: s.postOpening},
		{Pattern: "POST /notices/{notice}/removal", Audience: web.Accounts, Limit: saveLimit, Handler: s.postRemoval},

		{Pattern: "GET /settings/notices", Audience: web.Accounts, Limit: pageLimit, Handler: s.getSettings},
		{Pattern: "POST /settings/notices", Audience: web.Accounts, Limit: saveLimit, Handler: s.proven(s.postSettings)},
		{Pattern: "POST /settings/notices/digest", Audience: web.Accounts, Limit: saveLimit, Handler: s.postDigest},
		{Pattern: "POST /settings/notices/address", Audience: web.Accounts, Limit: mailLimit, Handler: s.proven(s.postAddress)},
		{Pattern: "GET /settings/notices/address/{code}", Audience: web.Accounts, Limit: pageLimit, Handler: s.getCode},
		{Pattern: "POST /settings/notices/address/confirmation", Audience: web.Accounts, Limit: codeLimit, Handler: s.postConfirmation},
		{Pattern: "POST /settings/notices/address/removal", Audience: web.Accounts, Limit: saveLimit, Handler: s.proven(s.postAddressRemoval)},
		{Pattern: "POST /settings/notices/devices", Audience: web.Accounts, Limit: saveLimit, Handler: s.postDevice},
		{Pattern: "POST /settings/notices/devices/preview", Audience: web.Accounts, Limit: saveLimit, Handler: s.postPreview},
		{Pattern: "POST /settings/notices/devices/{device}/removal", Audience: web.Accounts, Limit: saveLimit, Handler: s.proven(s.postDeviceRemoval)},
	}
}

// proven asks for a key before what could silence a warning.
func (s *Service) proven(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if !s.fresh(account.ViewerFrom(r.Context())) {
			return web.SeeOther(w, r, seat.ProveFirst(SettingsPath))
		}
		return next(w, r)
	}
}
