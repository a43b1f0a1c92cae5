-- People from nothing: invitations, passwords, and who is signed in where. One text for both engines, see 0001.

-- One row for each time that somebody signed in. A session names its rows here; a row that is gone is signed out,
-- whatever the session says.
CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    door TEXT NOT NULL CHECK (door IN ('billing_center', 'corporate', 'staff')),
    person_id TEXT NOT NULL REFERENCES people (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX sign_ins_by_person ON sign_ins (person_id, door);
CREATE INDEX sign_ins_by_end ON sign_ins (ends_at);

-- The link's token is not stored: only its SHA-256.
CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CHECK (role IN ('billing_contact', 'member')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'withdrawn')),
    invited_by TEXT NOT NULL REFERENCES people (id),
    accepted_by TEXT REFERENCES people (id),
    created_at BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX invitations_by_account ON invitations (account_id, created_at);
CREATE INDEX invitations_by_mail ON invitations (email_folded);

-- Who forgot a password, as typed; the worker answers, so that known and unknown logins take the same time.
CREATE TABLE password_requests (
    id TEXT NOT NULL PRIMARY KEY,
    door TEXT NOT NULL CHECK (door IN ('billing_center', 'corporate', 'staff')),
    login_folded TEXT NOT NULL,
    requested_at BIGINT NOT NULL
);

CREATE TABLE password_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    door TEXT NOT NULL CHECK (door IN ('billing_center', 'corporate', 'staff')),
    person_id TEXT NOT NULL REFERENCES people (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'used', 'replaced')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX password_links_by_person ON password_links (person_id);

-- Numbers of accounts, one series for all.
CREATE TABLE account_numbers (
    series TEXT NOT NULL PRIMARY KEY,
    last_number BIGINT NOT NULL
);

-- Searched by staff; folded by the application, which from here on writes it.
ALTER TABLE people ADD COLUMN email_folded TEXT NOT NULL DEFAULT '';
UPDATE people SET email_folded = lower(email);
CREATE INDEX people_by_mail ON people (email_folded);
CREATE INDEX accounts_by_name ON accounts (name_folded, number);
CREATE INDEX sign_in_tries_by_time ON sign_in_tries (first_at);

-- What only the recipient may read, put into the mail as it leaves and forgotten once it has left.
ALTER TABLE outbox ADD COLUMN secret TEXT;
