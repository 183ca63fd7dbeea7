package notify

import (
	"context"
	"fmt"
	"strings"

	"handrail/internal/account"
	"handrail/internal/platform/i18n"
)

// Level says how far a notice goes.
type Level string

// The levels.
const (
	Urgent Level = "urgent" // the safety of the account: leaves the house in quiet hours too
	Normal Level = "normal" // leaves the house, outside of quiet hours
	Quiet  Level = "quiet"  // stays in the house
)

// Kind is one sort of notice.
type Kind struct {
	Name  string // stored, so it never changes once released: "account.key-added"
	Level Level

	// Say is what the notice says to its reader, on a page of ours.
	Say i18n.Text

	// Args fills the places of Say: for each target that the viewer may still
	// see, by the target. What it leaves out is said to be gone. Nil where Say
	// has no places.
	Args func(ctx context.Context, v account.Viewer, targets []string) (map[string]i18n.Args, error)

	// Own tells that the viewer did this themselves, in this very visit: then
	// it is in the list, and is not put before them as new. Nil for never.
	Own func(v account.Viewer, target string) bool

	// Link is the page of ours that the notice opens. Nil where there is none.
	Link func(target string) string

	// Preview is what a device that opted in shows on its screen, without any
	// name. "" where even that would say too much.
	Preview i18n.Text
}

// Register adds kinds while the program is put together. A kind twice, or one
// that cannot be shown, is a mistake that panics.
func (s *Service) Register(kinds ...Kind) {
	for _, k := range kinds {
		_, twice := s.kinds[k.Name]
		switch {
		case twice:
			panic(fmt.Sprintf("notify: kind %q is there already", k.Name))
		case k.Name == "" || k.Say == "":
			panic(fmt.Sprintf("notify: kind %q has no name or says nothing", k.Name))
		case k.Level != Urgent && k.Level != Normal && k.Level != Quiet:
			panic(fmt.Sprintf("notify: kind %q has no level", k.Name))
		case strings.Contains(string(k.Preview), "{."):
			panic(fmt.Sprintf("notify: the preview of kind %q would hold a name", k.Name))
		}
		s.kinds[k.Name] = k
	}
}

// addressFailed tells the owner of an address that mail does not arrive there.
var addressFailed = Kind{
	Name: "notify.address-failed", Level: Normal,
	Say:     "The e-mail address you gave takes no mail, so we took it out. You can give another one.",
	Link:    func(string) string { return SettingsPath },
	Preview: "A setting needs a look",
}
