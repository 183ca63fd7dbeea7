// Package face is the part of a form in which somebody chooses a face for one
// group: a name, pronouns, a few words, and a picture, drawn or their own.
// Joining, founding and changing a persona share it.
//
// A picture that was sent is made anew and kept for a day before it is anybody's
// face, so that a form that comes back with a mistake does not lose it. Which
// account sent it stands in the table as a keyed mark: nobody can name another's
// picture, and the mark tells nobody whose it is.
//
// Tables: group_upload.
package face

import (
	"bytes"
	"context"
	"embed"
	"encoding/hex"
	"regexp"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/group"
	"handrail/internal/platform/blob"
	"handrail/internal/platform/clock"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/id"
	"handrail/internal/platform/picture"
	"handrail/internal/platform/seal"
	"handrail/internal/platform/web"
)

// Locale holds the translations of this package.
//
//go:embed locale/*.json
var Locale embed.FS

// The fields of the form. Mistakes stand at them.
const (
	NameField     = "persona"
	PronounsField = "pronouns"
	AboutField    = "persona-about"
	PictureField  = picture.Field

	lookField   = "look"
	seedsField  = "seeds"
	ownField    = "own"
	othersField = "others"
	anywayField = "anyway"
)

// own is the answer that one's own picture is the face, and not a drawn one.
const own = "own"

// offered is how many drawn pictures there are to choose from at a time.
const offered = 6

// How long a picture that was sent can be used, and when its file goes. Between
// the two nothing happens to it: whoever sends the form in that moment either
// still has it, or is told.
const (
	uploadLasts = 24 * time.Hour
	uploadGoes  = 25 * time.Hour
)

// Options are what the service works with.
type Options struct {
	DB       *db.DB
	Clock    clock.Clock
	Keys     *seal.Keeper
	Files    blob.Store
	Pictures *picture.Maker
	Groups   *group.Service
}

// Service reads the form and keeps the pictures that come with it.
type Service struct{ o Options }

// New makes the service.
func New(o Options) *Service { return &Service{o: o} }

// View is what the part of the form shows.
type View struct {
	// Action is where the form is sent.
	Action string

	Name, Pronouns, About string

	seeds     []string // the drawn pictures to choose from
	look      string   // the one that is chosen, or own
	own       string   // the key of an own picture, or ""
	ownAt     string   // where it can be looked at
	checked   bool     // a profession was: the name may say so
	elsewhere group.Elsewhere
	anyway    bool
	others    bool
	form      *web.Form
}

// Fresh is the part of a form that was not filled in yet, with a drawn picture
// chosen.
func Fresh(action string) View {
	seeds := group.Seeds(offered)
	return View{Action: action, seeds: seeds, look: seeds[0]}
}

// Of is the part of a form that changes a face there is. pictureAt is where its
// own picture can be looked at, if it has one.
func Of(action string, p group.Persona, pictureAt string) View {
	v := View{Action: action, Name: p.Name, Pronouns: p.Pronouns, About: p.About, look: p.Seed, own: p.Picture, ownAt: pictureAt, checked: p.Professional}
	v.seeds = more(p.Seed)
	if p.Picture != "" {
		v.look = own
	}
	return v
}

// more are drawn pictures to choose from, the one there is before others.
func more(seed string) []string {
	if seed == "" {
		return group.Seeds(offered)
	}
	return append([]string{seed}, group.Seeds(offered-1)...)
}

// Again tells whether the page has to be shown again: something is wrong, other
// pictures were asked for, or somebody has to see first that they look the same
// elsewhere. Whoever only asked for other pictures is not told of mistakes.
func (v View) Again(form *web.Form) bool {
	if v.others {
		form.Mistakes = nil
	}
	return v.others || v.Warns() || !form.Sound()
}

// Warns tells whether the warning has not been answered.
func (v View) Warns() bool { return v.elsewhere.Same() && !v.anyway }

// At moves a mistake that package group found in a face to its field here.
func At(err error) error {
	f, ok := fault.From(err)
	if !ok {
		return err
	}
	moved := *f
	switch f.Field {
	case "name":
		moved.Field = NameField
	case "about":
		moved.Field = AboutField
	default:
		return err
	}
	return &moved
}

// isSeed is the form of what group.Seeds makes.
var isSeed = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString

// keep makes a picture anew and keeps it for the account.
func (s *Service) keep(ctx context.Context, account string, upload []byte) (string, error) {
	made, err := s.o.Pictures.Face(ctx, upload)
	if err != nil {
		return "", err
	}
	by, err := s.mark(ctx, account)
	if err != nil {
		return "", err
	}
	key := id.Random()
	// The row comes first: a file without one would never be swept.
	err = s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return insertUpload(ctx, tx, uploadRow{Picture: key, By: by, Look: strconv.FormatUint(made.Look, 16), MadeAt: clock.Millis(s.o.Clock.Now())})
	})
	if err != nil {
		return "", err
	}
	_, err = s.o.Files.Put(ctx, key, bytes.NewReader(made.Bytes), int64(len(made.Bytes)))
	return key, err
}

// sent is a picture that the account sent lately.
func (s *Service) sent(ctx context.Context, account, key string) (look uint64, err error) {
	by, err := s.mark(ctx, account)
	if err != nil {
		return 0, err
	}
	err = s.o.DB.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		row, err := uploadBy(ctx, tx, key, by, clock.Millis(s.o.Clock.Now().Add(-uploadLasts)))
		if err != nil {
			return err
		}
		look, err = strconv.ParseUint(row.Look, 16, 64)
		return err
	})
	return look, err
}

func (s *Service) mark(ctx context.Context, account string) (string, error) {
	sum, err := s.o.Keys.MAC(ctx, "group:marks", "upload", []byte(account))
	return hex.EncodeToString(sum), err
}

// Sweep takes away the pictures that were sent and became nobody's face. The
// house calls it every hour.
func (s *Service) Sweep(ctx context.Context) error {
	before := clock.Millis(s.o.Clock.Now().Add(-uploadGoes))
	var unused []keyRow
	err := s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		if err = forgetUsed(ctx, tx, before); err != nil {
			return err
		}
		unused, err = unusedUploads(ctx, tx, before)
		return err
	})
	for _, key := range unused {
		if err != nil {
			return err
		}
		if err = s.o.Files.Delete(ctx, string(key)); err == nil {
			err = s.o.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { return forgetUpload(ctx, tx, string(key)) })
		}
	}
	return err
}

// elsewhereFor is asked for a group that is not there yet, too.
func (s *Service) elsewhereFor(ctx context.Context, v account.Viewer, slug string, f group.Face) (group.Elsewhere, error) {
	if f.Name == "" {
		return group.Elsewhere{}, nil
	}
	return s.o.Groups.ElsewhereFor(ctx, v, slug, f)
}

// warning says what of the face is the same in another group.
func (v View) warning(ctx context.Context) string {
	switch {
	case v.elsewhere.Name && v.elsewhere.Picture:
		return i18n.T(ctx, "You have this name and this picture in another of your groups. Whoever is in both can tell that it is you.")
	case v.elsewhere.Picture:
		return i18n.T(ctx, "You have this picture in another of your groups. Whoever is in both can tell that it is you.")
	}
	return i18n.T(ctx, "You have this name in another of your groups. Whoever is in both can tell that it is you.")
}

// pictures are the formats taken. Phones that keep pictures in another one
// convert them when they are named like this.
func pictures() templ.Attributes {
	return templ.Attributes{"accept": "image/jpeg,image/png,image/webp,image/gif"}
}
