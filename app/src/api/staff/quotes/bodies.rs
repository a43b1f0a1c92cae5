//! What the server functions of the staff's quotes do.

use super::{BuilderPage, LINES, LineForm, OfferChoice, StaffQuotePage, StaffQuoteRow};
use crate::api::ApiError;
use crate::api::quotes::bodies::page_of;
use crate::api::request::{StaffSignedIn, lead_to, reply, staff_as};
use crate::api::staff::bodies::LOOKING_AFTER;
use crate::ui::money::read_money;
use backend::Backend;
use backend::db::quotes::QuoteRow;
use backend::usecases::accounts::offers::{AccountOffers, load_offers};
use backend::usecases::quotes::draft::{DraftInput, LineInput, LineWish, save_draft};
use backend::usecases::quotes::{find, list, open};
use billing::ids::{PlanId, ProductId, SubscriptionId};
use billing::input::InputFault;
use billing::quote::{Offer, QuoteItem};
use billing::renewal::PriceOrigin;
use billing::{BillingInterval, Currency, Language, Money, PriceErrorCode, format};
use chrono::Days;

/// How long a quote of the staff is valid unless they say otherwise.
const USUAL_DAYS: Days = Days::new(30);

pub async fn load_staff_quotes() -> Result<Vec<StaffQuoteRow>, ApiError> {
    reply(quotes().await)
}

async fn quotes() -> Result<Vec<StaffQuoteRow>, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let rows = list::list_all(&backend, &member).await?;
    let row = |row: backend::db::quotes::StaffQuote| StaffQuoteRow { quote: row.quote, account_number: row.account_number, account_name: row.account_name };
    Ok(rows.into_iter().map(row).collect())
}

pub async fn load_staff_quote(number: String) -> Result<StaffQuotePage, ApiError> {
    reply(quote(&number).await)
}

async fn quote(number: &str) -> Result<StaffQuotePage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let priced = find::find_for_staff(&backend, &member, number).await?;
    let (account_number, account_name) = (priced.account.number.clone(), priced.account.party.name.clone());
    Ok(StaffQuotePage { page: page_of(&backend, priced), account_number, account_name })
}

pub async fn load_quote_builder(account: String, number: String) -> Result<BuilderPage, ApiError> {
    reply(builder(account, number).await)
}

async fn builder(account: String, number: String) -> Result<BuilderPage, ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = member.own_language.unwrap_or_default();
    let draft = if number.is_empty() { None } else { Some(find::find_for_staff(&backend, &member, &number).await?) };
    let account = draft.as_ref().map_or(account, |draft| draft.account.number.clone());
    let found = load_offers(&backend, &member, account.trim()).await?;
    let currency = found.account.currency;
    let row: Option<&QuoteRow> = draft.as_ref().map(|draft| &draft.row);
    let mut lines: Vec<LineForm> = row.map(|row| row.content.items.iter().map(|item| line_of(item, currency, language)).collect()).unwrap_or_default();
    lines.resize(LINES.max(lines.len()), LineForm::default());
    let today = backend.today();
    Ok(BuilderPage {
        account_number: found.account.number.clone(),
        account_name: found.account.party.name.clone(),
        number: row.map(|row| row.number.clone()),
        offers: choices(&backend, &found, language),
        currency,
        today,
        valid_until: row.map_or_else(|| today.checked_add_days(USUAL_DAYS).unwrap_or(today), |row| row.valid_until),
        message: row.map(|row| row.content.message.clone()).unwrap_or_default(),
        lines,
    })
}

