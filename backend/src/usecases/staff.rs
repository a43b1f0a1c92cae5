//! The seller's own people: who they are and what each may do.

pub mod add;
pub mod load_member;
pub mod second_factor;

use crate::db::{Tx, staff};
use crate::{Refusal, SecondFactorRule};
use billing::Language;
use billing::ids::{AccountId, PersonId};

/// What a member of staff may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRole {
    /// Works with customers.
    Representative,
    /// Records payments.
    Finance,
    /// Runs the portal.
    Operator,
}

impl StaffRole {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Representative, Self::Finance, Self::Operator];

    /// The word of the role, on the command line and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Representative => "representative",
            Self::Finance => "finance",
            Self::Operator => "operator",
        }
    }

    /// The role of a word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A member of staff who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// The person.
    pub person: PersonId,
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// The language that they chose, if they did.
    pub own_language: Option<Language>,
    /// What they may do.
    pub role: StaffRole,
    /// Whether their password alone signs them in.
    pub second_factor: SecondFactor,
}

/// Whether somebody has a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Their password is enough.
    Off,
    /// A code is asked for besides.
    On,
}

impl StaffMember {
    /// Whose accounts they see besides those that nobody looks after: a representative's own; empty for who sees all.
    pub fn scope(&self) -> &str {
        match self.role {
            StaffRole::Representative => self.person.as_str(),
            StaffRole::Finance | StaffRole::Operator => "",
        }
    }

    /// Whether they have to set up a second factor before they may do anything else.
    pub fn must_set_up(&self, rule: SecondFactorRule) -> bool {
        rule == SecondFactorRule::Required && self.second_factor == SecondFactor::Off
    }
}

/// Lets only those of the staff pass who may see an account.
///
/// # Errors
/// [`Refusal::NotFound`]: not theirs and not there look the same.
pub(super) async fn must_see(tx: &mut Tx<'_>, member: &StaffMember, account: &AccountId) -> Result<(), Refusal> {
    if staff::may_see(tx, member, account).await? { Ok(()) } else { Err(Refusal::NotFound) }
}
