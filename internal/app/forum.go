package app

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"handrail/internal/forum"
	"handrail/internal/group"
	"handrail/internal/platform/db"
	"handrail/internal/platform/event"
	"handrail/internal/platform/jobs"
	"handrail/internal/platform/realtime"
)

// openForum builds the forum.
func (a *App) openForum() {
	a.Forum = forum.New(forum.Options{
		DB: a.DB, Clock: a.Config.Clock, Events: a.Events, Jobs: a.Jobs, Keys: a.Keys, Text: a.Text, Groups: a.Groups,
		Notes: a.Notes.Valid,
	})
	a.Belongings.Own("forum_anonymous", a.Forum.HasAnonymous(a.Groups.AllOf))
}

// liveTopic is the realtime namespace of topics: "topic:<id>" says up to which
// number something was said, and nothing else.
const liveTopic = "topic"

// joinTopics says who may listen to a topic: who is inside its group.
func (a *App) joinTopics() {
	a.Live.Namespace(liveTopic, func(ctx context.Context, peer realtime.Peer, id string) (realtime.Grant, error) {
		groupID, err := a.Forum.GroupOf(ctx, id)
		if err != nil {
			return realtime.Grant{}, err
		}
		m, err := a.Groups.ListenerFor(ctx, peer.Subject, groupID)
		return realtime.Grant{Membership: m}, err
	}, realtime.NamespaceOptions{})
}

// reactForum is what the forum makes others do, and they it.
func (a *App) reactForum() {
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Founded) error {
		if err := a.Forum.Furnish(ctx, tx, e.Group); err != nil {
			return err
		}
		return a.Forum.Arrive(ctx, tx, e.Group, e.Membership)
	})
	event.Within(a.Events, func(ctx context.Context, tx *db.Tx, e group.Joined) error {
		return a.Forum.Arrive(ctx, tx, e.Group, e.Membership)
	})
	event.Within(a.Events, a.Forum.Forget)
	event.Within(a.Events, a.Forum.Moved)
	event.Later(a.Events, pictureGone, a.dropPicture)
	event.Within(a.Events, func(_ context.Context, tx *db.Tx, e forum.Posted) error {
		news, err := json.Marshal(map[string]int64{"number": e.Number})
		if err == nil {
			tx.AfterCommit(func() { a.publish(liveTopic+":"+e.Topic, news) })
		}
		return err
	})
}

func (a *App) publish(channel string, news json.RawMessage) {
	if err := a.Live.Publish(context.Background(), channel, news); err != nil {
		a.Config.Log.Debug("open pages not told", slog.Any("error", err))
	}
}

// pictureGone is the work of deleting a picture that belongs to no post.
const pictureGone = "forum.picture-gone"

// dropPicture deletes a picture. While somebody's report of its post waits for an
// answer it stays, and is looked at again a day later.
func (a *App) dropPicture(ctx context.Context, e forum.PictureGone) error {
	waits, err := a.Moderation.Waits(ctx, "post", e.Post)
	if err != nil {
		return err
	}
	if !waits {
		return a.Files.Delete(ctx, e.Key)
	}
	return a.DB.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return a.Jobs.Add(ctx, tx, pictureGone, e, jobs.At(a.Config.Clock.Now().Add(24*time.Hour)))
	})
}
