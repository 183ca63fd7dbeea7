package admin

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"handrail/internal/account"
	"handrail/internal/group/note"
	"handrail/internal/platform/audit"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/jobs"
	"handrail/internal/site/helplines"
)

// actionWords says what an entry of the record stands for, and whether that is
// known.
func actionWords(action string) (i18n.Text, bool) {
	switch action {
	case "site.changed":
		return "What people see of this place was changed", true
	case "site.key_kept":
		return "The server's key was put in a safe place", true
	case "help_line.added":
		return "A help line was added", true
	case "help_line.confirmed":
		return "A help line was confirmed", true
	case "help_line.rested":
		return "A help line was taken off the page", true
	case "help_line.removed":
		return "A help line was removed", true
	case "member.let-in":
		return "Somebody was let in", true
	case "member.paused":
		return "A seat was paused", true
	case "member.resumed":
		return "A pause was ended", true
	case "member.closed":
		return "A seat was closed", true
	case "member.closed-behind":
		return "The seat behind a name in a group was closed", true
	case "member.erased":
		return "A seat was erased, as its holder asked", true
	case "member.steward":
		return "Somebody was made a steward", true
	case "member.unsteward":
		return "Somebody is no steward any more", true
	case "member.reset-started":
		return "A steward gave their word to let somebody in again", true
	case "invitation.made":
		return "A link to come in was made", true
	case "invitation.taken-back":
		return "A link to come in was taken back", true
	case "job.retried":
		return "Work that failed was tried again", true
	case "job.discarded":
		return "Work that failed was removed", true
	case "backup.restored":
		return "A backup was put back", true
	}
	if words, known := groupActionWords(action); known {
		return words, true
	}
	if words, known := reportActionWords(action); known {
		return words, true
	}
	if words, known := liftActionWords(action); known {
		return words, true
	}
	if words, known := noteActionWords(action); known {
		return words, true
	}
	if words, known := finderActionWords(action); known {
		return words, true
	}
	return "Something was done that this version has no words for", false
}

// groupActionWords is that for what was done about groups.
func groupActionWords(action string) (i18n.Text, bool) {
	switch action {
	case "group.let-found":
		return "A group was let begin", true
	case "group.refused":
		return "A steward said no to a group", true
	case "group.open":
		return "A group was opened again", true
	case "group.paused":
		return "A group was paused", true
	case "group.archived":
		return "A group was ended", true
	case "group.adopted":
		return "Somebody was named to lead a group", true
	case "group.verification-verified":
		return "A profession was checked", true
	case "group.verification-refused":
		return "A profession was not confirmed", true
	case "group.remembered":
		return "It was confirmed that a member died", true
	case "group.not-remembered":
		return "It was taken back that a member died", true
	}
	return "", false
}

// actorWords says who did it, as far as the record tells.
func actorWords(e audit.Shown) i18n.Text {
	switch {
	case e.Mine:
		return "By you"
	case e.Operator, strings.HasPrefix(e.Action, "backup."):
		return "By whoever runs the server"
	case byLeaders(e.Action):
		return "By somebody who leads a group"
	}
	return "By a steward"
}

// objectWords names what it was done to.
func objectWords(ctx context.Context, e audit.Shown, lines []helplines.Line, notes []note.Kind) string {
	switch {
	case strings.HasPrefix(e.Action, "help_line."):
		if i := slices.IndexFunc(lines, func(l helplines.Line) bool { return l.ID == e.Object }); i >= 0 {
			return lines[i].Title(ctx)
		}
	case strings.HasPrefix(e.Action, "note."):
		return noteTitle(notes, e.Object)
	case strings.HasPrefix(e.Action, "job."):
		return kindTitle(ctx, e.Object)
	case strings.HasPrefix(e.Action, "invitation."), strings.HasPrefix(e.Action, "group."), strings.HasPrefix(e.Action, "lift."), strings.HasPrefix(e.Action, "report."), strings.HasPrefix(e.Action, "source."), e.Action == "member.closed-behind":
		return "" // its number tells nobody anything
	}
	return e.Object
}

