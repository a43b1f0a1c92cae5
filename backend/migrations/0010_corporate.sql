-- Accounts that work with a representative: how they pay, who of them may do what, and under which User ID they sign in.

-- Of a corporate account: whether it adds seats by itself, within how many days it pays, and how. An account that buys
-- online has neither terms nor a profile of its own: its method on file says it all.
ALTER TABLE accounts ADD COLUMN self_service BIGINT NOT NULL DEFAULT 1 CHECK (self_service IN (0, 1));
ALTER TABLE accounts ADD COLUMN terms_days BIGINT CHECK (terms_days BETWEEN 0 AND 365);
ALTER TABLE accounts ADD COLUMN payment_profile TEXT CHECK (payment_profile IN ('card', 'sepa_debit', 'bank_transfer', 'check'));
UPDATE accounts SET terms_days = 30, payment_profile = 'bank_transfer' WHERE kind = 'corporate';

-- Who is no billing contact may still be allowed to pay.
ALTER TABLE memberships ADD COLUMN may_pay BIGINT NOT NULL DEFAULT 0 CHECK (may_pay IN (0, 1));

-- A User ID as it was given, for paper and screen. Of a mail address the folded one serves.
ALTER TABLE logins ADD COLUMN user_id TEXT;
CREATE INDEX logins_by_person ON logins (person_id, door);

-- Whether somebody who is invited may pay.
ALTER TABLE invitations ADD COLUMN may_pay BIGINT NOT NULL DEFAULT 0 CHECK (may_pay IN (0, 1));

-- A billing contact offers their place to another person of the account; it changes hands once that person has agreed.
CREATE TABLE hand_overs (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    from_person_id TEXT NOT NULL REFERENCES people (id),
    to_person_id TEXT NOT NULL REFERENCES people (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'declined', 'withdrawn')),
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE UNIQUE INDEX hand_overs_open ON hand_overs (account_id, from_person_id) WHERE state = 'open';

-- A card that pays once, entered on the gateway's page: it never becomes the account's payment method.
CREATE TABLE single_cards (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    person_id TEXT NOT NULL REFERENCES people (id),
    gateway_session TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'ready', 'used', 'cancelled')),
    gateway_token TEXT,
    shown TEXT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX single_cards_by_account ON single_cards (account_id);
