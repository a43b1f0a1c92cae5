//! SQL that finds accounts by what somebody knows of them exactly: a number, a User ID, a mail address. Each way is a look into
//! an index, so that it costs the same with ten accounts and with a hundred thousand.

use super::{DbError, Tx};
use crate::args;

/// Accounts that a whole number or address leads to, their numbers in order, at most `limit`. `number` is as documents write it (in
/// capital letters), `login` as logins and mail addresses are folded, `name` as names are. `scope` is the representative who asks;
/// empty for who sees all.
pub const EXACT_SQL: &str = "SELECT DISTINCT a.number FROM accounts a WHERE a.id IN ( \
     SELECT id FROM accounts WHERE number = $1 \
     UNION SELECT id FROM accounts WHERE name_folded = $3 \
     UNION SELECT account_id FROM invoices WHERE number = $1 \
     UNION SELECT account_id FROM orders WHERE number = $1 \
     UNION SELECT account_id FROM quotes WHERE number = $1 \
     UNION SELECT account_id FROM service_orders WHERE number = $1 \
     UNION SELECT m.account_id FROM logins l JOIN memberships m ON m.person_id = l.person_id WHERE l.door = 'corporate' AND l.login_folded = $2 \
     UNION SELECT m.account_id FROM people p JOIN memberships m ON m.person_id = p.id WHERE p.email_folded = $2 \
     UNION SELECT account_id FROM invitations WHERE email_folded = $2 AND state = 'open') \
     AND ($4 = '' OR a.representative_id IS NULL OR a.representative_id = $4) ORDER BY a.number LIMIT $5";

/// What somebody typed, in the spellings that the indexes hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExactKeys {
    /// As documents write numbers.
    pub number: String,
    /// As logins and mail addresses are folded.
    pub login: String,
    /// As names are folded.
    pub name: String,
}

/// The numbers of the accounts that are meant, see [`EXACT_SQL`].
pub async fn find_exactly(tx: &mut Tx<'_>, keys: &ExactKeys, scope: &str, limit: i64) -> Result<Vec<String>, DbError> {
    tx.all(EXACT_SQL, args![&keys.number, &keys.login, &keys.name, scope, limit], |row| row.text("number")).await
}
