package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"handrail/internal/app"
	"handrail/internal/backup"
	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
)

// importCommand takes in what others publish.
type importCommand struct {
	Meetings importMeetings `cmd:"" help:"Take in meetings that others publish."`
}

type importMeetings struct {
	dataFlags
	Source       string `arg:"" help:"A file, a folder of a BMLT or central-query server's saved answers, or an http(s) address."`
	Format       string `help:"How it is written: ${enum}." enum:"auto,meeting-guide,bmlt,tsml-csv,naws,central-query" default:"auto" placeholder:"FORMAT"`
	Name         string `help:"Whose meetings these are, as people see it. The name of the file or the host, if none is given." placeholder:"NAME"`
	Programme    string `help:"The programme whose codes they carry: aa, na, al-anon … (aa, if none is given, and na for BMLT and NAWS)." placeholder:"KEY"`
	Timezone     string `help:"The time zone of meetings that name none. That of this place, if none is given." placeholder:"ZONE"`
	AllowPrivate bool   `help:"Let the address be one in your own network."`
}

// Run takes the source in, and says what came of it.
func (c *importMeetings) Run(in *invocation) error {
	return app.Beside(in.ctx, c.config(), func(ctx context.Context, a *app.App) error {
		one, files, err := c.source(ctx, a)
		if err != nil {
			return spoken(ctx, err)
		}
		id, made, err := c.held(ctx, a, one)
		if err != nil {
			return spoken(ctx, err)
		}
		var run finder.Run
		if files == nil {
			run, err = a.Sources.Now(ctx, id, taking(os.Stderr))
		} else {
			run, err = a.Finder.Take(ctx, id, finder.Copy{Files: files}, taking(os.Stderr))
		}
		if err != nil && made && fault.KindOf(err) != fault.Conflict { // a first copy that cannot be read leaves nothing behind
			if gone := a.Finder.RemoveHere(context.WithoutCancel(ctx), id); gone != nil {
				return gone
			}
		}
		if err != nil {
			return spoken(ctx, err)
		}
		return c.report(ctx, in.out, a, id, run)
	})
}

// source is what the flags say, and its files; none for an address.
func (c *importMeetings) source(ctx context.Context, a *app.App) (one finder.Source, files []feed.File, err error) {
	one = finder.Source{Name: c.Name, Format: feed.Kind(c.Format), Programme: c.Programme, Zone: c.Timezone, Shared: true}
	if strings.HasPrefix(c.Source, "https://") || strings.HasPrefix(c.Source, "http://") {
		one.URL, one.Private = c.Source, c.AllowPrivate
		host, _, _ := strings.Cut(strings.SplitN(c.Source, "://", 2)[1], "/")
		one.Name = firstOf(one.Name, host)
		if strings.Contains(c.Source, "/client_interface") || strings.HasSuffix(strings.TrimRight(c.Source, "/"), "/main_server") {
			one.Programme = firstOf(one.Programme, "na")
		}
	} else {
		if files, err = filesOf(c.Source); err != nil {
			return one, nil, err
		}
		base := filepath.Base(filepath.Clean(c.Source))
		one.Name = firstOf(one.Name, strings.TrimSuffix(base, filepath.Ext(base)))
		if one.Format, err = kindOf(one.Format, files); err != nil {
			return one, nil, err
		}
	}
	if one.Format == feed.BMLT || one.Format == feed.NAWS {
		one.Programme = firstOf(one.Programme, "na")
	}
	one.Programme = firstOf(one.Programme, "aa")
	if one.Zone == "" {
		place, err := a.Site.Get(ctx)
		if err != nil {
			return one, nil, err
		}
		one.Zone = firstOf(place.Zone, "UTC")
	}
	return one, files, nil
}

func firstOf(text, other string) string {
	if text != "" {
		return text
	}
	return other
}

// filesOf are the files of a source on this machine, the meetings first.
func filesOf(path string) (files []feed.File, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	paths := []string{path}
	if info.IsDir() {
		if paths = answersIn(path); len(paths) == 0 {
			return nil, fmt.Errorf("%s holds no saved answers: GetSearchResults*.json of a BMLT server, or meetings*.json of a central-query server. Name one file for any other format", path)
		}
	}
	for _, at := range paths {
		files = append(files, feed.File{Name: filepath.Base(at), Open: func() (io.ReadCloser, error) { return os.Open(at) }})
	}
	return files, nil
}

