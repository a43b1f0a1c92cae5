//! The demo's corporate accounts: what was agreed with them, their people with User IDs, and their contracts.

use super::accounts::{DemoAccount, DemoSubscription, insert_account, insert_card, insert_subscription, running};
use super::write_member;
use crate::db::people::{self, Door};
use crate::db::{DbError, Tx};
use crate::{Backend, CorporateTerms, Refusal, Role, args};
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

/// Product and plan by identifier and name, seats, the negotiated price of a seat and year in cents, and how many days ago
/// the contract's period began.
type Contract = ((&'static str, &'static str), (&'static str, &'static str), i64, i64, u64);

const ALPENWERKS: [Contract; 2] =
    [(("goto-training", "GoTo Training"), ("pro", "Pro"), 25, 132_000, 265), (("goto-webinar", "GoTo Webinar"), ("pro", "Pro"), 5, 168_000, 143)];
const HAFENBAUS: [Contract; 1] = [(("goto-meeting", "GoTo Meeting"), ("enterprise", "Enterprise"), 80, 24_000, 201)];
const STADTKLINIKS: [Contract; 1] = [(("goto-assist-v5", "GoToAssist v5"), ("remote-support", "Remote Support"), 12, 62_000, 96)];

pub(super) async fn write_accounts(tx: &mut Tx<'_>, backend: &Backend, hash: &str) -> Result<(), Refusal> {
    let (now, today) = (backend.now(), backend.today());
    let terms = |self_service, days, profile| CorporateTerms { self_service, days, profile };
    let alpenwerk = write_account(tx, backend, &ALPENWERK, &ALPENWERKS, terms(SelfService::Eligible, 14, PaymentProfile::Card)).await?;
    insert_card(tx, &alpenwerk, today, now).await?;
    write_contact(tx, &alpenwerk, ("Julia Alpers", "julia.alpers@alpenwerk.example", "KD-20417"), ContactRight::Order, hash, now).await?;
    let accountant = ("Konrad Kern", "konrad.kern@alpenwerk.example", "konrad.kern@alpenwerk.example");
    write_contact(tx, &alpenwerk, accountant, ContactRight::Pay, hash, now + 1).await?;
    let hafenbau = write_account(tx, backend, &HAFENBAU, &HAFENBAUS, terms(SelfService::Eligible, 30, PaymentProfile::BankTransfer)).await?;
    write_contact(tx, &hafenbau, ("Hauke Hansen", "hauke.hansen@hafenbau.example", "KD-20418"), ContactRight::Order, hash, now).await?;
    let klinik = write_account(tx, backend, &STADTKLINIK, &STADTKLINIKS, terms(SelfService::NotEligible, 30, PaymentProfile::BankTransfer)).await?;
    write_contact(tx, &klinik, ("Dr. Sabine Stark", "sabine.stark@stadtklinik.example", "KD-20419"), ContactRight::Order, hash, now).await?;
    Ok(())
}

async fn write_account(tx: &mut Tx<'_>, backend: &Backend, account: &DemoAccount, contracts: &[Contract], terms: CorporateTerms) -> Result<AccountId, Refusal> {
    let now = backend.now();
    let id = insert_account(tx, account, Door::Corporate, now).await?;
    let sql = "UPDATE accounts SET self_service = $2, terms_days = $3, payment_profile = $4 WHERE id = $1";
    let self_service = i64::from(terms.self_service == SelfService::Eligible);
    tx.exec(sql, args![id.as_str(), self_service, i64::from(terms.days), terms.profile.code()]).await?;
    for (place, contract) in (0_i64..).zip(contracts) {
        let subscription = subscription_of(backend, contract).ok_or(Refusal::NotFound)?;
        insert_subscription(tx, &id, &subscription, now + place).await?;
    }
    Ok(id)
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
