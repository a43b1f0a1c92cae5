//! What the server functions of the billing details do.

use super::DetailsPage;
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in_at};
use crate::api::session::Contact;
use crate::doors::customer::{CustomerDoor, corporate_address};
use backend::Role;
use backend::usecases::billing_details::load::load_details;
use backend::usecases::billing_details::save::{DetailsWish, save_details};
use billing::details::DetailsInput;

pub async fn load_billing_details(door: String) -> Result<DetailsPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        let state = load_details(&backend, &actor).await?;
        Ok(DetailsPage {
            details: state.details,
            who_may: (actor.role == Role::Member).then(|| Contact { name: actor.billing_contact.name.clone(), email: actor.billing_contact.email.clone() }),
            vat_id: state.account.customer.vat_id,
            version: state.version,
            currency: state.account.currency,
            next_on: state.next.on,
            next_net_minor: state.next.net_minor,
        })
    };
    reply(load().await)
}

pub async fn save_billing_details(door: String, back: String, version: String, seen_tax: String, input: DetailsInput) -> Result<(), ApiError> {
    let save = async || {
        let SignedIn { backend, actor } = signed_in_at(&door).await?;
        run_to_end(async move {
            let wish = DetailsWish { input: &input, version: &version, seen_tax: &seen_tax };
            save_details(&backend, &actor, &wish).await
        })
        .await
    };
    reply(save().await)?;
    let page = CustomerDoor::of(&door).page("details");
    let back = corporate_address(&back).filter(|address| !address.contains('?')).unwrap_or(&page);
    lead_to(&format!("{back}?done=saved"));
    Ok(())
}
