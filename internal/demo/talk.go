package demo

import (
	"context"
	"fmt"
	"time"

	"handrail/internal/forum"
	"handrail/internal/group"
)

// begins is somebody who begins a topic in one of the spaces that a group has
// from the start. key is what later beats know its first post by.
func begins(key, who, in, space string, kind forum.Kind, title, text string, change ...func(*forum.Beginning)) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		b := forum.Beginning{Space: m.Group.ID + "-" + space, Kind: kind, Title: title, Words: forum.Words{Text: text}}
		for _, one := range change {
			one(&b)
		}
		p, err := t.Forum.Begin(ctx, m, b)
		if err != nil {
			return err
		}
		t.kept[key], t.kept[key+" topic"] = p.ID, p.Topic
		return t.Forum.Tell(ctx, p.ID)
	})
}

// unnamed has a topic begun without a name.
func unnamed(b *forum.Beginning) { b.Anonymous = true }

// about marks what a topic touches.
func about(notes ...string) func(*forum.Beginning) {
	return func(b *forum.Beginning) { b.Notes = notes }
}

// wishes says what its author wants answers to be.
func wishes(a forum.Answers) func(*forum.Beginning) {
	return func(b *forum.Beginning) { b.Answers = a }
}

// says is somebody who answers in a topic.
func says(key, who, in, topic, text string, change ...func(t *teller, w *forum.Words)) deed {
	return does(who, in, func(ctx context.Context, t *teller, m group.Member) error {
		w := forum.Words{Text: text}
		for _, one := range change {
			one(t, &w)
		}
		p, err := t.Forum.Reply(ctx, m, t.kept[topic+" topic"], w)
		if err != nil {
			return fmt.Errorf("answers %s: %w", topic, err)
		}
		if key != "" {
			t.kept[key] = p.ID
		}
		return t.Forum.Tell(ctx, p.ID)
	})
}

// quoting quotes some words of a post.
func quoting(key, words string) func(*teller, *forum.Words) {
	return func(t *teller, w *forum.Words) { w.Quote, w.Excerpt = t.kept[key], words }
}

// masked is said without a name.
func masked(_ *teller, w *forum.Words) { w.Anonymous = true }

// cares is somebody who shows that they care about a post.
func cares(in, post, kind string, people ...string) deed {
	return each(in, people, func(ctx context.Context, t *teller, m group.Member) error {
		return t.Forum.React(ctx, m, t.kept[post], kind, true)
	})
}

// hasRead are those who have read all that was said so far.
func hasRead(in string, people ...string) deed {
	return each(in, people, func(ctx context.Context, t *teller, m group.Member) error { return t.Forum.MarkAllRead(ctx, m) })
}

