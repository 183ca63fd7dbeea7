package seek

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"handrail/internal/finder"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// printMost is how many meetings fit on paper for a pocket.
const printMost = 250

// printView is a search on paper: its days from Monday on.
type printView struct {
	listView
	Days []section
}

func (p *Pages) getPrint(w http.ResponseWriter, r *http.Request) error {
	v, err := p.look(r, printMost)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, printPage(printView{v, weekOf(r.Context(), v.Found.Hits)}))
}

func (v printView) left() int { return v.Found.Total - len(v.Found.Hits) }

// weekOf puts hits below the days of the week, by the clock that each is told by.
func weekOf(ctx context.Context, hits []finder.Hit) (list []section) {
	byDay := map[int][]finder.Hit{}
	for _, h := range hits {
		day := 7
		if !h.Start.IsZero() {
			day = (int(h.Start.In(toldOnPaper(ctx, h).main).Weekday()) + 6) % 7
		}
		byDay[day] = append(byDay[day], h)
	}
	for day := range 8 {
		if len(byDay[day]) == 0 {
			continue
		}
		slices.SortStableFunc(byDay[day], func(a, b finder.Hit) int { return cmp.Compare(minuteOf(ctx, a), minuteOf(ctx, b)) })
		s := section{ID: "day-" + string(rune('0'+day)), Heading: i18n.T(ctx, "At no set time"), Hits: byDay[day]}
		if day < 7 {
			s.Heading = i18n.Weekdays(ctx)[day]
		}
		list = append(list, s)
	}
	return list
}

func minuteOf(ctx context.Context, h finder.Hit) int {
	if h.Start.IsZero() {
		return 0
	}
	at := h.Start.In(toldOnPaper(ctx, h).main)
	return at.Hour()*60 + at.Minute()
}

// often says when a meeting is that is not simply weekly: its next date.
func often(ctx context.Context, h finder.Hit) string {
	if h.Plan == nil || h.Start.IsZero() {
		return ""
	}
	return i18n.T(ctx, "next on {.Day}", i18n.Args{"Day": i18n.ShortDate(ctx, h.Start, toldOnPaper(ctx, h).main)})
}

// zoneOf names the zone of a place that is not the reader's.
func zoneOf(ctx context.Context, h finder.Hit) string {
	if t := toldOnPaper(ctx, h); !h.Start.IsZero() && t.atPlace && t.other != nil {
		return i18n.Zone(ctx, t.Start, t.main)
	}
	return ""
}

// printed is when it was printed, so that an old sheet shows its age.
func printed(ctx context.Context, now time.Time) string { return i18n.Date(ctx, now, reader(ctx)) }
