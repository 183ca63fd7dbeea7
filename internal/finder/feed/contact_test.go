package feed

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestNamesOfContacts(t *testing.T) {
	for name := range strings.FieldsSeq(`contact_1_name email groupEmail Contact-Phone admin_notes email_contact author organizerMobile mail tel cell mobile fax correo
		telefono teléfono TELÉFONO telefone celular movil móvil courriel portable téléphone secretary chair chair_name co-chair updated_by createdBy whatsapp
		whats_app WhatsApp e-post epost handy telefon kontakt kontaktPerson contacto contato sponsor secretaria secrétaire mailTo gsr telNumber tel2 phone1
		ｅｍａｉｌ e\u200bmail user.name Handynummer telemóvel correo_electrónico`) {
		name = strings.ReplaceAll(name, `\u200b`, "\u200b")
		if !isContact(name) {
			t.Errorf("%s is not taken for a contact", name)
		}
	}
	for name := range strings.FieldsSeq(`conference_phone feedback_emails entity_email entity_phone last_contact notes helpline phone_meeting_number
		people wheelchair wheel_chair_access WheelChr administrative_area port_authority mailing_list_url stand_by telling cellar hotel district_id
		location_url region_id append venue data_source_name`) {
		if isContact(name) {
			t.Errorf("%s is taken for a contact", name)
		}
	}
}

func TestTextsThatAreContacts(t *testing.T) {
	for _, said := range []string{
		"ask zed@mail.example.org first", "zed [at] example.org", "zed＠example.org", "+1 555 555 0101", "(555) 555-0101", "555.555.0101", "030/1234567", "5550101",
		"Zed: 555 01 01", "+1–555–555–0101", "５５５ ０１ ０１", "See https://example.org or 555-0101",
	} {
		quoted, _ := stdjson.Marshal(said)
		if !personal("x_shade", quoted) {
			t.Errorf("%q is not taken for a contact", said)
		}
	}
	for _, said := range []string{
		"blue", "", "555-010", "19:00-20:30", "2026-01-02 10:00:00", "3/14/2026", "https://zoom.us/j/81234567890", "https://pages.example/@zed", "G00204695",
		"6a191d6fa00b638ef088ef6e", "123e4567-e89b-12d3-a456-426614174000", "Sunday @ St. Mary", "Steps 1, 2, 3, 4, 5, 6, 7",
	} {
		quoted, _ := stdjson.Marshal(said)
		if personal("x_shade", quoted) {
			t.Errorf("%q is taken for a contact", said)
		}
	}
	if personal("x_id", []byte(`"81234567890"`)) || !personal("x_id", []byte(`"zed@example.org"`)) {
		t.Error("an id is a number, and no address")
	}
}

// private are fields with details of persons, as JSON.
const private = `"people":[{"contact_1_name":"Zed","email":"zed@example.org"}],"gsr":{"tel":"5550101"},"account":{"users":["Zed"]},"team":{"deep":[{"téléphone":"Zed"}]},
	"correo":"Zed","who":"write to zed@example.org","call":["Zed +1 555 555 0101"],"whats app":"Zed","updated_by":"Zed","last_contact":"Zed, 555-0101","zed@example.org":true`

func TestNoDetailOfAPersonComesInUnasked(t *testing.T) {
	for kind, one := range map[Kind]struct{ name, content string }{
		MeetingGuide: {"a.json", `[{"name":"A","slug":"a","day":1,"time":"10:00","x_shade":{"blue":[7]},` + private + `}]`},
		Central:      {"meetings.json", `[{"name":"A","slug":"a","day":1,"time":"10:00","x_shade":{"blue":[7]},"group":{"name":"Zed","phone":"1"},` + private + `}]`},
		BMLT: {"GetSearchResults.json", `[{"meeting_name":"A","id_bigint":"1","weekday_tinyint":"2","start_time":"10:00:00","x_shade":"blue 7","correo":"Zed","who":"write to zed@example.org",
			"reach":"Zed +1 555 555 0101","updated_by":"Zed"}]`},
		TSML: {"a.csv", "Name,Slug,Day,Time,x_shade,Correo,Who,Call,Chair Name,Last Contact\nA,a,Monday,10:00,blue 7,Zed,zed@example.org,Zed 555-0101,Zed,Zed\n"},
		NAWS: {"a.csv", "CommitteeName,Day,Time,bmlt_id,x_shade,Correo,Who,Reach\nA,Monday,1000,1,blue 7,Zed,zed@example.org,Zed 555-0101\n"},
	} {
		for _, asked := range []bool{false, true} {
			list, _, err := taken(kind, inMemory(one.name, []byte(one.content)), Rules{Programme: "aa", Contacts: asked})
			if err != nil || len(list) != 1 {
				t.Fatalf("%s: %v, %d records", kind, err, len(list))
			}
			r := list[0]
			if !asked && len(r.Contacts) > 0 || asked && len(r.Contacts) < 3 {
				t.Errorf("%s, asked %v: the contacts %v", kind, asked, r.Contacts)
			}
			var out bytes.Buffer
			w := WriteGuide(&out)
			if err := cmp.Or(w.Write(passed(r, Rules{}, 1)), w.Close()); err != nil {
				t.Fatal(err)
			}
			r.Contacts = nil
			doc, _ := stdjson.Marshal(r)
			if said := strings.ToLower(string(doc)); strings.Contains(said, "zed") || strings.Contains(said, "555") || !strings.Contains(said, "blue") {
				t.Errorf("%s, asked %v: %s", kind, asked, doc)
			}
			if !asked && strings.Contains(strings.ToLower(out.String()), "zed") {
				t.Errorf("%s: %s", kind, out.String())
			}
		}
	}
}

// TestSafeFieldsStay: what speaks of a service stays, and what nobody knows.
func TestSafeFieldsStay(t *testing.T) {
	const feed = `[{"name":"A","slug":"a","feedback_emails":["area@example.org"],"entity":"Area","entity_email":"area@example.org","entity_phone":"+15555550100",
		"conference_phone":"+15555550100","last_contact":"2026-01-02","phone_meeting_number":"+15555550100 ext","group_id":"81234567","people":"All","helpline":"ask"}]`
	list, report, err := taken(MeetingGuide, inMemory("a.json", []byte(feed)), Rules{Programme: "aa"})
	if err != nil || len(list) != 1 || report.Odd != 0 {
		t.Fatalf("%v %v", err, oddities(report))
	}
	r := list[0]
	if len(r.FeedbackEmails) != 1 || r.Entity == nil || r.Entity.Email == "" || r.Entity.Phone == "" || r.ConferencePhone == "" || r.LastContact != "2026-01-02" {
		t.Errorf("%+v", r)
	}
	if got := slices.Sorted(maps.Keys(r.Rest)); strings.Join(got, " ") != "group_id helpline people phone_meeting_number" {
		t.Errorf("%v", got)
	}
}
