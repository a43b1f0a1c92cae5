//! SQL of the outbox: what leaves the portal, written in the transaction of its cause.

use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_id;
use billing::Language;
use billing::ids::AccountId;

/// What leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxKind {
    /// A mail.
    Mail,
    /// What was bought, for the vendor's product.
    Entitlement,
}

impl OutboxKind {
    const ALL: [Self; 2] = [Self::Mail, Self::Entitlement];

    const fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Entitlement => "entitlement",
        }
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A message on its way into the outbox.
pub struct NewMessage<'a> {
    /// Account that it concerns.
    pub account: &'a AccountId,
    /// What it is.
    pub kind: OutboxKind,
    /// Mail address, or the name of the event.
    pub recipient: &'a str,
    /// Its language.
    pub language: Language,
    /// Subject line, or what the event is about.
    pub subject: &'a str,
    /// Body: plain text of a mail, JSON of an event.
    pub content: &'a str,
}

/// A waiting message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Identifier; a mail carries it as its Message-ID, so that one sent twice is recognised.
    pub id: String,
    /// What it is.
    pub kind: OutboxKind,
    /// Mail address, or the name of the event.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Body.
    pub content: String,
    /// How often it was tried.
    pub tries: i64,
    /// The lease under which it was read.
    pub lease_until: i64,
}

/// Writes a message.
pub async fn add_message(tx: &mut Tx<'_>, message: &NewMessage<'_>, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO outbox (id, account_id, kind, recipient, language, subject, content, state, tries, due_at, lease_until, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8, 0, $8)";
    let NewMessage { account, kind, recipient, language, subject, content } = message;
    tx.exec(sql, args![new_id(), account.as_str(), kind.code(), *recipient, language.code(), *subject, *content, now]).await?;
    Ok(())
}

/// The place in a mail's body where its secret goes.
pub const SECRET_PLACE: &str = "{secret}";

/// Writes a mail with a secret in it, such as a link that only its recipient may open: it goes to [`SECRET_PLACE`] as the
/// mail leaves, and is forgotten once it has left.
pub async fn add_secret_message(tx: &mut Tx<'_>, message: &NewMessage<'_>, secret: &str, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO outbox (id, account_id, kind, recipient, language, subject, content, secret, state, tries, due_at, lease_until, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9, 0, $9)";
    let NewMessage { account, kind, recipient, language, subject, content } = message;
    tx.exec(sql, args![new_id(), account.as_str(), kind.code(), *recipient, language.code(), *subject, *content, secret, now]).await?;
    Ok(())
}

/// Writes a mail to one of the seller's own people: it concerns no account.
pub async fn add_own_mail(tx: &mut Tx<'_>, recipient: &str, language: Language, (subject, content): (&str, &str), now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO outbox (id, account_id, kind, recipient, language, subject, content, state, tries, due_at, lease_until, created_at) \
               VALUES ($1, NULL, $2, $3, $4, $5, $6, 'waiting', 0, $7, 0, $7)";
    tx.exec(sql, args![new_id(), OutboxKind::Mail.code(), recipient, language.code(), subject, content, now]).await?;
    Ok(())
}

/// Messages that are due and that no server has in hand.
pub async fn list_due(tx: &mut Tx<'_>, now: i64) -> Result<Vec<Message>, DbError> {
    let sql = "SELECT id, kind, recipient, subject, content, secret, tries, lease_until FROM outbox \
               WHERE state = 'waiting' AND due_at <= $1 AND lease_until < $1 ORDER BY due_at, id LIMIT 50";
    let read = |row: &Row<'_>| {
        Ok(Message {
            id: row.text("id")?,
            kind: row.parsed("kind", OutboxKind::parse)?,
            recipient: row.text("recipient")?,
            subject: row.text("subject")?,
            content: with_secret(row.text("content")?, row.opt_text("secret")?),
            tries: row.int("tries")?,
            lease_until: row.int("lease_until")?,
        })
    };
    tx.all(sql, args![now], read).await
}

fn with_secret(content: String, secret: Option<String>) -> String {
    match secret {
        Some(secret) => content.replace(SECRET_PLACE, &secret),
        None => content,
    }
}

/// Claims a message; answers false when another server was quicker.
pub async fn claim_message(tx: &mut Tx<'_>, message: &Message, lease_until: i64) -> Result<bool, DbError> {
    let sql = "UPDATE outbox SET lease_until = $3 WHERE id = $1 AND lease_until = $2 AND state = 'waiting'";
    Ok(tx.exec(sql, args![&message.id, message.lease_until, lease_until]).await? == 1)
}

/// What became of a message.
pub enum Delivery {
    /// It left.
    Sent,
    /// There is nowhere to send it; staff can read it.
    Kept,
    /// It failed and is tried again at that time.
    Again { due_at: i64, error: String },
    /// It failed too often.
    Failed { error: String },
}

