//! What a receipt pays and paid, a row for each allocation, with the form that takes one back.

use super::Attempts;
use crate::api::staff::receipts::AllocationRow;
use crate::forms::{PostForm, field_error, general_error};
use crate::pages::staff::receipts::ADDRESS;
use crate::texts::{error_text, td_string, use_locale};
use crate::ui::banner::{Banner, BannerTone};
use crate::ui::button::SubmitButton;
use crate::ui::choice::Choice;
use crate::ui::date_field::date_text;
use crate::ui::disclosure::Disclosure;
use crate::ui::money::money_text;
use crate::ui::select::SelectField;
use crate::ui::table::{Column, Row, Table};
use crate::ui::text_area::TextArea;
use billing::Currency;
use billing::receipt::LONGEST_REASON;
use leptos::prelude::*;

#[component]
pub fn Allocated(receipt: String, rows: Vec<AllocationRow>, currency: Currency, may_reverse: bool) -> impl IntoView {
    let locale = use_locale();
    if rows.is_empty() {
        return ().into_any();
    }
    let live: Vec<AllocationRow> = rows.iter().filter(|row| row.reversal.is_none()).cloned().collect();
    let columns = vec![
        Column::text(td_string!(locale, staff.receipts.invoice)),
        Column::text(td_string!(locale, staff.receipts.allocated_on)),
        Column::text(td_string!(locale, staff.receipts.state)),
        Column::figure(td_string!(locale, staff.receipts.amount)),
    ];
    let row = |row: AllocationRow| {
        let state = match row.reversal {
            Some(reversal) => td_string!(locale, staff.receipts.taken_back, date = date_text(reversal.on), reason = reversal.reason).to_string(),
            None => td_string!(locale, staff.receipts.counts).to_owned(),
        };
        let cells = vec![
            view! { <a class="whole" href=format!("/staff/invoices/{}", row.number)>{row.number.clone()}</a> }.into_any(),
            format!("{}, {}", date_text(row.on), row.person).into_any(),
            state.into_any(),
            money_text(row.amount_minor, currency).into_any(),
        ];
        Row::new(cells)
    };
    let rows: Vec<Row> = rows.into_iter().map(row).collect();
    let reverse = (may_reverse && !live.is_empty()).then(|| view! { <TakeBack receipt live currency/> });
    view! {
        <section class="card" aria-labelledby="allocated">
            <div class="card-head"><h2 id="allocated">{td_string!(locale, staff.receipts.pays)}</h2></div>
            <Table caption=td_string!(locale, staff.receipts.pays) columns rows/>
            {reverse}
        </section>
    }
    .into_any()
}

/// Takes one allocation back.
#[component]
fn TakeBack(receipt: String, live: Vec<AllocationRow>, currency: Currency) -> impl IntoView {
    let locale = use_locale();
    let Attempts { reverse_share, share_error, .. } = expect_context();
    let above = general_error(share_error, &["share_reason"]);
    let choice = |row: AllocationRow| Choice::new(row.id, format!("{}, {}", row.number, money_text(row.amount_minor, currency)));
    let first = live.first().map(|row| row.id.clone()).unwrap_or_default();
    let options: Vec<Choice> = live.into_iter().map(choice).collect();
    let none = Signal::derive(|| None::<String>);
    view! {
        <div class="card-body">
            <Disclosure summary=td_string!(locale, staff.receipts.share_open) open=Signal::derive(move || share_error.read().is_some())>
                <PostForm action=reverse_share page=format!("{ADDRESS}/{receipt}")>
                    <input type="hidden" name="receipt" value=receipt/>
                    <p>{td_string!(locale, staff.receipts.share_text)}</p>
                    {move || above.get().map(|error| view! { <Banner tone=BannerTone::Error><p>{error_text(locale, &error)}</p></Banner> })}
                    <SelectField name="allocation" label=td_string!(locale, staff.receipts.which) options value=first error=none/>
                    <TextArea
                        name="share_reason"
                        label=td_string!(locale, staff.receipts.reason)
                        hint=td_string!(locale, staff.receipts.reason_hint)
                        limit=LONGEST_REASON
                        error=field_error(share_error, "share_reason")
                    />
                    <SubmitButton class="button" pending=reverse_share.pending()>{td_string!(locale, staff.receipts.share_reverse)}</SubmitButton>
                </PostForm>
            </Disclosure>
        </div>
    }
}
