//! What accounts ask customer care, and what they are answered.

pub mod answer;
pub mod load;
mod matter;
pub mod open;
pub mod queue;
pub mod write;

use crate::db::people::Door;
use crate::{Actor, Refusal};
use billing::input::{InputFault, read_message};
use billing::request::{LONGEST_MESSAGE, MOST_OPEN, MOST_UNANSWERED};

/// Online the billing contact asks. Of an account that works with a representative everybody does, and reads what was asked.
fn must_be_allowed_to_ask(actor: &Actor) -> Result<(), Refusal> {
    match actor.door {
        Door::Corporate => Ok(()),
        Door::BillingCenter | Door::Staff => actor.must_be_billing_contact(),
    }
}

/// The field that a message is typed into.
const MESSAGE: &str = "message";

/// A message as either side may send it: neither it nor its mail holds the number of a card.
fn read(message: &str) -> Result<&str, Refusal> {
    read_message(message, LONGEST_MESSAGE).map_err(|fault| Refusal::Input { field: MESSAGE, fault })
}

/// No account has more waiting than can be answered.
const fn too_many_open() -> Refusal {
    Refusal::Input { field: MESSAGE, fault: InputFault::TooMuchWaiting { most: MOST_OPEN } }
}

/// No request has more messages in a row than can be answered.
const fn too_many_unanswered() -> Refusal {
    Refusal::Input { field: MESSAGE, fault: InputFault::TooMuchWaiting { most: MOST_UNANSWERED } }
}
