package code

// tongues are the languages, those with a code first. The order within the
// finder is that of their names in the reader's language.
func tongues() []idea {
	return []idea{
		{concept: "english", label: "English", lang: "en"},
		{concept: "spanish", label: "Spanish", lang: "es"},
		{concept: "french", label: "French", lang: "fr"},
		{concept: "afrikaans", label: "Afrikaans", lang: "af"},
		{concept: "amharic", label: "Amharic", lang: "am"},
		{concept: "arabic", label: "Arabic", lang: "ar"},
		{concept: "bulgarian", label: "Bulgarian", lang: "bg"},
		{concept: "croatian", label: "Croatian", lang: "hr"},
		{concept: "danish", label: "Danish", lang: "da"},
		{concept: "dutch", label: "Dutch", lang: "nl"},
		{concept: "finnish", label: "Finnish", lang: "fi"},
		{concept: "georgian", label: "Georgian", lang: "ka"},
		{concept: "german", label: "German", lang: "de"},
		{concept: "greek", label: "Greek", lang: "el"},
		{concept: "hebrew", label: "Hebrew", lang: "he"},
		{concept: "hindi", label: "Hindi", lang: "hi"},
		{concept: "hungarian", label: "Hungarian", lang: "hu"},
		{concept: "icelandic", label: "Icelandic", lang: "is"},
		{concept: "italian", label: "Italian", lang: "it"},
		{concept: "japanese", label: "Japanese", lang: "ja"},
		{concept: "korean", label: "Korean", lang: "ko"},
		{concept: "lithuanian", label: "Lithuanian", lang: "lt"},
		{concept: "malayalam", label: "Malayalam", lang: "ml"},
		{concept: "maltese", label: "Maltese", lang: "mt"},
		{concept: "nepali", label: "Nepali", lang: "ne"},
		{concept: "norwegian", label: "Norwegian", lang: "no"},
		{concept: "persian", label: "Persian", lang: "fa"},
		{concept: "polish", label: "Polish", lang: "pl"},
		{concept: "portuguese", label: "Portuguese", lang: "pt"},
		{concept: "punjabi", label: "Punjabi", lang: "pa"},
		{concept: "russian", label: "Russian", lang: "ru"},
		{concept: "slovak", label: "Slovak", lang: "sk"},
		{concept: "slovenian", label: "Slovenian", lang: "sl"},
		{concept: "swedish", label: "Swedish", lang: "sv"},
		{concept: "tagalog", label: "Tagalog", lang: "tl"},
		{concept: "thai", label: "Thai", lang: "th"},
		{concept: "turkish", label: "Turkish", lang: "tr"},
		{concept: "ukrainian", label: "Ukrainian", lang: "uk"},
		{concept: "bengali", label: "Bengali", lang: "bn"},
		{concept: "catalan", label: "Catalan", lang: "ca"},
		{concept: "chinese", label: "Chinese", lang: "zh"},
		{concept: "czech", label: "Czech", lang: "cs"},
		{concept: "estonian", label: "Estonian", lang: "et"},
		{concept: "indonesian", label: "Indonesian", lang: "id"},
		{concept: "irish", label: "Irish", lang: "ga"},
		{concept: "latvian", label: "Latvian", lang: "lv"},
		{concept: "romanian", label: "Romanian", lang: "ro"},
		{concept: "serbian", label: "Serbian", lang: "sr"},
		{concept: "somali", label: "Somali", lang: "so"},
		{concept: "swahili", label: "Swahili", lang: "sw"},
		{concept: "tamil", label: "Tamil", lang: "ta"},
		{concept: "urdu", label: "Urdu", lang: "ur"},
		{concept: "vietnamese", label: "Vietnamese", lang: "vi"},
		{concept: "welsh", label: "Welsh", lang: "cy"},
		{concept: "two-languages", label: "In two languages"},
	}
}

// languages are the codes of languages. They are not those of ISO 639, and any
// programme may use them that does not say something else by the same letters.
func languages() []meaning {
	return []meaning{
		{"AF", "afrikaans", "Afrikaans"}, {"AM", "amharic", "Amharic"}, {"AR", "arabic", "Arabic"},
		{"BG", "bulgarian", "Bulgarian"}, {"DA", "danish", "Danish"}, {"DE", "german", "German"},
		{"EL", "greek", "Greek"}, {"EN", "english", "English"}, {"FA", "persian", "Persian"},
		{"FI", "finnish", "Finnish"}, {"FR", "french", "French"}, {"HE", "hebrew", "Hebrew"},
		{"HI", "hindi", "Hindi"}, {"HR", "croatian", "Croatian"}, {"HU", "hungarian", "Hungarian"},
		{"IS", "icelandic", "Icelandic"}, {"ITA", "italian", "Italian"}, {"JA", "japanese", "Japanese"},
		{"KA", "georgian", "Georgian"}, {"KOR", "korean", "Korean"}, {"LT", "lithuanian", "Lithuanian"},
		{"ML", "malayalam", "Malayalam"}, {"MT", "maltese", "Maltese"}, {"NE", "nepali", "Nepali"},
		{"NL", "dutch", "Dutch"}, {"NO", "norwegian", "Norwegian"}, {"POL", "polish", "Polish"},
		{"POR", "portuguese", "Portuguese"}, {"PUN", "punjabi", "Punjabi"}, {"RUS", "russian", "Russian"},
		{"S", "spanish", "Spanish"}, {"SK", "slovak", "Slovak"}, {"SL", "slovenian", "Slovenian"},
		{"SV", "swedish", "Swedish"}, {"TH", "thai", "Thai"}, {"TL", "tagalog", "Tagalog"},
		{"TUR", "turkish", "Turkish"}, {"UK", "ukrainian", "Ukrainian"},
	}
}

// everywhere are the codes that all programmes have.
func everywhere() []meaning {
	return []meaning{
		{"ONL", Online, "Online Meeting"},
		{"TC", PlaceClosed, "Location Temporarily Closed"},
	}
}
