package sheet_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/internal/apptest"
	"handrail/internal/group"
	"handrail/internal/meeting/sheet"
)

func TestAMeetingFromItsSheetToItsEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "There is no run sheet for this date.")
		h.does(h.fay, h.at("/sheet"), form("template", sheet.First), "The run sheet of this date is made.", "Before you begin", "Welcome")
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "Follow this meeting", "The whole meeting", "Together about 60 minutes.")
		h.does(h.ana, h.at("/hands"), form("do", "raise"), "Follow the meeting first.")
		h.does(h.ana, h.at("/sheet/presence"), form(), "First Welcome", "Then: Our agreements", "Look again")
	})
}

func TestAChairStepsThroughAndGoesBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.does(h.fay, h.at("/sheet"), form("template", sheet.First))
		h.does(h.ana, h.at("/sheet/presence"), form(), "First", "Welcome")
		h.steps(h.fay, "0", "You chair.", "Minute 1 of about 3", "Then: Our agreements")
		h.Clock.Advance(2 * time.Minute)
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "Now Welcome", "Tomasz chairs.", "Minute 3 of about 3")
		h.steps(h.fay, "1", "Now Our agreements", "Minute 1 of about 2")
		h.steps(h.fay, "undo", "Now Welcome", "Minute 3 of about 3")
		h.steps(h.fay, "1")
		h.steps(h.fay, "0", "Now Welcome", "Minute 1 of about 3")
		for n := 1; n < 9; n++ {
			h.steps(h.fay, strconv.Itoa(n))
		}
		h.wants(h.Get(h.fay, h.at("/sheet")), http.StatusOK, "Now Closing", "That is the last part.", "End the meeting")
		h.steps(h.fay, "9", "Now Closing") // there is no such part
		h.does(h.fay, h.at("/sheet/presence"), form())
		h.wants(h.Get(h.fay, h.at("/sheet/end")), http.StatusOK, "The queue empties at once.")
		h.does(h.fay, h.at("/sheet/end"), form(), "The meeting is over.", "This meeting is over")
		h.does(h.fay, h.at("/sheet/step"), form("to", "2", "moves", "99"), "This meeting is over.")
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "This meeting is over", "What was said stays in the room.")

		h.Clock.Advance(sheet.ClearAfter - time.Minute)
		must(t, h.Sheets.Sweep(ctx))
		if h.count(`SELECT COUNT(*) FROM meeting_sheet`) != 1 {
			t.Error("it was cleared too early")
		}
		h.Clock.Advance(2 * time.Minute)
		must(t, h.Sheets.Sweep(ctx))
		for _, table := range []string{"meeting_sheet", "meeting_present", "meeting_line"} {
			if n := h.count(`SELECT COUNT(*) FROM ` + table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
	})
}

func TestTwoHostsPressNextAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		for _, who := range []apptest.Person{h.ana, h.ben, h.cleo} {
			h.hand(who, sheet.Raise)
		}
		before := h.frame(h.fay)
		next := form("to", strconv.Itoa(before.Step+1), "moves", strconv.FormatInt(before.Moves, 10))
		call := form("do", string(sheet.Next), "turns", strconv.FormatInt(before.Turns, 10))
		var wait sync.WaitGroup
		for _, who := range []apptest.Person{h.fay, h.gil, h.fay, h.gil} {
			wait.Go(func() { h.Post(who, h.at("/sheet/step"), next) })
			wait.Go(func() { h.Post(who, h.at("/queue"), call) })
		}
		wait.Wait()
		after := h.frame(h.gil)
		if after.Step != before.Step+1 || after.Moves != before.Moves+1 || after.Turns != before.Turns+1 || len(after.Hands) != 2 {
			t.Errorf("from %+v to %+v", before, after)
		}
		h.does(h.gil, h.at("/sheet/step"), next, "Somebody was a moment earlier. This is how it is now.", "Now Milestones")
	})
}

