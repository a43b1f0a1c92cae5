//! What a member of staff sees of their own second factor.

use crate::db::second_factors::{self, FactorState};
use crate::one_time_code::key_address;
use crate::qr_code::{QrPicture, draw};
use crate::usecases::staff::StaffMember;
use crate::{Backend, DbError, work};
use chrono::NaiveDate;

/// A second factor, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorView {
    /// None.
    Off,
    /// To be confirmed by a code.
    Offered {
        /// To be typed, in base 32.
        secret: String,
        /// To be looked at by an authenticator; none where it cannot be drawn.
        picture: Option<QrPicture>,
    },
    /// Asked for at every sign-in.
    On {
        /// Since when.
        since: NaiveDate,
        /// Recovery codes that are left.
        recovery_codes: i64,
    },
}

/// The reader's own second factor.
///
/// # Errors
/// [`DbError`] of the database.
pub async fn view_factor(backend: &Backend, member: &StaffMember) -> Result<FactorView, DbError> {
    let (factor, recovery_codes) = backend
        .db
        .read(work!(tx => {
            let factor = second_factors::find_factor(tx, &member.person).await?;
            Ok::<_, DbError>((factor, second_factors::count_recovery_codes(tx, &member.person).await?))
        }))
        .await?;
    let Some(factor) = factor else { return Ok(FactorView::Off) };
    Ok(match factor.state {
        FactorState::On => FactorView::On { since: backend.clock.date_of(factor.confirmed_at.unwrap_or_default()), recovery_codes },
        FactorState::Offered => {
            let address = key_address(&factor.secret, &backend.settings.seller.party.name, &member.email);
            FactorView::Offered { picture: draw(&address), secret: factor.secret }
        }
    })
}
