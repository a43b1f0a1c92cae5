//! What the server functions of the billing details do.

use super::DetailsPage;
use crate::api::ApiError;
use crate::api::request::{SignedIn, lead_to, reply, run_to_end, signed_in};
use backend::usecases::billing_details::load::load_details;
use backend::usecases::billing_details::save::{DetailsWish, save_details};
use billing::details::DetailsInput;

pub async fn load_billing_details() -> Result<DetailsPage, ApiError> {
    let load = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        let state = load_details(&backend, &actor).await?;
        Ok(DetailsPage {
            details: state.details,
            vat_id: state.account.customer.vat_id,
            version: state.version,
            currency: state.account.currency,
            next_on: state.next.on,
            next_net_minor: state.next.net_minor,
        })
    };
    reply(load().await)
}

pub async fn save_billing_details(version: String, seen_tax: String, input: DetailsInput) -> Result<(), ApiError> {
    let save = async || {
        let SignedIn { backend, actor } = signed_in().await?;
        run_to_end(async move {
            let wish = DetailsWish { input: &input, version: &version, seen_tax: &seen_tax };
            save_details(&backend, &actor, &wish).await
        })
        .await
    };
    reply(save().await)?;
    lead_to("/billing/details?done=saved");
    Ok(())
}