// answersIn are the saved answers of a server in a folder: those of one kind.
func answersIn(folder string) (paths []string) {
	for _, names := range [][]string{{"GetSearchResults*.json", "GetFormats*.json", "GetServiceBodies*.json"}, {"meetings*.json", "groups*.json", "types*.json"}} {
		for i, name := range names {
			found, err := filepath.Glob(filepath.Join(escapeGlob(folder), name))
			if err != nil || i == 0 && len(found) == 0 {
				break
			}
			slices.Sort(found)
			paths = append(paths, found...)
		}
		if len(paths) > 0 {
			return paths
		}
	}
	return nil
}

// escapeGlob is a path that means itself to filepath.Glob.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// kindOf is the format of files, found out by looking unless it is given.
func kindOf(given feed.Kind, files []feed.File) (feed.Kind, error) {
	if given != feed.Auto {
		return given, nil
	}
	r, err := files[0].Open()
	if err != nil {
		return "", err
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, 64<<10))
	if err != nil {
		return "", err
	}
	return feed.Detect(files[0].Name, head)
}

// held is the source that was taken in before under this name or from this
// address, or else a new one.
func (c *importMeetings) held(ctx context.Context, a *app.App, one finder.Source) (id string, made bool, err error) {
	list, err := a.Finder.SourcesHere(ctx)
	if err != nil {
		return "", false, err
	}
	for _, before := range list {
		if before.ID == finder.OwnSource || before.URL != one.URL || one.URL == "" && before.Name != one.Name {
			continue
		}
		for what, pair := range map[string][2]string{
			"--programme": {c.Programme, before.Programme}, "--timezone": {c.Timezone, before.Zone}, "--format": {strings.TrimPrefix(c.Format, "auto"), string(before.Format)},
		} {
			if pair[0] != "" && pair[0] != pair[1] {
				return "", false, fmt.Errorf("%q is here already and is read with %s %s. A steward can change that on the page of its source, or give another --name", before.Name, what, pair[1])
			}
		}
		return before.ID, false, nil
	}
	id, err = a.Finder.AddHere(ctx, one)
	return id, true, err
}

// taking shows how far a source is taken in.
func taking(to *os.File) func(finder.Progress) {
	show := progress(to)
	return func(p finder.Progress) {
		switch {
		case p.Of > 0:
			show(backup.Progress{What: "Meetings", Done: int64(p.Taken), Total: int64(p.Of)})
		case p.Looked%10_000 == 0:
			fmt.Fprintf(to, "Read through: %d meetings\n", p.Looked)
		}
	}
}

// report is what came of it: numbers, then each record that was odd.
func (c *importMeetings) report(ctx context.Context, out io.Writer, a *app.App, id string, run finder.Run) error {
	one, err := a.Finder.Source(ctx, id)
	if err != nil {
		return err
	}
	if run.Outcome == finder.Same {
		fmt.Fprintf(out, "%s: nothing has changed since it was taken in last.\n", one.Name)
		return nil
	}
	fmt.Fprintf(out, "%s: %d meetings (%s, programme %s, times of %s where none is said). %d came, %d changed, %d went. Left out: %d. Odd: %d.\n",
		one.Name, run.Records, one.Format, one.Programme, one.Zone, run.Came, run.Changed, run.Went, run.Refused, run.Odd)
	for _, o := range run.Oddities {
		where := o.Where
		if o.Field != "" {
			where += ", " + o.Field
		}
		fmt.Fprintf(out, "  %s: %s\n", where, i18n.T(ctx, o.What, o.Args))
	}
	if more := run.Odd - len(run.Oddities); more > 0 {
		fmt.Fprintf(out, "  and %d more.\n", more)
	}
	return nil
}

// spoken is an error in words for a command line.
func spoken(ctx context.Context, err error) error {
	if f, ok := fault.From(err); ok {
		return fmt.Errorf("%s", i18n.T(ctx, f.Say, f.Args))
	}
	return err
}
