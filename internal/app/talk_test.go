package app_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/internal/account"
	"handrail/internal/apptest"
	"handrail/internal/forum"
	"handrail/internal/forum/worry"
	"handrail/internal/group"
	"handrail/internal/moderation"
	"handrail/internal/platform/db"
)

// commonWord stands in every post of a talk, so that a search finds all that its
// reader may find.
const commonWord = "kanarivogel"

// watchedWord has a post looked at before others see it.
const watchedWord = "kanarikatze"

// talk is a group with a forum in which each column that holds words holds a
// canary, and each way to hide words hides some.
type talk struct {
	t   *testing.T
	a   *apptest.App
	g   group.Group
	who map[string]apptest.Person
	ids map[string][]string // of what stands in it, by the name in a pattern

	topics map[string]string // by who began them
	posts  map[string]string // by the canary in them
	report map[string]string // by whom they are for
}

// members are those whom a talk has in its group, with their persona there. Ana
// writes; Bo is whom she blocked, and Wren blocked her.
var members = map[string]string{"Friend": "Finch", "Bo": canary("the name of Bo"), "Wren": "Wryneck", "Hushed": "Heron", "Greeter": "Grebe", "Gil": "Gannet", "Former": "Falcon", "Removed": "Rail", "Banned": "Bittern", "Paused": "Petrel"}

func newTalk(t *testing.T, a *apptest.App) *talk {
	t.Helper()
	k := &talk{t: t, a: a, who: map[string]apptest.Person{"Vera": apptest.Vera, "Zoe": apptest.Zoe, "Ana": apptest.Ana, "Stella": apptest.Stella}, ids: map[string][]string{}, topics: map[string]string{}, posts: map[string]string{}, report: map[string]string{}}
	for _, name := range []string{"Fay", "Gus", "Gil", "Greeter"} {
		k.who[name] = a.Facilitator(name)
	}
	k.g = a.Found(k.who["Fay"], "Tomasz", nil)
	elsewhere := a.Found(k.who["Gus"], "Elsewhere", nil)
	k.who["Ada"] = a.Newcomer("Ada")
	a.Enter(k.who["Ada"], elsewhere, "Ada")
	a.Enter(apptest.Ana, k.g, canary("the name of Ana"))
	for name, persona := range members {
		if _, known := k.who[name]; !known {
			k.who[name] = a.Newcomer(name)
			a.AddKey(k.who[name])
		}
		mustDo(t, a.Groups.Introduce(ctx, a.Enter(k.who[name], k.g, persona), "Hello."))
	}
	mustDo(t, a.Groups.Introduce(ctx, k.in("Ana"), "Hello."))
	mustDo(t, a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error { // as if they had come long ago
		_, err := tx.Exec(ctx, `UPDATE group_membership SET joined_at = joined_at - 3456000000`)
		return err
	}))
	a.Clock.Advance(time.Hour)
	mustDo(t, a.Groups.Appoint(ctx, k.in("Fay"), k.self("Gil"), group.CoFacilitator))
	mustDo(t, a.Groups.Appoint(ctx, k.in("Fay"), k.self("Greeter"), group.Greeter))
	mustDo(t, a.Groups.AcceptCode(ctx, k.in("Greeter")))
	k.furnish()
	k.speak()
	k.beside()
	k.keepSafe()
	k.part()
	return k
}

var ctx = context.Background()

// in is one of the people as a member of the group.
func (k *talk) in(name string) group.Member { k.t.Helper(); return k.a.Inside(k.who[name], k.g) }

func (k *talk) self(name string) string { k.t.Helper(); return k.in(name).Self.ID }

// furnish arranges the forum.
func (k *talk) furnish() {
	k.t.Helper()
	mustDo(k.t, k.a.Notes.Add(ctx, k.a.Viewer(apptest.Stella), canary("group_note.label"), canary("group_note.about")))
	mustDo(k.t, k.a.Forum.Arrange(ctx, k.in("Fay"), forum.Setting{Anonymous: forum.All, Pictures: true, Watched: []string{canary("forum_setting.watched"), watchedWord}}))
	space, err := k.a.Forum.KeepSpace(ctx, k.in("Fay"), forum.Space{Name: canary("forum_space.name"), About: canary("forum_space.about"), Kind: forum.Discussion, Answers: forum.Anything, Starts: "members"})
	mustDo(k.t, err)
	k.ids["space"] = []string{space}
	for name := range members {
		mustDo(k.t, k.a.Forum.Choose(ctx, k.in(name), space, forum.Follow))
	}
}

