package app_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting"
	"handrail/internal/meeting/feed"
	"handrail/internal/meeting/proof"
	"handrail/internal/meeting/remind"
	"handrail/internal/meeting/serve"
	"handrail/internal/meeting/sheet"
	"handrail/internal/meeting/speaker"
	"handrail/internal/platform/recur"
)

// gathering is a group with a meeting that goes on, in which each column that
// holds words holds a canary, and with people who have no business there.
type gathering struct {
	t   *testing.T
	a   *apptest.App
	g   group.Group
	who map[string]apptest.Person
	ids map[string][]string // of what stands there, by the name in a pattern

	now, next, open meeting.Occurrence // the date that is on, the one after it, and one that people outside see
	own             string             // the address of the group of Gus
	ownDate         string             // and of a date there
	link            string             // of an invitation that nobody took: whoever holds it reads what it is for
	feeds           map[string]string  // the paths of calendars, by whose they are
}

// gathered are the members beside those who lead, with their persona. Ana blocks
// Bo, Wren blocks Ana; Chair took that role by themselves.
var gathered = map[string]string{"Friend": "Finch", "Bo": "Bunting", "Wren": "Wryneck", "Greeter": "Grebe", "Gil": "Gannet", "Chair": "Chough", "Former": "Falcon", "Removed": "Rail", "Banned": "Bittern", "Paused": "Petrel"}

func newGathering(t *testing.T, a *apptest.App) *gathering {
	t.Helper()
	k := &gathering{t: t, a: a, who: map[string]apptest.Person{"Vera": apptest.Vera, "Zoe": apptest.Zoe, "Ana": apptest.Ana, "Stella": apptest.Stella, "Guest": a.Guest("Guest")}, ids: map[string][]string{}, feeds: map[string]string{}}
	for _, name := range []string{"Fay", "Gus", "Gil"} {
		k.who[name] = a.Facilitator(name)
	}
	k.g = a.Found(k.who["Fay"], "Tomasz", nil)
	a.Enter(apptest.Ana, k.g, canary("the name of Ana"))
	for name, persona := range gathered {
		if _, known := k.who[name]; !known {
			k.who[name] = a.Newcomer(name)
			a.AddKey(k.who[name])
		}
		mustDo(t, a.Groups.Introduce(ctx, a.Enter(k.who[name], k.g, persona), "Hello."))
	}
	mustDo(t, a.Groups.Introduce(ctx, k.in("Ana"), "Hello."))
	a.Clock.Advance(72 * time.Hour)
	mustDo(t, a.Groups.Appoint(ctx, k.in("Fay"), k.self("Gil"), group.CoFacilitator))
	mustDo(t, a.Groups.Appoint(ctx, k.in("Fay"), k.self("Greeter"), group.Greeter))
	mustDo(t, a.Groups.AcceptCode(ctx, k.in("Greeter")))
	k.elsewhere()
	k.schedule()
	k.come()
	k.serve()
	k.beside()
	k.invite()
	a.Clock.Set(k.now.Start.Add(time.Minute))
	k.meet()
	k.prove()
	k.part()
	return k
}

func (k *gathering) in(name string) group.Member { k.t.Helper(); return k.a.Inside(k.who[name], k.g) }

func (k *gathering) self(name string) string { k.t.Helper(); return k.in(name).Self.ID }

// elsewhere is the group of Gus, with a date of its own.
func (k *gathering) elsewhere() {
	k.t.Helper()
	g := k.a.Found(k.who["Gus"], "Elsewhere", func(p *group.Plan) { p.Group.Name = "High Tide" })
	k.who["Ada"] = k.a.Newcomer("Ada")
	k.a.Enter(k.who["Ada"], g, "Ada")
	made, err := k.a.Meetings.Make(ctx, k.a.Inside(k.who["Gus"], g), k.draft(meeting.Meeting{Title: "Elsewhere"}, meeting.Inside{}))
	mustDo(k.t, err)
	o, err := k.a.Meetings.DateFor(ctx, k.a.Inside(k.who["Gus"], g), made.ID)
	mustDo(k.t, err)
	k.own, k.ownDate = g.Slug, o.Key()
}

