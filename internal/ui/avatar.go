package ui

import (
	"hash/fnv"
	"strconv"
)

const (
	avatarHues  = 8
	avatarTurns = 4
)

// avatarShapes are drawn on a field of 40 in three colours: the ground (a) lies
// below them, b is the large shape, c the small one. Never a face.
var avatarShapes = [...]string{
	`<path class="b" d="M8 40V22a12 12 0 0 1 24 0v18z"/><circle class="c" cx="20" cy="24" r="5"/>`,
	`<path class="b" d="M0 40V30h10v-8h10v-8h10V6h10v34z"/><circle class="c" cx="12" cy="13" r="5"/>`,
	`<circle class="b" cx="15" cy="25" r="11"/><circle class="c" cx="28" cy="14" r="6"/>`,
	`<path class="b" d="M0 24c7-6 13-6 20 0s13 6 20 0v16H0z"/><circle class="c" cx="20" cy="11" r="5.5"/>`,
	`<path class="b" d="M0 0h20v40H0z"/><path class="c" d="M20 10a10 10 0 0 1 0 20z"/>`,
	`<path class="b" d="m16 10 18 30H-2z"/><circle class="c" cx="29" cy="13" r="5"/>`,
	`<path class="b" d="M2 40a18 18 0 0 1 36 0z"/><path class="c" d="M11 40a9 9 0 0 1 18 0z"/>`,
	`<path class="b" d="M0 20h40v5H0zM0 29h40v11H0z"/><circle class="c" cx="26" cy="11" r="5.5"/>`,
	`<circle class="b" cx="20" cy="20" r="13"/><circle class="c" cx="20" cy="20" r="5.5"/>`,
	`<path class="b" d="M0 0c22 2 34 16 36 40H0z"/><circle class="c" cx="13" cy="27" r="5"/>`,
	`<path class="b" d="M20 5l15 15-15 15L5 20z"/><path class="c" d="M20 14l6 6-6 6-6-6z"/>`,
	`<path class="b" d="M8 0h6v40H8zM26 0h6v40h-6z"/><circle class="c" cx="20" cy="20" r="5"/>`,
	`<path class="b" d="M0 40C4 20 20 10 40 8v32z"/><path class="c" d="M14 40c3-10 12-16 26-17v17z"/>`,
	`<circle class="b" cx="13" cy="14" r="8"/><circle class="b" cx="27" cy="26" r="8"/><circle class="c" cx="27" cy="12" r="4"/>`,
	`<path class="b" d="M0 26 13 12l10 10 8-8 9 9v17H0z"/><circle class="c" cx="29" cy="9" r="4"/>`,
	`<path class="b" d="M20 36C8 30 6 16 20 4c14 12 12 26 0 32z"/><path class="c" d="M20 34V16l5 6c1 5-1 9-5 12z"/>`,
}

// AvatarLooks is how many pictures there are.
const AvatarLooks = len(avatarShapes) * avatarHues * avatarTurns

// AvatarLook is which of the AvatarLooks pictures a seed gives. Seeds are drawn
// at random; within a group, one whose look is taken is drawn again, so that no
// two people there look alike.
func AvatarLook(seed string) int {
	h := fnv.New64a()
	h.Write([]byte(seed)) // never fails
	sum := h.Sum64()
	return int((sum ^ sum>>32) % uint64(AvatarLooks))
}

// AvatarProps is a picture made from a seed, or one of somebody's own.
type AvatarProps struct {
	Seed    string // "" draws the dashed ring of somebody unnamed
	Picture string // the address of a picture of their own, square; "" draws the seed
	Size    string // "", "s" or "l"

	// On a page with many of them, one drawing is given a name, an id on the page,
	// with As, and those that are Like it point there. Only a seed is drawn so.
	As, Like string
}

func (p AvatarProps) class() string {
	class := "avatar"
	if p.Size != "" {
		class += " avatar-" + p.Size
	}
	if p.Seed != "" && p.Picture == "" {
		class += " hue-" + strconv.Itoa(AvatarLook(p.Seed)%avatarHues)
	}
	return class
}

func (p AvatarProps) turn() string {
	return "rotate(" + strconv.Itoa(AvatarLook(p.Seed)/avatarHues%avatarTurns*90) + " 20 20)"
}

func (p AvatarProps) shape() string {
	return avatarShapes[AvatarLook(p.Seed)/(avatarHues*avatarTurns)]
}
