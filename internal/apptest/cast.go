package apptest

import "handrail/internal/account"

// Person is one of the cast.
type Person struct {
	Name    string
	member  bool
	purpose account.Purpose
}

// The cast.
var (
	Vera   = Person{Name: "Vera"}                           // a visitor: no session
	Ana    = Person{Name: "Ana", member: true}              // a member
	Zoe    = Person{Name: "Zoe", member: true}              // another member
	Lee    = Person{Name: "Lee", purpose: "listening"}      // here with a pass for something else
	Stella = Person{Name: "Stella", purpose: account.SetUp} // the steward
)

// Cast is everybody.
func Cast() []Person { return []Person{Vera, Ana, Zoe, Lee, Stella} }