// draft is a meeting each week, an hour from now on, that lasts long enough for
// all that is walked.
func (k *gathering) draft(m meeting.Meeting, in meeting.Inside) meeting.Draft {
	k.t.Helper()
	zone, err := recur.Zone("Europe/Lisbon")
	mustDo(k.t, err)
	rule, err := recur.ParseRule("FREQ=WEEKLY")
	mustDo(k.t, err)
	if m.Reach == "" {
		m.Reach = meeting.ToMembers
	}
	m.Opening = meeting.ForMembers
	first := recur.WallOf(k.a.Clock.Now().Add(time.Hour).Truncate(time.Minute).In(zone))
	return meeting.Draft{Meeting: m, Inside: in, Plan: meeting.Plan{Series: recur.Series{First: first, Zone: zone, Rule: rule}, Minutes: 720, Way: meeting.Hybrid, Area: "Near the harbour", Placing: meeting.AfterAsking}}
}

// schedule puts a meeting for members and one for all on the calendar.
func (k *gathering) schedule() {
	k.t.Helper()
	inside := meeting.Inside{Address: canary("the address"), Link: "https://meet.example/" + canary("the link"), Phone: canary("the phone"), Passcode: canary("the passcode"), Notes: canary("the notes")}
	d := k.draft(meeting.Meeting{Title: canary("meeting_meeting.title"), About: canary("meeting_meeting.about")}, inside)
	d.Plan.Area, d.Plan.Access = canary("meeting_plan.area"), canary("meeting_plan.access")
	made, err := k.a.Meetings.Make(ctx, k.in("Fay"), d)
	mustDo(k.t, err)
	k.now, k.next = k.dates(made.ID)
	place := k.draft(meeting.Meeting{}, meeting.Inside{Address: canary("the address of one date")})
	place.Plan.Area = canary("the area of one date")
	mustDo(k.t, k.a.Meetings.ChangeDate(ctx, k.in("Fay"), k.next.Key(), meeting.DateDraft{Start: k.next.Slot, Minutes: 90, Note: canary("meeting_date.note"), Place: &place}))
	d = k.draft(meeting.Meeting{Title: canary("a meeting for all"), About: canary("about a meeting for all"), Reach: meeting.ToAll}, meeting.Inside{Address: canary("the address for all"), Notes: canary("notes of a meeting for all"), Link: "https://meet.example/" + canary("the link of a meeting for all")})
	d.Plan.Area, d.Plan.Placing = canary("the area of a meeting for all"), meeting.Exact
	all, err := k.a.Meetings.Make(ctx, k.in("Fay"), d)
	mustDo(k.t, err)
	k.open, _ = k.dates(all.ID)
	mustDo(k.t, k.a.Meetings.ChangeDate(ctx, k.in("Fay"), k.open.Key(), meeting.DateDraft{Start: k.open.Slot, Minutes: 720, Note: canary("a note about a date for all")}))
	k.ids["occurrence"] = []string{k.now.Key(), k.next.Key(), k.open.Key(), made.ID}
	k.ids["key"] = k.ids["occurrence"]
}

func (k *gathering) dates(id string) (first, second meeting.Occurrence) {
	k.t.Helper()
	list, err := k.a.Meetings.DatesFor(ctx, k.in("Fay"), id, k.a.Clock.Now(), k.a.Clock.Now().AddDate(0, 0, 20))
	mustDo(k.t, err)
	return list[0], list[1]
}

