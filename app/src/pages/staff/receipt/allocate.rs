//! Which open invoices a receipt pays: an amount for each, filled in as the portal suggests.

use super::Attempts;
use crate::api::staff::receipts::{PayableRow, ReceiptPage};
use crate::forms::{PostForm, field_error, general_error};
use crate::pages::staff::receipts::ADDRESS;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::date_field::date_text;
use crate::ui::field::{FieldGroup, Presence};
use crate::ui::money::money_text;
use crate::ui::money_field::MoneyField;
use billing::Currency;
use billing::receipt::SuggestedBy;
use leptos::prelude::*;

#[component]
pub fn AllocateForm(page: ReceiptPage) -> impl IntoView {
    let locale = use_locale();
    let Attempts { allocate, allocate_error, .. } = expect_context();
    let above = general_error(allocate_error, &["shares"]);
    let refusal = move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> });
    let why = page.suggested_by.map(|by| match by {
        SuggestedBy::Reference => td_string!(locale, staff.receipts.by_reference),
        SuggestedBy::ExactAmount => td_string!(locale, staff.receipts.by_amount),
        SuggestedBy::OldestFirst => td_string!(locale, staff.receipts.by_age),
    });
    let (receipt, currency) = (page.receipt.clone(), page.receipt.currency);
    let rows = page.open.into_iter().enumerate().map(|(place, row)| view! { <Share place row currency/> }).collect_view();
    let left = td_string!(locale, staff.receipts.left_to_allocate, amount = money_text(receipt.unallocated_minor, currency)).to_string();
    view! {
        <section class="card" aria-labelledby="allocate">
            <div class="card-head"><h2 id="allocate">{td_string!(locale, staff.receipts.allocate_title)}</h2></div>
            <div class="card-body">
                {refusal}
                <PostForm action=allocate page=format!("{ADDRESS}/{}", receipt.id)>
                    <input type="hidden" name="form_key" value=page.form_key/>
                    <input type="hidden" name="receipt" value=receipt.id/>
                    <input type="hidden" name="seen_minor" value=receipt.unallocated_minor.to_string()/>
                    <FieldGroup name="shares" legend=left hint=why.map(ToOwned::to_owned) error=field_error(allocate_error, "shares")>
                        {rows}
                    </FieldGroup>
                    <div class="actions"><SubmitButton pending=allocate.pending()>{td_string!(locale, staff.receipts.allocate)}</SubmitButton></div>
                </PostForm>
            </div>
        </section>
    }
    .into_any()
}

/// What is paid of one invoice.
#[component]
fn Share(place: usize, row: PayableRow, currency: Currency) -> impl IntoView {
    let locale = use_locale();
    let Attempts { posted, .. } = expect_context();
    let (number_name, amount_name) = (format!("shares[{place}][number]"), format!("shares[{place}][amount]"));
    let suggested = if row.suggested_minor > 0 { money_text(row.suggested_minor, currency) } else { String::new() };
    let value = posted.as_ref().and_then(|posted| posted.value(&amount_name).map(ToOwned::to_owned)).unwrap_or(suggested);
    let open = money_text(row.open_minor, currency);
    let hint = match (row.overdue_since, row.due_on) {
        (Some(since), _) => td_string!(locale, staff.receipts.overdue, amount = open, products = row.products, date = date_text(since)).to_string(),
        (None, Some(due_on)) => td_string!(locale, staff.receipts.due, amount = open, products = row.products, date = date_text(due_on)).to_string(),
        (None, None) => td_string!(locale, staff.receipts.open, amount = open, products = row.products).to_string(),
    };
    let none = Signal::derive(|| None::<String>);
    view! {
        <input type="hidden" name=number_name value=row.number.clone()/>
        <MoneyField name=amount_name label=row.number hint currency value presence=Presence::Unmarked error=none/>
    }
}
