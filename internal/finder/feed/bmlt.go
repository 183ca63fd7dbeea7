package feed

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"handrail/internal/platform/fault"
)

// The most formats (in all languages) and service bodies of a server that are
// read. The largest that are known have a few hundred.
const (
	bmltMostFormats = 20_000
	bmltMostBodies  = 20_000
)

// Names of the files that hold a server's answers begin with these.
const (
	bmltMeetings = "getsearchresults"
	bmltFormats  = "getformats"
	bmltBodies   = "getservicebodies"
)

// BMLTQueries are the addresses under which the BMLT server at root gives what
// readBMLT reads, each by the name that the answer is to have as a file. Only
// published meetings are asked for: a server gives others to anybody, but does
// not mean them to be shown.
func BMLTQueries(root string) map[string]string {
	root, _, _ = strings.Cut(strings.TrimSpace(root), "?")
	root = strings.TrimRight(root, "/")
	if at := strings.Index(root, "/client_interface"); at >= 0 {
		root = root[:at]
	}
	ask := func(switcher string, more ...string) string {
		q := url.Values{"switcher": {switcher}}
		for i := 0; i < len(more); i += 2 {
			q.Add(more[i], more[i+1])
		}
		return root + "/client_interface/json/?" + q.Encode()
	}
	formats := []string{"show_all", "1"}
	for _, lang := range bmltLanguages() {
		formats = append(formats, "lang_enum[]", lang)
	}
	return map[string]string{
		"GetSearchResults.json": ask("GetSearchResults"),
		"GetFormats.json":       ask("GetFormats", formats...),
		"GetServiceBodies.json": ask("GetServiceBodies"),
	}
}

// bmltLanguages are the languages in which servers have formats.
func bmltLanguages() []string {
	return []string{"en", "da", "de", "dk", "el", "es", "fa", "fr", "it", "pl", "pt", "ru", "sv"}
}

// bmltReader reads the answers of one server.
type bmltReader struct {
	*reading
	known   map[string]bool
	ids     map[string]bool
	formats map[int64]Format
	byKey   map[string]Format
	bodies  map[int64]Body
}

// readBMLT reads the saved answers of one server: the pages of its meetings, and
// beside them its formats and service bodies where they are there.
func readBMLT(ctx context.Context, files []File, rules Rules, each func(Record) error) (Report, error) {
	b := &bmltReader{
		reading: begin(ctx, BMLT, rules, each), known: bmltKnown(), ids: map[string]bool{},
		formats: map[int64]Format{}, byKey: map[string]Format{}, bodies: map[int64]Body{},
	}
	pages := bmltPages(files)
	if len(pages) == 0 {
		return b.Report, fault.New(fault.Invalid, "There is no file with meetings. Its name begins with GetSearchResults.")
	}
	for _, f := range files {
		if err := b.around(f); err != nil {
			return b.Report, err
		}
	}
	for _, f := range pages {
		if err := b.formatsBeside(f); err != nil {
			return b.Report, err
		}
	}
	for _, f := range pages {
		if err := walkJSON(f, "meetings", b.meeting); err != nil {
			return b.Report, err
		}
	}
	return b.Report, nil
}

// bmltPages are the files with meetings, in the order of their names with numbers
// counted. A single file, and files of which none has the name of an answer, may be
// called anything.
func bmltPages(files []File) (pages []File) {
	for _, f := range files {
		if bmltAnswer(f, bmltMeetings) {
			pages = append(pages, f)
		}
	}
	if len(pages) == 0 {
		for _, f := range files {
			if name := strings.ToLower(f.Name); strings.HasSuffix(name, ".json") && !strings.HasPrefix(name, "get") || len(files) == 1 {
				pages = append(pages, f)
			}
		}
	}
	slices.SortStableFunc(pages, func(a, b File) int {
		return cmp.Or(cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return pages
}

func bmltAnswer(f File, begins string) bool {
	return strings.HasPrefix(strings.ToLower(f.Name), begins)
}

// around reads a file with formats or service bodies.
func (b *bmltReader) around(f File) error {
	switch {
	case bmltAnswer(f, bmltFormats):
		return walkJSON(f, "formats", b.format)
	case bmltAnswer(f, bmltBodies):
		return walkJSON(f, "", b.body)
	}
	return nil
}

// formatsBeside reads the formats that stand in the same answer as the meetings,
// where no file has them.
func (b *bmltReader) formatsBeside(f File) error {
	if len(b.Formats) > 0 {
		return nil
	}
	return walkParts(f, false, func(part string) bool { return part == "formats" }, b.format)
}

func (b *bmltReader) format(m bmltMeeting) error {
	id, err := strconv.ParseInt(m.get("id"), 10, 64)
	if err != nil || id <= 0 || len(b.Formats) >= bmltMostFormats {
		return b.ctx.Err()
	}
	f := Format{
		ID: id, Key: plainLine(m.get("key_string"), longestName), Name: plainLine(m.get("name_string"), longestName),
		Description: plainText(m.get("description_string"), longestText), Lang: plainLine(m.get("lang"), 10),
		WorldID: plainLine(m.get("world_id"), longestName), Type: plainLine(m.get("format_type_enum"), 10),
	}
	b.Formats = append(b.Formats, f)
	if one, known := b.formats[id]; !known || one.WorldID == "" {
		b.formats[id] = f
	}
	if _, known := b.byKey[f.Key]; !known {
		b.byKey[f.Key] = f
	}
	return b.ctx.Err()
}

func (b *bmltReader) body(m bmltMeeting) error {
	id, err := strconv.ParseInt(m.get("id"), 10, 64)
	if _, known := b.bodies[id]; err != nil || id <= 0 || known || len(b.Bodies) >= bmltMostBodies {
		return b.ctx.Err()
	}
	parent, err := strconv.ParseInt(m.get("parent_id"), 10, 64)
	if err != nil || parent < 0 {
		parent = 0
	}
	one := Body{
		ID: id, Parent: parent, Name: plainLine(m.get("name"), longestName), Description: plainText(m.get("description"), longestText),
		Type: plainLine(m.get("type"), 10), URL: link(m.get("url")), Helpline: plainLine(m.get("helpline"), longestName),
		WorldID: plainLine(m.get("world_id"), longestName),
	}
	b.bodies[id] = one
	b.Bodies = append(b.Bodies, one)
	return b.ctx.Err()
}

// meeting takes one meeting. What cannot be one is left out: without a number of
// its own nobody could tell next time which it was.
func (b *bmltReader) meeting(m bmltMeeting) error {
	b.next()
	id := plainLine(m.get("id_bigint"), longestName)
	b.called(id)
	number, err := strconv.ParseInt(id, 10, 64)
	switch {
	case err != nil || number <= 0:
		b.refuse("id_bigint", "It has no number of its own. It was left out.")
	case b.ids[id]:
		b.refuse("id_bigint", "The same meeting is there twice. The second was left out.")
	default:
		b.ids[id] = true
		return b.hand(b.record(m))
	}
	return b.ctx.Err()
}
