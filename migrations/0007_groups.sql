-- +goose Up
-- Groups: what they are, who belongs to them and by which face, and what keeps
-- them fair. Ids of memberships are random and tell no order.
CREATE TABLE group_group (
	id           TEXT PRIMARY KEY,
	slug         TEXT NOT NULL UNIQUE,
	name         TEXT NOT NULL,
	kind         TEXT NOT NULL,
	words        TEXT NOT NULL,
	state        TEXT NOT NULL,
	visibility   TEXT NOT NULL,
	joining      TEXT NOT NULL,
	question     TEXT NOT NULL,
	summary      TEXT NOT NULL,
	whom         TEXT NOT NULL,
	about        TEXT NOT NULL,
	about_html   TEXT NOT NULL,
	about_made   BIGINT NOT NULL,
	topics       TEXT NOT NULL,
	languages    TEXT NOT NULL,
	zone         TEXT NOT NULL,
	capacity     BIGINT NOT NULL,
	queues       BOOLEAN NOT NULL,
	starts_at    BIGINT,
	ends_at      BIGINT,
	invites      TEXT NOT NULL,
	young_days   BIGINT NOT NULL,
	members      BIGINT NOT NULL,
	care         BOOLEAN NOT NULL,
	held         BOOLEAN NOT NULL DEFAULT FALSE,
	said         TEXT NOT NULL DEFAULT '',
	agreement    BIGINT NOT NULL,
	made_at      BIGINT NOT NULL,
	changed_at   BIGINT NOT NULL
);
CREATE INDEX group_group_state ON group_group (state, visibility, name);

CREATE TABLE group_membership (
	id           TEXT PRIMARY KEY,
	group_id     TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	account_id   TEXT REFERENCES account_account (id) ON DELETE SET NULL,
	standing     TEXT NOT NULL,
	role         TEXT NOT NULL,
	professional BOOLEAN NOT NULL,
	name         TEXT NOT NULL,
	name_fold    TEXT NOT NULL,
	pronouns     TEXT NOT NULL,
	about        TEXT NOT NULL,
	seed         TEXT NOT NULL,
	picture      TEXT NOT NULL,
	picture_mark TEXT NOT NULL,
	answer       TEXT NOT NULL,
	invited_by   TEXT,
	agreed       BIGINT NOT NULL,
	wants_hello  BOOLEAN NOT NULL,
	afterwards   TEXT NOT NULL,
	left_how     TEXT NOT NULL,
	joined_at    BIGINT NOT NULL,
	shown_at     BIGINT NOT NULL,
	spoke_at     BIGINT,
	out_until    BIGINT,
	code_at      BIGINT,
	settled_at   BIGINT,
	left_at      BIGINT,
	departs_at   BIGINT
);
CREATE UNIQUE INDEX group_membership_one ON group_membership (group_id, account_id) WHERE standing IN ('asking', 'waiting', 'offered', 'here', 'out');
CREATE UNIQUE INDEX group_membership_name ON group_membership (group_id, name_fold) WHERE standing IN ('here', 'out') AND name_fold <> '';
CREATE INDEX group_membership_list ON group_membership (group_id, standing, name_fold, id);
CREATE INDEX group_membership_people ON group_membership (group_id, name_fold, id) WHERE standing IN ('here', 'out');
CREATE INDEX group_membership_of ON group_membership (group_id, account_id);
CREATE INDEX group_membership_ungreeted ON group_membership (group_id, standing, role, wants_hello DESC, name_fold, id) WHERE standing = 'here' AND role = 'member' AND (spoke_at IS NULL OR wants_hello);
CREATE INDEX group_membership_role ON group_membership (group_id, role, name_fold, id) WHERE role <> 'member';
CREATE INDEX group_membership_account ON group_membership (account_id, standing);
CREATE INDEX group_membership_departs ON group_membership (departs_at);
CREATE INDEX group_membership_picture ON group_membership (picture) WHERE picture <> '';

-- When a membership was last looked in from, to the day: what is new since, and
-- who counts for a quorum.
CREATE TABLE group_read (
	membership_id TEXT PRIMARY KEY REFERENCES group_membership (id) ON DELETE CASCADE,
	group_id      TEXT NOT NULL,
	read_at       BIGINT NOT NULL,
	before_at     BIGINT NOT NULL
);
CREATE INDEX group_read_group ON group_read (group_id, read_at);

CREATE TABLE group_topic (
	id    TEXT PRIMARY KEY,
	label TEXT NOT NULL,
	gone  BOOLEAN NOT NULL
);