// begin begins a topic, with a canary in its title and one in its words.
func (k *talk) begin(name, word string, anonymous bool) string {
	k.t.Helper()
	p, err := k.a.Forum.Begin(ctx, k.in(name), forum.Beginning{Space: k.ids["space"][0], Kind: forum.Question, Title: canary(word + ", its title"), Words: forum.Words{Text: commonWord + " " + canary(word), Anonymous: anonymous}})
	mustDo(k.t, err)
	k.topics[name], k.posts[word] = p.Topic, p.ID
	k.ids["topic"], k.ids["post"] = append(k.ids["topic"], p.Topic), append(k.ids["post"], p.ID)
	k.a.Clock.Advance(time.Minute)
	return p.ID
}

// reply writes a post with a canary into the topic that somebody began.
func (k *talk) reply(name, began, word string, w forum.Words) string {
	k.t.Helper()
	w.Text = commonWord + " " + canary(word) + " " + w.Text
	p, err := k.a.Forum.Reply(ctx, k.in(name), k.topics[began], w)
	mustDo(k.t, err)
	k.posts[word] = p.ID
	k.ids["post"] = append(k.ids["post"], p.ID)
	k.a.Clock.Advance(time.Minute)
	return p.ID
}

// speak has people write in the forum.
func (k *talk) speak() {
	k.t.Helper()
	k.begin("Friend", "a topic by Friend", false)
	k.begin("Ana", "forum_topic.title", false)
	k.begin("Bo", "a topic by Bo", false)
	k.begin("Wren", "an anonymous topic by Wren", true)

	_, err := k.a.Files.Put(ctx, "00000000-0000-4000-8000-000000000001", strings.NewReader(canary("forum_post.picture")), int64(len(canary("forum_post.picture"))))
	mustDo(k.t, err)
	ana := k.reply("Ana", "Friend", "forum_post.source", forum.Words{Text: canary("forum_post.quote_text"), Picture: &forum.Picture{Key: "00000000-0000-4000-8000-000000000001", Alt: canary("forum_post.picture_alt"), Width: 8, Height: 8}})
	bo := k.reply("Bo", "Friend", "a post by Bo", forum.Words{Text: canary("words of Bo that Friend quotes"), Quote: ana, Excerpt: canary("forum_post.quote_text")})
	k.reply("Wren", "Friend", "a post by Wren", forum.Words{})
	k.reply("Friend", "Friend", "a post that quotes Ana", forum.Words{Text: "@" + canary("the name of Ana"), Quote: ana, Excerpt: canary("forum_post.quote_text")})
	k.reply("Friend", "Friend", "a post that quotes Bo", forum.Words{Quote: bo, Excerpt: canary("words of Bo that Friend quotes")})
	k.reply("Bo", "Friend", "an anonymous post by Bo", forum.Words{Anonymous: true})
	k.reply("Former", "Friend", "a post by Former", forum.Words{})
	k.reply("Friend", "Friend", "a post that waits", forum.Words{Text: watchedWord})
	k.reply("Ana", "Friend", "a post by Ana that waits", forum.Words{Text: watchedWord})
	k.reply("Ana", "Friend", "a hidden post", forum.Words{})
	k.reply("Friend", "Friend", "a hidden post by Friend", forum.Words{})
	gone := k.reply("Ana", "Friend", "a deleted post", forum.Words{})
	_, err = k.a.Forum.Delete(ctx, k.in("Ana"), gone)
	mustDo(k.t, err)
	for _, word := range []string{"forum_version.source", "an earlier version that was reported"} {
		post := k.reply("Ana", "Friend", word, forum.Words{})
		mustDo(k.t, k.a.Forum.Edit(ctx, k.in("Ana"), post, forum.Edited{Text: commonWord + " " + canary("after "+word)}))
	}
	mustDo(k.t, k.a.Forum.KeepDraft(ctx, k.in("Ana"), k.topics["Friend"], forum.Unfinished{Title: canary("a draft, its title"), Text: canary("forum_draft.words")}))
	k.ids["target"] = []string{k.topics["Friend"]}
}