/// Contracts that run, and what the account does not have yet.
fn choices(backend: &Backend, found: &AccountOffers, language: Language) -> Vec<OfferChoice> {
    let currency = found.account.currency;
    let money = |minor| format::money(Money::new(minor, currency), language);
    let mut choices = Vec::new();
    for contract in &found.contracts {
        let running = &contract.running;
        let Some(product) = backend.catalogue.product(&running.product).filter(|product| product.seat_add_on) else { continue };
        let plan = product.plan(&running.plan).map(|(_, plan)| plan.name.clone()).unwrap_or_default();
        let name = format!("{} {plan}, {}", product.name, money(running.unit_minor));
        choices.push(OfferChoice { value: format!("seats:{}", contract.id), name, adds: true });
    }
    for product in backend.catalogue.products.iter().filter(|product| found.contracts.iter().all(|contract| contract.running.product != product.id)) {
        for plan in &product.plans {
            for interval in [BillingInterval::Annual, BillingInterval::Monthly] {
                let Some(unit_minor) = plan.unit_minor(currency, interval, 1, backend.today()) else { continue };
                let name = format!("{} {}, {}", product.name, plan.name, money(unit_minor));
                choices.push(OfferChoice { value: format!("new:{}:{}:{}", product.id, plan.id, interval.code()), name, adds: false });
            }
        }
    }
    choices
}

/// A stored line as the form holds it.
fn line_of(item: &QuoteItem, currency: Currency, language: Language) -> LineForm {
    let what = match &item.offer {
        Offer::AddSeats { subscription, .. } => format!("seats:{subscription}"),
        Offer::New { plan, interval, .. } => format!("new:{}:{plan}:{}", item.product, interval.code()),
    };
    let own = item.unit.filter(|unit| unit.origin == PriceOrigin::Negotiated);
    let own = own.map(|unit| format::money(Money::new(unit.unit_minor, currency), language)).unwrap_or_default();
    LineForm { what, seats: item.seats().to_string(), own, reason: item.reason.clone() }
}

pub async fn save_quote_draft(of: (String, String), said: (String, String), lines: Vec<LineForm>) -> Result<(), ApiError> {
    reply(try_save(of, said, lines).await)
}

async fn try_save((number, account): (String, String), (valid_until, message): (String, String), lines: Vec<LineForm>) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    let language = member.own_language.unwrap_or_default();
    let currency = load_offers(&backend, &member, &account).await?.account.currency;
    let valid_until = valid_until.parse().map_err(|_| ApiError::Input { field: "valid_until".to_owned(), fault: InputFault::NotDate })?;
    let lines = lines.into_iter().filter(|line| !line.what.is_empty()).map(|line| read_line(line, currency, language));
    let input = DraftInput { account, valid_until, message, lines: lines.collect::<Result<_, _>>()? };
    let number = save_draft(&backend, &member, Some(number.as_str()).filter(|number| !number.is_empty()), &input).await?;
    lead_to(&format!("/staff/quotes/{number}"));
    Ok(())
}

fn read_line(line: LineForm, currency: Currency, language: Language) -> Result<LineInput, ApiError> {
    let unknown = || ApiError::Input { field: "what".to_owned(), fault: InputFault::NotOffered };
    let parts: Vec<&str> = line.what.split(':').collect();
    let wish = match parts.as_slice() {
        ["seats", id] => LineWish::AddSeats(SubscriptionId((*id).to_owned())),
        ["new", product, plan, interval] => LineWish::New {
            product: ProductId((*product).to_owned()),
            plan: PlanId((*plan).to_owned()),
            interval: BillingInterval::parse(interval).ok_or_else(unknown)?,
        },
        _ => return Err(unknown()),
    };
    let seats = line.seats.trim().parse().map_err(|_| ApiError::Price(PriceErrorCode::SeatsOutOfRange))?;
    let own_minor = match line.own.trim() {
        "" => None,
        typed => Some(read_money(typed, currency, language).map_err(|_| ApiError::Price(PriceErrorCode::InvalidInput))?),
    };
    Ok(LineInput { wish, seats, own_minor, reason: line.reason })
}

pub async fn send_quote(number: String) -> Result<(), ApiError> {
    reply(try_send(&number).await)
}

async fn try_send(number: &str) -> Result<(), ApiError> {
    let StaffSignedIn { backend, member } = staff_as(LOOKING_AFTER).await?;
    open::open_quote(&backend, &member, number).await?;
    lead_to(&format!("/staff/quotes/{number}"));
    Ok(())
}