// kindWords says what a kind of work is, and whether that is known.
func kindWords(kind string) (i18n.Text, bool) {
	switch kind {
	case "account.cut-sockets":
		return "Closing open pages of a seat that was changed", true
	case "account.erase", "account.erase-due", "account.erase-again":
		return "Erasing seats whose holders asked for it", true
	case "account.erase-lost":
		return "Erasing seats that nobody can come back to", true
	case "account.copy":
		return "Making a copy that somebody asked for", true
	case "account.sweep-copies":
		return "Removing copies that were not fetched", true
	case "notify.sweep":
		return "Forgetting old notices", true
	case "account.tell-asked":
		return "Telling somebody that a person asked to be let in", true
	case "notify.send":
		return "Finding out where a notice is to go", true
	case "notify.push":
		return "Taking a notice to a browser", true
	case "notify.mail":
		return "Taking a notice to a mailbox", true
	case "notify.code":
		return "Sending a link that confirms a mailbox", true
	case "notify.digest":
		return "Taking a digest to a mailbox", true
	case "notify.digests":
		return "Looking whose digest is due", true
	case "account.sweep":
		return "Forgetting visits that have ended", true
	case "web.sweep-once":
		return "Forgetting which forms were sent already", true
	case "site.render-again":
		return "Making texts anew for a new version", true
	case "site.render-welcome":
		return "Making the word of welcome anew", true
	case "admin.check-record":
		return "Checking the record", true
	}
	if kind == "moderation.sweep" {
		return "Forgetting reports that were answered long ago", true
	}
	if words, known := meetingKindWords(kind); known {
		return words, true
	}
	if words, known := forumKindWords(kind); known {
		return words, true
	}
	if words, known := careKindWords(kind); known {
		return words, true
	}
	if words, known := finderKindWords(kind); known {
		return words, true
	}
	return groupKindWords(kind)
}

// groupKindWords is that for work about groups.
func groupKindWords(kind string) (i18n.Text, bool) {
	switch kind {
	case "group.depart":
		return "Showing groups who left", true
	case "group.end-offers":
		return "Passing on places that nobody took", true
	case "group.end-cohorts":
		return "Ending groups whose last day is over", true
	case "group.count-members":
		return "Counting the members of groups", true
	case "group.tell-asking", "group.tell-arrival":
		return "Telling those who look after a group", true
	case "group.lapse":
		return "Ending checks of professions whose time is over", true
	case "group.sweep":
		return "Forgetting links and names of groups that are over", true
	case "group.count-ballots":
		return "Counting votes that have ended", true
	case "group.end-due":
		return "Ending what members asked for and nobody joined", true
	case "group.forget-ballot":
		return "Forgetting who voted, once a vote is counted", true
	case "group.picture-gone", "group.sweep-faces":
		return "Removing pictures that nobody uses", true
	}
	return "", false
}

func kindTitle(ctx context.Context, kind string) string {
	if words, known := kindWords(kind); known {
		return i18n.T(ctx, words)
	}
	return i18n.T(ctx, "Work called “{.Kind}”", i18n.Args{"Kind": kind})
}

// checkWords says what a look at the whole record found.
func checkWords(ctx context.Context, c check) string {
	switch {
	case !c.Sound():
		return i18n.T(ctx, "The record does not hold. From entry {.Entry} on, it is not as it was written.", i18n.Args{"Entry": i18n.Number(ctx, int(c.Broken))})
	case c.Entries == 0:
		return i18n.T(ctx, "The record is empty, and nothing was taken from it.")
	}
	return i18n.N(ctx, int(c.Entries), "The record holds. Its {.Count} entry is as it was written.", "The record holds. All {.Count} entries are as they were written, and none is missing.")
}

func actionTitle(ctx context.Context, action string) string {
	words, known := actionWords(action)
	if !known {
		return i18n.T(ctx, words) + ": " + action
	}
	return i18n.T(ctx, words)
}

func failedWords(ctx context.Context, failed int64) string {
	if failed == 0 {
		return i18n.TC(ctx, "failures", "None")
	}
	return i18n.Number(ctx, int(failed))
}

func leftWords(ctx context.Context, left int) string {
	if left == 0 {
		return i18n.T(ctx, "Everything is set up.")
	}
	return i18n.N(ctx, left, "{.Count} thing is left to do. Take your time.", "{.Count} things are left to do. Take your time.")
}

// named is the name of a button for those who hear it out of its place: what it
// says, and what it is about.
func named(says, about string) templ.Attributes {
	return templ.Attributes{"aria-label": says + ": " + about}
}

func jobNumber(f jobs.Failure) string { return strconv.FormatInt(f.ID, 10) }

func jobPath(f jobs.Failure, what string) string { return "/admin/work/" + jobNumber(f) + "/" + what }

func deviceWords(ctx context.Context, visit account.Session) string {
	if visit.Device == "" {
		return i18n.T(ctx, "A browser that says nothing about itself")
	}
	return visit.Device
}
