//! The field for a new password: its rules are there before anything is typed, and are checked as soon as it is left.

use crate::texts::{Locale, password_text, td_string, use_locale};
use crate::ui::field::{Field, Ties};
use billing::people::{SHORTEST_PASSWORD, check_password};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

/// What is wrong with the password, as the browser sees it, and the way to look again.
#[derive(Clone, Copy)]
pub struct PasswordCheck {
    /// Events have no context to read it from.
    locale: Locale,
    field: NodeRef<html::Input>,
    email: StoredValue<String>,
    /// None until it was looked at; the server's word counts so long.
    fault: RwSignal<Option<Option<String>>>,
}

impl PasswordCheck {
    /// For the person with that mail address; to be made at the top of the component.
    pub fn new(email: &str) -> Self {
        Self { locale: use_locale(), field: NodeRef::new(), email: StoredValue::new(email.to_owned()), fault: RwSignal::new(None) }
    }

    /// Looks at what is typed; answers whether it does.
    fn look(self) -> bool {
        let Some(field) = self.field.get_untracked() else { return true };
        let locale = self.locale;
        let fault = self.email.with_value(|email| check_password(&field.value(), email)).err();
        self.fault.set(Some(fault.map(|fault| password_text(locale, fault))));
        fault.is_none()
    }

    /// Keeps a form from being sent with a password that does not do.
    pub fn on_submit(self, event: &SubmitEvent) {
        if !self.look() {
            event.prevent_default();
            if let Some(field) = self.field.get_untracked() {
                let _outside_the_page = field.focus();
            }
        }
    }

    /// Once something was found wrong, it goes as soon as it is right.
    fn look_again(self) {
        if self.fault.with_untracked(|fault| matches!(fault, Some(Some(_)))) {
            self.look();
        }
    }
}

/// The field, named `password`. `error` is what the server said of the last try.
#[component]
pub fn NewPasswordField(#[prop(into)] label: String, check: PasswordCheck, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let hint = td_string!(use_locale(), people.password_rules, count = SHORTEST_PASSWORD).to_string();
    let error = Signal::derive(move || check.fault.get().unwrap_or_else(|| error.get()));
    let ties = Ties::new("password", Some(&hint), error);
    let email = check.email.get_value();
    let opens_here = error.read_untracked().is_some();
    view! {
        // So that browsers know for whom they keep the password.
        <input type="email" name="login" autocomplete="username" value=email hidden readonly/>
        <Field name="password" label hint=Some(hint) error>
            <input
                id="password"
                name="password"
                type="password"
                autocomplete="new-password"
                required
                autofocus=opens_here
                node_ref=check.field
                aria-invalid=move || ties.invalid()
                aria-describedby=move || ties.description()
                on:change=move |_| { check.look(); }
                on:input=move |_| check.look_again()
            />
        </Field>
    }
}
