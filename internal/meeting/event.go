package meeting

// What happened to meetings, said in the transaction that made it so.
type (
	// Scheduled: there is a meeting, or something about one is otherwise now.
	Scheduled struct{ Group, Meeting string }
	// Renamed: what was kept for one date of a meeting belongs to another slot.
	// To is "" where there is no such date any more: what was kept for it goes.
	Renamed struct {
		Meeting string
		Moves   []Move
	}
	// Ending: a meeting is about to be deleted, with what hangs on it. Whoever keeps
	// something elsewhere for it looks now.
	Ending struct{ Meeting string }
	// Ended: a meeting is deleted; its key goes.
	Ended struct{ Group, Meeting string }
	// DateChanged: people who said that they come learn of a change.
	DateChanged struct {
		Group, Meeting, Slot string
		What                 Change
		Memberships          []string
	}
	// Said: a member said that they come to a date, or took that back.
	Said struct {
		Group, Meeting, Slot, Membership string
		Comes                            bool
	}
	// SeatAsked: somebody would like a seat beside a greeter.
	SeatAsked struct{ Group, Meeting, Slot, Membership string }
	// SeatKept: a greeter keeps a seat for somebody.
	SeatKept struct{ Group, Meeting, Slot, Membership string }
	// PlaceAsked: somebody asks where a meeting is.
	PlaceAsked struct{ Group, Meeting, Membership string }
	// PlaceTold: they can read it now, or are told that they cannot for now.
	PlaceTold struct {
		Group, Meeting, Membership string
		Yes                        bool
	}
)

// Move is one slot that has another name.
type Move struct{ From, To string }

// Change says what is otherwise on a date.
type Change string

// The changes.
const (
	CalledOff  Change = "cancelled"
	BackOn     Change = "restored"
	OtherTime  Change = "moved"
	OtherPlace Change = "place"
	NoMore     Change = "gone" // the schedule is another, without this date
)
