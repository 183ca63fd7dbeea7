-- +goose Up
-- This installation. One row, made at the first start.
CREATE TABLE site_site (
	id             TEXT PRIMARY KEY,
	name           TEXT NOT NULL,
	operator       TEXT NOT NULL,
	contact        TEXT NOT NULL,
	welcome_source TEXT NOT NULL,
	welcome_html   TEXT NOT NULL,
	renderer       BIGINT NOT NULL,
	registration   TEXT NOT NULL,
	country        TEXT NOT NULL,
	language       TEXT NOT NULL,
	zone           TEXT NOT NULL,
	exit_to        TEXT NOT NULL,
	key_kept_at    BIGINT,
	set_up_at      BIGINT,
	changed_at     BIGINT NOT NULL
);

-- What stewards decided about help lines: shipped ones that they confirmed or
-- switched off, and lines of their own.
CREATE TABLE site_help_line (
	id         TEXT PRIMARY KEY,
	own        BOOLEAN NOT NULL,
	is_on      BOOLEAN NOT NULL,
	checked_on TEXT NOT NULL,
	country    TEXT NOT NULL,
	kind       TEXT NOT NULL,
	name       TEXT NOT NULL,
	phone      TEXT NOT NULL,
	sms        TEXT NOT NULL,
	sms_body   TEXT NOT NULL,
	web        TEXT NOT NULL,
	changed_at BIGINT NOT NULL
);
CREATE INDEX site_help_line_country ON site_help_line (country);
