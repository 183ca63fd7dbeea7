package name

import (
	"strings"
	"testing"
)

func TestNamesThatClaimNothing(t *testing.T) {
	for _, name := range []string{
		"Andrea", "Drew", "Sandra", "Anna", "Ana A", "Naomi", "Therese", "Doctorow", "Counsell", "Nana", "Ana", "Dre", "Dragan", "Adrian", "Alexandra",
		"Md Rahim", "MD RAHIM", "Nami", "Coda", "aa", "na", "Smart Sam", "Ana D. R.", "J. R. R.", "Ana A. A", "D R Ana", "Officer K", "Modesta", "Moderna",
		"Stafford", "Teamo", "Supportive Sue", "Stewart", "Adminda", "Hosty", "Alan", "Al", "Allan On", "Anonymous", "Anon 7", "Naranja", "Psalm", "Medea", "Medina",
		"Consuelo", "Conseil", "Doc", "Coach Kim", "Nursel", "Lica", "Alicia", "Rosa in recovery", "Sober Sam", "Quiet Harbor", "Maite", "McDonald", "DeAndre",
		"Infinity", "Équinoxe", "Oficina", "María José", "Оля", "Доктор", "小雨", "محمد", "M", "Ana M", "R2D2", "Bill W.", "Grateful", "System of a Down", "Sam 🌻", "Ana 44", "Sam 4A", "0A", "NAmi",
	} {
		if got := Claims(name); got != "" {
			t.Errorf("%q claims %q", name, got)
		}
	}
}

func TestNamesThatClaim(t *testing.T) {
	for claim, names := range map[Claim][]string{
		Title: {
			"Dr Ana", "dr ana", "DR. ANA", "DrAna", "Dr.Ana", "Dr_Ana", "Dr-Ana", "D r Ana", "Ana, Dr", "Dr2Ana", "Ⅾr Ana", "Dг Ana", "Doctor Sam", "DoctorSam", "d0ctor sam",
			"Ana PhD", "Ana Ph.D.", "Ana, MD", "Ana M.D.", "AnaMD", "Ana the therapist", "therap1st ana", "anatherapist", "T h e r a p i s t", "Therapist7", "Counsellor", "counselor_sam",
			"Psychologist", "PSYCHIATRIST", "Nurse Joy", "Social Worker Kim", "social-worker", "Ana LCSW",
			"Dra. Ana", "Psicóloga Ana", "psicologo", "Terapeuta", "Consejero", "Doctora", "Enfermera", "Psiquiatra", "Trabajadora social",
			"Psychologue", "Thérapeute", "THÉRAPEUTE", "Conseillère", "Médecin", "Infirmière", "Docteure", "Assistante sociale",
		},
		Official: {
			"Official", "0fficial", "Οfficial", "official ana", "Admin", "Аdmin", "4dm1n", "A d m i n", "Ad Min", "admin1", "Moderator", "m0derat0r sam", "Ana (moderator)", "Mod Ana",
			"Steward", "Staff", "Support 24", "The Team", "Facilitator Kim", "Co-facilitator", "Handrail", "HandrailTeam", "Help Line", "helpline", "Trusted servant", "Group leader",
			"Oficial", "Administradora", "Moderador", "Soporte", "Equipo", "Facilitadora", "Línea de ayuda",
			"Officiel", "Officielle", "Équipe", "Administrateur", "Modératrice", "Animatrice", "Ligne d’écoute",
		},
		Fellowship: {
			"AA", "Ana AA", "A.A. Ana", "AA-Ana", "NA", "GA", "OA", "ACA", "CoDA", "DBSA", "NAMI", "SMART Ana", "АА", "AlAnon", "Al-Anon", "al anon", "Alcoholics Anonymous", "alcoholicsanonymous",
			"Narcotics-Anonymous Ana", "SMART Recovery", "smart recovery", "Recovery Dharma", "LifeRing", "Alcohólicos Anónimos", "Narcóticos anónimos", "Alcooliques anonymes", "Vie libre",
			"Dr Ana of AA",
		},
	} {
		for _, name := range names {
			if got := Claims(name); got != claim {
				t.Errorf("%q claims %q; want %q", name, got, claim)
			}
		}
	}
}

// TestEveryClaimedWordIsHeard also keeps a word of the lists from being lost in
// folding, and so from being found in every name.
func TestEveryClaimedWordIsHeard(t *testing.T) {
	for claim, words := range map[Claim]string{Title: titles, Official: officials, Fellowship: fellowships + " " + fellowshipLetters} {
		for _, word := range strings.Fields(words) {
			if got := Claims(word); got != claim {
				t.Errorf("%q claims %q; want %q", word, got, claim)
			}
			if len(plain(word)) < 2 {
				t.Errorf("%q becomes %q", word, plain(word))
			}
		}
	}
}

func TestEveryClaimIsAnsweredKindly(t *testing.T) {
	for _, claim := range []Claim{Title, Official, Fellowship} {
		if !strings.Contains(string(claim.Say()), "lease choose another") {
			t.Errorf("%s says %q", claim, claim.Say())
		}
	}
	if Claim("").Say() != "" {
		t.Error("no claim says something")
	}
}
