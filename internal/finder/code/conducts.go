package code

func aca() fellowship {
	return fellowship{
		Programme: Programme{"aca", "Adult Children of Alcoholics", "ACA"},
		codes: []meaning{
			{"ANH", "a-new-hope", "A New Hope"}, {"A", "adults", "Age Restricted 18+"}, {"AV", "audio-visual", "Audio / Visual"},
			{"B", "reading", "Book Study"}, {"BEG", Newcomers, "Beginners"}, {"POC", "people-of-colour", "BIPOC"},
			{"CAP", "captions", "Captions"}, {"CC", "child-care", "Child Care Available"}, {"C", Closed, "Closed"},
			{"COS", "service-concepts", "Concepts of Service"}, {"D", "discussion", "Discussion"},
			{"T", "fellowship-text", "Fellowship Text"}, {"FF", "fragrance-free", "Fragrance Free"}, {"LGBTQ", "lgbtq", "LGBTQ+"},
			{"LLW", "laundry-lists", "Laundry Lists Workbook"}, {"G", "lgbtq", "Gay/Lesbian"},
			{"LPG", "loving-parent", "Loving Parent Guidebook"}, {"M", "men", "Men"}, {"NS", "needs-support", "Needs Support"},
			{"O", Open, "Open"}, {"ASL", "sign-language", "Sign Language ASL"}, {"SM", "smoking", "Smoking Permitted"},
			{"S", "speaker", "Speaker"}, {"ST", "steps", "Steps"}, {"SMR", "strengthening", "Strengthening My Recovery"},
			{"TEEN", "teens", "Teen (Ages 12 to 18)"}, {"TR", "traditions", "Traditions"}, {"X", Wheelchair, "Wheelchair Access"},
			{"W", "women", "Women"}, {"WOR", "workshop", "Workshop"}, {"Y", "yellow-workbook", "Yellow Workbook Study"},
			{"YA", "young", "Young Adult (Ages 18 to 26)"},
		},
	}
}

func coda() fellowship {
	return fellowship{
		Programme: Programme{"coda", "Co-Dependents Anonymous", "CoDA"},
		codes: []meaning{
			{"LIT", "reading", "Literature"}, {"WRITE", "writing", "Writing"}, {"A", "secular", "Atheist / Agnostic"},
			{"BA", "child-care", "Babysitting Available"}, {"BE", Newcomers, "Beginner"}, {"B", "reading", "Book Study"},
			{"CF", "children", "Child-Friendly"}, {"H", "celebration", "Chips"}, {"C", Closed, "Closed"},
			{"CAN", "candlelight", "Candlelight"}, {"AL-AN", "with-al-anon", "Concurrent with Al-Anon"},
			{"AL", "with-alateen", "Concurrent with Alateen"}, {"XT", "cross-talk", "Cross Talk Permitted"}, {"DLY", "daily", "Daily"},
			{"FF", "fragrance-free", "Fragrance Free"}, {"G", "gay", "Gay"}, {"GR", "grapevine", "Grapevine"}, {"L", "lesbian", "Lesbian"},
			{"LGBTQ", "lgbtq", "LGBTQ"}, {"MED", "silence", "Meditation"}, {"M", "men", "Men"}, {"O", Open, "Open"},
			{"QA", "questions", "Q & A"}, {"READ", "reading", "Reading"}, {"SHARE", "sharing", "Sharing"},
			{"ASL", "sign-language", "Sign Language"}, {"SM", "smoking", "Smoking Permitted"}, {"SP", "speaker", "Speaker"},
			{"ST", "steps", "Step Meeting"}, {"TEEN", "teens", "Teens"}, {"D", "topic", "Topic Discussion"},
			{"TR", "traditions", "Tradition"}, {"T", "transgender", "Transgender"}, {"X", Wheelchair, "Wheelchair Accessible"},
			{"W", "women", "Women"}, {"Y", "young", "Young People"},
		},
	}
}

