//! A file on its way to the server: an `XMLHttpRequest`, since nothing else in a browser tells how far it has come.

use super::json;
use super::payload::unreadable;
use crate::api::ApiError;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Poll, Waker};
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

/// Posts a form and answers the request, to be stopped by, and what becomes of it.
///
/// # Errors
/// The browser's, when the request cannot even be made.
pub(crate) fn upload<P: Fn(Option<u8>) + 'static>(
    address: &str,
    form: &FormData,
    progress: P,
) -> Result<(XmlHttpRequest, impl Future<Output = Result<(), ApiError>> + use<P>), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", address)?;
    request.set_request_header("Accept", "application/json")?;
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| progress(per_cent(&event)));
    request.upload()?.set_onprogress(Some(told.as_ref().unchecked_ref()));
    let ended = Rc::new(RefCell::new(Ended::default()));
    let note = ended.clone();
    let over = Closure::<dyn Fn()>::new(move || {
        let waker = {
            let mut ended = note.borrow_mut();
            ended.is_over = true;
            ended.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    request.set_onloadend(Some(over.as_ref().unchecked_ref()));
    request.send_with_opt_form_data(Some(form))?;
    let asked = request.clone();
    let answer = async move {
        // The browser calls them as long as the request lives, and so do they.
        let _kept = (told, over);
        std::future::poll_fn(|context| {
            let mut ended = ended.borrow_mut();
            if ended.is_over {
                return Poll::Ready(());
            }
            ended.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        read_answer(&asked)
    };
    Ok((request, answer))
}

#[derive(Default)]
struct Ended {
    is_over: bool,
    waker: Option<Waker>,
}

#[expect(clippy::as_conversions, reason = "browsers count bytes in floating numbers; a share of 0 to 100 fits, and the cast saturates")]
fn per_cent(event: &ProgressEvent) -> Option<u8> {
    (event.length_computable() && event.total() > 0.0).then(|| (event.loaded() * 100.0 / event.total()) as u8)
}

/// Status 0: no answer came, or it was stopped.
fn read_answer(request: &XmlHttpRequest) -> Result<(), ApiError> {
    match request.status() {
        Ok(200..=299) => Ok(()),
        Ok(400..) => {
            let text = request.response_text().ok().flatten().unwrap_or_default();
            Err(json::decode(&text).unwrap_or_else(|error| unreadable(&error)))
        }
        _ => Err(ApiError::Unreachable),
    }
}
