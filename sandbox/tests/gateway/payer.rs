//! A person before the gateway's pages, without script and without a secret; it must not know the calls.

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};

use crate::support::Gateway;

/// A browser that shows redirects rather than follows them.
pub struct Payer {
    client: Client,
    origin: String,
}

/// What a page answered.
pub struct Page {
    pub status: StatusCode,
    pub location: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub html: String,
}

impl Payer {
    /// Goes to that gateway. Make it after the gateway, whose client brings the provider of TLS.
    pub fn new(gateway: &Gateway) -> Self {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { client, origin: format!("http://{}", gateway.address) }
    }

    /// Opens a page; of an address only its path counts, so that one given out under the public origin works too.
    pub async fn open(&self, address: &str) -> Page {
        see(self.client.get(self.here(address))).await
    }

    pub async fn open_in(&self, address: &str, accept_language: &str) -> Page {
        see(self.client.get(self.here(address)).header("Accept-Language", accept_language)).await
    }

    /// Sends a form.
    pub async fn send(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        see(self.client.post(self.here(address)).form(fields)).await
    }

    fn here(&self, address: &str) -> String {
        let path = address.strip_prefix("http://gateway.test").unwrap_or(address);
        format!("{}{path}", self.origin)
    }
}

impl Page {
    /// The text of an element with that id.
    pub fn text_of(&self, id: &str) -> Option<&str> {
        let (_, rest) = self.html.split_once(&format!("id=\"{id}\">"))?;
        rest.split_once('<').map(|(text, _)| text)
    }

    /// The start tag of the field with that id.
    pub fn field(&self, id: &str) -> &str {
        let (_, rest) = self.html.split_once(&format!("<input id=\"{id}\"")).unwrap();
        rest.split_once('>').unwrap().0
    }
}

async fn see(request: RequestBuilder) -> Page {
    let response = request.send().await.unwrap();
    let location = response.headers().get("location").map(|location| location.to_str().unwrap().to_owned());
    Page { status: response.status(), location, headers: response.headers().clone(), html: response.text().await.unwrap() }
}

/// A filled-in card form.
pub fn card(number: &str) -> Vec<(&'static str, &str)> {
    vec![("kind", "card"), ("number", number), ("month", "4"), ("year", "2040"), ("code", "123"), ("card_holder", "Anna Nord")]
}

/// A filled-in debit form.
pub fn debit(iban: &str) -> Vec<(&'static str, &str)> {
    vec![("kind", "sepa_debit"), ("iban", iban), ("account_holder", "Nordlicht GmbH"), ("mandate", "yes")]
}

/// The form with another value in one field.
pub fn with<'a>(mut fields: Vec<(&'static str, &'a str)>, name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    fields.iter_mut().find(|field| field.0 == name).unwrap().1 = value;
    fields
}
