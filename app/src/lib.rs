//! The portal's pages and server functions: one code base for server and browser.
//!
//! `doors` has the routes, `pages` a screen each, `api` what pages ask of the server, `forms` how a form
//! works with and without script. What only the server needs is behind the feature `ssr`.

// Types of views and server functions nest deeply.
#![recursion_limit = "256"]

pub mod api;
pub mod doors;
pub mod forms;
#[cfg(feature = "ssr")]
pub mod history_text;
#[cfg(feature = "ssr")]
pub mod identity;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod paper_file;
#[cfg(feature = "ssr")]
pub mod quote_file;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod texts;
pub mod ui;
pub mod wire;