// come has people say that they come, and ask where it is.
func (k *gathering) come() {
	k.t.Helper()
	for name, c := range map[string]meeting.Coming{
		"Ana": {Way: meeting.InPerson, Shown: meeting.ToEveryone, Seat: true}, "Friend": {Way: meeting.InPerson, Shown: meeting.ToHosts}, "Wren": {Way: meeting.Online, Shown: meeting.AsNumber},
		"Former": {Way: meeting.InPerson, Shown: meeting.ToEveryone}, "Removed": {Way: meeting.InPerson, Shown: meeting.ToEveryone}, "Banned": {Way: meeting.InPerson, Shown: meeting.ToEveryone, Seat: true},
	} {
		mustDo(k.t, k.a.Meetings.Come(ctx, k.in(name), k.now.Key(), c))
	}
	mustDo(k.t, k.a.Meetings.KeepSeat(ctx, k.in("Greeter"), k.now.Key(), k.self("Ana"), true))
	for name, told := range map[string]bool{"Friend": true, "Wren": false, "Former": true, "Removed": true} {
		mustDo(k.t, k.a.Meetings.AskPlace(ctx, k.in(name), k.now.Meeting.ID))
		mustDo(k.t, k.a.Meetings.AnswerPlace(ctx, k.in("Fay"), k.now.Key(), k.self(name), told))
	}
	for _, name := range []string{"Bo", "Chair"} {
		mustDo(k.t, k.a.Meetings.AskPlace(ctx, k.in(name), k.now.Meeting.ID))
	}
}

// serve has people take roles.
func (k *gathering) serve() {
	k.t.Helper()
	fay := k.in("Fay")
	mustDo(k.t, k.a.Serving.KeepRole(ctx, fay, k.now.Key(), serve.Role{Kind: serve.Own, Label: canary("meeting_role.label"), About: canary("meeting_role.about"), Many: 5}))
	mustDo(k.t, k.a.Serving.KeepRole(ctx, fay, k.now.Key(), serve.Role{Kind: serve.Chair, Many: 1}))
	roles, _, err := k.a.Serving.RolesFor(ctx, fay, k.now.Meeting.ID)
	mustDo(k.t, err)
	own, chair := roles[0].ID, roles[1].ID
	mustDo(k.t, k.a.Serving.Take(ctx, k.in("Chair"), k.now.Key(), chair, false))
	mustDo(k.t, k.a.Serving.Take(ctx, k.in("Friend"), k.next.Key(), own, false))
	mustDo(k.t, k.a.Serving.KeepNotes(ctx, k.in("Friend"), k.next.Key(), own, canary("meeting_role.notes")))
	mustDo(k.t, k.a.Serving.Take(ctx, k.in("Ana"), k.now.Key(), own, false))
	mustDo(k.t, k.a.Serving.Ask(ctx, fay, k.next.Key(), own, "Wryneck", false))
	turn := texts(k.t, k.a, `SELECT id FROM meeting_service WHERE membership_id = '`+k.self("Ana")+`'`)[0]
	mustDo(k.t, k.a.Serving.Search(ctx, k.in("Ana"), k.now.Key(), turn, canary("meeting_service.note")))
	k.ids["role"] = []string{own, chair}
	k.ids["turn"] = append([]string{turn}, texts(k.t, k.a, `SELECT id FROM meeting_service WHERE id <> '`+turn+`' ORDER BY id`)...)
}

// beside has people be reminded, nudged, and take dates into a calendar.
func (k *gathering) beside() {
	k.t.Helper()
	for _, name := range []string{"Ana", "Former", "Banned"} {
		mustDo(k.t, k.a.Remind.Choose(ctx, k.in(name), k.now.Meeting.ID, remind.Wish{Dates: remind.AllDates, Lead: 10}))
		mustDo(k.t, k.a.Remind.Choose(ctx, k.in(name), "", remind.Wish{Dates: remind.WhenComes, Lead: 60}))
	}
	k.ids["reminder"] = texts(k.t, k.a, `SELECT id FROM meeting_reminder WHERE membership_id = '`+k.self("Ana")+`'`)
	mustDo(k.t, k.a.Remind.Ask(ctx, k.in("Ana"), remind.Wanted{Name: "Finch", About: canary("meeting_nudge.about")}))
	k.ids["nudge"] = texts(k.t, k.a, `SELECT id FROM meeting_nudge`)
	mustDo(k.t, k.a.Remind.Agree(ctx, k.in("Friend"), k.ids["nudge"][0]))
	mustDo(k.t, k.a.Remind.Send(ctx, k.in("Friend"), k.ids["nudge"][0], 0, canary("meeting_nudge.line")))
	for _, name := range []string{"Ana", "Former", "Removed", "Banned", "Paused"} {
		f := feed.Feed{Shows: feed.Places, Group: k.g.ID, Label: canary("the label of " + name)}
		if name == "Ana" {
			f.Label = canary("meeting_feed.label")
		}
		secret, err := k.a.Feeds.Make(ctx, k.a.Viewer(k.who[name]), f)
		mustDo(k.t, err)
		k.feeds[name] = "/calendar/" + secret + ".ics"
	}
	k.ids["feed"] = texts(k.t, k.a, `SELECT id FROM meeting_feed WHERE account_id = '`+k.a.Viewer(apptest.Ana).Account+`'`)
	k.ids["secret"] = []string{"0.ics"}
}