-- A hello: somebody introduces themselves (author and newcomer are the same),
-- or is greeted where every greeter can read it.
CREATE TABLE group_hello (
	id          TEXT PRIMARY KEY,
	group_id    TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	newcomer_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	author_id   TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	source      TEXT NOT NULL,
	html        TEXT NOT NULL,
	rendered    BIGINT NOT NULL,
	made_at     BIGINT NOT NULL
);
CREATE INDEX group_hello_newcomer ON group_hello (newcomer_id, id);
CREATE INDEX group_hello_author ON group_hello (author_id);
CREATE INDEX group_hello_group ON group_hello (group_id, id);

CREATE TABLE group_agreement (
	group_id  TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	version   BIGINT NOT NULL,
	source    TEXT NOT NULL,
	html      TEXT NOT NULL,
	rendered  BIGINT NOT NULL,
	substance BOOLEAN NOT NULL,
	ballot_id TEXT,
	made_at   BIGINT NOT NULL,
	PRIMARY KEY (group_id, version)
);

CREATE TABLE group_suggestion (
	id            TEXT PRIMARY KEY,
	group_id      TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	version       BIGINT NOT NULL,
	source        TEXT NOT NULL,
	html          TEXT NOT NULL,
	rendered      BIGINT NOT NULL,
	why           TEXT NOT NULL,
	state         TEXT NOT NULL,
	ballot_id     TEXT,
	made_at       BIGINT NOT NULL
);
CREATE INDEX group_suggestion_group ON group_suggestion (group_id, id);
CREATE INDEX group_suggestion_membership ON group_suggestion (membership_id);

