-- The staff's second factor (RFC 6238), and who of them looks after an account. One text for both engines, see 0001.

-- What a person's authenticator and the portal share. `last_step` is the time step of the code that was taken last: a code
-- opens nothing twice.
CREATE TABLE second_factors (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    secret TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('offered', 'on')),
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT
);

-- For whoever has lost their device: each opens once. Only their SHA-256 is stored.
CREATE TABLE recovery_codes (
    person_id TEXT NOT NULL REFERENCES people (id),
    code_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (person_id, code_hash)
);

-- Null: everybody's.
ALTER TABLE accounts ADD COLUMN representative_id TEXT REFERENCES people (id);
CREATE INDEX accounts_by_representative ON accounts (representative_id, name_folded, number);