// invite has a guest speaker come, and members say something to them.
func (k *gathering) invite() {
	k.t.Helper()
	one, link, err := k.a.Speakers.Invite(ctx, k.in("Fay"), k.now.Key(), speaker.Draft{Label: canary("meeting_speaker.label"), Place: canary("meeting_speaker.place"), Given: speaker.Given{Phone: true}, Shown: true})
	mustDo(k.t, err)
	token, _, err := k.a.Speakers.Take(ctx, link, speaker.Coming{Name: "Ruth", Agrees: true, Kind: account.Kept})
	mustDo(k.t, err)
	k.a.Hold(k.who["Guest"], token)
	mustDo(k.t, k.a.Speakers.WritePage(ctx, k.a.Viewer(k.who["Guest"]), speaker.Page{Name: "Ruth", About: canary("meeting_speaker.page")}))
	mustDo(k.t, k.a.Speakers.Suggest(ctx, k.in("Ana"), k.now.Key(), canary("meeting_suggestion.who"), canary("meeting_suggestion.why")))
	mustDo(k.t, k.a.Speakers.Say(ctx, k.in("Ana"), k.now.Key(), one.ID, speaker.Word{Kind: speaker.Question, Text: canary("meeting_speaker_word.text"), Named: true}))
	mustDo(k.t, k.a.Speakers.Say(ctx, k.in("Ana"), k.now.Key(), one.ID, speaker.Word{Kind: speaker.Question, Text: canary("a question without a name")}))
	_, unspent, err := k.a.Speakers.Invite(ctx, k.in("Fay"), k.next.Key(), speaker.Draft{Label: canary("an invitation that nobody took")})
	mustDo(k.t, err)
	k.ids["speaker"], k.ids["link"], k.link = []string{one.ID}, []string{"0"}, unspent
	k.ids["word"] = texts(k.t, k.a, `SELECT id FROM meeting_speaker_word ORDER BY named DESC`)
	k.ids["suggestion"] = texts(k.t, k.a, `SELECT id FROM meeting_suggestion`)
}

// meet has a run sheet made and followed: by Fay, Ana and Bo.
func (k *gathering) meet() {
	k.t.Helper()
	fay := k.in("Fay")
	made, err := k.a.Sheets.Keep(ctx, fay, sheet.Template{Name: canary("meeting_template.body"), Items: []sheet.Item{
		{Kind: sheet.Reading, Title: canary("the title of a part"), Leads: canary("who leads a part"), Words: canary("meeting_sheet.items"), Minutes: 4, Page: canary("a page of a book"), Link: "https://book.example/" + canary("a link to a book"), Pasted: canary("a pasted reading"), May: true},
		{Kind: sheet.Celebrations},
	}})
	mustDo(k.t, err)
	k.ids["template"], k.ids["part"] = []string{made.ID, sheet.First}, []string{"0", "new"}
	mustDo(k.t, k.a.Sheets.Choose(ctx, fay, sheet.Setting{Minutes: 4, Answering: canary("meeting_sheet_setting.answering")}))
	mustDo(k.t, k.a.Sheets.MakeFrom(ctx, fay, k.now.Key(), made.ID))
	for _, name := range []string{"Fay", "Ana", "Bo", "Former", "Removed", "Banned"} {
		mustDo(k.t, k.a.Sheets.Follow(ctx, k.in(name), k.now.Key()))
	}
	mustDo(k.t, k.a.Sheets.Step(ctx, fay, k.now.Key(), 0, 0))
	mustDo(k.t, k.a.Sheets.AddFromRoom(ctx, fay, k.now.Key(), canary("somebody in the room")))
	for _, name := range []string{"Ana", "Former"} {
		mustDo(k.t, k.a.Sheets.Hand(ctx, k.in(name), k.now.Key(), sheet.Raise))
	}
	mustDo(k.t, k.a.Sheets.Step(ctx, fay, k.now.Key(), 1, 1))
	mustDo(k.t, k.a.Sheets.Celebrate(ctx, k.in("Ana"), k.now.Key(), canary("meeting_line.words")))
	mustDo(k.t, k.a.Sheets.Celebrate(ctx, k.in("Former"), k.now.Key(), canary("what somebody celebrated who left")))
	mustDo(k.t, k.a.Speakers.Say(ctx, k.in("Ana"), k.now.Key(), k.ids["speaker"][0], speaker.Word{Kind: speaker.Thanks, Text: canary("thanks")}))
}