func ceahow() fellowship {
	return fellowship{
		Programme: Programme{"cea-how", "Compulsive Eaters Anonymous-HOW", "CEA-HOW"},
		codes: []meaning{
			{"BOOK", "reading", "Book Study"}, {"12x12", "twelve-twelve", "12 Steps & 12 Traditions"},
			{"AACOA", "aa-comes-of-age", "AA Comes of Age"}, {"ABSI", "as-bill-sees-it", "As Bill Sees It"}, {"B", "big-book", "Big Book"},
			{"CTB", "came-to-believe", "Came to Believe"}, {"CEA-HOW", "cea-how-tools", "CEA-HOW Concept/Tools"},
			{"DR", "daily-reflections", "Daily Reflections"}, {"HJF", "happy-joyous-free", "Happy Joyous and Free"},
			{"LS", "living-sober", "Living Sober"}, {"MAINT", "maintenance", "Maintenance"}, {"MED", "silence", "Meditation"},
			{"SP", "speaker", "Pitch/Speaker"}, {"PROM", "promises", "Promises"}, {"RANDR", "relapse", "Relapse and Recovery"},
			{"ST", "steps", "Steps/Traditions"}, {"D", "topic", "Topic/Discussion"},
		},
	}
}

func da() fellowship {
	return fellowship{
		Programme: Programme{"da", "Debtors Anonymous", "DA"},
		codes: []meaning{
			{"AB", "abundance", "Abundance"}, {"AR", "artists", "Artist"}, {"B", "business-owners", "Business Owner"},
			{"C", Closed, "Closed"}, {"CL", "clutter", "Clutter"}, {"M", "men", "Men"}, {"N", "numbers", "Numbers"}, {"O", Open, "Open"},
			{"P", "prosperity", "Prosperity"}, {"SP", "speaker", "Speaker"}, {"ST", "steps", "Step Study"}, {"TI", "time", "Time"},
			{"TO", "tools", "Toolkit"}, {"V", "vision", "Vision"}, {"X", Wheelchair, "Wheelchair Accessible"}, {"W", "women", "Women"},
		},
	}
}

func eda() fellowship {
	return fellowship{
		Programme: Programme{"eda", "Eating Disorders Anonymous", "EDA"},
		codes: []meaning{
			{"TO", "topic", "Topic/Discussion"}, {"11", "step-eleven", "11th Step Meditation"},
			{"12x12", "twelve-twelve", "12 Steps & 12 Traditions"}, {"BA", "child-care", "Babysitting Available"},
			{"BEG", Newcomers, "Beginners'"}, {"B", "big-book", "Big Book"}, {"CC", "chair-decides", "Chair's Choice"},
			{"CF", "children", "Child-Friendly"}, {"C", Closed, "Closed"}, {"NDG", "indigenous", "Indigenous"},
			{"LIT", "reading", "Literature"}, {"LGBTQ", "lgbtq", "LGBTQ+"}, {"MED", "silence", "Meditation"}, {"M", "men", "Men"},
			{"O", Open, "Open"}, {"OUT", "outdoor", "Outdoor"}, {"POC", "people-of-colour", "People of Color"},
			{"RF", "varies", "Rotating Format"}, {"A", "secular", "Secular"}, {"SEN", "seniors", "Seniors"}, {"SP", "speaker", "Speaker"},
			{"ST", "steps", "Step"}, {"TR", "traditions", "Tradition Study"}, {"T", "transgender", "Transgender"},
			{"X", Wheelchair, "Wheelchair Access"}, {"XB", "wheelchair-toilet", "Wheelchair-Accessible Bathroom"}, {"W", "women", "Women"},
			{"WR", "writing", "Writing"}, {"Y", "young", "Young People"},
		},
	}
}

func ga() fellowship {
	return fellowship{
		Programme: Programme{"ga", "Gamblers Anonymous", "GA"},
		codes: []meaning{
			{"BA", "child-care", "Babysitting Available"}, {"B", "big-book", "Big Book"},
			{"CAN", "candlelight", "Candlelight"}, {"CF", "children", "Child-Friendly"}, {"C", Closed, "Closed"},
			{"GAA", "with-gam-anon", "Combined GA/Gam Anon"}, {"COM", "sharing", "Comment"}, {"CRC", "cross-talk", "Cross Comment"},
			{"DR", "daily-reflections", "Daily Reflections"}, {"D", "discussion", "Discussion"}, {"GAM", "gam-anon", "Gam Anon"},
			{"LIT", "reading", "Literature"}, {"LGBTQ", "lgbtq", "LGBTQ"}, {"MED", "silence", "Meditation"}, {"M", "men", "Men"},
			{"BE", Newcomers, "Newcomer"}, {"20", Newcomers, "20 Questions/Beginner Focus"}, {"O", Open, "Open"}, {"PAR", "parking", "Parking Meters Available"},
			{"ASL", "sign-language", "Sign Language"}, {"SM", "smoking", "Smoking Permitted"}, {"SP", "speaker", "Speaker"},
			{"ST", "steps", "Step Meeting"}, {"TOP", "topic", "Topic"}, {"TR", "traditions", "Tradition Study"},
			{"X", Wheelchair, "Wheelchair Access"}, {"W", "women", "Women"}, {"Y", "young", "Young People"},
		},
	}
}