func TestTheQueueIsFairAndKind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.hand(h.ana, sheet.Raise)
		h.hand(h.ana, sheet.Raise) // twice is once
		h.hand(h.ben, sheet.Raise)
		h.waits("Marisol", "Quiet Cedar")
		h.wants(h.Get(h.ana, h.at("/queue")), http.StatusOK, "Here nobody answers what was shared.", "Everybody here sees the same order.", "Take my hand down")
		h.tends(h.fay, sheet.Next, "")
		h.speaks("Marisol")
		h.Clock.Advance(90 * time.Second)
		h.wants(h.Get(h.ben, h.at("/sheet")), http.StatusOK, "Speaking now Marisol Minute 2 of about 3")
		h.Clock.Advance(time.Minute)
		h.wants(h.Get(h.ben, h.at("/sheet")), http.StatusOK, "About a minute is left.")
		h.tends(h.gil, sheet.More, "")
		h.wants(h.Get(h.ben, h.at("/sheet")), http.StatusOK, "Minute 3 of about 4")
		h.Clock.Advance(2 * time.Minute)
		h.wants(h.Get(h.ben, h.at("/sheet")), http.StatusOK, "The time is up. End when you are ready.")
		h.tends(h.fay, sheet.Next, "")
		h.speaks("Quiet Cedar")
		h.hand(h.ana, sheet.Raise)
		h.hand(h.cleo, sheet.Raise)
		h.does(h.fay, h.at("/queue/room"), form("room", "somebody in the second row"), "somebody in the second row", "In the room, without a phone")
		h.waits("Curlew", "somebody in the second row", "Marisol")
		h.tends(h.fay, sheet.Later, h.self(h.cleo))
		h.waits("somebody in the second row", "Curlew", "Marisol")
		h.hand(h.fay, sheet.Raise)
		h.waits("somebody in the second row", "Curlew", "Tomasz", "Marisol")
		h.hand(h.cleo, sheet.NotToday)
		h.waits("somebody in the second row", "Tomasz", "Marisol")
		h.wants(h.Get(h.cleo, h.at("/sheet")), http.StatusOK, "You are left in peace today.")
		h.tends(h.fay, sheet.Call, h.self(h.ana))
		h.speaks("Marisol")
		h.hand(h.ana, sheet.Pass)
		h.speaks("")
		h.hand(h.fay, sheet.Lower)
		h.tends(h.fay, sheet.Shut, "")
		h.does(h.ben, h.at("/hands"), form("do", "raise"), "No more hands for now.")
		h.waits("somebody in the second row")
		h.tends(h.gil, sheet.Open, "")
		h.tends(h.fay, sheet.Round, "")
		h.waits("somebody in the second row", "Tomasz", "Gannet", "Marisol", "Quiet Cedar")
		h.tends(h.fay, sheet.EndRound, "")
		h.waits("somebody in the second row")
	})
}

func TestWhatIsTooLongIsShownAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.wants(h.Post(h.fay, h.at("/queue/room"), form("room", strings.Repeat("é", 41))), http.StatusUnprocessableEntity, "Shorten this to 40 characters.")
		h.wants(h.Post(h.fay, h.at("/queue/room"), form("room", " ")), http.StatusUnprocessableEntity, "Write a few words first.")
		h.steps(h.fay, h.part(sheet.Celebrations))
		h.wants(h.Post(h.ana, h.at("/sheet/celebrations"), form("celebrate", strings.Repeat("é", 121))), http.StatusUnprocessableEntity, "Shorten this to 120 characters.")
	})
}

func TestPairsAreSeenByThemselvesAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.ben)))
		must(t, a.Groups.BlockOne(ctx, h.in(h.ana), h.self(h.cleo)))
		h.does(h.gil, h.at("/sheet/presence"), form("do", "leave"), "You follow the meeting no longer.")
		for range 6 {
			h.tends(h.fay, sheet.Pairs, "") // Tomasz, Marisol, Quiet Cedar and Curlew
			page := sentences(h.Get(h.ana, h.at("/sheet")).Body)
			if !strings.Contains(page, "In pairs You talk with: Tomasz Until about") {
				t.Fatalf("Marisol is not with Tomasz: %s", page)
			}
			if page := sentences(h.Get(h.ben, h.at("/sheet")).Body); !strings.Contains(page, "You talk with: Curlew Until about") {
				t.Fatalf("Quiet Cedar is not with Curlew: %s", page)
			}
			h.tends(h.fay, sheet.Together, "")
		}
		if strings.Contains(sentences(h.Get(h.ana, h.at("/sheet")).Body), "In pairs") {
			t.Error("the pairs go on")
		}
	})
}