// beside has people do what one does beside writing.
func (k *talk) beside() {
	k.t.Helper()
	got := k.a.Post(k.who["Friend"], "/groups/"+k.g.Slug+"/forum/topics/"+k.topics["Friend"]+"/poll", url.Values{"question": {canary("group_ballot.title")}, "options": {canary("group_ballot_option.label") + "\nNo"}, "days": {"7"}})
	if got.Code != 303 {
		k.t.Fatalf("the poll: %d", got.Code)
	}
	for _, name := range []string{"Bo", "Wren", "Friend"} {
		mustDo(k.t, k.a.Forum.KeepPost(ctx, k.in(name), k.posts["forum_post.source"], true))
		mustDo(k.t, k.a.Forum.KeepPost(ctx, k.in(name), k.posts["forum_topic.title"], true))
	}
	mustDo(k.t, k.a.Forum.KeepPost(ctx, k.in("Ana"), k.posts["a post by Bo"], true))
	mustDo(k.t, k.a.Forum.React(ctx, k.in("Bo"), k.posts["forum_post.source"], forum.Reactions()[0], true))
	mustDo(k.t, k.a.Forum.React(ctx, k.in("Ana"), k.posts["a post by Bo"], forum.Reactions()[0], true))
	for name, word := range map[string]string{"Friend": "forum_note_word.words", "Bo": "a note by Bo"} {
		thread, err := k.a.Private.Write(ctx, k.in(name), k.posts["forum_post.source"], canary(word))
		mustDo(k.t, err)
		mustDo(k.t, k.a.Private.Answer(ctx, k.in("Ana"), thread, canary(word+", answered")))
		k.ids["thread"] = append(k.ids["thread"], thread)
	}
	thread, err := k.a.Private.Write(ctx, k.in("Friend"), k.posts["an anonymous post by Bo"], canary("a note to an anonymous author"))
	mustDo(k.t, err)
	k.ids["thread"] = append(k.ids["thread"], thread)
	mustDo(k.t, k.a.Worry.TakeCalls(ctx, k.in("Fay"), true))
	mustDo(k.t, k.a.Worry.Raise(ctx, k.in("Friend"), worry.Raising{About: worry.About{Post: k.posts["a post by Former"]}, Leaders: true, Card: true, Said: canary("forum_worry.said")}))
	for word, answer := range map[string]string{"forum_lift.reason": "forum_lift.answer", "an asking that waits": ""} {
		lift, err := k.a.Lift.Ask(ctx, k.in("Fay"), k.posts[map[bool]string{true: "an anonymous topic by Wren", false: "an anonymous post by Bo"}[answer != ""]], canary(word))
		mustDo(k.t, err)
		k.ids["lift"] = append(k.ids["lift"], lift)
		if answer != "" {
			mustDo(k.t, k.a.Lift.Decide(ctx, k.a.Viewer(apptest.Stella), lift, false, canary(answer)))
		}
	}
}

// file reports something, and gives the report.
func (k *talk) file(by, kind, target string, to moderation.To, said string) string {
	k.t.Helper()
	filed, err := k.a.Moderation.File(ctx, k.in(by), moderation.Draft{Kind: kind, Target: target, Category: moderation.Other, To: to, Said: canary(said)})
	mustDo(k.t, err)
	k.ids["report"] = append(k.ids["report"], filed.ID)
	return filed.ID
}

func (k *talk) do(report string, what moderation.What, word string) {
	k.t.Helper()
	leader, err := moderation.Leader(k.in("Fay"))
	mustDo(k.t, err)
	mustDo(k.t, k.a.Moderation.Do(ctx, leader, report, moderation.Deed{What: what, Days: 30, Reason: canary(word)}))
}

