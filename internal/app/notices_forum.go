package app

import (
	"context"
	"net/http"
	"strconv"

	"handrail/internal/account"
	"handrail/internal/forum"
	"handrail/internal/group/hall"
	"handrail/internal/group/note"
	"handrail/internal/notify"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/web"
)

// The kinds of notice about forums. Their target is a topic or a post, or the
// group alone where whoever is told wrote without their name: nothing that is
// kept may lead from an account to such a post.
const (
	noticeReply   = "forum.reply"
	noticeNamed   = "forum.named"
	noticeYours   = "forum.yours"
	noticeThrough = "forum.through"
	noticeLet     = "forum.let-through"
	noticeWaits   = "forum.waits"
)

// talkPath is the short way to a topic or a post, for what keeps only its id.
const talkPath = "/t/"

func (a *App) forumNotices() []notify.Kind {
	to := func(rest string) func(string) string {
		return func(group string) string { return groupPath + group + rest }
	}
	topic := func(id string) string { return talkPath + id }
	preview := i18n.Text("You have an update")
	return []notify.Kind{
		{Name: noticeReply, Level: notify.Normal, Args: a.topicNames, Say: "Something was said in “{.Topic}”, in {.Group}.", Link: topic, Preview: preview},
		{Name: noticeNamed, Level: notify.Normal, Args: a.topicNames, Say: "Somebody spoke to you in “{.Topic}”, in {.Group}.", Link: topic, Preview: preview},
		{Name: noticeYours, Level: notify.Normal, Args: a.groupNames, Say: "Somebody answered what you wrote without your name in {.Group}.", Link: to("?to=mine"), Preview: preview},
		{Name: noticeThrough, Level: notify.Normal, Args: a.topicNames, Say: "What you wrote in “{.Topic}”, in {.Group}, is there for all now.", Link: topic, Preview: preview},
		{Name: noticeLet, Level: notify.Normal, Args: a.groupNames, Say: "What you wrote without your name in {.Group} is there for all now.", Link: to("?to=mine"), Preview: preview},
		{Name: noticeWaits, Level: notify.Normal, Args: a.groupNames, Say: "Something in {.Group} waits for a look before others read it.", Link: to("?to=waiting"), Preview: preview},
	}
}

// topicNames names topics to whoever may still read them. What a title is about
// may be something that they chose not to see.
func (a *App) topicNames(ctx context.Context, v account.Viewer, ids []string) (map[string]i18n.Args, error) {
	heads, err := a.Forum.HeadsFor(ctx, v, ids)
	args := map[string]i18n.Args{}
	for id, h := range heads {
		title := h.Topic.Title
		if title == "" || note.ChoicesOf(v).Of(h.Topic.Notes) == note.Hide {
			title = i18n.T(ctx, "a topic")
		}
		args[id] = i18n.Args{"Topic": title, "Group": h.Group.Name}
	}
	return args, err
}

// getTalk leads from the id of a topic or a post to its place.
func (a *App) getTalk(w http.ResponseWriter, r *http.Request) error {
	asked := r.PathValue("id")
	heads, err := a.Forum.HeadsFor(r.Context(), account.ViewerFrom(r.Context()), []string{asked})
	if err != nil {
		return err
	}
	h, known := heads[asked]
	if !known {
		return fault.Missing()
	}
	path := hall.Path(h.Group.Slug, "forum", "topics", h.Topic.ID)
	if asked != h.Topic.ID {
		path += "?page=" + strconv.Itoa(forum.PageOf(h.Number)) + "#p-" + strconv.FormatInt(h.Number, 10)
	}
	return web.SeeOther(w, r, path)
}

// tellOfForum is what people are told about what is said.
func (a *App) tellOfForum() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e forum.Told) error {
		if err := a.tellAll(ctx, tx, e.Named, nil, noticeNamed, e.Post); err != nil {
			return err
		}
		if err := a.tellAll(ctx, tx, e.Authors, nil, noticeYours, e.Group); err != nil {
			return err
		}
		return a.tellAll(ctx, tx, e.Followers, nil, noticeReply, e.Topic)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e forum.Through) error {
		if e.Named {
			return a.tellOne(ctx, tx, e.Account, noticeThrough, e.Post)
		}
		return a.tellOne(ctx, tx, e.Account, noticeLet, e.Group)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e forum.Held) error {
		keepers, err := a.Groups.KeepersOf(ctx, tx, e.Group)
		return a.tellAll(ctx, tx, keepers, err, noticeWaits, e.Group)
	})
}