func oa() fellowship {
	return fellowship{
		Programme: Programme{"oa", "Overeaters Anonymous", "OA"},
		codes: []meaning{
			{"11TH", "step-eleven", "11th Step"}, {"90D", "ninety-days", "90 Day"}, {"AA12", "twelve-twelve", "AA 12/12"},
			{"AIB", "questions", "Ask-It-Basket"}, {"B", "big-book", "Big Book"}, {"DOC", "dignity-of-choice", "Dignity of Choice"},
			{"FT", "for-today", "For Today"}, {"LI", "lifeline", "Lifeline"}, {"LIS", "lifeline-sampler", "Lifeline Sampler"},
			{"LIT", "reading", "Literature Study"}, {"MAIN", "maintenance", "Maintenance"}, {"MED", "silence", "Meditation"},
			{"NEWB", "new-beginnings", "New Beginnings"}, {"BE", Newcomers, "Newcomer"}, {"HOW", "how", "OA H.O.W."},
			{"OA23", "oa-second-third", "OA Second and/or Third Edition"}, {"ST", "steps", "OA Steps and/or Traditions Study"},
			{"RELA", "relapse", "Relapse/12th Step Within"}, {"SSP", "spiritual-path", "Seeking the Spiritual Path"},
			{"SP", "speaker", "Speaker"}, {"SD", "speaker-discussion", "Speaker/Discussion"}, {"SPIR", "spirituality", "Spirituality"},
			{"TEEN", "teens", "Teen Friendly"}, {"PROM", "promises", "The Promises"}, {"TOOL", "tools", "Tools"}, {"D", "topic", "Topic"},
			{"MISC", "varies", "Varies"}, {"VOR", "voices-of-recovery", "Voices of Recovery"}, {"WORK", "workbook", "Work Book Study"},
			{"WRIT", "writing", "Writing"},
		},
	}
}

func saa() fellowship {
	return fellowship{
		Programme: Programme{"saa", "Sex Addicts Anonymous", "SAA"},
		codes: []meaning{
			{"C", Closed, "Closed"}, {"M", "men", "Men"}, {"O", Open, "Open"}, {"ST", "steps", "Step Meeting"}, {"LGBTQ", "lgbtq", "LGBTQ"},
			{"W", "women", "Women"},
		},
	}
}

func sa() fellowship {
	return fellowship{
		Programme: Programme{"sa", "Sexaholics Anonymous", "SA"},
		codes: []meaning{
			{"BE", Newcomers, "Beginner"}, {"B", "reading", "Book Study"}, {"C", Closed, "Closed"}, {"MED", "silence", "Meditation"},
			{"M", "men", "Men"}, {"MI", "all-genders", "Mixed"}, {"O", Open, "Open"}, {"PP", "primary-purpose", "Primary Purpose"},
			{"SP", "speaker", "Speaker"}, {"ST", "steps", "Step Study"}, {"W", "women", "Women"},
		},
	}
}

func sca() fellowship {
	return fellowship{
		Programme: Programme{"sca", "Sexual Compulsives Anonymous", "SCA"},
		codes: []meaning{
			{"BE", Newcomers, "Beginner"}, {"H", "celebration", "Chip"}, {"C", Closed, "Closed"}, {"COURT", "attendance", "Court"},
			{"D", "discussion", "Discussion"}, {"GL", "graphic-language", "Graphic Language"}, {"O", Open, "Open"},
			{"SP", "speaker", "Speaker"}, {"ST", "steps", "Step"},
		},
	}
}

