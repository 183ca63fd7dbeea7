package i18n

func mirrored(text string, args []Args) string { return fill(text, args) }
