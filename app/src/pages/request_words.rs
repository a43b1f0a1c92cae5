//! Requests to customer care in words: what they are about, where they stand, who wrote.

use crate::api::requests::RequestMessage;
use crate::texts::{Locale, td_string};
use crate::ui::badge::BadgeTone;
use crate::ui::conversation::{Message, Whose};
use crate::ui::date_field::date_text;
use billing::request::{RequestState, RequestSubject, Side};

/// What it is about.
pub fn subject_text(locale: Locale, subject: RequestSubject) -> &'static str {
    match subject {
        RequestSubject::Downgrade => td_string!(locale, care.subjects.downgrade),
        RequestSubject::Subscription => td_string!(locale, care.subjects.subscription),
        RequestSubject::Invoice => td_string!(locale, care.subjects.invoice),
        RequestSubject::Payment => td_string!(locale, care.subjects.payment),
        RequestSubject::Contact => td_string!(locale, care.subjects.contact),
        RequestSubject::Other => td_string!(locale, care.subjects.other),
    }
}

/// Where it stands, and how that is meant.
pub fn state_badge(locale: Locale, state: RequestState) -> (BadgeTone, &'static str) {
    match state {
        RequestState::Open => (BadgeTone::Notice, td_string!(locale, care.states.open)),
        RequestState::Answered => (BadgeTone::Success, td_string!(locale, care.states.answered)),
        RequestState::Closed => (BadgeTone::Plain, td_string!(locale, care.states.closed)),
    }
}

/// The messages as the people of one side read them. Where the seller's people are not named, the desk wrote.
pub fn conversation_of(desk: &str, reader: Side, messages: Vec<RequestMessage>) -> Vec<Message> {
    let one = |message: RequestMessage| Message {
        whose: if message.side == reader { Whose::Own } else { Whose::Theirs },
        who: if message.person.is_empty() { desk.to_owned() } else { message.person },
        when: format!("{}, {}", date_text(message.on), message.at),
        text: message.text,
    };
    messages.into_iter().map(one).collect()
}
