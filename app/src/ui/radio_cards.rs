//! Cards to compare and choose one of: side by side on wide screens, below each other on a phone.

use leptos::prelude::*;

/// What a card says, besides its price.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardText {
    /// What the form sends.
    pub value: String,
    /// What is chosen with it.
    pub title: String,
    /// What it includes, a line each.
    pub includes: Vec<String>,
    /// A word on the card's upper edge, such as "your plan today".
    pub mark: Option<String>,
    /// Why it cannot be chosen.
    pub blocked: Option<String>,
}

/// The cards' row.
#[component]
pub fn RadioCards(children: Children) -> impl IntoView {
    view! { <div class="plan-cards">{children()}</div> }
}

/// One card: a radio button, what it includes, and its price with what the price is for.
#[component]
pub fn RadioCard(
    #[prop(into)] name: String,
    text: CardText,
    #[prop(optional)] checked: bool,
    /// The amount with its currency; a dash where there is none.
    #[prop(into)]
    price: Signal<String>,
    /// "per licence and month".
    #[prop(into)]
    rhythm: Signal<&'static str>,
) -> impl IntoView {
    let reason_id = format!("{name}-{}-reason", text.value);
    let described_by = text.blocked.is_some().then(|| reason_id.clone());
    let is_blocked = text.blocked.is_some();
    // A comma between, for those who hear the card read as its name.
    let include = |line: String| view! { <span class="plan-include">{line}<span class="hidden-text">", "</span></span> };
    view! {
        <label class="plan-card">
            <input type="radio" name=name value=text.value checked=checked disabled=is_blocked aria-describedby=described_by/>
            <span class="plan-name">{text.title}</span>
            " "
            <span class="plan-note">
                {text.includes.into_iter().map(include).collect_view()}
                {text.blocked.map(|reason| view! { <span class="plan-reason" id=reason_id>{reason}</span> })}
            </span>
            " "
            <span class="plan-price"><span class="amount">{price}</span>" "<small>{rhythm}</small></span>
            {text.mark.map(|mark| view! { " "<span class="plan-mark badge">{mark}</span> })}
        </label>
    }
    .into_any()
}