CREATE TABLE group_comment (
	id            TEXT PRIMARY KEY,
	suggestion_id TEXT NOT NULL REFERENCES group_suggestion (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	source        TEXT NOT NULL,
	html          TEXT NOT NULL,
	rendered      BIGINT NOT NULL,
	made_at       BIGINT NOT NULL
);
CREATE INDEX group_comment_suggestion ON group_comment (suggestion_id, id);
CREATE INDEX group_comment_membership ON group_comment (membership_id);

CREATE TABLE group_invitation (
	id        TEXT PRIMARY KEY,
	group_id  TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	made_by   TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	link_mark TEXT NOT NULL UNIQUE,
	uses_left BIGINT NOT NULL,
	admits    BOOLEAN NOT NULL,
	made_at   BIGINT NOT NULL,
	ends_at   BIGINT NOT NULL
);
CREATE INDEX group_invitation_group ON group_invitation (group_id, id);
CREATE INDEX group_invitation_maker ON group_invitation (made_by);
CREATE INDEX group_invitation_ends ON group_invitation (ends_at);

-- A link with which a steward lets somebody found a group without asking.
CREATE TABLE group_founding (
	id        TEXT PRIMARY KEY,
	made_by   TEXT REFERENCES account_account (id) ON DELETE CASCADE,
	link_mark TEXT NOT NULL UNIQUE,
	uses_left BIGINT NOT NULL,
	made_at   BIGINT NOT NULL,
	ends_at   BIGINT NOT NULL
);
CREATE INDEX group_founding_maker ON group_founding (made_by);
CREATE INDEX group_founding_ends ON group_founding (ends_at);

-- Who cannot come back to a group, and between whom a block stands. Neither
-- shows up in anything that the person concerned is given.
CREATE TABLE group_ban (
	id            TEXT PRIMARY KEY,
	group_id      TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	account_id    TEXT NOT NULL,
	membership_id TEXT,
	reason        TEXT NOT NULL,
	made_at       BIGINT NOT NULL
);
CREATE UNIQUE INDEX group_ban_one ON group_ban (group_id, account_id);
CREATE INDEX group_ban_account ON group_ban (account_id);

CREATE TABLE group_block (
	group_id   TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	account_id TEXT NOT NULL REFERENCES account_account (id) ON DELETE CASCADE,
	other_id   TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	PRIMARY KEY (group_id, account_id, other_id)
);
CREATE INDEX group_block_account ON group_block (account_id);
CREATE INDEX group_block_other ON group_block (other_id, group_id);

CREATE TABLE group_mute (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	muted_id      TEXT NOT NULL,
	PRIMARY KEY (membership_id, muted_id)
);
CREATE INDEX group_mute_muted ON group_mute (muted_id);

CREATE TABLE group_verification (
	id            TEXT PRIMARY KEY,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	claim         TEXT NOT NULL,
	proof         TEXT NOT NULL,
	state         TEXT NOT NULL,
	checked       TEXT NOT NULL,
	checked_where TEXT NOT NULL,
	checked_by    TEXT NOT NULL,
	made_at       BIGINT NOT NULL,
	until_at      BIGINT
);
CREATE INDEX group_verification_membership ON group_verification (membership_id);
CREATE INDEX group_verification_state ON group_verification (state, made_at);

-- Ballots: one type for every vote. Votes are counted, never kept one by one.
CREATE TABLE group_ballot (
	id         TEXT PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL,
	title      TEXT NOT NULL,
	detail     TEXT NOT NULL,
	quorum     BIGINT NOT NULL,
	electorate BIGINT NOT NULL,
	cast_votes BIGINT NOT NULL,
	state      TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	closes_at  BIGINT NOT NULL
);
CREATE INDEX group_ballot_group ON group_ballot (group_id, id);
CREATE INDEX group_ballot_closes ON group_ballot (state, closes_at);

CREATE TABLE group_ballot_option (
	ballot_id TEXT NOT NULL REFERENCES group_ballot (id) ON DELETE CASCADE,
	place     BIGINT NOT NULL,
	label     TEXT NOT NULL,
	votes     BIGINT NOT NULL,
	PRIMARY KEY (ballot_id, place)
);

CREATE TABLE group_ballot_voter (
	ballot_id TEXT NOT NULL REFERENCES group_ballot (id) ON DELETE CASCADE,
	mark      TEXT NOT NULL,
	PRIMARY KEY (ballot_id, mark)
);

-- A proposal becomes a ballot once enough members ask for it.
CREATE TABLE group_proposal (
	id            TEXT PRIMARY KEY,
	group_id      TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	what          TEXT NOT NULL,
	up_id         TEXT REFERENCES group_membership (id) ON DELETE CASCADE,
	down_id       TEXT REFERENCES group_membership (id) ON DELETE CASCADE,
	suggestion_id TEXT REFERENCES group_suggestion (id) ON DELETE CASCADE,
	text          TEXT NOT NULL,
	agreed        BOOLEAN NOT NULL,
	state         TEXT NOT NULL,
	ballot_id     TEXT,
	made_at       BIGINT NOT NULL,
	ends_at       BIGINT NOT NULL
);
CREATE INDEX group_proposal_group ON group_proposal (group_id, id);
CREATE INDEX group_proposal_membership ON group_proposal (membership_id);
CREATE INDEX group_proposal_up ON group_proposal (up_id);
CREATE INDEX group_proposal_down ON group_proposal (down_id);
CREATE INDEX group_proposal_suggestion ON group_proposal (suggestion_id);
CREATE INDEX group_proposal_ends ON group_proposal (state, ends_at);

CREATE TABLE group_second (
	proposal_id   TEXT NOT NULL REFERENCES group_proposal (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	PRIMARY KEY (proposal_id, membership_id)
);
CREATE INDEX group_second_membership ON group_second (membership_id);

-- A group divides: each member chooses a side, and words go with their authors.
CREATE TABLE group_division (
	id         TEXT PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	name       TEXT NOT NULL,
	summary    TEXT NOT NULL,
	lead_id    TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	new_id     TEXT,
	state      TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	decides_at BIGINT NOT NULL
);
CREATE INDEX group_division_group ON group_division (group_id, id);
CREATE INDEX group_division_lead ON group_division (lead_id);
CREATE INDEX group_division_decides ON group_division (state, decides_at);

CREATE TABLE group_side (
	division_id   TEXT NOT NULL REFERENCES group_division (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	PRIMARY KEY (division_id, membership_id)
);
CREATE INDEX group_side_membership ON group_side (membership_id);

-- Two of the group and a steward say that a member has died.
CREATE TABLE group_remembrance (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	said_by       TEXT NOT NULL,
	steward       BOOLEAN NOT NULL,
	made_at       BIGINT NOT NULL,
	PRIMARY KEY (membership_id, said_by)
);

-- Two facilitators vouch for a member who lost every key.
CREATE TABLE group_vouch (
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	by_id         TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	code_mark     TEXT NOT NULL,
	made_at       BIGINT NOT NULL,
	PRIMARY KEY (membership_id, by_id)
);
CREATE INDEX group_vouch_by ON group_vouch (by_id);

-- A picture that was sent for a face and is nobody's yet. Who sent it is a keyed
-- mark.
CREATE TABLE group_upload (
	picture      TEXT PRIMARY KEY,
	made_by      TEXT NOT NULL,
	picture_mark TEXT NOT NULL,
	made_at      BIGINT NOT NULL
);
CREATE INDEX group_upload_made ON group_upload (made_at);