func TestCelebrationsAreForThoseWhoAreHereAndForNow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.does(h.cleo, h.at("/sheet/presence"), form("do", "leave"))
		h.steps(h.fay, h.part(sheet.Celebrations), "Something to celebrate", "Nobody asks for a number.")
		h.does(h.ana, h.at("/sheet/celebrations"), form("celebrate", "I slept all night"), "Marisol I slept all night", "Take mine back")
		h.does(h.ana, h.at("/sheet/celebrations"), form("celebrate", "I rang my sister"), "Marisol I rang my sister")
		page := sentences(h.Get(h.ben, h.at("/sheet")).Body)
		if !strings.Contains(page, "I rang my sister") || strings.Contains(page, "I slept all night") || strings.Contains(page, "Take mine back") {
			t.Errorf("another sees %s", page)
		}
		h.does(h.cleo, h.at("/sheet/celebrations"), form("celebrate", "me too"), "Follow the meeting first.")
		if strings.Contains(sentences(h.Get(h.cleo, h.at("/sheet")).Body), "I rang my sister") {
			t.Error("somebody who is not here reads it")
		}
		h.steps(h.fay, h.part(sheet.Closing))
		if strings.Contains(sentences(h.Get(h.ben, h.at("/sheet")).Body), "I rang my sister") {
			t.Error("it stays when the part is over")
		}
		h.steps(h.fay, h.part(sheet.Celebrations))
		h.does(h.ana, h.at("/sheet/celebrations/removal"), form())
		if h.count(`SELECT COUNT(*) FROM meeting_line`) != 0 {
			t.Error("it was not taken back")
		}
	})
}

func TestTheChairIsHandedOn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.wants(h.Get(h.fay, h.at("/sheet")), http.StatusOK, "You chair.", "Who chairs from here?", "Gannet")
		h.wants(h.Post(h.fay, h.at("/sheet/chair"), form("to", h.self(h.ana))), http.StatusUnprocessableEntity, "Choose somebody who hosts and is here.")
		h.does(h.fay, h.at("/sheet/chair"), form("to", h.self(h.gil)), "Somebody else leads now.", "Gannet chairs.")
		h.wants(h.Get(h.gil, h.at("/sheet")), http.StatusOK, "You chair.")
	})
}

func TestWhenItOpensAndForWhom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.date = h.meeting(h.fay, h.g, 5*time.Hour)
		h.does(h.fay, h.at("/sheet"), form("template", sheet.First), "You can begin an hour before the meeting.")
		h.wants(h.Get(h.ana, h.at("/sheet")), http.StatusOK, "The run sheet opens an hour before the meeting.")
		h.does(h.ana, h.at("/sheet/presence"), form(), "The run sheet opens an hour before the meeting. Come back then.")
		h.does(h.fay, h.at("/sheet/step"), form("to", "0", "moves", "0"), "The run sheet opens an hour before the meeting.")
		h.wants(h.Get(h.fay, h.at("/sheet/rehearsal")), http.StatusOK, "You are alone here.", "Part 1 of 9 Welcome")
		before := a.Dump()
		h.wants(h.Get(h.fay, h.at("/sheet/rehearsal?at=5")), http.StatusOK, "Part 6 of 9 Sharing", "Then: Milestones")
		h.wants(h.Get(h.fay, h.at("/sheet/rehearsal?at=8")), http.StatusOK, "That was all of it")
		if a.Dump() != before {
			t.Error("something of a rehearsal is kept")
		}
		h.wants(h.Get(h.ana, h.at("/sheet/rehearsal")), http.StatusNotFound)
		h.Clock.Advance(4*time.Hour + time.Minute)
		h.does(h.ana, h.at("/sheet/presence"), form(), "First Welcome")

		h.Clock.Advance(2*time.Hour + sheet.ClearLatest)
		h.does(h.ben, h.at("/sheet/presence"), form(), "This meeting is over.")
		must(t, h.Sheets.Sweep(ctx)) // nobody ended it
		if h.count(`SELECT COUNT(*) FROM meeting_present`) != 0 {
			t.Error("who was there is kept")
		}
		h.does(h.fay, h.at("/sheet"), form("template", sheet.First), "This meeting is over.")
	})
}

func TestWhoLeavesTheGroupLeavesTheQueue(t *testing.T) {
	apptest.Each(t, func(t *testing.T, a *apptest.App) {
		h := open(t, a)
		h.begun()
		h.hand(h.ben, sheet.Raise)
		h.hand(h.ana, sheet.Raise)
		h.steps(h.fay, h.part(sheet.Celebrations))
		h.does(h.ben, h.at("/sheet/celebrations"), form("celebrate", "a good week"))
		ben := h.self(h.ben)
		must(t, a.Groups.Leave(ctx, a.Viewer(h.ben), h.g.Slug, group.AsFormer))
		h.waits("Marisol")
		if h.count(`SELECT COUNT(*) FROM meeting_present WHERE membership_id = '`+ben+`'`)+h.count(`SELECT COUNT(*) FROM meeting_line`) != 0 {
			t.Error("a trace is left")
		}
		if h.count(`SELECT COUNT(*) FROM meeting_sheet WHERE state LIKE '%`+ben+`%'`) != 0 {
			t.Error("a trace is left in the state")
		}
		for _, path := range []string{"/sheet", "/sheet/now", "/sheet/state", "/queue"} {
			h.wants(h.Get(h.ben, h.at(path)), http.StatusNotFound)
		}
	})
}
