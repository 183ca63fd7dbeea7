package paper

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"rsc.io/qr"
)

// Row is a line of a sheet.
type Row struct{ Label, Value string }

// Sheet is a paper in somebody's words, to be printed on one page.
type Sheet struct {
	Lang    string // BCP 47
	Title   string
	Says    string
	Rows    []Row
	Name    string // beside the line for a pen
	NameWhy string
	Check   string // how anybody can check it
	Address string // where
	Link    string // there, with the signed text
	Foot    string
	Issued  time.Time // the day
}

// ErrLetters says that the sheet has letters for which the PDF has no font: those
// outside Latin, Greek and Cyrillic. A browser prints them.
var ErrLetters = errors.New("paper: no font for these letters")

// ErrTooMuch says that the sheet does not fit on one page.
var ErrTooMuch = errors.New("paper: more than one page")

// The page, in millimetres.
const (
	edge     = 22.0
	wide     = 210 - 2*edge
	label    = 52.0
	square   = 52.0 // the code that phones read
	quiet    = 4    // its light edge, in squares (ISO/IEC 18004 §6.3.8)
	lastLine = 297 - edge
)

const nbsp = "\u00a0" // drawn as a space

// PDF draws the sheet on one A4 page.
func PDF(s Sheet) ([]byte, error) {
	s = s.drawn()
	if err := s.writable(); err != nil {
		return nil, err
	}
	code, err := qr.Encode(s.Link, qr.L)
	if err != nil {
		return nil, err
	}
	p := begin(s)
	p.words("bold", 22, 10, s.Title)
	p.Ln(3)
	p.words("", 12, 6.5, s.Says)
	p.Ln(6)
	p.name(s)
	for _, row := range s.Rows {
		p.row(row)
	}
	p.Ln(8)
	p.check(s, code)
	if p.GetY() > lastLine || p.PageCount() != 1 {
		return nil, ErrTooMuch
	}
	var out bytes.Buffer
	err = p.Output(&out)
	return out.Bytes(), err
}

// page is the one being drawn.
type page struct{ *fpdf.Fpdf }

func begin(s Sheet) page {
	p := page{fpdf.New("P", "mm", "A4", "")}
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.SetCatalogSort(true)
	p.SetCreationDate(s.Issued)
	p.SetModificationDate(s.Issued)
	p.SetProducer("", false)
	p.SetTitle(s.Title, true)
	p.SetLang(s.Lang)
	p.SetMargins(edge, edge, edge)
	p.SetAutoPageBreak(true, edge)
	p.AddPage()
	return p
}

func (p page) font(style string, size float64) {
	if style != "" {
		style = "B"
	}
	p.SetFont("go", style, size)
}

// words writes a paragraph.
func (p page) words(style string, size, line float64, text string) {
	p.font(style, size)
	p.MultiCell(wide, line, text, "", "L", false)
}

// name leaves a line for a pen.
func (p page) name(s Sheet) {
	p.font("", 11)
	p.CellFormat(label, 12, s.Name, "", 0, "LB", false, 0, "")
	x, y := p.GetX(), p.GetY()+11
	p.SetLineWidth(0.3)
	p.Line(x, y, edge+wide, y)
	p.Ln(13)
	p.SetX(edge + label)
	p.font("", 9)
	p.MultiCell(wide-label, 4.5, s.NameWhy, "", "L", false)
	p.Ln(5)
}

func (p page) row(r Row) {
	top := p.GetY()
	p.font("", 11)
	p.MultiCell(label-3, 6, r.Label, "", "L", false)
	below := p.GetY()
	p.SetXY(edge+label, top)
	p.font("bold", 11)
	p.MultiCell(wide-label, 6, r.Value, "", "L", false)
	p.SetY(max(below, p.GetY()) + 2)
}

// check is how the paper is checked: a square for phones, and the address.
func (p page) check(s Sheet, code *qr.Code) {
	top := p.GetY()
	if top+square > lastLine {
		p.SetY(lastLine + 1)
		return
	}
	p.draw(code, edge, top)
	p.LinkString(edge, top, square, square, s.Link)
	beside := edge + square + 6
	p.SetXY(beside, top+4)
	p.SetLeftMargin(beside)
	p.font("bold", 11)
	p.MultiCell(edge+wide-beside, 6, s.Check, "", "L", false)
	p.Ln(1)
	p.font("", 11)
	p.MultiCell(edge+wide-beside, 6, s.Address, "", "L", false)
	p.Ln(2)
	p.font("", 9)
	p.MultiCell(edge+wide-beside, 4.5, s.Foot, "", "L", false)
	p.SetLeftMargin(edge)
	p.SetY(max(p.GetY(), top+square))
}

// draw draws the code with its light edge within the square at x, y.
func (p page) draw(code *qr.Code, x, y float64) {
	side := square / float64(code.Size+2*quiet)
	p.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			run := 0
			for code.Black(from+run, row) {
				run++
			}
			if run > 0 {
				p.Rect(x+float64(from+quiet)*side, y+float64(row+quiet)*side, float64(run)*side, side, "F")
				from += run
			}
		}
	}
}

// drawn is the sheet with the spaces that the font has.
func (s Sheet) drawn() Sheet {
	space := strings.NewReplacer("\u202f", nbsp, "\u2009", nbsp).Replace
	for _, text := range []*string{&s.Title, &s.Says, &s.Name, &s.NameWhy, &s.Check, &s.Address, &s.Foot} {
		*text = space(*text)
	}
	s.Rows = slices.Clone(s.Rows)
	for i, row := range s.Rows {
		s.Rows[i] = Row{space(row.Label), space(row.Value)}
	}
	return s
}

// writable tells whether the font has every letter of the sheet.
func (s Sheet) writable() error {
	font, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return err
	}
	all := s.Title + s.Says + s.Name + s.NameWhy + s.Check + s.Address + s.Foot
	for _, row := range s.Rows {
		all += row.Label + row.Value
	}
	var b sfnt.Buffer
	for _, letter := range strings.ReplaceAll(all, nbsp, "") {
		if glyph, err := font.GlyphIndex(&b, letter); err != nil || glyph == 0 {
			return ErrLetters
		}
	}
	return nil
}