// keepSafe has people report, and those who look after the group act.
func (k *talk) keepSafe() {
	k.t.Helper()
	hidden := k.file("Friend", "post", k.posts["a hidden post"], moderation.ToLeaders, "moderation_words.said")
	k.do(hidden, moderation.Hide, "moderation_act.reason")
	k.do(k.file("Ana", "post", k.posts["a hidden post by Friend"], moderation.ToLeaders, "a report by Ana"), moderation.Hide, "why Friend's was hidden")
	k.do(k.file("Bo", "persona", k.self("Hushed"), moderation.ToLeaders, "a report about a persona"), moderation.Hush, "why somebody is hushed")
	k.file("Friend", "post", k.posts["an earlier version that was reported"], moderation.ToLeaders, "a report of what was changed")
	past := k.file("Friend", "post", k.posts["forum_topic.title"], moderation.ToStewards, "a report past the leaders")
	k.file("Wren", "group", k.g.ID, moderation.ToStewards, "a report about the group")
	told, err := k.a.Moderation.TellingsFor(ctx, k.in("Ana"))
	mustDo(k.t, err)
	for _, one := range told {
		k.ids["act"] = append(k.ids["act"], one.ID)
		mustDo(k.t, k.a.Moderation.Reply(ctx, k.in("Ana"), one.ID, canary("moderation_act.answer")))
	}
	if len(told) != 1 {
		k.t.Fatalf("Ana was told of %d acts", len(told))
	}
	leader, err := moderation.Leader(k.in("Fay"))
	mustDo(k.t, err)
	steward, err := moderation.Steward(k.a.Viewer(apptest.Stella))
	mustDo(k.t, err)
	mustDo(k.t, k.a.Moderation.Answer(ctx, leader, k.ids["report"][3], canary("moderation_desk.answer")))
	mustDo(k.t, k.a.Moderation.Answer(ctx, steward, past, canary("what a steward answered")))
	mustDo(k.t, k.a.Private.StewardWrite(ctx, k.a.Viewer(apptest.Stella), past, canary("a note of the stewards")))
	_, err = k.a.Moderation.Tell(ctx, moderation.Other, canary("where somebody signed out means"), canary("what somebody says signed out"))
	mustDo(k.t, err)
}

// part has people leave, and come apart.
func (k *talk) part() {
	k.t.Helper()
	k.a.Clock.Advance(time.Minute)
	mustDo(k.t, k.a.Jobs.Start(ctx))
	mustDo(k.t, k.a.Jobs.Drain(ctx)) // those who are to be told are, before anybody comes apart
	k.a.Jobs.Stop(ctx)
	mustDo(k.t, k.a.Groups.BlockOne(ctx, k.in("Ana"), k.self("Bo")))
	mustDo(k.t, k.a.Groups.BlockOne(ctx, k.in("Wren"), k.self("Ana")))
	mustDo(k.t, k.a.Groups.Leave(ctx, k.a.Viewer(k.who["Former"]), k.g.Slug, group.AsFormer))
	mustDo(k.t, k.a.Groups.Remove(ctx, k.in("Fay"), k.self("Removed"), false, "a reason"))
	mustDo(k.t, k.a.Groups.Remove(ctx, k.in("Fay"), k.self("Banned"), true, "a reason"))
	by, err := account.ByViewer(k.a.Viewer(apptest.Stella), "a pause for the walk")
	mustDo(k.t, err)
	mustDo(k.t, k.a.Accounts.Pause(ctx, by, k.a.Viewer(k.who["Paused"]).Account))
	k.ids["persona"] = []string{k.self("Ana"), k.self("Bo")}
	k.ids["number"], k.ids["kind"], k.ids["group"] = []string{"0"}, []string{"post"}, []string{k.g.Slug}
	k.ids["picture"] = []string{"00000000-0000-4000-8000-000000000001"}
	for of, query := range map[string]string{"report": `SELECT id FROM moderation_report`, "thread": `SELECT id FROM forum_note_thread`, "call": `SELECT id FROM forum_worry`, "word": `SELECT id FROM forum_note_word ORDER BY made_at, id LIMIT 2`, "note": `SELECT id FROM group_note ORDER BY place DESC LIMIT 1`, "act": `SELECT id FROM moderation_act`} {
		k.ids[of] = texts(k.t, k.a, query)
	}
}

// texts are what a query of one column finds.
func texts(t *testing.T, a *apptest.App, query string) (all []string) {
	t.Helper()
	rows, err := a.DB.Writer().QueryContext(ctx, query)
	mustDo(t, err)
	defer rows.Close()
	for rows.Next() {
		var one string
		mustDo(t, rows.Scan(&one))
		all = append(all, one)
	}
	mustDo(t, rows.Err())
	return all
}
