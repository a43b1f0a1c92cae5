//! One change in the cart: what it changes, what it costs, why it cannot be ordered if so, and what can be done with it.

use super::{ADDRESS, Removal};
use crate::api::cart::CartRow;
use crate::api::session::Role;
use crate::forms::PostForm;
use crate::texts::{Locale, td_string, use_locale};
use crate::ui::button::SubmitButton;
use crate::ui::change_text::{Change, ChangeLine, editor_address};
use crate::ui::icon::Icon;
use billing::PriceErrorCode;
use billing::ids::ProductId;
use leptos::prelude::*;

/// A row of the cart. Only who may order can change it.
#[component]
pub fn CartItem(row: CartRow, change: Change, role: Role) -> impl IntoView {
    let locale = use_locale();
    let actions = (role == Role::BillingContact).then(|| view! { <Actions row=row.clone()/> });
    let (lines, net) = (change.lines_text(), change.net_text());
    view! {
        <li class="item">
            <div class="item-head">
                <div>
                    <h2>{row.product_name}</h2>
                    <ChangeLine change/>
                    {lines.map(|lines| view! { <p>{lines}</p> })}
                </div>
                {net.map(|net| view! { <p class="item-price"><span class="amount">{net}</span>" "<small>{td_string!(locale, cart.net)}</small></p> })}
            </div>
            {row.item.problem.map(|problem| view! { <Problem problem/> })}
            {actions}
        </li>
    }
    .into_any()
}

#[component]
fn Actions(row: CartRow) -> impl IntoView {
    let address = editor_address(&row.item);
    view! {
        <div class="item-actions">
            <a class="button quiet" href=address>
                <Icon name="edit"/>
                <span>{td_string!(use_locale(), cart.edit)}<OfProduct name=row.product_name.clone()/></span>
            </a>
            <RemoveButton product=row.item.product product_name=row.product_name/>
        </div>
    }
}

/// Which product a button means; those who see read it above.
#[component]
fn OfProduct(name: String) -> impl IntoView {
    view! { <span class="hidden-text">{format!(": {name}")}</span> }
}

#[component]
fn RemoveButton(product: ProductId, product_name: String) -> impl IntoView {
    let locale = use_locale();
    let Removal(remove) = expect_context();
    let id = product.0.clone();
    let pending = Signal::derive(move || remove.pending().get() && remove.sent("product").is_some_and(|sent| sent == id));
    view! {
        <PostForm action=remove page=ADDRESS class="">
            <input type="hidden" name="product" value=product.0/>
            <SubmitButton class="button quiet" pending>
                <span>{td_string!(locale, cart.remove)}<OfProduct name=product_name/></span>
            </SubmitButton>
        </PostForm>
    }
}

/// Why the change cannot be ordered as it stands, and what to do.
#[component]
fn Problem(problem: PriceErrorCode) -> impl IntoView {
    let locale = use_locale();
    view! {
        <p class="field-error">
            <Icon name="alert"/>
            <span>{td_string!(locale, cart.problem.title)}" "{problem_text(locale, problem)}</span>
        </p>
    }
}

fn problem_text(locale: Locale, problem: PriceErrorCode) -> &'static str {
    match problem {
        PriceErrorCode::NothingChanged => td_string!(locale, cart.problem.nothing_changed),
        PriceErrorCode::DowngradeNotSelfService => td_string!(locale, cart.problem.downgrade_not_self_service),
        PriceErrorCode::SeatsOutOfRange => td_string!(locale, cart.problem.seats_out_of_range),
        PriceErrorCode::NoPrice | PriceErrorCode::UnknownPlan | PriceErrorCode::UnknownProduct => td_string!(locale, cart.problem.no_price),
        PriceErrorCode::PeriodNotRunning => td_string!(locale, cart.problem.period_not_running),
        _ => td_string!(locale, cart.problem.other),
    }
}
