//! What a session is: a person asked for a payment method; it must not know the page on which that happens.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::method::{Kind, Method, MethodRecord};

/// How long a session is open, in seconds.
pub(crate) const SESSION_SECONDS: i64 = 60 * 60;

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Language {
    De,
    En,
}

/// What a caller asks for; two requests are the same when all fields are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionRequest {
    /// One or two, each once.
    pub(crate) kinds: Vec<Kind>,
    pub(crate) language: Language,
    pub(crate) return_url: String,
    pub(crate) cancel_url: String,
    pub(crate) reference: String,
    #[serde(default)]
    pub(crate) payer_name: Option<String>,
    #[serde(default)]
    pub(crate) payer_country: Option<String>,
    /// There where `kinds` has debits.
    #[serde(default)]
    pub(crate) creditor_name: Option<String>,
    /// There where `kinds` has debits.
    #[serde(default)]
    pub(crate) mandate_reference: Option<String>,
}

/// Where a session stands. Only from `Open` ways lead on.
#[derive(Clone, Debug)]
pub(crate) enum SessionState {
    Open,
    Completed(Method),
    Cancelled,
    Expired,
}

/// How a session ends without a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SessionEnd {
    Cancelled,
    Expired,
}

/// A session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) request: SessionRequest,
    /// Seconds since 1970, UTC.
    pub(crate) expires_at: i64,
    pub(crate) state: SessionState,
}

impl Session {
    /// The session in another state, unless it has ended already.
    pub(crate) fn ended(&self, state: SessionState) -> Option<Self> {
        match self.state {
            SessionState::Open => Some(Self { state, ..self.clone() }),
            SessionState::Completed(_) | SessionState::Cancelled | SessionState::Expired => None,
        }
    }

    /// Where a person with a method is led back to: the caller's address with the session's id in its query.
    pub(crate) fn way_back(&self) -> String {
        match Url::parse(&self.request.return_url) {
            Ok(mut url) => {
                url.query_pairs_mut().append_pair("session", &self.id);
                url.into()
            }
            // It was parsed when the session was opened.
            Err(_) => self.request.return_url.clone(),
        }
    }

    /// What a caller gets to see of it; `public_url` is the origin of the pages.
    pub(crate) fn answer(&self, public_url: &str) -> SessionAnswer<'_> {
        let (status, method) = match &self.state {
            SessionState::Open => ("open", None),
            SessionState::Completed(method) => ("completed", Some(&method.record)),
            SessionState::Cancelled => ("cancelled", None),
            SessionState::Expired => ("expired", None),
        };
        let url = format!("{public_url}/pay/{}", self.id);
        SessionAnswer { id: &self.id, url, status, expires_at: self.expires_at, reference: &self.request.reference, method }
    }
}

/// A session as the HTTP interface shows it.
#[derive(Debug, Serialize)]
pub(crate) struct SessionAnswer<'a> {
    id: &'a str,
    url: String,
    status: &'static str,
    expires_at: i64,
    reference: &'a str,
    method: Option<&'a MethodRecord>,
}
