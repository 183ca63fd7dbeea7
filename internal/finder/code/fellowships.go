package code

// fellowships are all programmes, ours first.
func fellowships() []fellowship {
	return []fellowship{
		ours(), alcoholics(), narcotics(),
		aca(), alanon(), cma(), coda(), ca(), ceahow(), da(), daa(), eda(), ga(), ha(), ma(), oa(), pal(), rca(), rd(), rr(),
		saa(), sa(), sca(), slaa(), sg(), sia(), ua(), va(),
	}
}

// ours are the groups of this installation: a concept is its own code.
func ours() fellowship {
	f := fellowship{Programme: Programme{Key: Handrail, Name: "Handrail", Short: "Handrail"}}
	for _, one := range everything() {
		name := one.title
		if name == "" {
			name = string(one.label)
		}
		f.codes = append(f.codes, meaning{string(one.concept), one.concept, name})
	}
	return f
}

func alcoholics() fellowship {
	return fellowship{
		Programme: Programme{"aa", "Alcoholics Anonymous", "AA"},
		codes: []meaning{
			{"11", "step-eleven", "11th Step Meditation"},
			{"12x12", "twelve-twelve", "12 Steps & 12 Traditions"},
			{"A", "secular", "Secular"},
			{"ABSI", "as-bill-sees-it", "As Bill Sees It"},
			{"AL", "with-alateen", "Concurrent with Alateen"},
			{"AL-AN", "with-al-anon", "Concurrent with Al-Anon"},
			{"ASL", "sign-language", "American Sign Language"},
			{"B", "big-book", "Big Book"},
			{"BA", "child-care", "Babysitting Available"},
			{"BE", Newcomers, "Newcomer"},
			{"BI", "bisexual", "Bisexual"},
			{"BRK", "breakfast", "Breakfast"},
			{"C", Closed, "Closed"},
			{"CAN", "candlelight", "Candlelight"},
			{"CF", "children", "Child-Friendly"},
			{"D", "discussion", "Discussion"},
			{"DB", "online-collection", "Digital Basket"},
			{"DD", "dual-diagnosis", "Dual Diagnosis"},
			{"DR", "daily-reflections", "Daily Reflections"},
			{"FF", "fragrance-free", "Fragrance Free"},
			{"G", "gay", "Gay"},
			{"GR", "grapevine", "Grapevine"},
			{"H", "celebration", "Birthday"},
			{"L", "lesbian", "Lesbian"},
			{"LGBTQ", "lgbtq", "LGBTQ"},
			{"LIT", "reading", "Literature"},
			{"LS", "living-sober", "Living Sober"},
			{"M", "men", "Men"},
			{"MED", "silence", "Meditation"},
			{"N", "native-american", "Native American"},
			{"NB", "non-binary", "Non-Binary"},
			{"NDG", "indigenous", "Indigenous"},
			{"O", Open, "Open"},
			{"OUT", "outdoor", "Outdoor"},
			{"P", "professionals", "Professionals"},
			{"POA", "attendance", "Proof of Attendance"},
			{"POC", "people-of-colour", "People of Color"},
			{"SEN", "seniors", "Seniors"},
			{"SM", "smoking", "Smoking Permitted"},
			{"SP", "speaker", "Speaker"},
			{"ST", "steps", "Step Study"},
			{"T", "transgender", "Transgender"},
			{"TR", "traditions", "Tradition Study"},
			{"W", "women", "Women"},
			{"X", Wheelchair, "Wheelchair Access"},
			{"XB", "wheelchair-toilet", "Wheelchair-Accessible Bathroom"},
			{"XT", "cross-talk", "Cross Talk Permitted"},
			{"Y", "young", "Young People"},
			{"BV-I", "blind", "Blind / Visually Impaired"},
			{"D-HOH", "deaf", "Deaf / Hard of Hearing"},
			{"LO-I", "loners", "Loners / Isolationists"},
			{"QSL", "quebec-sign-language", "Quebec Sign Language"},
			{"RSL", "russian-sign-language", "Russian Sign Language"},
		},
	}
}

func narcotics() fellowship {
	return fellowship{
		Programme: Programme{"na", "Narcotics Anonymous", "NA"},
		codes:     append(basicTextCodes(), meaning{"SPAD", "spiritual-principle", "Spiritual Principle a Day"}),
	}
}

// basicTextCodes are shared by the programmes that read the Basic Text.
func basicTextCodes() []meaning {
	return []meaning{
		{"CPT", "service-concepts", "12 Concepts"},
		{"BT", "basic-text", "Basic Text"},
		{"BEG", Newcomers, "Beginner/Newcomer"},
		{"CAN", "candlelight", "Candlelight"},
		{"CW", "children", "Children Welcome"},
		{"C", Closed, "Closed"},
		{"DISC", "discussion", "Discussion/Participation"},
		{"GL", "lgbtq", "Gay/Lesbian"},
		{"IP", "pamphlets", "IP Study"},
		{"IW", "it-works", "It Works Study"},
		{"JFT", "just-for-today", "Just For Today Study"},
		{"LIT", "reading", "Literature Study"},
		{"LC", "living-clean", "Living Clean"},
		{"M", "men", "Men"},
		{"MED", "silence", "Meditation"},
		{"NS", "no-smoking", "Non-Smoking"},
		{"O", Open, "Open"},
		{"QA", "questions", "Questions & Answers"},
		{"RA", "restricted", "Restricted Access"},
		{"SMOK", "smoking", "Smoking"},
		{"SPK", "speaker", "Speaker"},
		{"STEP", "steps", "Step"},
		{"SWG", "step-working-guides", "Step Working Guide Study"},
		{"TOP", "topic", "Topic"},
		{"TRAD", "traditions", "Tradition"},
		{"VAR", "varies", "Format Varies"},
		{"X", Wheelchair, "Wheelchair Accessible"},
		{"W", "women", "Women"},
		{"Y", "young", "Young People"},
	}
}

// spellings are other English names that feeds write. They count in a programme
// that has a code for what they mean and no such name itself.
func spellings() []meaning {
	return []meaning{
		{concept: "sign-language", name: "Sign Language"},
		{concept: "sign-language", name: "American Sign Language"},
		{concept: "outdoor", name: "Outdoor"},
		{concept: "outdoor", name: "Outdoor Meeting"},
		{concept: "steps", name: "Step Meeting"},
		{concept: "steps", name: "Step Study"},
		{concept: "traditions", name: "Tradition Study"},
		{concept: "lgbtq", name: "LGBTQ"},
		{concept: "lgbtq", name: "LGBTQ+"},
		{concept: "lgbtq", name: "LGBTQIAA+"},
		{concept: Newcomers, name: "Newcomer"},
		{concept: Newcomers, name: "Newcomers"},
		{concept: Newcomers, name: "Beginner"},
		{concept: Newcomers, name: "Beginners"},
		{concept: Wheelchair, name: "Wheelchair Access"},
		{concept: Wheelchair, name: "Wheelchair Accessible"},
		{concept: "child-care", name: "Babysitting Available"},
		{concept: "child-care", name: "Child Care Available"},
		{concept: Online, name: "Online"},
		{concept: PlaceClosed, name: "Temporarily Closed"},
	}
}
