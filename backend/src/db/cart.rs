//! SQL of carts: kept on the server, one for each account.

use super::{DbError, Row, Tx};
use crate::args;
use crate::identifiers::new_key;
use billing::BillingInterval;
use billing::editor::PlanChoice;
use billing::ids::{AccountId, PersonId, PlanId, ProductId};

/// A stored item.
pub struct CartRow {
    /// The product.
    pub product: ProductId,
    /// What is wanted.
    pub choice: PlanChoice,
}

/// The items in the order in which they were added.
pub async fn list_items(tx: &mut Tx<'_>, account: &AccountId) -> Result<Vec<CartRow>, DbError> {
    let sql = "SELECT product, plan, seats, billing_interval FROM cart_items WHERE account_id = $1 ORDER BY added_at, product";
    tx.all(sql, args![account.as_str()], read_item).await
}

fn read_item(row: &Row<'_>) -> Result<CartRow, DbError> {
    let choice = PlanChoice { plan: PlanId(row.text("plan")?), seats: row.int("seats")?, interval: row.parsed("billing_interval", BillingInterval::parse)? };
    Ok(CartRow { product: ProductId(row.text("product")?), choice })
}

/// How many items there are.
pub async fn count_items(tx: &mut Tx<'_>, account: &AccountId) -> Result<i64, DbError> {
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS items FROM cart_items WHERE account_id = $1";
    tx.one(sql, args![account.as_str()], |row| row.int("items")).await
}

/// Puts an item in, in place of another for the same product.
pub async fn put_item(tx: &mut Tx<'_>, account: &AccountId, person: &PersonId, item: &CartRow, now: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO cart_items (account_id, product, plan, seats, billing_interval, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (account_id, product) DO UPDATE SET plan = excluded.plan, seats = excluded.seats, \
               billing_interval = excluded.billing_interval, added_by = excluded.added_by";
    let CartRow { product, choice } = item;
    let interval = choice.interval.code();
    tx.exec(sql, args![account.as_str(), product.as_str(), choice.plan.as_str(), choice.seats, interval, person.as_str(), now]).await?;
    rotate_key(tx, account).await
}

/// Takes an item out; answers whether it was there.
pub async fn remove_item(tx: &mut Tx<'_>, account: &AccountId, product: &ProductId) -> Result<bool, DbError> {
    let sql = "DELETE FROM cart_items WHERE account_id = $1 AND product = $2";
    let removed = tx.exec(sql, args![account.as_str(), product.as_str()]).await?;
    if removed > 0 {
        rotate_key(tx, account).await?;
    }
    Ok(removed > 0)
}

/// The key of the cart as it is now; none before the first item.
pub async fn checkout_key(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<String>, DbError> {
    tx.opt("SELECT checkout_key FROM carts WHERE account_id = $1", args![account.as_str()], |row| row.text("checkout_key")).await
}

/// Gives the cart a new key: what was on screen under the old one can no longer be ordered.
pub async fn rotate_key(tx: &mut Tx<'_>, account: &AccountId) -> Result<(), DbError> {
    let sql = "INSERT INTO carts (account_id, checkout_key) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET checkout_key = excluded.checkout_key";
    tx.exec(sql, args![account.as_str(), new_key()]).await?;
    Ok(())
}
