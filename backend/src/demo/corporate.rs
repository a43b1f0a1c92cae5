//! The demo's corporate accounts: what was agreed with them, their people with User IDs, and their contracts.

use super::accounts::{DemoAccount, DemoSubscription, insert_account, insert_card, insert_subscription, running};
use super::invoices::{content_of_added, content_of_contract, noon_micros};
use super::{purchase_orders, write_member};
use crate::db::orders::OrderContent;
use crate::db::people::{self, Door};
use crate::db::{DbError, Tx, accounts};
use crate::usecases::orders::issue::{Issuing, issue_documents, issue_open_invoice};
use crate::{Account, Backend, CorporateTerms, Refusal, Role, args};
use billing::BillingInterval;
use billing::corporate::{ContactRight, PaymentProfile, SelfService};
use billing::ids::AccountId;
use billing::renewal::PriceOrigin;
use chrono::Days;

const ALPENWERK: DemoAccount =
    DemoAccount { number: "KD-20417", name: "Alpenwerk AG", street: "Bahnhofstraße 8", postal_code: "87527", city: "Sonthofen", country: "DE", vat_id: None };
const HAFENBAU: DemoAccount =
    DemoAccount { number: "KD-20418", name: "Hafenbau SE", street: "Am Kaiserkai 30", postal_code: "20457", city: "Hamburg", country: "DE", vat_id: None };
const STADTKLINIK: DemoAccount =
    DemoAccount { number: "KD-20419", name: "Stadtklinik gGmbH", street: "Klinikallee 1", postal_code: "34117", city: "Kassel", country: "DE", vat_id: None };

/// Seats that Alpenwerk has added to GoTo Training a few days ago.
pub(super) const ADDED_SEATS: i64 = 5;

/// Product and plan by identifier and name, seats, the negotiated price of a seat and year in cents, and how many days ago
/// the contract's period began.
type Contract = ((&'static str, &'static str), (&'static str, &'static str), i64, i64, u64);

const ALPENWERKS: [Contract; 2] =
    [(("goto-training", "GoTo Training"), ("pro", "Pro"), 25, 132_000, 265), (("goto-webinar", "GoTo Webinar"), ("pro", "Pro"), 5, 168_000, 143)];
const HAFENBAUS: [Contract; 1] = [(("goto-meeting", "GoTo Meeting"), ("enterprise", "Enterprise"), 80, 24_000, 12)];
const STADTKLINIKS: [Contract; 1] = [(("goto-assist-v5", "GoToAssist v5"), ("remote-support", "Remote Support"), 12, 62_000, 96)];

pub(super) async fn write_accounts(tx: &mut Tx<'_>, backend: &Backend, hash: &str) -> Result<(), Refusal> {
    let (now, today) = (backend.now(), backend.today());
    let terms = |self_service, days, profile| CorporateTerms { self_service, days, profile };
    let alpenwerk = write_account(tx, backend, &ALPENWERK, &ALPENWERKS, terms(SelfService::Eligible, 14, PaymentProfile::Card)).await?;
    insert_card(tx, &alpenwerk.0, today, now).await?;
    write_contact(tx, &alpenwerk.0, ("Julia Alpers", "julia.alpers@alpenwerk.example", "KD-20417"), ContactRight::Order, hash, now).await?;
    let accountant = ("Konrad Kern", "konrad.kern@alpenwerk.example", "konrad.kern@alpenwerk.example");
    write_contact(tx, &alpenwerk.0, accountant, ContactRight::Pay, hash, now + 1).await?;
    let hafenbau = write_account(tx, backend, &HAFENBAU, &HAFENBAUS, terms(SelfService::Eligible, 30, PaymentProfile::BankTransfer)).await?;
    write_contact(tx, &hafenbau.0, ("Hauke Hansen", "hauke.hansen@hafenbau.example", "KD-20418"), ContactRight::Order, hash, now).await?;
    let klinik = write_account(tx, backend, &STADTKLINIK, &STADTKLINIKS, terms(SelfService::NotEligible, 30, PaymentProfile::BankTransfer)).await?;
    write_contact(tx, &klinik.0, ("Dr. Sabine Stark", "sabine.stark@stadtklinik.example", "KD-20419"), ContactRight::Order, hash, now).await?;
    let [alpenwerks, hafenbaus] = [&alpenwerk, &hafenbau].map(|(_, contracts)| contracts.iter().map(|contract| contract.id.clone()).collect::<Vec<_>>());
    purchase_orders::write_orders(tx, backend, [(&alpenwerk.0, &alpenwerks), (&hafenbau.0, &hafenbaus)]).await?;
    write_invoices(tx, backend, (&alpenwerk, &hafenbau, &klinik)).await
}

/// An account's identifier and its contracts.
type Written = (AccountId, Vec<DemoSubscription>);

