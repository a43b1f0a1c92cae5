-- What people ask: the account its seller, and a colleague the billing contact. One text for both engines, see 0001.

-- A request to customer care. Accounts of both doors write into the same tables. The context is the account as it stood when
-- it asked, one JSON document; the wish is what a downgrade asks for, all three columns or none.
CREATE TABLE requests (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    door TEXT NOT NULL CHECK (door IN ('billing_center', 'corporate')),
    subject TEXT NOT NULL CHECK (subject IN ('downgrade', 'subscription', 'invoice', 'payment', 'contact', 'other')),
    subscription_id TEXT REFERENCES subscriptions (id),
    wish_plan TEXT,
    wish_seats BIGINT,
    wish_interval TEXT CHECK (wish_interval IN ('monthly', 'annual')),
    context TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
    opened_by TEXT NOT NULL REFERENCES people (id),
    opened_at BIGINT NOT NULL,
    -- Since when it stands as it does: an open one has waited since then.
    changed_at BIGINT NOT NULL,
    CHECK ((wish_plan IS NULL) = (wish_seats IS NULL)),
    CHECK ((wish_plan IS NULL) = (wish_interval IS NULL))
);
CREATE INDEX requests_by_account ON requests (account_id, opened_at);
CREATE INDEX requests_by_state ON requests (state, changed_at, id);

CREATE TABLE request_messages (
    id TEXT NOT NULL PRIMARY KEY,
    request_id TEXT NOT NULL REFERENCES requests (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    side TEXT NOT NULL CHECK (side IN ('customer', 'seller')),
    person_id TEXT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX request_messages_by_request ON request_messages (request_id, written_at, id);

-- What a colleague wishes and the billing contact may order: a change of a subscription, or a new one of a product.
CREATE TABLE proposals (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    proposed_by TEXT NOT NULL REFERENCES people (id),
    product TEXT NOT NULL,
    subscription_id TEXT REFERENCES subscriptions (id),
    plan TEXT NOT NULL,
    seats BIGINT NOT NULL CHECK (seats > 0),
    billing_interval TEXT NOT NULL CHECK (billing_interval IN ('monthly', 'annual')),
    note TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'declined', 'withdrawn')),
    reason TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by TEXT REFERENCES people (id),
    CHECK ((state = 'open') = (settled_at IS NULL))
);
CREATE INDEX proposals_by_account ON proposals (account_id, state, proposed_at);