/// Notes what became of a message.
pub async fn settle_message(tx: &mut Tx<'_>, id: &str, delivery: &Delivery, now: i64) -> Result<(), DbError> {
    let (state, due_at, error) = match delivery {
        Delivery::Sent => ("sent", now, None),
        Delivery::Kept => ("kept", now, None),
        Delivery::Again { due_at, error } => ("waiting", *due_at, Some(error.clone())),
        Delivery::Failed { error } => ("failed", now, Some(error.clone())),
    };
    let sql = "UPDATE outbox SET state = $2, due_at = $3, last_error = $4, tries = tries + 1, lease_until = 0, settled_at = $5, \
         secret = CASE WHEN $2 = 'sent' THEN NULL ELSE secret END WHERE id = $1 AND state = 'waiting'";
    tx.exec(sql, args![id, state, due_at, error, now]).await?;
    Ok(())
}

/// A mail as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Identifier; later ones are greater.
    pub id: String,
    /// Whom it goes to.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Its language.
    pub language: Language,
    /// What has become of it.
    pub state: MailState,
    /// How often it was tried.
    pub tries: i64,
    /// When it was written, microseconds.
    pub created_at: i64,
    /// Customer number and name of the account that it concerns, if it concerns one.
    pub account: Option<(String, String)>,
}

/// What has become of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It will be sent.
    Waiting,
    /// It was sent.
    Sent,
    /// There is no mail server; it can be read here.
    Kept,
    /// It failed too often.
    Failed,
}

impl MailState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Kept, Self::Failed];

    /// The word of the state in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Failed => "failed",
        }
    }

    /// The state of a [`code`](Self::code).
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

fn read_mail(row: &Row<'_>) -> Result<MailRow, DbError> {
    Ok(MailRow {
        id: row.text("id")?,
        recipient: row.text("recipient")?,
        subject: row.text("subject")?,
        language: row.parsed("language", Language::parse)?,
        state: row.parsed("state", MailState::parse)?,
        tries: row.int("tries")?,
        created_at: row.int("created_at")?,
        account: row.opt_text("number")?.zip(row.opt_text("name")?),
    })
}

/// Which mails are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// A `LIKE` pattern of the address in small letters; empty for all.
    pub pattern: String,
    /// Word of a state; empty for all.
    pub state: &'static str,
    /// The representative who asks; empty for who sees all.
    pub scope: String,
}

/// Puts mails that failed too often back into the queue: one, or all of them with an empty identifier. Answers how many.
pub async fn send_again(tx: &mut Tx<'_>, id: &str, now: i64) -> Result<u64, DbError> {
    let sql = "UPDATE outbox SET state = 'waiting', tries = 0, due_at = $2, lease_until = 0, settled_at = NULL \
               WHERE kind = 'mail' AND state = 'failed' AND ($1 = '' OR id = $1)";
    tx.exec(sql, args![id, now]).await
}

/// How many mails failed too often, of accounts that somebody may see (`scope`: the representative who asks; empty for who sees all).
pub async fn count_failed(tx: &mut Tx<'_>, scope: &str) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS failed FROM outbox o LEFT JOIN accounts a ON a.id = o.account_id WHERE o.state = 'failed' \
               AND o.kind = 'mail' AND ($1 = '' OR a.representative_id IS NULL OR a.representative_id = $1)";
    tx.one(sql, args![scope], |row| row.int("failed")).await
}

/// Mails, the newest first, before the one of that identifier; an empty one begins with the newest.
pub async fn list_mails(tx: &mut Tx<'_>, filter: &MailFilter, before: &str, limit: i64) -> Result<Vec<MailRow>, DbError> {
    // Identifiers are in the order of their making.
    let sql = "SELECT o.id, o.recipient, o.subject, o.language, o.state, o.tries, o.created_at, a.number, a.name FROM outbox o \
               LEFT JOIN accounts a ON a.id = o.account_id WHERE o.kind = 'mail' AND ($1 = '' OR o.id < $1) \
               AND ($3 = '' OR lower(o.recipient) LIKE $3 ESCAPE '!') AND ($4 = '' OR o.state = $4) \
               AND ($5 = '' OR a.representative_id IS NULL OR a.representative_id = $5) ORDER BY o.id DESC LIMIT $2";
    tx.all(sql, args![before, limit, &filter.pattern, filter.state, &filter.scope], read_mail).await
}

/// A mail with its text, in which the place of a secret is still empty.
pub struct FoundMail {
    /// The mail.
    pub mail: MailRow,
    /// The account that it concerns.
    pub account: Option<AccountId>,
    /// Its text with [`SECRET_PLACE`] where the secret goes.
    pub content: String,
    /// Why sending it failed the last time.
    pub last_error: Option<String>,
}

/// The mail of an identifier.
pub async fn find_mail(tx: &mut Tx<'_>, id: &str) -> Result<Option<FoundMail>, DbError> {
    let sql = "SELECT o.id, o.recipient, o.subject, o.language, o.state, o.tries, o.created_at, o.account_id, o.content, o.last_error, a.number, a.name \
               FROM outbox o LEFT JOIN accounts a ON a.id = o.account_id WHERE o.kind = 'mail' AND o.id = $1";
    let read = |row: &Row<'_>| {
        Ok(FoundMail {
            mail: read_mail(row)?,
            account: row.opt_text("account_id")?.map(AccountId),
            content: row.text("content")?,
            last_error: row.opt_text("last_error")?,
        })
    };
    tx.opt(sql, args![id], read).await
}