// lowTideTalk is what is said in Low Tide.
func lowTideTalk() []beat {
	const g = lowTideName
	return []beat{
		{60 * day, begins("how it works", "tomasz", g, "talk", forum.Discussion, "How this forum works, in five lines",
			"- Read as long as you like. Nobody counts.\n- In *Stories* we listen. A thank you is enough.\n- In *Questions* we say what helped us, and leave the rest.\n- What you write without your name stays without your name.\n- If it gets heavy, **Help** is at the top of every page.")},
		{59 * day, does("tomasz", g, func(ctx context.Context, t *teller, m group.Member) error {
			return t.Forum.Pin(ctx, m, t.kept["how it works topic"], true)
		})},
		{58 * day, says("", "ada", g, "how it works", "Five lines I wish I had had on my first day.")},
		{40 * day, begins("sundays", "wren", g, "questions", forum.Question, "What do you do with Sundays?",
			"Every other day has a shape. Sundays are one long room. What do you put into yours?")},
		{40*day - 3*time.Hour, says("bread", "ikenna", g, "sundays", "Bread. It takes four hours and needs you every forty minutes. By the time it is out of the oven the day is nearly done, and you have bread.")},
		{39 * day, says("", "marisol", g, "sundays", "I ring my aunt at four. She does not know why. She is pleased each time.")},
		{38 * day, says("", "bo", g, "sundays", "The kids and I walk to the harbour and count boats, whatever the weather. Nobody is allowed to be cheerful about the rain.")},
		{37 * day, says("", "wren", g, "sundays", "I made the bread. It was flat as a plate. I am making it again. Thank you, @Ikenna.", quoting("bread", "you have bread"))},
		{37*day - time.Hour, does("wren", g, func(ctx context.Context, t *teller, m group.Member) error {
			return t.Forum.Helped(ctx, m, t.kept["sundays topic"], 2)
		})},
		{21 * day, begins("wedding", "marisol", g, "shares", forum.Share, "The first wedding with water in my glass",
			"My cousin got married on Saturday. I had turned down the last three weddings in the family, and everybody had stopped asking why.\n\nI told one person before I went. Not the whole story. I said: if you see me by the door, come and stand with me a while. She did, twice, and we talked about her tomatoes.\n\nThere was a toast. I lifted water. My hand shook and nobody looked at my hand. I had been so sure that everybody would.\n\nI left at ten and sat in the car with the heating on. I was not happy, exactly. I was all there.")},
		{21*day - 2*time.Hour, cares(g, "wedding", "with-you", "ada", "bo", "juniper", "wren")},
		{21*day - 3*time.Hour, says("all there", "ada", g, "wedding", "“I was all there.” I will keep that one, if I may.", quoting("wedding", "I was all there."))},
		{20*day + 5*time.Hour, says("", "juniper", g, "wedding", "I count coats at parties. You stood by a door. It is good to know that there are more of us near the exits.")},
		{20 * day, says("", "marisol", g, "wedding", "You may, Ada. And Juniper: next time I will look for you by the coats.")},
		{20*day - time.Hour, cares(g, "all there", "thanks", "marisol")},
		{12 * day, begins("money", "juniper", g, "shares", forum.Share, "What I did not tell my sister",
			"I said that the car broke down. The car is fine. I sat in it outside the shop for an hour and a half, and I did not go in, and I did not drive to her either. I do not know which of the two I am more ashamed of. I wanted to say it somewhere.", unnamed, about("use"), wishes(forum.Experience))},
		{12*day - 2*time.Hour, says("car", "bo", g, "money", "I know that car park. An hour and a half of not going in is an hour and a half.")},
		{11 * day, says("", "juniper", g, "money", "I had not seen it from that side. Thank you.", masked, quoting("car", "An hour and a half of not going in"))},
		{11*day - time.Hour, cares(g, "money", "me-too", "ikenna", "wren")},
		{11*day - 2*time.Hour, cares(g, "money", "strength", "marisol")},
		{6 * day, begins("clubs", "ikenna", g, "talk", forum.Discussion, "Things that are open after midnight and are not a bar",
			"My list so far: the bakery's back door, the laundrette on Pier Road, the bench by the lock. Please add yours.")},
		{5 * day, says("", "ada", g, "clubs", "The waiting room at the ferry. Warm, bright, and the clock is wrong.")},
		{4 * day, says("", "bo", g, "clubs", "The swimming hall opens at five. If you have held out until then you may as well swim.")},
		{3 * day, hasRead(g, "tomasz", "marisol", "bo", "wren", "ada", "ikenna")},
		{2 * day, begins("day twenty", "bo", g, "shares", forum.Share, "Back at day one, and the van still runs",
			"It happened on Friday. I am not going to make a story of it. I rang @Tomasz on Saturday, and I am writing here on Sunday, which is two things I never did before.\n\nWhat I had before Friday is still mine. I keep telling myself that, and it would be good to hear it from somebody else.", about("use"))},
		{2*day - time.Hour, cares(g, "day twenty", "with-you", "tomasz", "marisol", "ada")},
		{2*day - 2*time.Hour, says("", "marisol", g, "day twenty", "Then hear it from me: what you had before Friday is still yours, all of it. I am glad that you wrote.")},
		{2*day - 4*time.Hour, says("", "tomasz", g, "day twenty", "And the ringing on Saturday is yours too. The kettle is on.")},
		{8 * time.Hour, says("", "ada", g, "day twenty", "I stopped and started more often than I can count. Each time the stopping came a little easier. You are in good company.")},
		{5 * time.Hour, says("", "marisol", g, "clubs", "The greenhouse, in May. They do not lock it. I did not say that.")},
		{4 * time.Hour, begins("sleep", "wren", g, "questions", forum.Question, "Does sleep come back?",
			"It has been weeks of waking up at three. I lie there and go through everybody I owe an apology. Did it get better for you, and when?")},
		{3 * time.Hour, says("", "ikenna", g, "sleep", "It did for me, after about two months, and not in a straight line. I keep a radio by the bed. People talking about fish.")},
	}
}

// quieterTalk is what is said in the other groups.
func quieterTalk() []beat {
	const table, hands, rain = tuesdayName, "Steady Hands", "After the Rain"
	return []beat{
		{28 * day, begins("chairs", "bo", table, "shares", forum.Share, "Forty chairs", "I set out forty chairs every week for the twelve of us. Somebody asked why. Because I do not know who comes, and I would like there to be a chair.")},
		{27 * day, says("", "mei", table, "chairs", "Thank you. I have come late to one of those chairs more than once.")},
		{27*day - time.Hour, cares(table, "chairs", "thanks", "nadia", "ada", "wren")},
		{10 * day, begins("agnes", "nadia", table, "shares", forum.Share, "For Agnes", "Her coat hung on the rack all evening, because nobody could take it down. Say something about her here, if you like.", about("grief"), wishes(forum.Anything))},
		{9 * day, says("", "ada", table, "agnes", "She told me that it gets lighter. I was angry with her for a week. Then it got a little lighter.")},
		{9*day - 2*time.Hour, says("", "mei", table, "agnes", "I answer late, and she always waited with the tea.")},
		{8 * day, begins("lift", "ikenna", hands, "shares", forum.Share, "Second floor", "I took the lift to the second floor and walked from there. My heart went like a sewing machine. I wrote down the time: eleven seconds.")},
		{7 * day, says("", "ines", hands, "lift", "Eleven seconds, and you stayed in it. Bring that with you on Thursday.")},
		{7*day - time.Hour, cares(hands, "lift", "strength", "rosa", "pat")},
		{5 * day, begins("names", "marisol", rain, "shares", forum.Share, "His birthday is on Friday", "He would be thirty-one. I have bought the cake he likes and I do not know what one does with a cake.", about("grief"))},
		{5*day - 3*time.Hour, says("", "owen", rain, "names", "One candle, and whoever comes gets a piece. We will say his name on Thursday, if you would like that.")},
	}
}
