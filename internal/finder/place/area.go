package place

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// area is a state or a province whose name people write behind a town's.
type area struct{ country, code, short, name string }

// areas are those of the countries where many towns share a name. code is how
// GeoNames writes it where that is not the usual short form.
func areas() []area {
	var list []area
	for country, text := range map[string]string{
		"US": "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|" +
			"GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|" +
			"MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|" +
			"NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|" +
			"SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming",
		"CA": "01=AB Alberta|02=BC British Columbia|03=MB Manitoba|04=NB New Brunswick|05=NL Newfoundland and Labrador|07=NS Nova Scotia|08=ON Ontario|" +
			"09=PE Prince Edward Island|10=QC Quebec|11=SK Saskatchewan|12=YT Yukon|13=NT Northwest Territories|14=NU Nunavut",
		"AU": "01=ACT Australian Capital Territory|02=NSW New South Wales|03=NT Northern Territory|04=QLD Queensland|05=SA South Australia|06=TAS Tasmania|" +
			"07=VIC Victoria|08=WA Western Australia",
		"GB": "ENG England|SCT Scotland|WLS Wales|NIR Northern Ireland",
	} {
		for one := range strings.SplitSeq(text, "|") {
			code, name, _ := strings.Cut(one, " ")
			given, short, other := strings.Cut(code, "=")
			if !other {
				short = given
			}
			list = append(list, area{country, given, short, name})
		}
	}
	return list
}

// whereOf reads "US IL". An area whose name we do not know is left out.
func whereOf(text string) where {
	country, code, _ := strings.Cut(text, " ")
	if name := areaName(country, code); name != "" {
		return where{country, name}
	}
	return where{country: country}
}

func areaName(country, code string) string {
	if country != "US" && country != "CA" && country != "AU" && country != "GB" {
		return ""
	}
	for _, a := range areas() {
		if a.country == country && a.code == code {
			return a.name
		}
	}
	return ""
}

// areaNames are all that can stand behind the name of a town, folded: areas, and
// countries by code and by name in our languages.
func areaNames() map[string][]where {
	named := map[string][]where{}
	for _, a := range areas() {
		for _, text := range []string{a.short, a.name} {
			named[folded(text)] = append(named[folded(text)], where{a.country, a.name})
		}
	}
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			country := string([]rune{first, second})
			region, err := language.ParseRegion(country)
			if err == nil && region.IsCountry() {
				nameCountry(named, country, region)
			}
		}
	}
	for text, country := range map[string]string{"uk": "GB", "usa": "US", "america": "US", "great britain": "GB", "holland": "NL"} {
		named[text] = append(named[text], where{country: country})
	}
	return named
}

func nameCountry(named map[string][]where, country string, region language.Region) {
	texts := map[string]bool{strings.ToLower(country): true}
	for _, namer := range []display.Namer{display.English.Regions(), display.Spanish.Regions(), display.French.Regions()} {
		texts[folded(namer.Name(region))] = true
	}
	for text := range texts {
		named[text] = append(named[text], where{country: country})
	}
}
