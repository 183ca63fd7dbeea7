-- +goose Up
-- Meetings. One meeting has one or more phases of schedule, told in wall-clock
-- time and a zone; a date is known by the wall-clock time its phase gives it.
CREATE TABLE meeting_meeting (
	id         TEXT PRIMARY KEY,
	group_id   TEXT NOT NULL REFERENCES group_group (id) ON DELETE CASCADE,
	title      TEXT NOT NULL,
	about      TEXT NOT NULL,
	reach      TEXT NOT NULL,
	opening    TEXT NOT NULL,
	cross_talk TEXT NOT NULL,
	languages  TEXT NOT NULL,
	formats    TEXT NOT NULL,
	sequence   BIGINT NOT NULL,
	made_at    BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	next_at    BIGINT NOT NULL
);
CREATE INDEX meeting_meeting_group ON meeting_meeting (group_id, next_at);

-- A phase has no slot. A plan with one is what holds for that date alone.
CREATE TABLE meeting_plan (
	id         TEXT PRIMARY KEY,
	meeting_id TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot       TEXT NOT NULL,
	first      TEXT NOT NULL,
	until      TEXT NOT NULL,
	rule       TEXT NOT NULL,
	zone       TEXT NOT NULL,
	minutes    BIGINT NOT NULL,
	way        TEXT NOT NULL,
	area       TEXT NOT NULL,
	placed     TEXT NOT NULL,
	access     TEXT NOT NULL,
	capacity   BIGINT NOT NULL,
	inside     BYTEA NOT NULL
);
CREATE INDEX meeting_plan_meeting ON meeting_plan (meeting_id, first);

-- What is otherwise on one date.
CREATE TABLE meeting_date (
	meeting_id TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot       TEXT NOT NULL,
	extra      BOOLEAN NOT NULL,
	cancelled  BOOLEAN NOT NULL,
	start      TEXT NOT NULL,
	minutes    BIGINT NOT NULL,
	note       TEXT NOT NULL,
	plan_id    TEXT REFERENCES meeting_plan (id) ON DELETE SET NULL,
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, slot)
);

-- Dates of the near future, worked out from the rows above.
CREATE TABLE meeting_occurrence (
	meeting_id TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot       TEXT NOT NULL,
	group_id   TEXT NOT NULL,
	start_at   BIGINT NOT NULL,
	end_at     BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, slot)
);
CREATE INDEX meeting_occurrence_start ON meeting_occurrence (start_at);
CREATE INDEX meeting_occurrence_group ON meeting_occurrence (group_id, start_at);

CREATE TABLE meeting_coming (
	meeting_id    TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	slot          TEXT NOT NULL,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	way           TEXT NOT NULL,
	shown         TEXT NOT NULL,
	seat          BOOLEAN NOT NULL,
	greeter_id    TEXT REFERENCES group_membership (id) ON DELETE SET NULL,
	PRIMARY KEY (meeting_id, slot, membership_id)
);
CREATE INDEX meeting_coming_membership ON meeting_coming (membership_id);
CREATE INDEX meeting_coming_greeter ON meeting_coming (greeter_id);

-- Who asked where a meeting is, and was told.
CREATE TABLE meeting_asking (
	meeting_id    TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	state         TEXT NOT NULL,
	PRIMARY KEY (meeting_id, membership_id)
);
CREATE INDEX meeting_asking_membership ON meeting_asking (membership_id);

-- What is to be done at a meeting, and who does it: for one date or a term.
CREATE TABLE meeting_role (
	id         TEXT PRIMARY KEY,
	meeting_id TEXT NOT NULL REFERENCES meeting_meeting (id) ON DELETE CASCADE,
	kind       TEXT NOT NULL,
	label      TEXT NOT NULL,
	about      TEXT NOT NULL,
	many       BIGINT NOT NULL,
	weeks      BIGINT NOT NULL,
	place      BIGINT NOT NULL,
	notes      BYTEA NOT NULL,
	gone_at    BIGINT NOT NULL
);
CREATE INDEX meeting_role_meeting ON meeting_role (meeting_id, place);

CREATE TABLE meeting_service (
	id            TEXT PRIMARY KEY,
	role_id       TEXT NOT NULL REFERENCES meeting_role (id) ON DELETE CASCADE,
	meeting_id    TEXT NOT NULL,
	membership_id TEXT NOT NULL REFERENCES group_membership (id) ON DELETE CASCADE,
	term_id       TEXT NOT NULL,
	from_slot     TEXT NOT NULL,
	to_slot       TEXT NOT NULL,
	state         TEXT NOT NULL,
	note          TEXT NOT NULL,
	lead_days     BIGINT NOT NULL,
	reminded      TEXT NOT NULL,
	ending        TEXT NOT NULL,
	changed_at    BIGINT NOT NULL
);
CREATE INDEX meeting_service_meeting ON meeting_service (meeting_id, from_slot);
CREATE INDEX meeting_service_role ON meeting_service (role_id);
CREATE INDEX meeting_service_membership ON meeting_service (membership_id);
