//! Fields: label above, hint between, error below, tied together for those who do not see them.

use super::icon::Icon;
use crate::texts::{td_string, use_locale};
use leptos::prelude::*;

/// Whether a field may stay empty, and whether its label says so. A form marks what is rarer: the optional fields
/// among required ones, or the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// Required, as most are: the label says nothing.
    #[default]
    Required,
    /// Required among optional ones: the label says so.
    MarkedRequired,
    /// May stay empty, and the label says so.
    Optional,
    /// May stay empty, and the label need not say so: a filter.
    Unmarked,
}

impl Presence {
    /// The value of the attribute `required`.
    pub const fn is_required(self) -> bool {
        !matches!(self, Self::Optional | Self::Unmarked)
    }
}

/// How a control is tied to its hint and its error: for `aria-describedby` and `aria-invalid`.
#[derive(Clone, Copy)]
pub struct Ties {
    ids: StoredValue<(Option<String>, String)>,
    error: Signal<Option<String>>,
}

impl Ties {
    /// `{name}-hint` and `{name}-error` are the ids, as [`Field`] writes them.
    pub fn new(name: &str, hint: Option<&String>, error: Signal<Option<String>>) -> Self {
        Self { ids: StoredValue::new((hint.map(|_| format!("{name}-hint")), format!("{name}-error"))), error }
    }

    /// The value of `aria-invalid`.
    pub fn invalid(self) -> Option<&'static str> {
        self.error.read().is_some().then_some("true")
    }

    /// The value of `aria-describedby`: the error first, since it is what matters now.
    pub fn description(self) -> Option<String> {
        let is_faulty = self.error.read().is_some();
        self.ids.with_value(|(hint, error)| match (hint, is_faulty) {
            (Some(hint), true) => Some(format!("{error} {hint}")),
            (Some(hint), false) => Some(hint.clone()),
            (None, true) => Some(error.clone()),
            (None, false) => None,
        })
    }
}

/// Label, hint, the control as children, error. The control has the id `name` and the [`Ties`].
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] presence: Presence,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    view! {
        <div class="field">
            <label for=name.clone()>{label}<PresenceMark presence/></label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
            {children()}
            <FieldError id=error_id error/>
        </div>
    }
    .into_any()
}

/// Several controls under one legend; the error is the group's.
#[component]
pub fn FieldGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    #[prop(optional)] presence: Presence,
    #[prop(optional_no_strip)] hint: Option<String>,
    #[prop(into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.as_ref(), error);
    let error_id = format!("{name}-error");
    view! {
        <fieldset class="choice" aria-describedby=move || ties.description()>
            <legend>{legend}<PresenceMark presence/></legend>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
            {children()}
            <FieldError id=error_id error/>
        </fieldset>
    }
    .into_any()
}

/// "optional" or "required" after a label: a word, since an asterisk wants a legend of its own.
#[component]
pub(super) fn PresenceMark(presence: Presence) -> impl IntoView {
    let locale = use_locale();
    let word = match presence {
        Presence::Required | Presence::Unmarked => None,
        Presence::MarkedRequired => Some(td_string!(locale, parts.required)),
        Presence::Optional => Some(td_string!(locale, parts.optional)),
    };
    word.map(|word| view! { " "<span class="field-mark">{word}</span> })
}

/// Provided where fields at fault are only shown, as in the style guide: there the focus stays where it is.
#[derive(Clone, Copy)]
pub struct FocusStays;

/// A labelled text field. `name` is also its id, so it stands on a page once.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] presence: Presence,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.as_ref(), error);
    // A page that comes back with an error opens where the error is.
    let opens_here = error.read_untracked().is_some() && use_context::<FocusStays>().is_none();
    // An address is not prose: no capital first, no red wave below.
    let is_address = kind == "email";
    view! {
        <Field name=name.clone() label presence hint error>
            <input
                id=name.clone()
                name=name
                type=kind
                autocomplete=autocomplete
                autocapitalize=is_address.then_some("none")
                spellcheck=is_address.then_some("false")
                value=value
                required=presence.is_required()
                autofocus=opens_here
                aria-invalid=move || ties.invalid()
                aria-describedby=move || ties.description()
            />
        </Field>
    }
}

/// The error of a field, as its last child.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    move || {
        let id = id.clone();
        error.get().map(|text| view! { <p class="field-error" id=id><Icon name="alert"/><span>{text}</span></p> })
    }
}
