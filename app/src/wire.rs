//! How a page's data reach the browser: as JSON, with the first page and with later answers. Both are read by the
//! same code, which a browser then loads once instead of twice; it is a tenth of the bundle.

use crate::api::ApiError;
use leptos::prelude::*;
use leptos::serde_json::{self, Error};
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A page's data, or why there are none.
pub type PageResource<T> = Resource<Result<T, ApiError>, WireJson>;

/// JSON, read from bytes as server functions read their answers.
pub struct WireJson;

impl<T: Serialize> Encoder<T> for WireJson {
    type Error = Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for WireJson {
    type Error = Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// Loads a page's data whenever `source` changes. To be called at the top of a component, awaited in `Loaded`.
pub fn page_resource<S, T, Answer>(source: impl Fn() -> S + Send + Sync + 'static, load: impl Fn(S) -> Answer + Send + Sync + 'static) -> PageResource<T>
where
    S: Send + Sync + Clone + PartialEq + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Answer: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    PageResource::new_with_options(source, load, false)
}
