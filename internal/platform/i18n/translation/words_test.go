package translation_test

import (
	"math"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"handrail/internal/platform/i18n/translation"
)

func TestSyllablesAreCountedAsTheyAreSpoken(t *testing.T) {
	for count, words := range map[int]string{
		1: "a you rest made times called help lamp twelve friend 30 x",
		2: "people someone sometimes careful safely settled table titles layout batches wanted quiet client going being giant likely",
		3: "together everyone anyone video radio area suicide element already encouraged completely meditate",
		4: "experience encouragement community recovery facility operator celebrated",
		5: "facilitator opportunity mysteriously",
	} {
		for word := range strings.FieldsSeq(words) {
			if got := translation.Syllables(word); got != count {
				t.Errorf("%s: %d syllables, want %d", word, got, count)
			}
		}
	}
}

func TestSentencesHaveTheGradeOfTheFormula(t *testing.T) {
	// 9 words, 9 syllables; then 3 words, 7 syllables.
	got := translation.Sentences("You can come back here at 7.30 with {.Name}! Accountability matters here.")
	if len(got) != 2 || len(got[0].Words) != 9 || len(got[1].Words) != 3 {
		t.Fatalf("sentences %v", got)
	}
	if want := 0.39*9 + 11.8*9/9 - 15.59; math.Abs(got[0].Grade-want) > 1e-9 {
		t.Errorf("grade %v, want %v", got[0].Grade, want)
	}
}

func TestHardAndUnkindTextsAreFound(t *testing.T) {
	dir := module(t, txtar.File{Name: "fault/more.go", Data: []byte(`package fault

var more = New("Participation necessitates identification of organisational accountability representatives and facilitators") +
	New("We keep the days that you have already lived well, and nothing takes them away.") +
	New("Every alcoholic is welcome") +
	New("Alcoholics Anonymous, and vice versa") +
	New("Reusers of misused words")
`)})
	s := read(t, dir)
	put(t, dir+"/fault/locale/es.json", `{"Said elsewhere": "Para toxicómanos. Alcohólicos Anónimos"}`)
	put(t, dir+"/fault/locale/fr.json", `{"Said elsewhere": {"one": "L’abus d'alcool", "other": "alcool"}}`)
	problems, err := s.Words(6)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	same(t, "words", got, []string{
		`fault/locale/es.json: "toxicómanos" in "Para toxicómanos. Alcohólicos Anónimos": say persona con un trastorno por consumo de sustancias, o persona en recuperación`,
		`fault/locale/fr.json: "abus d’alcool" in "L’abus d'alcool": say usage, mésusage d’un médicament, ou usage à risque`,
		`fault/more.go:3: reads at grade 39.1: "participation necessitates identification of organisational accountability representatives and facilitators"`,
		`fault/more.go:5: "alcoholic" in "Every alcoholic is welcome": say a person with alcohol use disorder, or a person who misuses alcohol`,
	})
}
