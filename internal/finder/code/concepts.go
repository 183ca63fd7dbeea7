package code

func whom() []idea {
	return []idea{
		{concept: "women", label: "Women", world: "W"},
		{concept: "men", label: "Men", world: "M"},
		{concept: "lgbtq", label: "LGBTQ+", world: "GL"},
		{concept: "gay", label: "Gay people", wider: "lgbtq"},
		{concept: "lesbian", label: "Lesbian women", wider: "lgbtq"},
		{concept: "bisexual", label: "Bisexual people", wider: "lgbtq"},
		{concept: "transgender", label: "Transgender people", wider: "lgbtq"},
		{concept: "non-binary", label: "Non-binary people", wider: "lgbtq"},
		{concept: "genderqueer", label: "Genderqueer people", wider: "lgbtq"},
		{concept: "all-genders", label: "People of all genders"},
		{concept: "young", label: "Young people", world: "Y"},
		{concept: "teens", label: "Teenagers", wider: "young"},
		{concept: "adults", label: "Only for adults"},
		{concept: "seniors", label: "Older people"},
		{concept: "people-of-colour", label: "People of colour"},
		{concept: "indigenous", label: "Indigenous people"},
		{concept: "native-american", label: "Native Americans", wider: "indigenous"},
		{concept: "families", label: "Family and friends"},
		{concept: "parents", label: "Parents", wider: "families"},
		{concept: "adult-children", label: "Adult children of people who drink"},
		{concept: "veterans", label: "Veterans"},
		{concept: "professionals", label: "People in helping jobs"},
		{concept: "secular", label: "Secular"},
		{concept: "dual-diagnosis", label: "With mental illness too"},
		{concept: "illness", label: "Living with an illness"},
		{concept: "neurodivergent", label: "Neurodivergent people"},
		{concept: "deaf", label: "Deaf and hard of hearing people"},
		{concept: "blind", label: "Blind and partially sighted people"},
		{concept: "loners", label: "People far from any group"},
		{concept: "artists", label: "Artists"},
		{concept: "business-owners", label: "People with a business"},
		{concept: "sex-workers", label: "Sex workers"},
		{concept: "prison", label: "People who are or were in prison"},
		{concept: "legal", label: "People facing the law"},
		{concept: "anorexia", label: "Anorexia"},
		{concept: "several-addictions", label: "Several addictions"},
		{concept: "process-addictions", label: "Addictions to what one does"},
		{concept: "trauma", label: "Living with trauma"},
		{concept: "ritual-abuse", label: "Survivors of ritual abuse"},
		{concept: "bdsm", label: "BDSM"},
		{concept: "special-interest", label: "A shared interest"},
	}
}

func openness() []idea {
	return []idea{
		{concept: Open, label: "Open to everybody", world: "OPEN"},
		{concept: Closed, label: "Closed to visitors", world: "CLOSED"},
		{concept: Newcomers, label: "For newcomers", world: "BEG"},
		{concept: "restricted", label: "Only for some: ask first", world: "RA"},
		{concept: "primary-purpose", label: "Only for those who want to stop"},
		{concept: "closed-holidays", label: "Not on public holidays", world: "CH"},
	}
}

func access() []idea {
	return []idea{
		{concept: Wheelchair, label: "Wheelchair access", world: "WCHR"},
		{concept: "wheelchair-toilet", label: "Wheelchair-accessible toilet"},
		{concept: "sign-language", label: "Sign language", lang: "ase"},
		{concept: "quebec-sign-language", label: "Quebec Sign Language", wider: "sign-language", lang: "fcs"},
		{concept: "russian-sign-language", label: "Russian Sign Language", wider: "sign-language", lang: "rsl"},
		{concept: "captions", label: "Live captions"},
		{concept: "audio-visual", label: "Sound and pictures"},
		{concept: "quiet-space", label: "A quiet room to step out to"},
		{concept: "child-care", label: "Child care"},
		{concept: "children", label: "Children welcome", world: "CW"},
		{concept: "children-watched", label: "Children with somebody to watch them", wider: "children"},
		{concept: "no-children", label: "No children", world: "NC"},
		{concept: "fragrance-free", label: "No perfume, please"},
		{concept: "no-smoking", label: "No smoking", world: "NS"},
		{concept: "smoking", label: "Smoking allowed", world: "SMOK"},
		{concept: "outdoor", label: "Outdoors"},
		{concept: "dogs", label: "Dogs welcome"},
		{concept: "parking", label: "Paid parking nearby"},
		{concept: "attendance", label: "Signs that you came"},
		{concept: "identity", label: "Show an ID to enter"},
		{concept: "security-cameras", label: "Security cameras"},
	}
}

func others() []idea {
	return []idea{
		{concept: Online, label: "Online", world: "VM"},
		{concept: Hybrid, label: "In a room and online", world: "HYBR"},
		{concept: PlaceClosed, label: "The place is closed for now", world: "TC"},
		{concept: "online-collection", label: "Collects money online"},
		{concept: "needs-support", label: "Would be glad of more people"},
	}
}