// prove has Ana and Former show that they were there.
func (k *gathering) prove() {
	k.t.Helper()
	mustDo(k.t, k.a.Proof.Arrange(ctx, k.in("Fay"), proof.Setting{Naming: proof.GroupName, Title: true, Confirms: true}))
	at := "/groups/" + k.g.Slug + "/meetings/" + k.now.Key()
	for _, name := range []string{"Ana", "Former"} {
		code := regexp.MustCompile(`\d{3} \d{3}`).FindString(k.a.Get(k.who["Fay"], at+"/code/now").Body)
		if got := k.a.Post(k.who[name], at+"/attendance/codes", url.Values{"code": {code}}); got.Code != 303 {
			k.t.Fatalf("the code %q: %d", code, got.Code)
		}
		_, err := k.a.Proof.Issue(ctx, k.in(name), k.now)
		mustDo(k.t, err)
		mustDo(k.t, k.a.Proof.Ask(ctx, k.in(name), k.now))
	}
	ana := k.a.Viewer(apptest.Ana).Account
	k.ids["record"] = texts(k.t, k.a, `SELECT id FROM meeting_attendance WHERE account_id = '`+ana+`'`)
	k.ids["paper"] = texts(k.t, k.a, `SELECT id FROM meeting_paper WHERE account_id = '`+ana+`'`)
	list, err := k.a.Proof.AskingsFor(ctx, k.in("Gil"), k.now)
	mustDo(k.t, err)
	for _, one := range list {
		k.ids["asking"] = append(k.ids["asking"], one.ID)
	}
}

// part has those told who are to be told, and people leave and come apart.
func (k *gathering) part() {
	k.t.Helper()
	k.work()
	mustDo(k.t, k.a.Groups.BlockOne(ctx, k.in("Ana"), k.self("Bo")))
	mustDo(k.t, k.a.Groups.BlockOne(ctx, k.in("Wren"), k.self("Ana")))
	mustDo(k.t, k.a.Groups.Leave(ctx, k.a.Viewer(k.who["Former"]), k.g.Slug, group.AsFormer))
	mustDo(k.t, k.a.Groups.Remove(ctx, k.in("Fay"), k.self("Removed"), false, "a reason"))
	mustDo(k.t, k.a.Groups.Remove(ctx, k.in("Fay"), k.self("Banned"), true, "a reason"))
	by, err := account.ByViewer(k.a.Viewer(apptest.Stella), "a pause for the walk")
	mustDo(k.t, err)
	mustDo(k.t, k.a.Accounts.Pause(ctx, by, k.a.Viewer(k.who["Paused"]).Account))
	k.work()
	k.ids["membership"], k.ids["group"] = []string{k.self("Ana"), k.self("Friend")}, []string{k.g.Slug}
}

// work does what waits.
func (k *gathering) work() {
	k.t.Helper()
	mustDo(k.t, k.a.Jobs.Start(ctx))
	mustDo(k.t, k.a.Jobs.Drain(ctx))
	k.a.Jobs.Stop(ctx)
}

// rows are those of tables that begin so.
func (k *gathering) rows(tables ...string) string {
	k.t.Helper()
	var rows []string
	for _, line := range strings.Split(k.a.Dump(), "\n") {
		for _, begins := range tables {
			if strings.HasPrefix(line, begins) {
				rows = append(rows, line)
			}
		}
	}
	return strings.Join(rows, "\n")
}
