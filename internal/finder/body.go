package finder

import (
	"context"

	"handrail/internal/finder/feed"
	"handrail/internal/platform/db"
)

// topBody is the type of the service body of a source: world services, the most
// general there is (BMLT: GR, CO, GS, LS, AS, MA, RS, ZF, WS).
const topBody = "WS"

// The most formats, each language apart, and service bodies that a server may have.
const (
	formatsMost = 3000
	bodiesMost  = 2000
)

// Body is a service body of a BMLT server or a NAWS table, with its number here.
type Body struct {
	feed.Body       // ID and Parent are the server's own
	Number    int64 // for good
	Above     int64 // the number of the body above it; 0 for that of a source
	Source    string
}

// Format is a format of a BMLT server in one language, with its number here.
type Format struct {
	feed.Format       // ID is the server's own
	Number      int64 // for good
	Source      string
}

// Bodies are the service bodies of the sources that are shown, by number.
func (s *Service) Bodies(ctx context.Context) (list []Body, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for last := int64(0); ; last = list[len(list)-1].Number {
			some, err := shownBodies(ctx, tx, last)
			if err != nil || len(some) == 0 {
				return err
			}
			list = append(list, some...)
		}
	})
	return list, err
}

// Formats are the formats of the BMLT servers that are shown, by number and
// language.
func (s *Service) Formats(ctx context.Context) (list []Format, err error) {
	err = s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) error {
		for last := (Format{}); ; last = list[len(list)-1] {
			some, err := shownFormats(ctx, tx, last.Number, last.Lang)
			if err != nil || len(some) == 0 {
				return err
			}
			list = append(list, some...)
		}
	})
	return list, err
}

// writeFormats writes the formats and service bodies of a source anew. Those that
// were there keep their numbers.
func (s *Service) writeFormats(ctx context.Context, tx *db.Tx, source Source, report feed.Report) error {
	if report.Kind != feed.BMLT && report.Kind != feed.NAWS {
		return nil
	}
	report.Formats, report.Bodies = report.Formats[:min(len(report.Formats), formatsMost)], report.Bodies[:min(len(report.Bodies), bodiesMost)]
	if err := s.renewFormats(ctx, tx, source, report.Formats); err != nil {
		return err
	}
	return s.renewBodies(ctx, tx, source, report.Bodies)
}

func (s *Service) renewFormats(ctx context.Context, tx *db.Tx, source Source, list []feed.Format) error {
	known, err := formatsOf(ctx, tx, source.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	numbers := map[int64]int64{}
	for _, f := range known {
		numbers[f.ID] = f.Number
	}
	if err := clearFormats(ctx, tx, source.ID); err != nil {
		return err
	}
	for _, f := range list {
		number, err := s.numberOf(ctx, tx, source, formatCounter, numbers, f.ID)
		if err != nil {
			return err
		}
		if err := insertFormat(ctx, tx, Format{Format: f, Number: number, Source: source.ID}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) renewBodies(ctx context.Context, tx *db.Tx, source Source, list []feed.Body) error {
	known, err := bodiesOf(ctx, tx, source.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	numbers := map[int64]int64{}
	for _, b := range known {
		numbers[b.ID] = b.Number // 0 is the source itself
	}
	for _, b := range list {
		if _, err := s.numberOf(ctx, tx, source, bodyCounter, numbers, b.ID); err != nil {
			return err
		}
	}
	if err := clearBodies(ctx, tx, source.ID); err != nil {
		return err
	}
	for _, b := range list {
		above, given := numbers[b.Parent]
		if !given || b.Parent == b.ID {
			above = numbers[0]
		}
		if err := insertBody(ctx, tx, Body{Body: b, Number: numbers[b.ID], Above: above, Source: source.ID}); err != nil {
			return err
		}
	}
	return nil
}

// numberOf is the number of what a server calls id: as it was, else the server's
// own where that stays, else the next of ours.
func (s *Service) numberOf(ctx context.Context, tx *db.Tx, source Source, counter string, numbers map[int64]int64, id int64) (int64, error) {
	if n, known := numbers[id]; known {
		return n, nil
	}
	if source.KeepsIDs && 0 < id && id < firstNumber {
		numbers[id] = id
		return id, nil
	}
	n, err := take(ctx, tx, counter, 1)
	numbers[id] = n
	return n, err
}
