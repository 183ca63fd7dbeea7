package finder_test

import (
	"context"
	"strings"
	"testing"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
	"handrail/migrations"
)

// comes adds a server and says whether it keeps its numbers as it should.
func (h *house) comes(name, address string, c finder.Copy, keeps bool) (id string) {
	h.t.Helper()
	id, kept := h.root(name, address, c)
	if kept != keeps {
		h.t.Errorf("%s at %q: it keeps its numbers: %v", name, address, kept)
	}
	return id
}

func (h *house) leaves(ids ...string) {
	h.t.Helper()
	for _, id := range ids {
		if err := h.Remove(h.t.Context(), steward, id); err != nil {
			h.t.Fatal(err)
		}
	}
}

// edit changes what was said about a source.
func (h *house) edit(id string, change func(*finder.Source)) {
	h.t.Helper()
	one, err := h.SourceFor(h.t.Context(), steward, id)
	if err != nil {
		h.t.Fatal(err)
	}
	change(&one)
	if err := h.Change(h.t.Context(), steward, one); err != nil {
		h.t.Fatal(err)
	}
}

const (
	harbourAt = "https://harbour.example/main_server"
	corkAt    = "https://cork.example/main_server"
)

// A server is known by where its last good copy came from: an address of which none
// came is not its own.
func TestAnAddressWithoutACopyIsNotTheFirstServers(t *testing.T) {
	pier, cork := server(1, "Pier", "Quay", "Tide"), server(1, "Cork", "Shandon", "Lee")
	away := func(one *finder.Source) { one.URL = corkAt }
	each(t, func(h *house) {
		first := h.comes("Harbour", harbourAt, pier, true)
		h.edit(first, away)
		h.leaves(first)
		h.leaves(h.comes("Cork", corkAt, cork, false), h.comes("Harbour", harbourAt, pier, true))
	})
	each(t, func(h *house) {
		first := h.comes("Harbour", harbourAt, pier, true)
		held, err := h.Begin(h.t.Context(), first)
		if err != nil {
			h.t.Fatal(err)
		}
		h.edit(first, away) // while it is fetched
		if _, err := held.Take(h.t.Context(), server(1, "Pier", "Quay", "Tide", "Moon"), nil); err != nil {
			h.t.Fatal(err)
		}
		if err := held.End(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		if due, err := h.Due(h.t.Context(), 10); err != nil || len(due) != 1 {
			h.t.Errorf("its new address is not due: %v, %v", due, err)
		}
		h.leaves(first)
		h.leaves(h.comes("Cork", corkAt, cork, false), h.comes("Harbour", harbourAt, pier, true))
	})
}

// A server of files is known by the name that it had last.
func TestAServerThatWasRenamedComesBack(t *testing.T) {
	each(t, func(h *house) {
		pier := server(1, "Pier", "Quay", "Tide")
		first := h.comes("bmlt", "", pier, true)
		h.edit(first, func(one *finder.Source) { one.Name = "Harbour" })
		h.leaves(first)
		h.leaves(h.comes("bmlt", "", pier, false), h.comes("Harbour", "", pier, true))
	})
}

// A server of which no good copy came gave nobody a number: the next is the first.
func TestAServerWithoutACopyWasNotTheFirst(t *testing.T) {
	each(t, func(h *house) {
		pier, cork := server(1, "Pier", "Quay", "Tide"), server(1, "Cork", "Shandon", "Lee")
		cutOff := h.breaksOff("Pier", harbourAt, pier)
		h.leaves(h.comes("Twin", harbourAt, pier, false))
		h.leaves(cutOff)
		h.leaves(h.comes("Cork", corkAt, cork, true))
		h.leaves(h.comes("Harbour", harbourAt, pier, false))
		h.leaves(h.breaksOff("Another name", corkAt, cork)) // the first again: its numbers stay its own
		h.leaves(h.comes("Harbour", harbourAt, pier, false))
		h.leaves(h.comes("Cork", corkAt, cork, true))
	})
}

// breaksOff adds a server whose copy breaks off when it is written.
func (h *house) breaksOff(name, address string, c finder.Copy) (id string) {
	h.t.Helper()
	id = h.source(name, func(one *finder.Source) { one.Format, one.Programme, one.URL = feed.BMLT, "na", address })
	ctx, stop := context.WithCancel(h.t.Context())
	defer stop()
	_, err := h.Take(ctx, id, c, func(p finder.Progress) {
		if p.Of > 0 {
			stop()
		}
	})
	if err == nil {
		h.t.Fatal("it did not break off")
	}
	return id
}

// upgraded leaves the place as one that the migration finds, where no server was
// noted yet, and migrates it.
func (h *house) upgraded() {
	h.t.Helper()
	text, err := migrations.Files.ReadFile("0029_reading.sql")
	if err != nil {
		h.t.Fatal(err)
	}
	_, noting, found := strings.Cut(string(text), "INSERT INTO finder_root")
	if !found {
		h.t.Fatal("the migration notes no server")
	}
	for _, statement := range []string{"DELETE FROM finder_root", "INSERT INTO finder_root" + noting} {
		if _, err := h.db.Writer().ExecContext(h.t.Context(), statement); err != nil {
			h.t.Fatal(err)
		}
	}
}

// A server that was here before the first one was noted is known too when it was
// removed before anything new came from it.
func TestAServerFromBeforeComesBack(t *testing.T) {
	pier, cork := server(1, "Pier", "Quay", "Tide"), server(1, "Cork", "Shandon", "Lee")
	each(t, func(h *house) {
		first := h.comes("Harbour", "HTTPS://Harbour.example:443/main_server/client_interface/json/?switcher=GetSearchResults", pier, true)
		h.upgraded()
		h.leaves(first)
		h.leaves(h.comes("Cork", corkAt, cork, false), h.comes("Files", "", cork, false))
		h.leaves(h.comes("Harbour", harbourAt, server(7, "Moon"), true))
	})
	each(t, func(h *house) {
		first := h.comes("bmlt", "", server(1, "Pier", "Quay", "Tide", "Sand", "Kelp"), true)
		if _, err := h.Take(h.t.Context(), first, pier, nil); err != nil { // two are gone
			h.t.Fatal(err)
		}
		h.upgraded()
		h.leaves(first)
		h.leaves(h.comes("bmlt", "", cork, false))
		h.leaves(h.comes("bmlt", "", server(2, "Quay", "Tide"), true))
	})
}

// Of one whose address was changed before nobody knows where it was.
func TestAServerFromBeforeThatMovedIsUnknown(t *testing.T) {
	each(t, func(h *house) {
		first := h.comes("Harbour", harbourAt, server(1, "Pier", "Quay", "Tide"), true)
		h.edit(first, func(one *finder.Source) { one.URL = corkAt })
		h.upgraded()
		h.leaves(first)
		h.leaves(h.comes("Cork", corkAt, server(1, "Cork"), false))
	})
}
