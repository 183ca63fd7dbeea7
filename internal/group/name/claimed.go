package name

// titles are the professions that treat people, as they stand in names,
// each in one word without accents.
const titles = `
	dr doctor phd psyd dphil lcsw lmft therapist psychotherapist counsellor counselor psychologist psychiatrist psychoanalyst
	nurse physician clinician socialworker
	dra doctora psic lic psicologo psicologa terapeuta psicoterapeuta psiquiatra psicoanalista consejero consejera medico medica
	enfermero enfermera trabajadorsocial trabajadorasocial
	docteur docteure doctoresse psychologue therapeute psychotherapeute psychiatre psychanalyste conseiller conseillere medecin
	infirmier infirmiere assistantsocial assistantesociale travailleursocial travailleusesociale`

// officials are those who speak for the site, and the roles of a group.
const officials = `
	official admin administrator sysadmin webmaster mod moderator steward stewards staff support team facilitator cofacilitator
	groupleader trustedservant secretary greeter handrail helpline hotline crisisline helpdesk
	oficial administrador administradora moderador moderadora soporte equipo facilitador facilitadora cofacilitador cofacilitadora
	responsable secretario secretaria lineadeayuda
	officiel officielle administrateur administratrice moderateur moderatrice equipe facilitateur facilitatrice animateur animatrice
	secretaire ligned'ecoute ligned'aide`

// fellowships are organisations outside, by their whole names.
const fellowships = `
	alcoholicsanonymous narcoticsanonymous cocaineanonymous gamblersanonymous overeatersanonymous debtorsanonymous
	sexaholicsanonymous sexaddictsanonymous loveaddictsanonymous marijuanaanonymous crystalmethanonymous nicotineanonymous
	heroinanonymous pillsanonymous workaholicsanonymous emotionsanonymous codependentsanonymous familiesanonymous
	adultchildrenofalcoholics alanon alateen naranon gamanon smartrecovery recoverydharma refugerecovery lifering
	womenforsobriety celebraterecovery organizationsforsobriety depressionandbipolarsupportalliance
	nationalallianceonmentalillness recoveryinternational hearingvoicesnetwork
	alcoholicosanonimos narcoticosanonimos jugadoresanonimos comedorescompulsivos cocainomanosanonimos deudoresanonimos
	neuroticosanonimos emocionesanonimas codependientesanonimos familiasanonimas hijosadultosdealcoholicos sexoadictosanonimos
	alcooliquesanonymes narcotiquesanonymes cocainomanesanonymes joueursanonymes gamblersanonymes outremangeursanonymes
	debiteursanonymes emotifsanonymes codependantsanonymes famillesanonymes enfantsadultesdalcooliques
	dependantsaffectifs croixbleue vielibre`

// fellowshipLetters are their abbreviations, which count in capitals alone.
const fellowshipLetters = "AA NA GA OA SAA SLAA CMA ACA ACOA CODA DBSA NAMI SMART"
