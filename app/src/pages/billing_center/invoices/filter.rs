//! The form that asks for a part of the list. What it asks stands in the address, so it works without script.

use super::address;
use crate::api::invoices::InvoicesPage;
use crate::texts::{td_string, use_locale};
use crate::ui::choice::Choice;
use crate::ui::field::{Presence, TextField};
use crate::ui::list_query::ListQuery;
use crate::ui::select::SelectField;
use leptos::prelude::*;

/// Search, year, product, state, and the button that asks.
#[component]
pub fn FilterForm(page: InvoicesPage) -> impl IntoView {
    let (locale, list) = (use_locale(), ListQuery::here());
    let value = |key| list.value(key).unwrap_or_default();
    let no_error = Signal::derive(|| None::<String>);
    let select = |name: &'static str, label: &'static str, all: &'static str, choices: Vec<Choice>| {
        let options: Vec<Choice> = [Choice::new("", all)].into_iter().chain(choices).collect();
        view! { <SelectField name label options value=value(name) presence=Presence::Unmarked error=no_error/> }.into_any()
    };
    let years = page.years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect();
    let products = page.products.into_iter().map(|(id, name)| Choice::new(id, name)).collect();
    let states = vec![
        Choice::new("open", td_string!(locale, invoices.open)),
        Choice::new("overdue", td_string!(locale, open_invoices.state.overdue)),
        Choice::new("paid", td_string!(locale, invoices.paid)),
        Choice::new("corrected", td_string!(locale, invoices.filter.corrected)),
    ];
    let all = td_string!(locale, invoices.filter.all);
    view! {
        <form class="filter-form" role="search" method="get" action=address() aria-label=td_string!(locale, invoices.filter.label)>
            <TextField name="search" label=td_string!(locale, invoices.filter.search) kind="search" value=value("search") presence=Presence::Unmarked error=no_error/>
            {select("year", td_string!(locale, invoices.filter.year), all, years)}
            {select("product", td_string!(locale, invoices.filter.product), all, products)}
            {select("state", td_string!(locale, invoices.state), all, states)}
            <button class="button" type="submit">{td_string!(locale, invoices.filter.show)}</button>
        </form>
    }
    .into_any()
}
