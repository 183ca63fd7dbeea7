package proof

import (
	"context"
	"encoding/json"
	"time"

	"handrail/internal/meeting/proof/paper"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// rows are all that a paper says, line by line.
func rows(ctx context.Context, f paper.Facts) []paper.Row {
	var list []paper.Row
	add := func(name, says string) { list = append(list, paper.Row{Label: name, Value: says}) }
	if f.Name != "" {
		add(i18n.T(ctx, "A meeting of"), f.Name)
	}
	if f.Title != "" {
		add(i18n.T(ctx, "Meeting"), f.Title)
	}
	add(i18n.T(ctx, "Date"), i18n.Date(ctx, f.Begins(), time.UTC))
	add(i18n.T(ctx, "Time"), hours(ctx, f))
	add(i18n.T(ctx, "Present"), i18n.N(ctx, f.Minutes, "{.Count} minute", "{.Count} minutes"))
	add(i18n.T(ctx, "Shown by"), shownBy(ctx, f))
	add(i18n.T(ctx, "Made on"), dayWords(ctx, f.Issued))
	add(i18n.T(ctx, "Valid until"), dayWords(ctx, f.Until))
	add(i18n.T(ctx, "Number"), f.Serial)
	return list
}

// hours are when the meeting was by its own clock, with the zone named.
func hours(ctx context.Context, f paper.Facts) string {
	zone := f.Zone
	if there, err := time.LoadLocation(f.Zone); err == nil {
		if at, err := time.ParseInLocation(paper.WallShape, f.Start, there); err == nil {
			zone = i18n.Zone(ctx, at, there)
		}
	}
	return i18n.T(ctx, "{.From} to {.To}, {.Zone}", i18n.Args{"From": i18n.Time(ctx, f.Begins(), time.UTC), "To": i18n.Time(ctx, f.Finishes(), time.UTC), "Zone": zone})
}

func shownBy(ctx context.Context, f paper.Facts) string {
	if f.Confirmed {
		return i18n.T(ctx, "Codes shown in the room, and a host who saw this person.")
	}
	return i18n.T(ctx, "Codes shown in the room.")
}

func dayWords(ctx context.Context, day string) string {
	at, err := time.Parse(paper.DayShape, day)
	if err != nil {
		return day
	}
	return i18n.ShortDate(ctx, at, time.UTC)
}

func facts(ctx context.Context, f paper.Facts) []ui.Fact {
	var list []ui.Fact
	for _, row := range rows(ctx, f) {
		list = append(list, ui.Fact{Name: row.Label, Text: row.Value})
	}
	return list
}

// The sentences of a paper.
func (v paperView) says(ctx context.Context) string {
	return i18n.T(ctx, "Somebody was at a meeting. This paper is theirs. It does not say who they are: they write their name on it themselves.")
}

func (v paperView) foot(ctx context.Context) string {
	return i18n.T(ctx, "The check shows what this paper says, and no more. It works offline too. Only online can it tell if the paper was withdrawn.")
}

// sheet is the paper as a PDF draws it.
func (v paperView) sheet(ctx context.Context) paper.Sheet {
	issued, err := time.Parse(paper.DayShape, v.Facts.Issued)
	if err != nil {
		issued = v.Start
	}
	return paper.Sheet{
		Lang: i18n.From(ctx).Lang(), Title: i18n.T(ctx, "Proof of attendance"), Says: v.says(ctx), Rows: rows(ctx, v.Facts),
		Name: i18n.T(ctx, "Name"), NameWhy: i18n.T(ctx, "Written by the person themselves. This place does not know it."),
		Check: i18n.T(ctx, "Check this paper"), Address: v.Address, Link: v.Link(), Foot: v.foot(ctx), Issued: issued,
	}
}

// title is what a paper is called on a list.
func (p Paper) title(ctx context.Context) string {
	return i18n.Date(ctx, p.Facts.Begins(), time.UTC)
}

func (p Paper) meta(ctx context.Context) string {
	switch {
	case p.Withdrawn:
		return i18n.T(ctx, "Withdrawn.")
	case p.Over:
		return i18n.T(ctx, "Not valid any more since {.Day}.", i18n.Args{"Day": dayWords(ctx, p.Facts.Until)})
	}
	return i18n.T(ctx, "Valid until {.Day}.", i18n.Args{"Day": dayWords(ctx, p.Facts.Until)})
}

// meta says how long somebody was there, and how that is known.
func (r Record) meta(ctx context.Context) string {
	if !r.ByCode() {
		return i18n.T(ctx, "{.Group}. Your own word.", i18n.Args{"Group": r.GroupName})
	}
	return i18n.T(ctx, "{.Group}. {.Minutes}, by codes.", i18n.Args{"Group": r.GroupName, "Minutes": i18n.N(ctx, r.Minutes(), "{.Count} minute", "{.Count} minutes")})
}

// zone is where the clock of the meeting hangs.
func (r Record) zone() *time.Location {
	if there, err := time.LoadLocation(r.Zone); err == nil {
		return there
	}
	return time.UTC
}

// verdictWords say what was found, and in one sentence what that means.
func verdictWords(ctx context.Context, v paper.Verdict) (title, text string) {
	switch v {
	case paper.Good:
		return i18n.T(ctx, "This paper is good."), i18n.T(ctx, "It was made here, and nothing on it was changed. Compare what you hold with what stands here.")
	case paper.Expired:
		return i18n.T(ctx, "This paper is too old."), i18n.T(ctx, "It was made here, and nothing on it was changed. Its last day is over.")
	case paper.Withdrawn:
		return i18n.T(ctx, "This paper was withdrawn."), i18n.T(ctx, "The person it belongs to took it back. It does not count any more.")
	case paper.Altered:
		return i18n.T(ctx, "This paper was changed."), i18n.T(ctx, "What stands in it is not what was made here. Do not rely on it. If you typed or copied it, try once more.")
	}
	return i18n.T(ctx, "This paper is not from here."), i18n.T(ctx, "We find nothing in it that was made here. Look whether the address on the paper is the address of this page.")
}

func verdictKind(v paper.Verdict) ui.NoticeKind {
	switch v {
	case paper.Good:
		return ui.Light
	case paper.Expired:
		return ui.Note
	}
	return ui.Danger
}

// verdicts are all there are, for the script that checks off line.
func verdicts() []paper.Verdict {
	return []paper.Verdict{paper.Good, paper.Expired, paper.Withdrawn, paper.Altered, paper.NotOurs}
}

// scriptWords are what the script writes in the reader's language.
func scriptWords(ctx context.Context) string {
	words := map[string]string{
		"name": i18n.T(ctx, "A meeting of"), "title": i18n.T(ctx, "Meeting"), "date": i18n.T(ctx, "Date"), "time": i18n.T(ctx, "Time"),
		"hours":   i18n.T(ctx, "{.From} to {.To}, {.Zone}", i18n.Args{"From": "%1", "To": "%2", "Zone": "%3"}),
		"present": i18n.T(ctx, "Present"), "minutes": i18n.N(ctx, 2, "{.Count} minute", "{.Count} minutes"),
		"shown": i18n.T(ctx, "Shown by"), "code": shownBy(ctx, paper.Facts{}), "host": shownBy(ctx, paper.Facts{Confirmed: true}),
		"issued": i18n.T(ctx, "Made on"), "until": i18n.T(ctx, "Valid until"), "serial": i18n.T(ctx, "Number"),
	}
	out, err := json.Marshal(words)
	if err != nil {
		return "{}" // only for what is no text
	}
	return string(out)
}
