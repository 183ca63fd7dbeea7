package board

import (
	"context"
	"strconv"
	"strings"

	"handrail/internal/forum"
	"handrail/internal/platform/i18n"
	"handrail/internal/ui"
)

// ways are what one can do with the post: what is for everybody, and what
// features offer.
func (v postView) ways(ctx context.Context) (list []ui.Place) {
	slug, post := v.Member.Group.Slug, v.Item.Post
	if !post.Mine && post.State == forum.Here && v.Page.Topic.Takes() == nil {
		list = append(list, ui.Place{Label: i18n.T(ctx, "Quote it in an answer"), Href: QuotePath(slug, v.Page.Topic, post.ID)})
	}
	if post.Mine && len(post.Cared) > 0 {
		list = append(list, ui.Place{Label: i18n.T(ctx, "See who cared"), Href: v.Item.More + "/cared"})
	}
	list = append(list, v.Ways...)
	return append(list, ui.Place{Label: i18n.T(ctx, "The lasting address of this post"), Href: Path(slug, "posts", post.ID, "place")})
}

// caredSays is what somebody left.
func caredSays(ctx context.Context, one forum.Cared) string {
	says := make([]string, len(one.Kinds))
	for n, kind := range one.Kinds {
		says[n] = i18n.T(ctx, forum.SaysReaction(kind))
	}
	return strings.Join(says, " · ")
}

// QuotePath is where an answer begins that quotes a post: the end of its topic.
func QuotePath(slug string, t forum.Topic, post string) string {
	return Path(slug, "topics", t.ID) + "?page=" + strconv.Itoa(t.Pages()) + "&quote=" + post + "#answer"
}
