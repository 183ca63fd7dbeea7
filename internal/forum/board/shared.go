package board

import (
	"strconv"

	"github.com/a-h/templ"
)

func postClass(v itemView, first bool) string {
	switch {
	case first:
		return "share"
	case v.Fresh:
		return "lit"
	}
	return ""
}

func newMark(one lineView) templ.Component {
	if one.New == 0 {
		return nil
	}
	return badgeNew(one)
}

// pressValue is what a button sends that stays pressed.
func pressValue(value string, on bool) string {
	if on {
		return value + " " + pressOff
	}
	return value
}

func helpedValue(v itemView) string {
	return pressValue(strconv.FormatInt(v.Number, 10), v.Helped)
}

func (v topicView) slug() string { return v.Member.Group.Slug }

func (v topicView) path() string { return Path(v.slug(), "topics", v.Page.Topic.ID) }

func spaceMark(n int) templ.Component {
	if n == 0 {
		return nil
	}
	return badgeTopics(n)
}
