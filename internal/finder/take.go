package finder

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
	"handrail/internal/platform/fault"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/recur"
)

// batch is how many listings are written in one transaction: few enough that
// nobody else waits for long.
const batch = 400

// Progress says how far taking in a source has come.
type Progress struct {
	Looked int // records read through without writing
	Taken  int // records written, or found to be as they were
	Of     int // records there are; 0 while that is not known
}

// Copy is what was fetched, with what the server said about it.
type Copy struct {
	Files          []feed.File
	ETag, Modified string // RFC 9110 §8.8
}

// readings is raised when the readers read otherwise, so that a copy that did not
// change is read again.
const readings = "1"

// Take takes in a good copy of a source. First all of it is read without writing:
// a copy that cannot be read to its end changes nothing, and neither does one that
// lists nothing where there was something. tell may be nil.
func (s *Service) Take(ctx context.Context, source string, c Copy, tell func(Progress)) (run Run, err error) {
	h, err := s.Begin(ctx, source)
	if err != nil {
		return run, err
	}
	run, err = h.Take(ctx, c, tell)
	if ended := h.End(ctx); err == nil {
		err = ended
	}
	return run, err
}

func (s *Service) take(ctx context.Context, h *Hold, c Copy, tell func(Progress)) (Run, error) {
	source, err := h.read(ctx)
	if err != nil {
		return Run{}, err
	}
	digest, err := digestOf(c.Files)
	if err != nil {
		return Run{}, err
	}
	if source.Digest == digest {
		return s.finish(ctx, h, source, c, Run{Outcome: Same})
	}
	rules, err := source.rules()
	if err != nil {
		return Run{}, err
	}
	looked, kept, its := 0, []feed.Record{}, sketch{}
	report, err := feed.Read(ctx, source.Format, c.Files, rules, func(r feed.Record) error {
		if looked++; looked%1000 == 0 {
			tell(Progress{Looked: looked})
		}
		its.add(r)
		if looked <= keptMost {
			kept = append(kept, r)
		} else {
			kept = nil
		}
		return nil
	})
	if err != nil {
		return s.refuse(ctx, h, err)
	}
	if err := s.mayShrink(ctx, source, report); err != nil {
		return s.refuse(ctx, h, err)
	}
	source.Format, source.Digest = report.Kind, digest
	again := func(each func(feed.Record) error) (feed.Report, error) {
		return feed.Read(ctx, source.Format, c.Files, rules, each)
	}
	if kept != nil {
		again = func(each func(feed.Record) error) (feed.Report, error) { return report, eachOf(kept, each) }
	}
	w, err := s.newWriter(ctx, h, source, its)
	if err != nil {
		return Run{}, err
	}
	return w.write(ctx, c, report, again, tell)
}

// keptMost is how many records of a copy are kept in memory between looking and
// writing. A larger copy is read twice.
const keptMost = 25_000

func eachOf(list []feed.Record, each func(feed.Record) error) error {
	for _, r := range list {
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

// A fetched copy that lists less than half of many meetings is taken only when it
// stays so: after so many tries, which is some five hours.
const (
	manyListed  = 40
	patientFor  = 5
	leastStayed = 2 // one of so many
)

// mayShrink refuses a copy without records where there were some, and one that
// lost most of them: more often a mistake at the other end than the end of so many
// meetings. A file is what a person gave us, and may be short.
func (s *Service) mayShrink(ctx context.Context, source Source, report feed.Report) error {
	var listed int64
	err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
		listed, err = countOf(ctx, tx, source.ID)
		return err
	})
	switch {
	case err != nil || listed == 0:
		return err
	case report.Records == 0:
		return fault.New(fault.Invalid, "The feed lists no meeting at all. We kept what was there.")
	case source.URL != "" && listed >= manyListed && int64(report.Records) < listed/leastStayed && source.Failures < patientFor:
		return fault.New(fault.Invalid, "The feed lists less than half of what it did. We kept what was there. If it stays so, we take it in later today.")
	}
	return nil
}

func (s Source) rules() (feed.Rules, error) {
	zone, err := recur.Zone(s.Zone)
	return feed.Rules{Programme: s.Programme, Zone: zone, Contacts: s.Contacts}, err
}

func digestOf(files []feed.File) (string, error) {
	sum := sha256.New()
	for _, f := range files {
		io.WriteString(sum, f.Name+"\n")
		r, err := f.Open()
		if err != nil {
			return "", err
		}
		_, err = io.Copy(sum, r)
		r.Close()
		if err != nil {
			return "", err
		}
	}
	return readings + base64.RawURLEncoding.EncodeToString(sum.Sum(nil)), nil
}

