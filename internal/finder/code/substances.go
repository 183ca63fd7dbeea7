package code

func alanon() fellowship {
	return fellowship{
		Programme: Programme{"al-anon", "Al-Anon", "Al-Anon"},
		codes: []meaning{
			{"AC", "adult-children", "Adult Child Focus"}, {"Y", "teens", "Alateen"}, {"A", "secular", "Atheist / Agnostic"},
			{"BA", "child-care", "Babysitting Available"}, {"BE", Newcomers, "Beginner"}, {"AA", "with-aa", "Concurrent with AA Meeting"},
			{"AL", "with-alateen", "Concurrent with Alateen Meeting"}, {"O", Open, "Families Friends and Observers Welcome"},
			{"C", Closed, "Families and Friends Only"}, {"FF", "fragrance-free", "Fragrance Free"}, {"G", "gay", "Gay"},
			{"L", "lesbian", "Lesbian"}, {"LGBTQIA", "lgbtq", "LGBTQIA+"}, {"M", "men", "Men"}, {"POA", "parents", "Parents of Alcoholics"},
			{"POC", "people-of-colour", "People of Color"}, {"ASL", "sign-language", "Sign Language"},
			{"SM", "smoking", "Smoking Permitted"}, {"SP", "speaker", "Speaker"}, {"ST", "steps", "Step Meeting"},
			{"T", "transgender", "Transgender"}, {"X", Wheelchair, "Wheelchair Accessible"}, {"W", "women", "Women"},
			{"YA", "young", "Young Adults"},
		},
	}
}

func ca() fellowship {
	return fellowship{
		Programme: Programme{"ca", "Cocaine Anonymous", "CA"},
		codes: []meaning{
			{"11", "step-eleven", "11th Step Meditation"}, {"12x12", "twelve-twelve", "12 Steps & 12 Traditions"},
			{"ABSI", "as-bill-sees-it", "As Bill Sees It"}, {"A", "secular", "Atheist / Agnostic"},
			{"BA", "child-care", "Babysitting Available"}, {"B", "big-book", "Big Book"}, {"H", "celebration", "Birthday"},
			{"BRK", "breakfast", "Breakfast"}, {"BUS", "business", "Business"}, {"CF", "children", "Child-Friendly"},
			{"C", Closed, "Closed"}, {"CAN", "candlelight", "Candlelight"}, {"AL-AN", "with-al-anon", "Concurrent with Al-Anon"},
			{"AL", "with-alateen", "Concurrent with Alateen"}, {"XT", "cross-talk", "Cross Talk Permitted"},
			{"DR", "daily-reflections", "Daily Reflections"}, {"D", "discussion", "Discussion"}, {"DD", "dual-diagnosis", "Dual Diagnosis"},
			{"FF", "fragrance-free", "Fragrance Free"}, {"G", "gay", "Gay"}, {"GR", "grapevine", "Grapevine"}, {"L", "lesbian", "Lesbian"},
			{"LIT", "reading", "Literature"}, {"LS", "living-sober", "Living Sober"}, {"LGBTQ", "lgbtq", "LGBTQ"},
			{"MED", "silence", "Meditation"}, {"M", "men", "Men"}, {"N", "native-american", "Native American"},
			{"BE", Newcomers, "Newcomer"}, {"O", Open, "Open"}, {"ASL", "sign-language", "Sign Language"},
			{"SM", "smoking", "Smoking Permitted"}, {"SP", "speaker", "Speaker"}, {"ST", "steps", "Step Meeting"},
			{"TR", "traditions", "Tradition Study"}, {"T", "transgender", "Transgender"}, {"X", Wheelchair, "Wheelchair Access"},
			{"W", "women", "Women"}, {"Y", "young", "Young People"},
		},
	}
}

func cma() fellowship {
	return fellowship{
		Programme: Programme{"cma", "Crystal Meth Anonymous", "CMA"},
		codes: []meaning{
			{"ASL", "sign-language", "Sign Language"}, {"C", Closed, "Closed"}, {"LGBTQ", "lgbtq", "LGBTQ"},
			{"LIT", "reading", "Literature"}, {"M", "men", "Men"}, {"BE", Newcomers, "Newcomer"}, {"O", Open, "Open"},
			{"OUT", "outdoor", "Outdoor Meeting"}, {"POC", "people-of-colour", "People of Color"}, {"SM", "smoking", "Smoking Permitted"},
			{"SP", "speaker", "Speaker"}, {"ST", "steps", "Step Meeting"}, {"T", "transgender", "Transgender"}, {"W", "women", "Women"},
			{"Y", "young", "Young People"}, {"X", Wheelchair, "Wheelchair Access"},
			{"XB", "wheelchair-toilet", "Wheelchair-Accessible Bathroom"},
		},
	}
}

