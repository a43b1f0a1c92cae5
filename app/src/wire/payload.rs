//! The data of a page on their way: on the server the value itself, in the browser its text.

use super::json;
use crate::api::ApiError;
use leptos::serde_json;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// What pages show: any data that travel. What JSON they may have says `json`.
pub trait PageData: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> PageData for T {}

/// A page's data, or why there are none.
pub type Answer = Result<Payload, ApiError>;

/// A page's data, of whatever type.
#[derive(Clone)]
pub struct Payload {
    #[cfg(feature = "ssr")]
    value: Arc<dyn native::Value>,
    #[cfg(not(feature = "ssr"))]
    text: Arc<str>,
}

#[cfg(not(feature = "ssr"))]
impl Payload {
    /// Takes over what the server sent.
    pub(super) fn of_text(text: &str) -> Self {
        Self { text: text.into() }
    }

    /// The data.
    ///
    /// # Errors
    /// [`ApiError::Unreachable`] when the text is not that of a `T`.
    pub fn read<T: PageData>(&self) -> Result<T, ApiError> {
        json::decode(&self.text).map_err(|error| unreadable(&error))
    }
}

/// An answer that is none of ours, or of another version.
#[cfg(not(feature = "ssr"))]
pub(super) fn unreadable(error: &json::Unreadable) -> ApiError {
    leptos::logging::warn!("{error}");
    ApiError::Unreachable
}

#[cfg(feature = "ssr")]
mod native {
    //! The value, kept as it is: a page that is rendered here needs no text of it.

    use super::*;
    use std::any::Any;

    pub trait Value: Send + Sync {
        fn as_any(&self) -> &dyn Any;
        fn text(&self) -> Result<String, serde_json::Error>;
    }

    impl<T: PageData> Value for T {
        fn as_any(&self) -> &dyn Any {
            self
        }

        fn text(&self) -> Result<String, serde_json::Error> {
            let text = serde_json::to_string(self)?;
            debug_assert!(reads_back::<T>(&text), "the browser cannot read this page's data, see wire/json.rs: {text}");
            Ok(text)
        }
    }

    fn reads_back<T: PageData>(text: &str) -> bool {
        json::decode::<T>(text).is_ok_and(|value| serde_json::to_string(&value).is_ok_and(|again| again == text))
    }

    impl Payload {
        /// Takes over a value.
        pub(in crate::wire) fn of_value<T: PageData>(value: T) -> Self {
            Self { value: Arc::new(value) }
        }

        /// The data.
        ///
        /// # Errors
        /// [`ApiError::Internal`] when they are no `T`, which no page can bring about.
        pub fn read<T: PageData>(&self) -> Result<T, ApiError> {
            let value = (*self.value).as_any().downcast_ref::<T>().cloned();
            value.ok_or_else(|| crate::api::request::internal(&"a page's data are of another type"))
        }

        pub(super) fn text(&self) -> Result<String, serde_json::Error> {
            self.value.text()
        }
    }
}

/// The text of an answer: a letter that says whether it is data or an error, then the JSON of that.
pub struct WireAnswer;

/// Data follow.
const DATA: char = '+';
/// An error follows.
const ERROR: char = '-';

impl Encoder<Answer> for WireAnswer {
    type Error = serde_json::Error;
    type Encoded = String;

    #[cfg(feature = "ssr")]
    fn encode(answer: &Answer) -> Result<String, serde_json::Error> {
        Ok(match answer {
            Ok(payload) => format!("{DATA}{}", payload.text()?),
            Err(error) => format!("{ERROR}{}", serde_json::to_string(error)?),
        })
    }

    /// The browser tells nobody.
    #[cfg(not(feature = "ssr"))]
    fn encode(_: &Answer) -> Result<String, serde_json::Error> {
        Ok(String::new())
    }
}

impl Decoder<Answer> for WireAnswer {
    type Error = json::Unreadable;
    type Encoded = str;

    /// The server decodes nothing: it has made the answer.
    #[cfg(feature = "ssr")]
    fn decode(_: &str) -> Result<Answer, json::Unreadable> {
        Ok(Err(ApiError::Unreachable))
    }

    #[cfg(not(feature = "ssr"))]
    fn decode(text: &str) -> Result<Answer, json::Unreadable> {
        match text.strip_prefix(DATA) {
            Some(data) => Ok(Ok(Payload::of_text(data))),
            None => json::decode(text.trim_start_matches(ERROR)).map(Err),
        }
    }
}

/// JSON of a value that is there at once, written by the server and read by the browser.
pub struct WireJson;

impl<T: Serialize> Encoder<T> for WireJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for WireJson {
    type Error = json::Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, json::Unreadable> {
        json::decode(text)
    }
}
