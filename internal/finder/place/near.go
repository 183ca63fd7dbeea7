package place

import "math"

// nearMost is how far away the nearest place may be, in degrees of latitude.
const nearMost = 0.9

// The earth is laid out in cells of one degree each.
const (
	columns = 360
	lines   = 180
)

// lay notes which places are in which cell.
func (g *Gazetteer) lay() {
	g.starts = make([]uint32, columns*lines+1)
	for _, r := range g.rows {
		g.starts[cell(r.line(), r.column())+1]++
	}
	for i := 1; i < len(g.starts); i++ {
		g.starts[i] += g.starts[i-1]
	}
	filled := make([]uint32, columns*lines)
	g.cells = make([]uint32, len(g.rows))
	for i, r := range g.rows {
		c := cell(r.line(), r.column())
		g.cells[g.starts[c]+filled[c]] = uint32(i)
		filled[c]++
	}
}

func (r row) line() int   { return lineOf(float64(r.lat) / 1000) }
func (r row) column() int { return columnOf(float64(r.lng) / 1000) }

func lineOf(lat float64) int   { return min(max(int(math.Floor(lat))+90, 0), lines-1) }
func columnOf(lng float64) int { return (int(math.Floor(lng))%columns + columns + 180) % columns }

func cell(line, column int) int { return line*columns + column }

// around hands out the places of the cells that can hold one near enough. Towards
// the poles those are more.
func (g *Gazetteer) around(lat, lng float64, each func(uint32)) {
	if math.IsNaN(lat) || math.IsNaN(lng) || math.Abs(lat) > 90 || math.Abs(lng) > 180 {
		return
	}
	wide := min(int(math.Ceil(nearMost/max(math.Cos(lat*math.Pi/180), 0.01))), columns/2)
	for line := max(lineOf(lat)-1, 0); line <= min(lineOf(lat)+1, lines-1); line++ {
		for step := -wide; step <= wide; step++ {
			c := cell(line, (columnOf(lng)+step+columns)%columns)
			for _, i := range g.cells[g.starts[c]:g.starts[c+1]] {
				each(i)
			}
		}
	}
}

// flat is the square of how far a place is away, in degrees of latitude, as on a
// plain: right enough for the nearest of a few.
func flat(lat, lng float64, r row) float64 {
	north := float64(r.lat)/1000 - lat
	east := math.Abs(float64(r.lng)/1000 - lng)
	if east > 180 {
		east = 360 - east
	}
	east *= math.Cos(lat * math.Pi / 180)
	return north*north + east*east
}
