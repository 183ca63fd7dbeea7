package feed

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// safe are fields whose names speak of contacts and that are about a service, or
// about joining.
var safe = set(`conference_phone conference_phone_notes phone_meeting_number last_contact feedback_email feedback_emails entity_email
	entity_phone helpline`)

// harmless takes out words that are about no person and look as if they were.
var harmless = strings.NewReplacer("wheel_chair", "", "wheelchair", "", "high_chair", "", "administrative", "", "authority", "", "microphone", "")

// contactParts are parts of the names of fields that are about a person to be
// reached, wherever they stand in the name.
var contactParts = strings.Fields(`contact contato kontakt email mailto phone telefon whatsapp admin author mobile celular correo courriel
	secretar sekretar sekreterar chairperson chairman chairwoman ansprechpartner rufnummer handynummer`)

// contactWords are such names, or words of them: in English, Spanish, French,
// German, Swedish and Portuguese.
var contactWords = set(`mail mails tel tels cell cellular mob fax sms whatsapp secretary chair chairs cochair sponsor sponsors owner editor
	modifier creator moderator coordinator organizer organiser leader leaders treasurer person officer officers servant servants staff gsr
	dcm isr rep user users username login
	movil cel tlf telf tfno responsable encargado encargada coordinador coordinadora padrino madrina moderador moderadora tesorero tesorera
	portable parrain marraine animateur animatrice moderateur moderatrice secretaire tresorier
	handy mobil epost ansprechperson leiter leiterin leitung verantwortlich verantwortliche
	mejl mobilnummer mobiltelefon ansvarig sammankallande ordforande
	telemovel correio responsavel coordenador coordenadora padrinho madrinha secretario secretaria`)

// isContact tells that a field is about a person to be reached, by its name:
// known or not.
func isContact(field string) bool {
	name := harmless.Replace(fieldName(unmarked(field)))
	if safe[name] {
		return false
	}
	together := strings.ReplaceAll(name, "_", "")
	if slices.ContainsFunc(contactParts, func(part string) bool { return strings.Contains(together, part) }) || contactWords[together] {
		return true
	}
	before := ""
	for _, word := range wordsOf(name) {
		if contactWords[word] || word == "by" && strings.HasSuffix(before, "ed") { // updated_by, created_by
			return true
		}
		before = word
	}
	return false
}

func wordsOf(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
}

// unmarked is a text with plain letters in place of those with accents, of full
// width and the like, and without signs that take no room.
func unmarked(said string) string {
	if isASCII(said) {
		return said
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(said))
}

func isASCII(said string) bool {
	return !strings.ContainsFunc(said, func(r rune) bool { return r > unicode.MaxASCII })
}

// address is an address for mail within a text, also one that is written to escape
// programs.
var address = regexp.MustCompile(`(?i)[\pL\pN._%+'-]+(@|\s?[\[({]\s?at\s?[\])}]\s?)[\pL\pN-]+(\.[\pL\pN-]+)*\.\pL{2,}`)

// noNumbers are parts of texts with many digits that one cannot call: addresses of
// pages, dates and ids.
var noNumbers = regexp.MustCompile(`(?i)https?://\S+|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|` +
	`\b\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b`)

// numbered are words in the names of fields whose values are numbers of other things
// than telephones.
var numbered = set(`id ids uuid guid key code zip postal postcode date time updated created lat latitude lng lon longitude coordinates geo
	passcode password pin slug hash version`)

// lastContact is the field that says when somebody was spoken to last.
const lastContact = "last_contact"

// leastTelephone is how many digits a telephone number has at least.
const leastTelephone = 7

// telephone tells that a text holds a number that one can call: enough digits with
// only the signs between that people write there.
func telephone(said string) bool {
	digits, word := 0, false
	for _, r := range noNumbers.ReplaceAllString(said, "|") {
		switch {
		case unicode.IsDigit(r) && !word:
			if digits++; digits >= leastTelephone {
				return true
			}
		case unicode.IsLetter(r):
			digits, word = 0, true
		case unicode.IsDigit(r):
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("-.()/+", r):
			word = false
		default:
			digits, word = 0, false
		}
	}
	return false
}

// tells that a text holds a way to reach a person.
func tells(name, said string) bool {
	said = unmarked(said)
	if address.MatchString(said) {
		return true
	}
	return telephone(said) && !slices.ContainsFunc(wordsOf(fieldName(unmarked(name))), func(word string) bool { return numbered[word] })
}

// personal tells that a field that we do not know is about a person to be reached:
// by its name, by what it says, or by what is inside of it.
func personal(name string, raw json.RawMessage) bool {
	switch {
	case isContact(name) || address.MatchString(unmarked(name)):
		return true
	case fieldName(name) == lastContact:
		return !isDate(said(raw))
	case len(raw) == 0 || safe[fieldName(name)]:
		return false
	}
	switch raw[0] {
	case '"':
		return tells(name, said(raw))
	case '{':
		for key, value := range members(raw) {
			if personal(key, value) {
				return true
			}
		}
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(raw, &list)
		return slices.ContainsFunc(list, func(one json.RawMessage) bool { return personal(name, one) })
	}
	return false
}

// private takes what is about persons out of the fields that we do not know. Where
// the rules ask for it, what is one text becomes a contact.
func (r *reading) private(rec *Record) {
	var rest map[string]json.RawMessage
	for _, name := range slices.Sorted(maps.Keys(rec.Rest)) {
		raw := rec.Rest[name]
		if !personal(name, raw) {
			continue
		}
		if rest == nil { // the days of one meeting share the map
			rest = maps.Clone(rec.Rest)
		}
		delete(rest, name)
		r.contact(rec, fieldName(name), said(raw))
	}
	if rest != nil {
		rec.Rest = rest
	}
}

// contact keeps a detail of a person where the rules ask for it, and drops it
// where they do not.
func (r *reading) contact(rec *Record, field, said string) {
	if !r.rules.Contacts {
		return
	}
	if said = r.text(field, said); said == "" {
		return
	}
	if rec.Contacts == nil {
		rec.Contacts = map[string]string{}
	}
	if len(rec.Contacts) < mostInList {
		rec.Contacts[cut(field, 100)] = said
	}
}
