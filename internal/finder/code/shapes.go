package code

func shapes() []idea { return append(ways(), themes()...) }

// ways are what is done in a meeting.
func ways() []idea {
	return []idea{
		{concept: "discussion", label: "Discussion", world: "DISC"},
		{concept: "topic", label: "One topic", world: "TOP"},
		{concept: "speaker", label: "Speaker", world: "SPK"},
		{concept: "speaker-discussion", label: "Speaker and discussion", wider: "speaker", world: "S-D"},
		{concept: "step-speaker", label: "Speaker on a step", wider: "speaker"},
		{concept: "sharing", label: "Open sharing"},
		{concept: "check-in", label: "Check-in round"},
		{concept: "round-robin", label: "Everybody in turn"},
		{concept: "pitch", label: "Each calls on the next"},
		{concept: "timer", label: "Timed sharing"},
		{concept: "cross-talk", label: "Answering each other is fine"},
		{concept: "questions", label: "Questions and answers", world: "QA"},
		{concept: "steps", label: "Step study", world: "STEP"},
		{concept: "first-steps", label: "Steps 1, 2 and 3", wider: "steps"},
		{concept: "five-and-ten", label: "Steps 5 and 10", wider: "steps"},
		{concept: "step-workshop", label: "Working the steps together", wider: "steps"},
		{concept: "step-eleven", label: "Meditation on Step 11", wider: "silence"},
		{concept: "traditions", label: "Traditions study", world: "TRAD"},
		{concept: "service-concepts", label: "Concepts of service", world: "CPT"},
		{concept: "silence", label: "Silence or meditation", world: "MED"},
		{concept: "mindfulness", label: "Mindfulness", wider: "silence"},
		{concept: "candlelight", label: "By candlelight", world: "CAN"},
		{concept: "writing", label: "Writing"},
		{concept: "inquiry-writing", label: "Writing about oneself", wider: "writing"},
		{concept: "inquiry", label: "Looking into oneself"},
		{concept: "workshop", label: "Workshop"},
		{concept: "tools", label: "Learning a tool"},
		{concept: "skills", label: "Practising skills"},
		{concept: "walking", label: "Walking together"},
		{concept: "creative", label: "Making things"},
		{concept: "celebration", label: "Celebration"},
		{concept: "breakfast", label: "Breakfast"},
		{concept: "business", label: "Group business"},
		{concept: "daily", label: "Every day"},
		{concept: "ninety-days", label: "90 days"},
		{concept: "varies", label: "Now this, now that", world: "VAR"},
		{concept: "open-ended", label: "No fixed end"},
		{concept: "chair-decides", label: "The chair chooses"},
		{concept: "camera-on", label: "Cameras on"},
		{concept: "with-aa", label: "Beside an AA meeting"},
		{concept: "with-al-anon", label: "Beside an Al-Anon meeting"},
		{concept: "with-alateen", label: "Beside an Alateen meeting"},
		{concept: "with-gam-anon", label: "Together with Gam-Anon"},
		{concept: "gam-anon", label: "Gam-Anon meeting", wider: "families"},
	}
}

// themes are what is spoken of.
func themes() []idea {
	return []idea{
		{concept: "relapse", label: "Coming back after a setback"},
		{concept: "maintenance", label: "Keeping what one has reached"},
		{concept: "spirituality", label: "Spirituality"},
		{concept: "relationships", label: "Healthy relationships"},
		{concept: "sponsorship", label: "Sponsorship"},
		{concept: "withdrawal", label: "Withdrawal"},
		{concept: "fantasy", label: "Fantasy"},
		{concept: "top-lines", label: "Top lines"},
		{concept: "graphic-language", label: "Plain words about sex"},
		{concept: "how", label: "H.O.W. way of working"},
		{concept: "abundance", label: "Abundance"},
		{concept: "clutter", label: "Clutter"},
		{concept: "numbers", label: "Money in numbers"},
		{concept: "prosperity", label: "Prosperity"},
		{concept: "time", label: "Using time"},
		{concept: "vision", label: "Vision"},
	}
}

// readings begin with reading as such. Titles are names: they are translated
// nowhere.
func readings() []idea {
	list := []idea{
		{concept: "reading", label: "Reading together", world: "LIT"},
		{concept: "pamphlets", label: "Pamphlets", wider: "reading", world: "IP"},
		{concept: "workbook", label: "Workbook", wider: "reading"},
		{concept: "promises", label: "The Promises", wider: "reading"},
	}
	for _, t := range []idea{
		{concept: "big-book", title: "Big Book"},
		{concept: "twelve-twelve", title: "Twelve Steps and Twelve Traditions"},
		{concept: "as-bill-sees-it", title: "As Bill Sees It"},
		{concept: "daily-reflections", title: "Daily Reflections"},
		{concept: "grapevine", title: "Grapevine"},
		{concept: "living-sober", title: "Living Sober"},
		{concept: "aa-comes-of-age", title: "AA Comes of Age"},
		{concept: "came-to-believe", title: "Came to Believe"},
		{concept: "happy-joyous-free", title: "Happy, Joyous and Free"},
		{concept: "basic-text", title: "Basic Text", world: "BT"},
		{concept: "it-works", title: "It Works: How and Why", world: "IW"},
		{concept: "just-for-today", title: "Just for Today", world: "JFT"},
		{concept: "living-clean", title: "Living Clean", world: "LC"},
		{concept: "guiding-principles", title: "Guiding Principles", world: "GP"},
		{concept: "step-working-guides", title: "Step Working Guides", world: "SWG"},
		{concept: "spiritual-principle", title: "A Spiritual Principle a Day", world: "SPAD"},
		{concept: "fellowship-text", title: "Fellowship Text"},
		{concept: "a-new-hope", title: "A New Hope"},
		{concept: "laundry-lists", title: "Laundry Lists Workbook"},
		{concept: "loving-parent", title: "Loving Parent Guidebook"},
		{concept: "strengthening", title: "Strengthening My Recovery"},
		{concept: "yellow-workbook", title: "Yellow Workbook"},
		{concept: "cea-how-tools", title: "CEA-HOW Concept and Tools"},
		{concept: "dignity-of-choice", title: "Dignity of Choice"},
		{concept: "for-today", title: "For Today"},
		{concept: "lifeline", title: "Lifeline"},
		{concept: "lifeline-sampler", title: "Lifeline Sampler"},
		{concept: "new-beginnings", title: "New Beginnings"},
		{concept: "oa-second-third", title: "Overeaters Anonymous, Second and Third Edition"},
		{concept: "spiritual-path", title: "Seeking the Spiritual Path"},
		{concept: "voices-of-recovery", title: "Voices of Recovery"},
		{concept: "eightfold-path", title: "Eightfold Path"},
		{concept: "framework", title: "Framework for Living"},
		{concept: "state-of-grace", title: "State of Grace"},
	} {
		t.wider = "reading"
		list = append(list, t)
	}
	return list
}
