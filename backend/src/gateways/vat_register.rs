//! The port to the register of VAT numbers, and the register of the European Union over HTTP (VIES, REST). Decides
//! nothing about tax.

use crate::settings::VatRegisterSettings;
use billing::vat_id::VatId;
use reqwest::Client;
use serde::Deserialize;

/// What the register knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VatCheck {
    /// The number was issued and is in force.
    Valid,
    /// It is not.
    Invalid,
    /// The register, or the member state behind it, did not say; the text is for the log.
    Unknown(String),
}

/// A register of VAT numbers.
#[async_trait::async_trait]
pub trait VatRegister: Send + Sync {
    /// Asks about a number. Never an error: not to know is an answer.
    async fn check(&self, number: &VatId) -> VatCheck;
}

/// The register at an address.
pub struct HttpVatRegister {
    client: Client,
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    is_valid: bool,
    user_error: Option<String>,
}

impl HttpVatRegister {
    /// A client for the register of the settings. Connects to nothing yet.
    ///
    /// # Errors
    /// When the client cannot be made.
    pub fn new(settings: &VatRegisterSettings) -> Result<Self, reqwest::Error> {
        let client = Client::builder().timeout(settings.timeout).build()?;
        Ok(Self { client, url: settings.url.trim_end_matches('/').to_owned() })
    }
}

#[async_trait::async_trait]
impl VatRegister for HttpVatRegister {
    async fn check(&self, number: &VatId) -> VatCheck {
        let Some((country, rest)) = number.as_str().split_at_checked(2) else { return VatCheck::Unknown("no number".to_owned()) };
        let address = format!("{}/ms/{country}/vat/{rest}", self.url);
        let answer = match self.client.get(address).send().await {
            Ok(answer) if answer.status().is_success() => answer.json::<Answer>().await,
            Ok(answer) => return VatCheck::Unknown(format!("status {}", answer.status())),
            Err(error) => Err(error),
        };
        match answer {
            Ok(answer) => answer.into_check(),
            Err(error) => VatCheck::Unknown(error.to_string()),
        }
    }
}

impl Answer {
    /// "isValid" is false as well where the member state did not answer; only `INVALID` denies the number.
    fn into_check(self) -> VatCheck {
        match (self.is_valid, self.user_error.as_deref()) {
            (true, _) => VatCheck::Valid,
            (false, Some("INVALID")) => VatCheck::Invalid,
            (false, reason) => VatCheck::Unknown(reason.unwrap_or("no reason").to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_no_denies_a_number() {
        for (answer, expected) in [
            (r#"{"isValid":true,"userError":"VALID","name":"x"}"#, VatCheck::Valid),
            (r#"{"isValid":false,"userError":"INVALID"}"#, VatCheck::Invalid),
            (r#"{"isValid":false,"userError":"MS_UNAVAILABLE"}"#, VatCheck::Unknown("MS_UNAVAILABLE".to_owned())),
            (r#"{"isValid":false}"#, VatCheck::Unknown("no reason".to_owned())),
        ] {
            assert_eq!(serde_json::from_str::<Answer>(answer).unwrap().into_check(), expected, "{answer}");
        }
    }
}
