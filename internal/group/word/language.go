package word

// Language is a language in which a group can speak. Code is stored and never
// changes (BCP 47); Name is its own name for itself.
type Language struct{ Code, Name string }

// Languages lists them: those of the program first, then many more.
func Languages() []Language {
	return []Language{
		{"en", "English"}, {"es", "Español"}, {"fr", "Français"},
		{"ar", "العربية"}, {"bn", "বাংলা"}, {"cs", "Čeština"},
		{"da", "Dansk"}, {"de", "Deutsch"}, {"el", "Ελληνικά"},
		{"fa", "فارسی"}, {"fi", "Suomi"}, {"he", "עברית"},
		{"hi", "हिन्दी"}, {"hu", "Magyar"}, {"id", "Bahasa Indonesia"},
		{"it", "Italiano"}, {"ja", "日本語"}, {"ko", "한국어"},
		{"nl", "Nederlands"}, {"no", "Norsk"}, {"pl", "Polski"},
		{"pt", "Português"}, {"ro", "Română"}, {"ru", "Русский"},
		{"sv", "Svenska"}, {"sw", "Kiswahili"}, {"tl", "Tagalog"},
		{"tr", "Türkçe"}, {"uk", "Українська"}, {"ur", "اردو"},
		{"vi", "Tiếng Việt"}, {"zh", "中文"},
	}
}
