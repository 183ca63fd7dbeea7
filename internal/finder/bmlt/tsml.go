package bmlt

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/finder"
	"handrail/internal/finder/feed"
)

// guideMeeting is a meeting as the Meeting Guide has it, in the order in which a
// BMLT server writes it.
type guideMeeting struct {
	Day                  int      `json:"day"`
	Time                 string   `json:"time"`
	EndTime              string   `json:"end_time"`
	Timezone             string   `json:"timezone,omitempty"`
	Name                 string   `json:"name"`
	Location             string   `json:"location"`
	FormattedAddress     string   `json:"formatted_address"`
	Address              string   `json:"address"`
	City                 string   `json:"city"`
	State                string   `json:"state"`
	PostalCode           string   `json:"postal_code"`
	Country              string   `json:"country"`
	Types                []string `json:"types"`
	LocationNotes        string   `json:"location_notes"`
	Notes                string   `json:"notes"`
	Coordinates          *string  `json:"coordinates"`
	Slug                 string   `json:"slug"`
	Region               string   `json:"region"`
	Regions              []string `json:"regions"`
	ConferenceURL        string   `json:"conference_url"`
	ConferenceURLNotes   string   `json:"conference_url_notes"`
	ConferencePhone      string   `json:"conference_phone"`
	ConferencePhoneNotes string   `json:"conference_phone_notes"`
}

// guideAnswer answers GetSearchResults in the format tsml.
func (s *Service) guideAnswer(ctx context.Context, a ask, b *book) (reply, error) {
	hits, err := s.search(ctx, b, s.read(a, b))
	if err != nil {
		return reply{}, err
	}
	return reply{rows: len(hits), write: func(ctx context.Context, to io.Writer) error {
		out := list{to: to}
		err := s.each(ctx, hits, func(h hit, l *finder.Listing) error {
			text, err := json.Marshal(b.guide(h, l))
			if err != nil {
				return err
			}
			return out.add(text)
		})
		if err != nil {
			return err
		}
		return out.end()
	}}, nil
}

func (b *book) guide(h hit, l *finder.Listing) guideMeeting {
	m := guideMeeting{
		Day: int(h.day), Time: clockOf(int(h.start))[:5], EndTime: clockOf((int(h.start) + int(h.minutes)) % (24 * 60))[:5], Timezone: l.Zone(), Name: l.Name,
		Location: l.Location, Address: wordOf(l, "location_street"), City: l.City, State: l.State, PostalCode: l.PostalCode, Country: l.Country, Types: []string{},
		LocationNotes: l.LocationNotes, Notes: l.Notes, Slug: slug(l.Name) + "-" + strconv.FormatInt(l.Number, 10), Regions: []string{},
		ConferenceURL: l.ConferenceURL, ConferenceURLNotes: l.ConferenceURLNotes, ConferencePhone: l.ConferencePhone, ConferencePhoneNotes: l.ConferencePhoneNotes,
	}
	m.FormattedAddress = strings.Join(slices.DeleteFunc([]string{m.Address, m.City, m.State, m.PostalCode, m.Country}, func(part string) bool { return part == "" }), ", ")
	for _, number := range h.formats {
		if code := guideCode(b.formats.world[number]); code != "" && !slices.Contains(m.Types, code) {
			m.Types = append(m.Types, code)
		}
	}
	if h.placed && h.venue != venueOnline {
		where := h.degrees(h.lat) + "," + h.degrees(h.lng)
		m.Coordinates = &where
	}
	if at, known := b.bodyAt[h.body]; known {
		m.Region, m.Regions = b.bodies[at].Name, []string{b.bodies[at].Name}
	}
	return m
}

// guideCode is the code of the Meeting Guide for an id of the world services; ""
// for one that it does not have.
func guideCode(world string) string {
	if world == "VM" {
		return "ONL"
	}
	return feed.NACode(world)
}

// slug is a name as part of an address.
func slug(name string) string { return strings.Join(finder.Words(name), "-") }
