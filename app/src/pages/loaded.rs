//! How a page waits for its data: a skeleton that keeps the place, then the matter, or what went wrong.

use super::error::ErrorView;
use crate::api::ApiError;
use crate::forms::FormAction;
use crate::texts::{td_string, use_locale};
use crate::ui::page::{LOADING_CLASS, focus_heading};
use crate::wire::{Awaited, PageData, PageResource, Payload};
use leptos::prelude::*;
use std::pin::Pin;
use std::sync::Arc;

/// Asks anew once the form has been taken: what depends on it has changed.
pub fn load_after_success<T: PageData>(action: FormAction, resource: PageResource<T>) {
    let value = action.value();
    Effect::new(move |_| {
        if matches!(value.read().as_ref(), Some(Ok(()))) {
            resource.refetch();
        }
    });
}

/// Asks anew after every answer to the form, a refusal too: whatever became of it, the page shows what stands by then.
pub fn load_after_answer<T: PageData>(action: FormAction, resource: PageResource<T>) {
    let answers = action.version();
    Effect::new(move |before: Option<usize>| {
        let now = answers.get();
        if before.is_some_and(|before| before != now) {
            resource.refetch();
        }
        now
    });
}

/// Shows what a resource answered. Only client-side navigation shows the skeleton; a loaded page is whole.
/// Later answers of the same resource replace the matter without showing the skeleton again.
#[component]
pub fn Loaded<R: Awaited>(
    /// Created at the top of the page: one, or two as a pair, for example the page's own and the frame's.
    resource: R,
    /// What keeps the place; hidden from screen readers, which are told that the page loads.
    #[prop(into)]
    skeleton: ViewFn,
    /// The matter.
    view: fn(R::Data) -> AnyView,
) -> impl IntoView {
    let locale = use_locale();
    let waiting = move || {
        view! {
            <p class=format!("hidden-text {LOADING_CLASS}") role="status">{td_string!(locale, frame.loading)}</p>
            {skeleton.run()}
        }
    };
    let show = move |answers: Result<Vec<Payload>, ApiError>| match answers.and_then(|answers| R::read(&answers)) {
        Ok(data) => view(data),
        Err(error) => view! { <ErrorView error/> }.into_any(),
    };
    show_awaited(ViewFn::from(waiting), Arc::new(move || resource.answers()), Arc::new(show))
}

/// A part of a page that shows nothing until its data are there, and nothing when they cannot be had.
#[component]
pub fn LoadedPart<T: PageData>(
    /// Created at the top of the page.
    resource: PageResource<T>,
    /// The matter.
    view: fn(T) -> AnyView,
) -> impl IntoView {
    let show = move |answers: Result<Vec<Payload>, ApiError>| match answers.and_then(|answers| PageResource::<T>::read(&answers)) {
        Ok(data) => view(data),
        Err(_) => ().into_any(),
    };
    show_awaited(ViewFn::default(), Arc::new(move || resource.answers()), Arc::new(show))
}

type Answers = Result<Vec<Payload>, ApiError>;
type Ask = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Answers> + Send>> + Send + Sync>;
type Show = Arc<dyn Fn(Answers) -> AnyView + Send + Sync>;

/// What all pages have in common: it knows none of their types, so that the browser loads it once.
fn show_awaited(waiting: ViewFn, ask: Ask, show: Show) -> AnyView {
    view! {
        <Transition fallback=move || waiting.run()>
            {move || {
                let (answers, show) = (ask(), show.clone());
                Suspend::new(async move {
                    let matter = show(answers.await);
                    // A frame later the matter has taken the place of what kept it.
                    Effect::new(|_| request_animation_frame(focus_heading));
                    matter
                })
            }}
        </Transition>
    }
    .into_any()
}
