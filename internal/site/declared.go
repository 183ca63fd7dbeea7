package site

import "handrail/internal/platform/declare"

// Declared declares the tables of this package.
func Declared() []declare.Table {
	const always = "As long as this site exists"
	row := func(name string, column declare.Column) declare.Column {
		column.Name, column.Whose, column.Kept, column.Export = name, declare.Sites, always, declare.ToSite
		return column
	}
	return []declare.Table{
		{Name: "site_site", Order: []string{"id"}, Columns: []declare.Column{
			row("id", declare.Column{Why: "There is one site."}),
			row("name", declare.Column{Why: "What the site is called."}),
			row("operator", declare.Column{Why: "Who runs the site, as they wish to be named."}),
			row("contact", declare.Column{Why: "How whoever runs the site can be reached."}),
			row("welcome_source", declare.Column{Why: "The welcome, as it was written."}),
			row("welcome_html", declare.Column{Why: "The welcome, as it is shown."}),
			row("renderer", declare.Column{Why: "Which version of the program made it."}),
			row("registration", declare.Column{Why: "How people come in."}),
			row("founding", declare.Column{Why: "Who may found groups."}),
			row("country", declare.Column{Why: "Whose help lines come first."}),
			row("language", declare.Column{Why: "The site's own language."}),
			row("zone", declare.Column{Why: "The site's own time zone."}),
			row("exit_to", declare.Column{Why: "Where “Leave quickly” leads."}),
			row("key_kept_at", declare.Column{Why: "When a steward put the server's key away."}),
			row("set_up_at", declare.Column{Why: "When the site was set up."}),
			row("changed_at", declare.Column{Why: "When it was last changed."}),
		}},
		{Name: "site_help_line", Order: []string{"id"}, Columns: []declare.Column{
			row("id", declare.Column{Why: "Which help line it is."}),
			row("own", declare.Column{Why: "Whether stewards added it."}),
			row("is_on", declare.Column{Why: "Whether it is shown."}),
			row("checked_on", declare.Column{Why: "When a steward last checked it."}),
			row("country", declare.Column{Why: "Where the line answers."}),
			row("kind", declare.Column{Why: "What the line helps with."}),
			row("name", declare.Column{Why: "What the service is called."}),
			row("phone", declare.Column{Why: "The number to call."}),
			row("sms", declare.Column{Why: "The number to write to."}),
			row("sms_body", declare.Column{Why: "The word to send."}),
			row("web", declare.Column{Why: "The address of its page."}),
			row("changed_at", declare.Column{Why: "When a steward last decided about it."}),
		}},
	}
}
