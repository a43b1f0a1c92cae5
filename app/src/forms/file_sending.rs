//! Sending one file by script, with its progress: the same `multipart/form-data` that the form around it would send.

use crate::api::ApiError;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::{File, XmlHttpRequest};

/// The file that is on its way, if there is one.
#[derive(Clone, Copy)]
pub struct FileSending {
    /// A browser has one thread; the server, which has many, holds none.
    request: StoredValue<Option<SendWrapper<XmlHttpRequest>>>,
}

impl FileSending {
    /// To be called at the top of the page.
    pub fn new() -> Self {
        Self { request: StoredValue::new(None) }
    }

    /// Sends a file under the name of its field. `progress` is told per cent where they are known, and `end` the answer; not when
    /// it was stopped.
    #[cfg(not(feature = "ssr"))]
    pub fn send(self, address: &str, part: (&str, &File), progress: impl Fn(Option<u8>) + 'static, end: impl FnOnce(Result<(), ApiError>) + 'static) {
        let (field, file) = part;
        let sent = web_sys::FormData::new().and_then(|form| {
            form.append_with_blob_and_filename(field, file, &file.name())?;
            crate::wire::upload(address, &form, progress)
        });
        match sent {
            Ok((request, answer)) => {
                self.request.set_value(Some(SendWrapper::new(request)));
                leptos::task::spawn_local(async move { end(answer.await) });
            }
            Err(error) => {
                leptos::logging::warn!("the file cannot be sent: {error:?}");
                end(Err(ApiError::Unreachable));
            }
        }
    }

    /// The server shows forms and sends none.
    #[cfg(feature = "ssr")]
    pub fn send(self, _: &str, _: (&str, &File), _: impl Fn(Option<u8>) + 'static, _: impl FnOnce(Result<(), ApiError>) + 'static) {}

    /// Breaks off what is on its way.
    pub fn stop(self) {
        if let Some(request) = self.request.try_update_value(Option::take).flatten()
            && let Err(error) = request.abort()
        {
            leptos::logging::warn!("the file goes on: {error:?}");
        }
    }
}

impl Default for FileSending {
    fn default() -> Self {
        Self::new()
    }
}