/// By date, so that their numbers follow it. Alpenwerk began with 20 seats of GoTo Training and has added five; that invoice is open,
/// as are those of Hafenbau and of the clinic, within their terms. All others are paid.
/// What was bought since there are purchase orders names them.
async fn write_invoices(tx: &mut Tx<'_>, backend: &Backend, of: (&Written, &Written, &Written)) -> Result<(), Refusal> {
    let (alpenwerk, hafenbau, klinik) = of;
    let today = backend.today();
    let mut history: Vec<(&AccountId, DemoSubscription, Option<u64>)> = Vec::new();
    for ((account, contracts), open_for_days) in [(alpenwerk, None), (klinik, Some(9)), (hafenbau, Some(18))] {
        history.extend(contracts.iter().map(|contract| (account, first_of(contract), open_for_days)));
    }
    history.sort_by_key(|(_, contract, _)| contract.running.period_start);
    for (account, contract, open_for_days) in history {
        let account = accounts::find_account(tx, account).await?.ok_or(Refusal::NotFound)?;
        let content = content_of_contract(backend, &account, &contract)?;
        let start = contract.running.period_start;
        let purchase_order = purchase_order_of(&account, &contract);
        match open_for_days {
            None => {
                let issuing = Issuing { order: None, content: &content, reduced: &[], on: start, purchase_order };
                issue_documents(tx, backend, &account, issuing, noon_micros(start)).await?;
            }
            Some(days) => {
                let content = OrderContent { method: None, ..content };
                issue_open_invoice(tx, backend, &account, &content, purchase_order, (today + Days::new(days), noon_micros(start))).await?;
            }
        }
    }
    let training = alpenwerk.1.first().ok_or(Refusal::NotFound)?;
    let account = accounts::find_account(tx, &alpenwerk.0).await?.ok_or(Refusal::NotFound)?;
    let (added_on, due_on) = (today - Days::new(3), today + Days::new(11));
    let content = content_of_added(backend, &account, training, added_on)?;
    issue_open_invoice(tx, backend, &account, &content, Some(purchase_orders::ALPENWERKS), (due_on, noon_micros(added_on))).await?;
    Ok(())
}

/// Alpenwerk's GoTo Training was bought before its purchase order began.
fn purchase_order_of(account: &Account, contract: &DemoSubscription) -> Option<&'static str> {
    match (account.number.as_str(), contract.running.product.as_str()) {
        ("KD-20417", "goto-webinar") => Some(purchase_orders::ALPENWERKS),
        ("KD-20418", _) => Some(purchase_orders::HAFENBAUS),
        _ => None,
    }
}

/// The contract as it began: before seats were added to it.
fn first_of(contract: &DemoSubscription) -> DemoSubscription {
    let mut first = contract.clone();
    if first.running.seats > ADDED_SEATS && first.running.product.as_str() == "goto-training" {
        first.running.seats -= ADDED_SEATS;
    }
    first
}

async fn write_account(tx: &mut Tx<'_>, backend: &Backend, account: &DemoAccount, contracts: &[Contract], terms: CorporateTerms) -> Result<Written, Refusal> {
    // After all who buy online.
    let now = backend.now() + 1_000;
    let id = insert_account(tx, account, Door::Corporate, now).await?;
    let sql = "UPDATE accounts SET self_service = $2, terms_days = $3, payment_profile = $4 WHERE id = $1";
    let self_service = i64::from(terms.self_service == SelfService::Eligible);
    tx.exec(sql, args![id.as_str(), self_service, i64::from(terms.days), terms.profile.code()]).await?;
    let mut written = Vec::new();
    for (place, contract) in (0_i64..).zip(contracts) {
        let subscription = subscription_of(backend, contract).ok_or(Refusal::NotFound)?;
        insert_subscription(tx, &id, &subscription, now + place).await?;
        written.push(subscription);
    }
    Ok((id, written))
}

/// A contract that runs at the price that was negotiated, not at that of the catalogue.
fn subscription_of(backend: &Backend, contract: &Contract) -> Option<DemoSubscription> {
    let (product, plan, seats, unit_minor, began_days_ago) = *contract;
    let mut subscription = running(backend, product, plan, (seats, BillingInterval::Annual), backend.today() - Days::new(began_days_ago))?;
    subscription.running.unit_minor = unit_minor;
    subscription.origin = PriceOrigin::Negotiated;
    Some(subscription)
}

/// A person with a User ID.
async fn write_contact(tx: &mut Tx<'_>, account: &AccountId, person: (&str, &str, &str), right: ContactRight, hash: &str, now: i64) -> Result<(), DbError> {
    let (name, email, user_id) = person;
    let role = if right == ContactRight::Order { Role::BillingContact } else { Role::Member };
    let id = write_member(tx, account, (name, email), role, now).await?;
    if right == ContactRight::Pay {
        let sql = "UPDATE memberships SET may_pay = 1 WHERE account_id = $1 AND person_id = $2";
        tx.exec(sql, args![account.as_str(), id.as_str()]).await?;
    }
    people::insert_user_id(tx, user_id, &id, hash, now).await
}
