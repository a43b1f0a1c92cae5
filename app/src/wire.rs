//! How a page's data reach the browser: a page asks a question, which is a server function with its arguments; the
//! answer travels as JSON, with the first page and with later answers, and is read where it is shown.
//!
//! In the browser everything but the reading is one piece of code for all pages, because what is made anew for each
//! type (a resource, a future, a request) is what makes a bundle grow.

mod json;
mod news;
mod payload;
#[cfg(not(feature = "ssr"))]
mod post;
mod resource;
#[cfg(not(feature = "ssr"))]
mod upload;

pub use news::{NEWS_ADDRESS, NEWS_EVENT, follow_news};
pub use payload::{Answer, PageData, Payload, WireJson};
#[cfg(not(feature = "ssr"))]
pub(crate) use post::post;
#[cfg(not(feature = "ssr"))]
pub(crate) use upload::upload;

pub use resource::{Awaited, PageResource, Question, page_resource, watched_resource};