func daa() fellowship {
	return fellowship{
		Programme: Programme{"daa", "Drug Addicts Anonymous", "DAA"},
		codes: []meaning{
			{"12x12", "twelve-twelve", "12 Steps & 12 Traditions"}, {"BA", "child-care", "Babysitting Available"},
			{"B", "big-book", "Big Book Study"}, {"C", Closed, "Closed"}, {"D", "discussion", "Discussion"}, {"M", "men", "Men"},
			{"O", Open, "Open"}, {"ST", "steps", "Step Meeting"}, {"SS", "step-speaker", "Step Speaker"}, {"W", "women", "Women"},
			{"YP", "young", "Young People"},
		},
	}
}

func ha() fellowship {
	return fellowship{
		Programme: Programme{"ha", "Heroin Anonymous", "HA"},
		codes:     basicTextCodes(),
	}
}

func ma() fellowship {
	return fellowship{
		Programme: Programme{"ma", "Marijuana Anonymous", "MA"},
		codes: []meaning{
			{"BB", "reading", "Book Study"}, {"BE", Newcomers, "Beginners"}, {"CCAP", "captions", "Closed Captions"},
			{"D", "discussion", "Discussion"}, {"H", "celebration", "Chip"}, {"M", "men", "Men"}, {"MED", "silence", "Meditation"},
			{"NB", "non-binary", "Non-Binary"}, {"O", Open, "Open to Non-Addicts"}, {"OUT", "outdoor", "Outdoor"},
			{"POC", "people-of-colour", "Persons of Color"}, {"SP", "speaker", "Speaker"}, {"T", "transgender", "Transgender"},
			{"W", "women", "Women"}, {"X", Wheelchair, "Wheelchair Accessible"}, {"Y", "young", "Young People"},
			{"LGBTQI+", "lgbtq", "LGBTQI+"},
		},
	}
}

func pal() fellowship {
	return fellowship{
		Programme: Programme{"pal", "Parents of Addicted Loved Ones", "PAL"},
	}
}

func rca() fellowship {
	return fellowship{
		Programme: Programme{"rca", "Recovering Couples Anonymous", "RCA"},
		codes: []meaning{
			{"C", Closed, "Closed"}, {"O", Open, "Open"}, {"SP", "speaker", "Speaker"},
		},
	}
}

func rd() fellowship {
	return fellowship{
		Programme: Programme{"rd", "Recovery Dharma", "Recovery Dharma"},
		codes: []meaning{
			{"BE", Newcomers, "Beginners"}, {"BB", "reading", "Book Study"}, {"CC", "child-care", "Child Care Available"},
			{"C", Closed, "Closed"}, {"DF", "dogs", "Dog Friendly"}, {"8F", "eightfold-path", "Eightfold Path Study"},
			{"IS", "inquiry", "Inquiry Study"}, {"IW", "inquiry-writing", "Inquiry Writing"}, {"LGBTQ", "lgbtq", "LGBTQ"},
			{"M", "men", "Men"}, {"MI", "mindfulness", "Mindfulness Practice"}, {"O", Open, "Open"},
			{"PR", "process-addictions", "Process Addictions"}, {"WA", Wheelchair, "Wheelchair Access"}, {"W", "women", "Women"},
		},
	}
}

func rr() fellowship {
	return fellowship{
		Programme: Programme{"rr", "Refuge Recovery", "Refuge Recovery"},
		codes: []meaning{
			{"BE", Newcomers, "Beginners"}, {"BB", "reading", "Book Study"}, {"CC", "child-care", "Child Care Available"},
			{"C", Closed, "Closed"}, {"DF", "dogs", "Dog Friendly"}, {"8F", "eightfold-path", "Eightfold Path Study"},
			{"IS", "inquiry", "Inventory Study"}, {"IW", "inquiry-writing", "Inventory Writing"}, {"LGBTQ", "lgbtq", "LGBTQ"},
			{"M", "men", "Men"}, {"MI", "mindfulness", "Mindfulness Practice"}, {"O", Open, "Open"},
			{"PR", "process-addictions", "Process Addictions"}, {"WA", Wheelchair, "Wheelchair Access"}, {"W", "women", "Women"},
		},
	}
}

func sg() fellowship {
	return fellowship{
		Programme: Programme{"sg", "Support Groups", "Support Groups"},
	}
}
