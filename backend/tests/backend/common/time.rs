//! Time passes, and what it left behind is read as a story.

use super::buyer::Buyer;
use super::world::{Others, World, day};
use backend::args;
use backend::usecases::demo_clock::{DayPassed, move_to};
use backend::usecases::jobs::run::{Round, run_until_quiet};
use billing::ids::PersonId;

impl World {
    /// The calendar moves on to a day, and everything due on the way happens.
    pub async fn pass_to(&self, to: &str) -> Vec<DayPassed> {
        let staff = self.texts("SELECT id AS value FROM people WHERE email = 'rita@kontor.example'", args![]).await;
        move_to(&self.backend, &PersonId(staff[0].clone()), day(to)).await.unwrap()
    }

    /// The server as it is when it comes back on a later day: nothing of the days between was done.
    pub async fn come_back_on(&self, today: &str) -> Self {
        self.gateway.set_day(today).await;
        self.another_server(Others { today: day(today), ..Others::default() }).await
    }

    /// Everything that is due by now.
    pub async fn catch_up(&self) -> Round {
        run_until_quiet(&self.backend).await.unwrap()
    }

    /// As if the pauses after failures and the leases of jobs were over.
    pub async fn wait_for_jobs(&self) {
        self.change("UPDATE jobs SET try_at = 0, lease_until = 0", args![]).await;
    }

    /// Somebody without any subscription, who has a card; all others have gone, so that time passes quickly.
    pub async fn dora_alone(&self) -> Buyer {
        self.change("UPDATE subscriptions SET state = 'ended' WHERE state <> 'trial_ended'", args![]).await;
        self.change("DELETE FROM licences", args![]).await;
        self.rewrite_calendar().await;
        let dora = self.buyer("dora@leer.example").await;
        dora.use_card(self, "4242424242424242").await;
        dora
    }

    /// The periods of a product that an account was charged for: first day and end.
    pub async fn periods(&self, account: &str, product: &str) -> Vec<String> {
        let sql = "SELECT p.period_start || ' ' || p.period_end AS value FROM invoice_periods p JOIN subscriptions s ON s.id = p.subscription_id \
                   WHERE p.account_id = $1 AND s.product = $2 ORDER BY p.period_start, p.period_end";
        self.texts(sql, args![account, product]).await
    }

    /// All documents of an account since a day: number, day, products, total, what is open.
    pub async fn documents_since(&self, account: &str, since: &str) -> Vec<String> {
        let sql = "SELECT number || ' ' || issued_on || ' ' || products || ' ' || total_minor || ' ' || open_minor AS value FROM invoices \
                   WHERE account_id = $1 AND issued_on >= $2 ORDER BY issued_on, series, sequence";
        self.texts(sql, args![account, since]).await
    }

    /// Subjects of all mails to somebody, in the order in which they were written.
    pub async fn subjects_to(&self, email: &str) -> Vec<String> {
        self.texts("SELECT subject AS value FROM outbox WHERE kind = 'mail' AND recipient = $1 ORDER BY created_at, id", args![email]).await
    }

    /// The body of the newest mail to somebody.
    pub async fn newest_mail_to(&self, email: &str) -> String {
        let sql = "SELECT content AS value FROM outbox WHERE kind = 'mail' AND recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 1";
        self.texts(sql, args![email]).await.remove(0)
    }

    /// State and period of an account's subscriptions: product, state, first day, end.
    pub async fn standing(&self, account: &str) -> Vec<String> {
        let sql = "SELECT product || ' ' || state || ' ' || period_start || ' ' || period_end || CASE WHEN suspended_on IS NULL THEN '' ELSE ' suspended ' || suspended_on END \
                   AS value FROM subscriptions WHERE account_id = $1 ORDER BY product, created_at";
        self.texts(sql, args![account]).await
    }

    /// What is on the calendar: kind and day.
    pub async fn calendar(&self, account: &str) -> Vec<String> {
        self.texts("SELECT kind || ' ' || due_on AS value FROM jobs WHERE account_id = $1 ORDER BY due_on, rank, kind", args![account]).await
    }
}

impl World {
    /// Puts the calendar right after a test has changed subscriptions by hand: what their states make due, and no more.
    pub async fn rewrite_calendar(&self) {
        self.change("DELETE FROM jobs WHERE kind IN ('renewal', 'cancellation', 'trial_end', 'trial_reminder', 'price_rise')", args![]).await;
        let sql = "INSERT INTO jobs (kind, subject, account_id, due_on, lane, rank, state, tries, try_at, lease_until, created_at) \
                   SELECT CASE state WHEN 'active' THEN 'renewal' WHEN 'trial_running' THEN 'trial_end' ELSE 'cancellation' END, id, account_id, period_end, 0, 20, \
                   'waiting', 0, 0, 0, 0 FROM subscriptions WHERE state IN ('active', 'trial_running', 'pending_cancellation')";
        self.change(sql, args![]).await;
    }
}
