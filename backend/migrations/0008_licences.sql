-- Who may use what an account subscribes to. One text for both engines, see 0001.

-- People of an account who hold licences or may be given some, whether they sign in here or not.
CREATE TABLE licence_holders (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    email_folded TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, email_folded)
);

-- One row for each licence that somebody holds; there are never more than the subscription has, see src/db/licences.rs.
CREATE TABLE licences (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id),
    email_folded TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    assigned_at BIGINT NOT NULL,
    -- Set for those who lose theirs first when the subscription gets smaller.
    marked_at BIGINT,
    PRIMARY KEY (subscription_id, email_folded),
    FOREIGN KEY (account_id, email_folded) REFERENCES licence_holders (account_id, email_folded)
);
CREATE INDEX licences_by_holder ON licences (account_id, email_folded);
