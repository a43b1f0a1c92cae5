-- Who works for an account: when a login was last used, and what becomes of whoever hands their place over.

-- Sign-ins end and are cleared away; this stays.
ALTER TABLE logins ADD COLUMN last_used_at BIGINT;

-- What the giver may do once the place has changed hands: look at everything, or nothing any more.
ALTER TABLE hand_overs ADD COLUMN giver_after TEXT NOT NULL DEFAULT 'read' CHECK (giver_after IN ('read', 'leave'));
