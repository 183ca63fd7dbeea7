-- +goose Up
-- How stewards see an account that was closed behind a persona: as it stood
-- before, so that nobody learns by it whose persona that was. Empty for others.
ALTER TABLE account_account ADD COLUMN shown TEXT NOT NULL DEFAULT '';
