package feed

import (
	"encoding/json"
	"maps"
	"slices"
)

// What a record may hold of fields that we do not know, and in all as JSON.
const (
	mostRest    = 8 << 10
	mostRecord  = 32 << 10
	mostEscaped = 6 // bytes of JSON for one of a text: \u003c
)

// bound keeps a record within what one may hold.
func (r *reading) bound(rec *Record) {
	rec.Key = cut(rec.Key, longestName)
	r.boundRest(rec)
	if roughly(rec)*mostEscaped+2<<10 <= mostRecord || asJSON(rec) <= mostRecord {
		return
	}
	r.odd("", "This record is too long. Its texts were cut off.")
	for _, longest := range []int{2000, 1000, 500, longestName, 100, 40} {
		shorten(rec, longest)
		if asJSON(rec) <= mostRecord*7/8 { // room for what another reader finds out again
			return
		}
	}
}

func (r *reading) boundRest(rec *Record) {
	size := 0
	for name, raw := range rec.Rest {
		size += len(name) + len(raw)
	}
	if size <= mostRest && len(rec.Rest) <= mostInList {
		return
	}
	kept, size := make(map[string]json.RawMessage, mostInList), 0
	for _, name := range slices.Sorted(maps.Keys(rec.Rest)) {
		raw := rec.Rest[name]
		if more := size + len(name) + len(raw); more <= mostRest && len(kept) < mostInList {
			kept[name], size = raw, more
		}
	}
	rec.Rest = kept
	r.odd("", "This record has too much that we do not know. A part was left out.")
}

func asJSON(rec *Record) int {
	doc, err := json.Marshal(rec)
	if err != nil {
		return 0
	}
	return len(doc)
}

// roughly is how many bytes the texts of a record have.
func roughly(rec *Record) (size int) {
	texts, lists, links := textsOf(rec)
	for _, one := range slices.Concat(texts, links) {
		size += len(*one)
	}
	for _, list := range lists {
		for _, one := range *list {
			size += len(one)
		}
	}
	for name, one := range rec.Contacts {
		size += len(name) + len(one)
	}
	for name, raw := range rec.Rest {
		size += len(name) + len(raw)
	}
	return size
}

// shorten cuts the texts of a record, in lists too, and leaves out links and the like
// that are much longer: a part of one leads nowhere.
func shorten(rec *Record, longest int) {
	if rec.Entity != nil { // the days of one meeting share it
		entity := *rec.Entity
		rec.Entity = &entity
	}
	rec.FeedbackEmails = slices.Clone(rec.FeedbackEmails[:min(len(rec.FeedbackEmails), mostCut(longest))])
	texts, lists, links := textsOf(rec)
	for _, one := range texts {
		*one = cut(*one, longest)
	}
	for _, one := range links {
		if len(*one) > 4*longest {
			*one = ""
		}
	}
	rec.FeedbackEmails = slices.DeleteFunc(rec.FeedbackEmails, func(one string) bool { return one == "" })
	for _, list := range lists {
		var short []string
		for _, one := range (*list)[:min(len(*list), mostCut(longest))] {
			short = append(short, cut(one, longest))
		}
		*list = short
	}
	for i, name := range slices.Sorted(maps.Keys(rec.Contacts)) {
		if rec.Contacts[name] = cut(rec.Contacts[name], longest); i >= mostCut(longest) {
			delete(rec.Contacts, name)
		}
	}
}

// mostCut is how many of a list are kept whose texts are cut.
func mostCut(longest int) int { return max(2, longest/20) }

// textsOf are the texts of a record, its lists, and its links and what else one cannot cut.
func textsOf(r *Record) (texts []*string, lists []*[]string, links []*string) {
	texts = []*string{
		&r.Name, &r.Location, &r.LocationNotes, &r.Address, &r.Street, &r.Neighbourhood, &r.Borough, &r.City, &r.County, &r.State, &r.PostalCode,
		&r.Country, &r.TrainLines, &r.BusLines, &r.ConferenceURLNotes, &r.ConferencePhoneNotes, &r.Notes, &r.Group, &r.GroupNotes,
		&r.District, &r.SubDistrict, &r.Mailing, &r.LastContact, &r.WorldID, &r.Language,
	}
	lists = []*[]string{&r.Types, &r.Languages, &r.Regions}
	links = []*string{
		&r.ConferenceURL, &r.ConferencePhone, &r.Website, &r.Website2, &r.URL, &r.EditURL, &r.FeedbackURL, &r.Venmo, &r.Square, &r.Paypal, &r.HomegroupCode,
	}
	for i := range r.FeedbackEmails {
		links = append(links, &r.FeedbackEmails[i])
	}
	if e := r.Entity; e != nil {
		texts, links = append(texts, &e.Name, &e.Phone, &e.Location), append(links, &e.Email, &e.Website, &e.Logo)
	}
	return texts, lists, links
}
