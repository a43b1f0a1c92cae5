//! Messages between two sides, the oldest first; the reader's own stand to the right.

use leptos::prelude::*;

/// Whose message it is, seen from the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The reader's side.
    Own,
    /// The other side.
    Theirs,
}

/// A message.
pub struct Message {
    /// Whose.
    pub whose: Whose,
    /// Who wrote it, as the reader knows them.
    pub who: String,
    /// When.
    pub when: String,
    /// Plain text with its line breaks.
    pub text: String,
}

/// The messages.
#[component]
pub fn Conversation(label: &'static str, messages: Vec<Message>) -> impl IntoView {
    let one = |message: Message| {
        let class = match message.whose {
            Whose::Own => "message own",
            Whose::Theirs => "message",
        };
        view! {
            <li class=class>
                <p class="message-who"><strong>{message.who}</strong>" · "<span class="whole">{message.when}</span></p>
                <p class="message-text">{message.text}</p>
            </li>
        }
    };
    view! { <ol class="conversation" aria-label=label>{messages.into_iter().map(one).collect_view()}</ol> }
}