func slaa() fellowship {
	return fellowship{
		Programme: Programme{"slaa", "Sex and Love Addicts Anonymous", "SLAA"},
		codes: []meaning{
			{"LIT", "reading", "Literature Reading"}, {"12x12", "framework", "Framework for Living (12x12x12)"},
			{"ALLG", "all-genders", "All Genders Welcome"}, {"AN", "anorexia", "Anorexia Focus"},
			{"ASOG", "state-of-grace", "State of Grace"}, {"POA", "attendance", "Attendance Voucher"}, {"BDSM", "bdsm", "BDSM Focus"},
			{"B", "reading", "Book Study"}, {"CAM", "camera-on", "Camera On"}, {"BA", "child-care", "Child Care Available"},
			{"H", "celebration", "Chips"}, {"C", Closed, "Closed"}, {"XT", "cross-talk", "Cross Talk Permitted"},
			{"FTSY", "fantasy", "Fantasy"}, {"GC", "check-in", "Getting Current"}, {"X", Wheelchair, "Handicapped Accessible"},
			{"HOW", "how", "H.O.W. Meeting"}, {"HR", "relationships", "Healthy Relationships"}, {"LEG", "legal", "Legal Consequences"},
			{"LGBTQ", "lgbtq", "LGBTQ+"}, {"MED", "silence", "Meditation"}, {"M", "men", "Men"},
			{"MULT", "several-addictions", "Multiple Addictions"}, {"NEUR", "neurodivergent", "Neurodivergent"},
			{"NC", Newcomers, "Newcomers"}, {"FF", "fragrance-free", "No Fragrances"}, {"O", Open, "Open"},
			{"POC", "people-of-colour", "People of Color"}, {"PRI", "prison", "Prison"}, {"SCRE", "restricted", "Screened"},
			{"A", "secular", "Secular"}, {"SEN", "seniors", "Seniors"}, {"SWKR", "sex-workers", "Sex Workers"},
			{"SP", "speaker", "Speaker"}, {"SPEC", "special-interest", "Special Interest"}, {"SPON", "sponsorship", "Sponsorship Focus"},
			{"ST", "steps", "Step Study"}, {"S123", "first-steps", "Steps 1, 2, and 3"}, {"D", "topic", "Topic Discussion"},
			{"TOPL", "top-lines", "Top Lines"}, {"TR", "traditions", "Tradition Study"}, {"TRMA", "trauma", "Trauma Focus"},
			{"VFOR", "varies", "Varied Format"}, {"WDRL", "withdrawal", "Withdrawal"}, {"W", "women", "Women"},
			{"Y", "young", "Young People"},
		},
	}
}

func sia() fellowship {
	return fellowship{
		Programme: Programme{"sia", "Survivors of Incest Anonymous", "SIA"},
		codes: []meaning{
			{"12x12", "twelve-twelve", "12 Steps & 12 Traditions"}, {"ASL", "sign-language", "American Sign Language"},
			{"B", "big-book", "Big Book"}, {"C", Closed, "Closed"}, {"FF", "fragrance-free", "Fragrance Free"},
			{"GQ", "genderqueer", "Genderqueer"}, {"NDG", "indigenous", "Indigenous"}, {"LGBTQ", "lgbtq", "LGBTQ"},
			{"LIT", "reading", "Literature"}, {"M", "men", "Men"}, {"N", "native-american", "Native American"},
			{"BE", Newcomers, "Newcomer"}, {"O", Open, "Open"}, {"OSH", "sharing", "Open Share Format"},
			{"POC", "people-of-colour", "People of Color"}, {"RIT", "ritual-abuse", "Ritual Abuse"}, {"SP", "speaker", "Speaker"},
			{"ST", "steps", "Step Study"}, {"STW", "step-workshop", "Steps Workshop"}, {"T", "transgender", "Transgender"},
			{"X", Wheelchair, "Wheelchair Access"}, {"XB", "wheelchair-toilet", "Wheelchair-Accessible Bathroom"}, {"W", "women", "Women"},
		},
	}
}

func ua() fellowship {
	return fellowship{
		Programme: Programme{"ua", "Underearners Anonymous", "UA"},
		codes: []meaning{
			{"BIPOC", "people-of-colour", "BIPOC"}, {"M", "men", "Men"}, {"ST", "steps", "Steps"}, {"T", "tools", "Tools"},
			{"W", "women", "Women"},
		},
	}
}

func va() fellowship {
	return fellowship{
		Programme: Programme{"va", "Violence Anonymous", "VA"},
		codes: []meaning{
			{"12x12", "twelve-twelve", "12 Steps & 12 Traditions"}, {"C", Closed, "Closed"}, {"BE", Newcomers, "Newcomer"},
			{"O", Open, "Open"},
		},
	}
}
