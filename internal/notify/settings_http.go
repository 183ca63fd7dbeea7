package notify

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/internal/account"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
	"handrail/internal/ui"
)

// settingsView is the page of what may reach somebody, and when.
type settingsView struct {
	Setting   Setting
	From, To  string // quiet hours, as typed
	Address   Address
	Email     string // as typed
	Code      string
	Devices   []Device
	PushKey   string // "" where this site takes no browsers
	Mail      bool
	Form      *web.Form // what was sent, if something was wrong with it
	FormNamed string
}

// errorsIn are the mistakes of one of the page's forms.
func (v settingsView) errorsIn(form string) ui.Errors {
	if v.FormNamed != form {
		return nil
	}
	return ui.ErrorsIn(v.Form)
}

// here is this browser, if it takes notices.
func (v settingsView) here() (Device, bool) {
	if len(v.Devices) > 0 && v.Devices[0].Here {
		return v.Devices[0], true
	}
	return Device{}, false
}

func (v settingsView) others() []Device {
	return slices.DeleteFunc(slices.Clone(v.Devices), func(d Device) bool { return d.Here })
}

// out lists the levels that may leave the house, as the boxes of the form.
func (s Setting) out() []string {
	var list []string
	if s.UrgentOut {
		list = append(list, string(Urgent))
	}
	if s.NormalOut {
		list = append(list, string(Normal))
	}
	return list
}

func (s *Service) view(ctx context.Context) (v settingsView, err error) {
	viewer := account.ViewerFrom(ctx)
	v.PushKey, v.Mail = s.push.PublicKey(), s.mail.On()
	if v.Setting, err = s.SettingFor(ctx, viewer); err != nil {
		return v, err
	}
	if v.Setting.Quiet.From != v.Setting.Quiet.To {
		v.From, v.To = clockText(v.Setting.Quiet.From), clockText(v.Setting.Quiet.To)
	}
	if v.Address, err = s.AddressFor(ctx, viewer); err != nil {
		return v, err
	}
	v.Devices, err = s.DevicesFor(ctx, viewer)
	return v, err
}

func (s *Service) getSettings(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, settingsPage(v))
}

// showAgain shows the page with what was wrong in one of its forms, and what was
// typed there.
func (s *Service) showAgain(w http.ResponseWriter, r *http.Request, name string, form *web.Form, wrong error, typed func(*settingsView)) error {
	if err := form.Accept(r.Context(), wrong); err != nil {
		return err
	}
	v, err := s.view(r.Context())
	if err != nil {
		return err
	}
	v.Form, v.FormNamed = form, name
	typed(&v)
	return web.Render(w, r, http.StatusUnprocessableEntity, settingsPage(v))
}

func (s *Service) postSettings(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	from, to := form.Line("quiet_from"), form.Line("quiet_to")
	out := r.PostForm["out"]
	quiet, err := readHours(from, to)
	if err == nil {
		err = s.Change(r.Context(), account.ViewerFrom(r.Context()), func(setting *Setting) {
			setting.Quiet = quiet
			setting.UrgentOut, setting.NormalOut = slices.Contains(out, string(Urgent)), slices.Contains(out, string(Normal))
		})
	}
	if err != nil {
		return s.showAgain(w, r, "reach", form, err, func(v *settingsView) {
			v.From, v.To = from, to
			v.Setting.UrgentOut, v.Setting.NormalOut = slices.Contains(out, string(Urgent)), slices.Contains(out, string(Normal))
		})
	}
	return s.done(w, r, SettingsPath, "Kept.")
}

// readHours reads two times like 22:00; both empty means no quiet hours.
func readHours(from, to string) (Hours, error) {
	if from == "" && to == "" {
		return Hours{}, nil
	}
	a, errFrom := time.Parse("15:04", from)
	b, errTo := time.Parse("15:04", to)
	if errFrom != nil || errTo != nil {
		return Hours{}, fault.Field("quiet_from", "Write two times, like 22:00 and 08:00, or leave both empty.")
	}
	return Hours{From: a.Hour()*60 + a.Minute(), To: b.Hour()*60 + b.Minute()}, nil
}

// clockText is a minute of the day as an input of type time wants it.
func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func (s *Service) postDigest(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	digest := Digest(form.Line("digest"))
	hour, err := strconv.Atoi(form.Line("digest_hour"))
	if err != nil {
		hour = -1
	}
	err = s.Change(r.Context(), account.ViewerFrom(r.Context()), func(setting *Setting) {
		setting.Digest, setting.DigestHour = digest, hour
	})
	if err != nil {
		return s.showAgain(w, r, "digest", form, err, func(v *settingsView) { v.Setting.Digest = digest })
	}
	return s.done(w, r, SettingsPath, "Kept.")
}

func (s *Service) postAddress(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	typed := form.Line("email")
	if err := s.GiveAddress(r.Context(), account.ViewerFrom(r.Context()), typed); err != nil {
		return s.showAgain(w, r, "address", form, err, func(v *settingsView) { v.Email = typed })
	}
	return s.done(w, r, SettingsPath, "A message is on its way. Type the code from it here, within an hour.")
}

func (s *Service) getCode(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r.Context())
	if err != nil {
		return err
	}
	v.Code = r.PathValue("code")
	return web.Render(w, r, http.StatusOK, settingsPage(v))
}

func (s *Service) postConfirmation(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	code := strings.ReplaceAll(form.Line("code"), " ", "")
	if err := s.Confirm(r.Context(), account.ViewerFrom(r.Context()), code); err != nil {
		return s.showAgain(w, r, "code", form, err, func(v *settingsView) { v.Code = code })
	}
	return s.done(w, r, SettingsPath, "Thank you. Now choose how often you want a message.")
}

func (s *Service) postAddressRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := s.RemoveAddress(r.Context(), account.ViewerFrom(r.Context())); err != nil {
		return err
	}
	return s.done(w, r, SettingsPath, "Your address is gone. No more messages will be sent there.")
}

func (s *Service) postDevice(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	err = s.AddDevice(r.Context(), account.ViewerFrom(r.Context()), form.Line("endpoint"), form.Line("p256dh"), form.Line("auth"))
	if err != nil {
		return err
	}
	return s.done(w, r, SettingsPath, "This browser takes notices now.")
}

func (s *Service) postPreview(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := s.ShowPreviews(r.Context(), account.ViewerFrom(r.Context()), form.Ticked("preview")); err != nil {
		return err
	}
	return s.done(w, r, SettingsPath, "Kept.")
}

func (s *Service) postDeviceRemoval(w http.ResponseWriter, r *http.Request) error {
	if err := s.RemoveDevice(r.Context(), account.ViewerFrom(r.Context()), r.PathValue("device")); err != nil {
		return err
	}
	return s.done(w, r, SettingsPath, "It takes notices no more.")
}

// hourOptions are the full hours of a day, as the reader writes them.
func hourOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for hour := range 24 {
		at := time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC)
		options = append(options, ui.Option{Value: strconv.Itoa(hour), Label: i18n.Time(ctx, at, time.UTC)})
	}
	return options
}

func digestOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(Never), Label: i18n.T(ctx, "Never")},
		{Value: string(Daily), Label: i18n.T(ctx, "Once a day")},
		{Value: string(Weekly), Label: i18n.T(ctx, "Once a week, on Monday")},
	}
}

func levelOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(Urgent), Label: i18n.T(ctx, "What is about your keys or your seat"), Why: i18n.T(ctx, "At any hour. It may be that somebody else is trying to get in.")},
		{Value: string(Normal), Label: i18n.T(ctx, "Everything else that is for you")},
	}
}
