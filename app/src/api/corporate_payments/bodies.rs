//! What the server functions of corporate payments do: session, one use case, and where that leads.

use super::{CorporateInvoice, CorporateInvoices, CorporatePayment, ProfilePage, SingleCard};
use crate::api::ApiError;
use crate::api::bodies::search_invoices;
use crate::api::request::{SignedIn, corporate_signed_in, lead_to, reply, run_to_end};
use crate::doors::customer::corporate_address;
use backend::gateways::payment::MethodKind;
use backend::usecases::collections::pay::{self, PayWith, Payment, Share};
use backend::usecases::invoices::corporate::load_invoices;
use backend::usecases::invoices::find::find_invoice;
use backend::usecases::invoices::search::InvoiceQuery;
use backend::usecases::invoices::standing::{Standing, load_standing};
use backend::usecases::payment_methods::Purpose;
use backend::usecases::payment_methods::open::open_session_and_back;
use backend::usecases::payment_profile::{choose_profile, load_profile};
use backend::usecases::single_cards;
use backend::{Backend, Refusal};
use billing::corporate::PaymentProfile;
use billing::input::InputFault;

/// No invoice number is longer, in characters, and no amount that somebody types.
const LONGEST_NUMBER: usize = 24;

/// So many invoices are paid at once, at most.
const MOST_AT_ONCE: usize = 20;

pub async fn load_corporate_invoices(before: String, query: InvoiceQuery) -> Result<CorporateInvoices, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = corporate_signed_in().await?;
        let found = load_invoices(&backend, &actor).await?;
        let all = search_invoices(&backend, &actor, &before, &query).await?;
        Ok(CorporateInvoices { today: backend.today(), open: found.open, found: all })
    };
    reply(load().await)
}

pub async fn load_corporate_invoice(number: String) -> Result<CorporateInvoice, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = corporate_signed_in().await?;
        let document = find_invoice(&backend, &actor, &number).await?;
        let Standing { invoice: standing, corrections, .. } = load_standing(&backend, &actor, &number).await?;
        Ok(CorporateInvoice { document, standing, corrections })
    };
    reply(load().await)
}

/// What stands between the commas.
fn listed(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).take(MOST_AT_ONCE).map(ToOwned::to_owned).collect()
}

pub async fn load_corporate_payment(numbers: String, card: String) -> Result<CorporatePayment, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = corporate_signed_in().await?;
        actor.must_be_allowed_to_pay()?;
        let (mut invoices, mut usable) = (Vec::new(), None);
        for number in listed(&numbers) {
            let standing = load_standing(&backend, &actor, &number).await?;
            usable = standing.usable;
            invoices.extend(standing.invoice.filter(|invoice| invoice.open_minor > 0));
        }
        let shown = if card.is_empty() { None } else { single_cards::find_single_card(&backend, &actor, &card).await? };
        Ok(CorporatePayment { invoices, usable, card: shown.map(|shown| SingleCard { session: card.clone(), shown }) })
    };
    reply(load().await)
}

pub async fn pay_corporate_invoices(numbers: String, seen: String, amounts: String, card: String) -> Result<(), ApiError> {
    let numbers = listed(&numbers);
    match try_pay(numbers.clone(), seen, amounts, card).await {
        Ok(payments) => {
            lead_to(&page_after(&numbers, &payments));
            Ok(())
        }
        Err(error) => reply(Err(error)),
    }
}

/// A single invoice's page, which tells what became of it; else the list, with the numbers of those that are not paid.
fn page_after(numbers: &[String], payments: &[Payment]) -> String {
    let unpaid: Vec<String> = numbers.iter().zip(payments).filter(|(_, payment)| **payment != Payment::Paid).map(|(number, _)| plain(number)).collect();
    match (numbers, unpaid.is_empty()) {
        ([number], true) => format!("/corporate/invoices/{}?done=paid", plain(number)),
        ([number], false) => format!("/corporate/invoices/{}", plain(number)),
        (_, true) => "/corporate/invoices?done=paid".to_owned(),
        (_, false) => format!("/corporate/invoices?done=partly&unpaid={}", unpaid.join(",")),
    }
}

/// Numbers are plain; anything else could lead elsewhere.
fn plain(number: &str) -> String {
    number.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(LONGEST_NUMBER).collect()
}

