package speaker

import (
	"context"
	"errors"

	"handrail/internal/account"
	"handrail/internal/platform/db"
	"handrail/internal/platform/declare"
	"handrail/internal/platform/i18n"
	"handrail/internal/platform/seal"
)

// lock seals what a member wrote with the key that is theirs alone.
func (s *Service) lock(ctx context.Context, writer, text, about string) ([]byte, error) {
	return s.keys.Seal(ctx, account.PrivateOwner(writer), []byte(text), about)
}

// unlock opens what the holder of a membership wrote; there is false where the key
// is gone, with them or because others helped them in again.
func (s *Service) unlock(ctx context.Context, tx *db.Tx, by string, sealed []byte, about string) (text string, there bool, err error) {
	writer, err := s.groups.AccountOf(ctx, tx, by)
	if err != nil || writer == "" {
		return "", false, err
	}
	plain, err := s.keys.Open(ctx, account.PrivateOwner(writer), sealed, about)
	if errors.Is(err, seal.ErrDestroyed) || errors.Is(err, seal.ErrNotOpened) {
		return "", false, nil
	}
	return string(plain), err == nil, err
}

func aboutWord(id string) string { return declare.About("meeting_speaker_word", "words", id) }

func aboutWhom(id string) string { return declare.About("meeting_suggestion", "whom", id) }

func aboutReason(id string) string { return declare.About("meeting_suggestion", "reason", id) }

// lost stands where somebody's own words cannot be opened any more.
const lost i18n.Text = "This cannot be read any more. You can take it back."

// textOf is what a word says.
func (s *Service) textOf(ctx context.Context, tx *db.Tx, w wordRow) (text string, there bool, err error) {
	if w.words == nil {
		return w.text, true, nil
	}
	return s.unlock(ctx, tx, w.by, w.words, aboutWord(w.ID))
}

// read puts a word to those that are read. Nobody but its writer sees one whose
// key is gone.
func (s *Service) read(ctx context.Context, tx *db.Tx, e eyes, w wordRow, list *[]Said) error {
	text, there, err := s.textOf(ctx, tx, w)
	if err != nil || !there && w.by != e.self {
		return err
	}
	if !there {
		text = i18n.T(ctx, lost)
	}
	*list = append(*list, e.said(w, text))
	return nil
}

// openedSuggestion is a suggestion with what its writer wrote.
func (s *Service) openedSuggestion(ctx context.Context, tx *db.Tx, r suggestionRow) (who, why string, there bool, err error) {
	if r.whom == nil {
		return r.who, r.why, true, nil
	}
	if who, there, err = s.unlock(ctx, tx, r.by, r.whom, aboutWhom(r.ID)); err == nil && there {
		why, there, err = s.unlock(ctx, tx, r.by, r.reason, aboutReason(r.ID))
	}
	return who, why, there, err
}

// lockOld locks what was written before words were locked. What cannot be locked now
// keeps nothing else from it.
func (s *Service) lockOld(ctx context.Context) error {
	return errors.Join(
		lockAll(ctx, s, openWords, func(w wordRow) (id, by string) { return w.ID, w.by }, s.lockWord),
		lockAll(ctx, s, openSuggestions, func(r suggestionRow) (id, by string) { return r.ID, r.by }, s.lockSuggestion),
	)
}

// lockAll goes through rows that lie in the clear, in the order of their ids.
func lockAll[R any](ctx context.Context, s *Service, next func(context.Context, *db.Tx, string) ([]R, error), of func(R) (id, by string), lock func(context.Context, R, string) error) error {
	var failed []error
	after := ""
	for {
		var rows []R
		writers := map[string]string{}
		err := s.db.Read(ctx, func(ctx context.Context, tx *db.Tx) (err error) {
			if rows, err = next(ctx, tx, after); err != nil {
				return err
			}
			for _, r := range rows {
				_, by := of(r)
				if writers[by], err = s.groups.AccountOf(ctx, tx, by); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(rows) == 0 {
			return errors.Join(append(failed, err)...)
		}
		for _, r := range rows {
			id, by := of(r)
			after = id
			if err := lock(ctx, r, writers[by]); err != nil {
				failed = append(failed, err)
			}
		}
	}
}

// lockWord locks a word that lies in the clear. Whose account is gone departs soon,
// and their words go with them.
func (s *Service) lockWord(ctx context.Context, w wordRow, writer string) error {
	if writer == "" {
		return nil
	}
	sealed, err := s.lock(ctx, writer, w.text, aboutWord(w.ID))
	if err != nil {
		return unlessDestroyed(err)
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error { return writeLocked(ctx, tx, w.ID, sealed) })
}

func (s *Service) lockSuggestion(ctx context.Context, r suggestionRow, writer string) error {
	if writer == "" {
		return nil
	}
	whom, err := s.lock(ctx, writer, r.who, aboutWhom(r.ID))
	if err != nil {
		return unlessDestroyed(err)
	}
	reason, err := s.lock(ctx, writer, r.why, aboutReason(r.ID))
	if err != nil {
		return unlessDestroyed(err)
	}
	return s.db.In(ctx, func(ctx context.Context, tx *db.Tx) error {
		return writeLockedSuggestion(ctx, tx, r.ID, whom, reason)
	})
}

func unlessDestroyed(err error) error {
	if errors.Is(err, seal.ErrDestroyed) {
		return nil
	}
	return err
}