// write goes through the copy once more and writes what is otherwise.
func (w *writer) write(ctx context.Context, c Copy, first feed.Report, again func(func(feed.Record) error) (feed.Report, error), tell func(Progress)) (Run, error) {
	report, err := again(func(r feed.Record) error {
		w.pending = append(w.pending, r)
		if len(w.pending) < batch {
			return nil
		}
		tell(Progress{Looked: first.Records, Taken: w.done, Of: first.Records})
		return w.flush(ctx)
	})
	if err == nil {
		err = w.flush(ctx)
	}
	if err == nil {
		err = w.end(ctx)
	}
	if err != nil {
		return Run{}, err
	}
	tell(Progress{Looked: first.Records, Taken: w.done, Of: first.Records})
	run := w.run
	run.Outcome, run.Records, run.Refused, run.Odd, run.Oddities = Good, report.Records, report.Refused, report.Odd, report.Oddities
	if run.Came+run.Changed+run.Went == 0 {
		run.Outcome = Same
	}
	return w.finish(ctx, w.hold, w.source, c, run, func(ctx context.Context, tx *db.Tx) error {
		if w.source.KeepsIDs {
			if err := keepRoot(ctx, tx, root{rootOf(w.source.URL), w.source.Name, w.sketch.text()}); err != nil {
				return err
			}
		}
		return w.writeFormats(ctx, tx, w.source, report)
	})
}

// finish notes a good copy, and shows it to readers.
func (s *Service) finish(ctx context.Context, h *Hold, source Source, c Copy, run Run, also ...func(context.Context, *db.Tx) error) (Run, error) {
	now := s.clock.Now()
	run.Source, run.At = source.ID, now
	return run, s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		kept, err := s.held(ctx, tx, source.ID)
		if err != nil {
			return err
		}
		if err := h.still(ctx, tx); err != nil {
			return err
		}
		kept.Format, kept.KeepsIDs, kept.Digest = source.Format, source.KeepsIDs, source.Digest
		kept.ETag, kept.Modified = c.ETag, c.Modified
		kept.Tried, kept.Good, kept.Failures, kept.Problem = now, now, 0, ""
		kept.Next = time.Time{}
		if kept.URL != "" {
			kept.Next = now.Add(kept.Every)
		}
		if kept.readsDifferently(source) { // a steward changed it meanwhile: what was read is read again
			kept.ETag, kept.Modified, kept.Digest, kept.Next = "", "", "", time.Time{}
			if kept.URL != "" {
				kept.Next = now
			}
		}
		for _, one := range also {
			if err := one(ctx, tx); err != nil {
				return err
			}
		}
		if err := updateSource(ctx, tx, kept); err != nil {
			return err
		}
		if err := s.insertRun(ctx, tx, &run); err != nil {
			return err
		}
		return publish(ctx, tx)
	})
}

// refuse notes that a copy could not be read, and why.
func (s *Service) refuse(ctx context.Context, h *Hold, why error) (Run, error) {
	run := Run{Outcome: Refused}
	f, said := fault.From(why)
	if !said {
		return run, why
	}
	run.Problem = Problem{Say: f.Say, Args: f.Args}
	if err := s.note(ctx, h, &run, 0); err != nil {
		return run, err
	}
	return run, why
}

// The first wait after a try that failed, and the longest.
const (
	firstWait = 10 * time.Minute
	mostWait  = 24 * time.Hour
)

func (s *Service) note(ctx context.Context, h *Hold, run *Run, wait time.Duration) error {
	now := s.clock.Now()
	run.Source, run.At = h.Source.ID, now
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		kept, err := s.held(ctx, tx, run.Source)
		if err != nil {
			return err
		}
		if err := h.still(ctx, tx); err != nil {
			return err
		}
		kept.Tried, kept.Problem = now, run.Problem.text()
		kept.Failures++
		if kept.URL != "" {
			kept.Next = now.Add(min(max(firstWait<<min(kept.Failures-1, 10), wait), mostWait))
		}
		if err := updateSource(ctx, tx, kept); err != nil {
			return err
		}
		return s.insertRun(ctx, tx, run)
	})
}

// Problem is why a copy was not taken, in words.
type Problem struct {
	Say  i18n.Text `json:"say"`
	Args i18n.Args `json:"args,omitempty"`
}

func (p Problem) text() string {
	if p.Say == "" {
		return ""
	}
	text, err := json.Marshal(p)
	if err != nil {
		return ""
	}
	return string(text)
}

// ProblemOf reads Source.Problem.
func ProblemOf(text string) (p Problem) {
	if json.Unmarshal([]byte(text), &p) != nil {
		return Problem{}
	}
	return p
}

// theirs is the id that a BMLT server gave a record.
func theirs(r feed.Record) int64 {
	n, err := strconv.ParseInt(r.Key, 10, 64)
	if err != nil || n < 1 || n >= firstNumber {
		return 0
	}
	return n
}
