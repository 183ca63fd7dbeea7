package belongings_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"handrail/internal/account/belongings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// everything is what Read, or ReadAll, shows, by table.
func (h *house) everything(account string, all bool) map[string][]belongings.Row {
	h.Helper()
	read := h.Read
	if all {
		read = h.ReadAll
	}
	rows := map[string][]belongings.Row{}
	h.must(read(h.Context(), account, func(table string, row belongings.Row) error {
		rows[table] = append(rows[table], row)
		return nil
	}))
	return rows
}

func TestACopyIsCompleteByCountAndHoldsNothingOfAnother(t *testing.T) {
	each(t, func(h *house) {
		const posts = 1203 // more than two pages
		h.addPerson("ana", "ANA", posts)
		h.addPerson("zoe", "ZOE", 7)
		h.trust("trust-1", "ana", "zoe")
		h.trust("trust-2", "zoe", "ana")

		counts, err := h.Count(h.Context(), "ana")
		h.must(err)
		if want := "map[t_account:1 t_link:1 t_member:1 t_post:1203 t_trust:2]"; fmt.Sprint(counts) != want {
			h.Errorf("counted %v, want %v", counts, want)
		}
		for table, rows := range h.everything("ana", true) {
			if int64(len(rows)) != counts[table] {
				h.Errorf("%s: read %d rows of %d", table, len(rows), counts[table])
			}
		}
		copied := h.everything("ana", false)
		if _, there := copied["t_link"]; there {
			h.Error("a table without a column for its owner is in the copy")
		}
		seen := map[any]bool{}
		for _, row := range copied["t_post"] {
			seq := row.Field("seq").Value
			seen[seq] = true
			if want := fmt.Sprint("ANA note ", seq); row.Field("note").Value != want {
				h.Fatalf("post %v has the note %v", seq, row.Field("note"))
			}
		}
		if len(seen) != posts {
			h.Errorf("%d different posts, want %d", len(seen), posts)
		}
		for table, rows := range copied {
			for _, row := range rows {
				for _, f := range row.Fields {
					if text := fmt.Sprint(f.Value); strings.Contains(strings.ToUpper(text), "ZOE") {
						h.Errorf("%s.%s holds %q of another account", table, f.Column.Name, text)
					}
				}
			}
		}
	})
}

func TestARowOfTwoShowsEachOnlyTheirOwnWords(t *testing.T) {
	each(t, func(h *house) {
		h.addPerson("ana", "ANA", 0)
		h.addPerson("zoe", "ZOE", 0)
		h.trust("trust-1", "ana", "zoe")
		for account, want := range map[string]string{"ana": "label", "zoe": "their_label"} {
			row := h.everything(account, false)["t_trust"][0]
			if len(row.Fields) != 2 || row.Field(want).Value != "label by "+account || row.Field("made_at").Value != noon {
				h.Errorf("%s gets %+v", account, row)
			}
		}
		row := h.everything("zoe", true)["t_trust"][0]
		if row.Field("label").Value != "label by ana" || row.Field("account_id").Value != "ana" {
			h.Errorf("what the server could hand over about zoe lacks what ana wrote: %+v", row)
		}
	})
}

func TestSecretsAreSaidToBeThereAndNeverShown(t *testing.T) {
	each(t, func(h *house) {
		h.addPerson("ana", "ANA", 0)
		row := h.everything("ana", true)["t_account"][0]
		if f := row.Field("salt"); f.State != belongings.Secret || f.Value != nil {
			h.Errorf("the secret is shown as %+v", f)
		}
		if f := row.Field("erase_at"); f.State != belongings.Empty {
			h.Errorf("a time that is not there is shown as %+v", f)
		}
		if f := row.Field("id"); f.Value != "ana" {
			h.Errorf("the id is shown as %+v", f)
		}
	})
}

func TestWhatDoesNotOpenIsSaidSo(t *testing.T) {
	each(t, func(h *house) {
		h.addPerson("ana", "ANA", 2)
		h.exec(`UPDATE t_post SET note = (SELECT note FROM t_post WHERE seq = 0) WHERE seq = 1`) // moved from another row
		posts := h.everything("ana", false)["t_post"]
		if f := posts[1].Field("note"); f.State != belongings.Broken || f.Value != nil {
			h.Errorf("a value of another row is shown as %+v", f)
		}
		h.must(h.keys.Destroy(h.Context(), "private:ana"))
		rows := h.everything("ana", true)
		if f := rows["t_post"][0].Field("note"); f.State != belongings.Locked || f.Value != nil {
			h.Errorf("after its key was destroyed: %+v", f)
		}
		if f := rows["t_account"][0].Field("name"); f.Value != "ANA name" {
			h.Errorf("the other key went too: %+v", f)
		}
	})
}

func TestACopyIsOneDocumentThatExplainsItself(t *testing.T) {
	each(t, func(h *house) {
		h.addPerson("ana", "ANA", 600)
		h.addPerson("zoe", "ZOE", 5)
		h.Own("t_hidden", hiddenRows())
		var out bytes.Buffer
		var heard []int64
		h.must(h.WriteCopy(h.Context(), &out, "ana", noon, func(rows int64) { heard = append(heard, rows) }))
		var doc struct {
			Format, Language string
			Version          int
			MadeAt           string `json:"made_at"`
			Sections         []struct {
				Name, Title string
				Columns     []struct{ Name, Kind, Why, Kept string }
				Rows        []map[string]any
			}
		}
		h.must(json.Unmarshal(out.Bytes(), &doc))
		if doc.Format != "copy" || doc.Version != 1 || doc.Language != "en" || doc.MadeAt != "2026-03-01T12:00:00Z" {
			h.Errorf("the head is %+v", doc)
		}
		counts, err := h.Count(h.Context(), "ana")
		h.must(err)
		var total int
		for _, s := range doc.Sections {
			total += len(s.Rows)
			if int64(len(s.Rows)) != counts[s.Name] {
				h.Errorf("%s has %d rows, want %d", s.Name, len(s.Rows), counts[s.Name])
			}
			for _, c := range s.Columns {
				for _, row := range s.Rows {
					if _, there := row[c.Name]; !there {
						h.Fatalf("%s: a row lacks %s", s.Name, c.Name)
					}
				}
			}
		}
		if len(heard) != total || heard[total-1] != int64(total) {
			h.Errorf("progress was told %d times for %d rows", len(heard), total)
		}
		post := doc.Sections[2]
		if want := "[{seq number Why it is kept. Until you leave} {body text Why it is kept. Until you leave} " +
			"{note text Why it is kept. Until you leave} {pinned truth Why it is kept. Until you leave} {made_at time Why it is kept. Until you leave}]"; fmt.Sprint(post.Columns) != want {
			h.Errorf("columns: %v", post.Columns)
		}
		if want := "map[body:ANA body 0 made_at:2026-03-01T12:00:00.000Z note:ANA note 0 pinned:true seq:0]"; fmt.Sprint(post.Rows[0]) != want {
			h.Errorf("row: %v", post.Rows[0])
		}
		if strings.Contains(out.String(), "ZOE") || strings.Contains(out.String(), "salt") {
			h.Error("the copy holds what is not for its owner")
		}
		if last := doc.Sections[len(doc.Sections)-1]; last.Name != "t_hidden" || last.Rows[0]["words"] != "of ana" {
			h.Errorf("the rows that no way leads to: %+v", last)
		}
	})
}