async fn try_pay(numbers: Vec<String>, seen: String, amounts: String, card: String) -> Result<Vec<Payment>, ApiError> {
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    actor.must_be_allowed_to_pay()?;
    let (seen, amounts) = (read_amounts(&seen)?, read_amounts(&amounts)?);
    if numbers.is_empty() || numbers.len() != seen.len() || numbers.len() != amounts.len() {
        return Err(ApiError::AmountChanged);
    }
    run_to_end(async move {
        let shares: Vec<Share<'_>> = numbers
            .iter()
            .zip(seen.iter().zip(&amounts))
            .map(|(number, (seen_minor, amount_minor))| Share { number, seen_minor: *seen_minor, amount_minor: *amount_minor })
            .collect();
        let with = if card.is_empty() { PayWith::MethodOnFile } else { PayWith::SingleCard(&card) };
        pay::pay_invoices(&backend, &actor, &shares, with).await.map_err(|refusal| match refusal {
            Refusal::PriceChanged => ApiError::AmountChanged,
            other => other.into(),
        })
    })
    .await
}

fn read_amounts(text: &str) -> Result<Vec<i64>, ApiError> {
    listed(text).iter().map(|amount| amount.parse().map_err(|_| ApiError::AmountChanged)).collect()
}

pub async fn open_single_card(numbers: String, amount: String) -> Result<(), ApiError> {
    // It stands in an address, and the gateway keeps that: no more of it than an amount can be.
    let amount: String = amount.chars().filter(|letter| letter.is_ascii_digit() || [',', '.'].contains(letter)).take(LONGEST_NUMBER).collect();
    let query = |more: (&'static str, &'static str)| {
        let numbers = listed(&numbers).iter().map(|number| plain(number)).collect::<Vec<_>>().join(",");
        serde_urlencoded::to_string([("invoices", numbers.as_str()), ("amount", amount.as_str()), more]).unwrap_or_default()
    };
    let addresses = (format!("/corporate/card-return?{}", query(("from", "page"))), format!("/corporate/invoices/pay?{}", query(("method", "cancelled"))));
    let open = async || {
        let SignedIn { backend, actor } = corporate_signed_in().await?;
        run_to_end(async move { single_cards::open_single_card(&backend, &actor, addresses).await }).await
    };
    lead_to(&reply(open().await)?);
    Ok(())
}

pub async fn give_up_corporate_payment(number: String) -> Result<(), ApiError> {
    let page = format!("/corporate/invoices/{}", plain(&number));
    let give_up = async || {
        let SignedIn { backend, actor } = corporate_signed_in().await?;
        run_to_end(async move { pay::give_up_payment(&backend, &actor, &number).await }).await
    };
    reply(give_up().await)?;
    lead_to(&page);
    Ok(())
}

pub async fn load_payment_profile() -> Result<ProfilePage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = corporate_signed_in().await?;
        let found = load_profile(&backend, &actor).await?;
        let seller = &backend.settings.seller;
        let party = &seller.party;
        Ok(ProfilePage {
            today: backend.today(),
            profile: found.terms.profile,
            offered: PaymentProfile::offered(&found.account.party.country, found.account.currency),
            method: found.method,
            days: found.terms.days,
            seller: party.name.clone(),
            bank: seller.bank.clone(),
            address: format!("{}, {} {}", party.street, party.postal_code, party.city),
            account_number: found.account.number,
            currency: found.account.currency,
        })
    };
    reply(load().await)
}

pub async fn save_payment_profile(profile: String, back: String) -> Result<(), ApiError> {
    reply(try_save(&profile, &back).await)
}

async fn try_save(profile: &str, back: &str) -> Result<(), ApiError> {
    let back = corporate_address(back);
    let SignedIn { backend, actor } = corporate_signed_in().await?;
    actor.must_be_allowed_to_pay()?;
    let not_offered = || ApiError::Input { field: "profile".to_owned(), fault: InputFault::NotOffered };
    let profile = PaymentProfile::parse(profile).ok_or_else(not_offered)?;
    let kind = match profile {
        PaymentProfile::Card => MethodKind::Card,
        PaymentProfile::SepaDebit => MethodKind::SepaDebit,
        PaymentProfile::BankTransfer | PaymentProfile::Check => {
            run_to_end(async move { choose_profile(&backend, &actor, profile).await }).await?;
            lead_to(&come_back(back, "changed"));
            return Ok(());
        }
    };
    if !is_offered(&backend, &actor, profile).await? {
        return Err(not_offered());
    }
    let back = back.map(ToOwned::to_owned);
    let address = run_to_end(async move { open_session_and_back(&backend, &actor, Purpose::PaymentMethod, &[kind], back.as_deref()).await }).await?;
    lead_to(&address);
    Ok(())
}

/// The page that was come from, or the payment profile, with what was done.
fn come_back(back: Option<&str>, news: &str) -> String {
    let page = back.unwrap_or("/corporate/payment-profile");
    format!("{page}{}method={news}", if page.contains('?') { '&' } else { '?' })
}

async fn is_offered(backend: &Backend, actor: &backend::Actor, profile: PaymentProfile) -> Result<bool, ApiError> {
    let account = load_profile(backend, actor).await?.account;
    Ok(PaymentProfile::offered(&account.party.country, account.currency).contains(&profile))
}
