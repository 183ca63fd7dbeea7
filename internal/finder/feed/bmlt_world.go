package feed

import (
	"strings"

	"golang.org/x/text/language"
)

// Ids of the world services that say more than what a meeting is like.
const (
	worldVirtual = "VM"     // over the wire
	worldHybrid  = "HYBR"   // both at a place and over the wire
	worldClosed  = "TC"     // the place is closed for now
	worldTongue  = "LANG"   // a language, named by the format's key
	worldMembers = "CLOSED" // not OPEN: only for those who share the problem
)

// Keys that a BMLT server keeps for formats that say how people gather.
const (
	keyVirtual = "VM"
	keyHybrid  = "HY"
	keyClosed  = "TC"
)

// naCode is the code of Narcotics Anonymous for an id of its world services, as a
// BMLT server itself turns them into the Meeting Guide's; "" for one without.
func naCode(world string) string {
	switch world {
	case worldMembers:
		return "C"
	case "OPEN":
		return "O"
	case "WCHR":
		return "X"
	case "CPT", "BT", "BEG", "CAN", "CW", "DISC", "GL", "IP", "IW", "JFT", "LIT", "LC", worldClosed, "M", "MED", "NS", "QA", "RA",
		"SMOK", "SPAD", "SPK", "STEP", "SWG", "TOP", "TRAD", "VAR", "W", "Y":
		return world
	}
	return ""
}

// naWorld is the id of the world services for a code of Narcotics Anonymous; ""
// for one without.
func naWorld(code string) string {
	switch code {
	case "C":
		return worldMembers
	case "O":
		return "OPEN"
	case "X":
		return "WCHR"
	}
	if naCode(code) == code {
		return code
	}
	return ""
}

// tongue is the language that the key of a format stands for, as BCP 47 names it;
// "" for a key that names none, or several. Keys have two letters or three, of
// ISO 639 in either of its ways.
func tongue(key string) string {
	key = strings.ToLower(key)
	switch key {
	case "per":
		return "fa"
	case "ger":
		return "de"
	case "gre":
		return "el"
	case "dut":
		return "nl"
	case "chi":
		return "zh"
	case "cze":
		return "cs"
	}
	base, err := language.ParseBase(key)
	if err != nil || len(base.String()) != 2 {
		return ""
	}
	return base.String()
}

// NACode is the code of Narcotics Anonymous in the Meeting Guide for an id of the
// world services; "" for one without.
func NACode(world string) string { return naCode(world) }
