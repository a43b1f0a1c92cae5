//! A page's data: asked for once, asked for again when the question changes or the page wants to know.

use super::payload::{Answer, PageData, Payload, WireAnswer};
use crate::api::ApiError;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::server_fn::ServerFn;
use serde::Serialize;
use std::marker::PhantomData;
use std::pin::Pin;

/// What a page asks the server: a server function with its arguments, for example `LoadOrder { order }`.
pub trait Question: ServerFn<Error = ApiError, Output: PageData> + Serialize + 'static {}

impl<Q: ServerFn<Error = ApiError, Output: PageData> + Serialize + 'static> Question for Q {}

type AnswerResource = Resource<Answer, WireAnswer>;
type Waiting<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A page's data, or why there are none.
pub struct PageResource<T> {
    answer: AnswerResource,
    data: PhantomData<fn() -> T>,
}

impl<T> Clone for PageResource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageResource<T> {}

/// Asks a question, and again whenever it changes. To be called at the top of a component, awaited in `Loaded`.
pub fn page_resource<Q: Question>(question: impl Fn() -> Q + Send + Sync + 'static) -> PageResource<Q::Output> {
    PageResource { answer: resource_of(question, Silence::Tells), data: PhantomData }
}

/// The same for what is asked again and again: no answer at all says nothing, so what was known is shown on.
pub fn watched_resource<Q: Question>(question: impl Fn() -> Q + Send + Sync + 'static) -> PageResource<Q::Output> {
    PageResource { answer: resource_of(question, Silence::IsIgnored), data: PhantomData }
}

/// What it means when no answer comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    Tells,
    IsIgnored,
}

impl<T: PageData> PageResource<T> {
    /// The newest answer, if there is one; to be called in effects. The reader is told of the next.
    pub fn get(self) -> Option<Result<T, ApiError>> {
        self.answer.get().map(|answer| answer?.read())
    }

    /// The newest answer, if there is one; to be called in effects.
    pub fn get_untracked(self) -> Option<Result<T, ApiError>> {
        self.answer.get_untracked().map(|answer| answer?.read())
    }

    /// Asks again.
    pub fn refetch(self) {
        self.answer.refetch();
    }
}

/// Awaits the answer; to be used in `Suspend`.
impl<T: PageData> IntoFuture for PageResource<T> {
    type Output = Result<T, ApiError>;
    type IntoFuture = Waiting<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.answer.await?.read() })
    }
}

/// What a page waits for: one resource, or two. The page is made anew when the first has another answer; the second
/// is read as it is by then.
pub trait Awaited: Copy + Send + Sync + 'static {
    /// What the page shows.
    type Data: 'static;

    /// The answers, all of them or the first error.
    fn answers(self) -> Waiting<Result<Vec<Payload>, ApiError>>;

    /// The data in these answers.
    ///
    /// # Errors
    /// [`ApiError::Unreachable`] when an answer cannot be read.
    fn read(answers: &[Payload]) -> Result<Self::Data, ApiError>;
}

impl<T: PageData> Awaited for PageResource<T> {
    type Data = T;

    fn answers(self) -> Waiting<Result<Vec<Payload>, ApiError>> {
        wait_for(self.answer, None)
    }

    fn read(answers: &[Payload]) -> Result<T, ApiError> {
        answers.first().ok_or(ApiError::Unreachable)?.read()
    }
}

impl<A: PageData, B: PageData> Awaited for (PageResource<A>, PageResource<B>) {
    type Data = (A, B);

    fn answers(self) -> Waiting<Result<Vec<Payload>, ApiError>> {
        wait_for(self.0.answer, Some(self.1.answer))
    }

    fn read(answers: &[Payload]) -> Result<(A, B), ApiError> {
        match answers {
            [first, second] => Ok((first.read()?, second.read()?)),
            _ => Err(ApiError::Unreachable),
        }
    }
}

fn wait_for(first: AnswerResource, second: Option<AnswerResource>) -> Waiting<Result<Vec<Payload>, ApiError>> {
    Box::pin(async move {
        let mut answers = vec![first.await?];
        if let Some(second) = second {
            answers.push(ScopedFuture::new_untracked(second.into_future()).await?);
        }
        Ok(answers)
    })
}

/// On the server the function is called in process, once.
#[cfg(feature = "ssr")]
fn resource_of<Q: Question>(question: impl Fn() -> Q + Send + Sync + 'static, _: Silence) -> AnswerResource {
    let ask = move |()| {
        let question = untrack(&question);
        async move { question.run_body().await.map(Payload::of_value) }
    };
    AnswerResource::new_with_options(|| (), ask, false)
}

/// In the browser a question is its function's address and its arguments as a form would send them.
#[cfg(not(feature = "ssr"))]
fn resource_of<Q: Question>(question: impl Fn() -> Q + Send + Sync + 'static, silence: Silence) -> AnswerResource {
    browser::resource(Q::PATH, std::sync::Arc::new(move || browser::arguments(&question())), silence)
}

#[cfg(not(feature = "ssr"))]
mod browser {
    //! Asking over the network.

    use super::*;
    use crate::wire::post;
    use std::sync::Arc;

    type Arguments = Arc<dyn Fn() -> String + Send + Sync>;

    /// Arguments that cannot be sent as a form are sent as none, which the server refuses.
    pub fn arguments(question: &impl Serialize) -> String {
        serde_urlencoded::to_string(question).unwrap_or_default()
    }

    pub fn resource(function: &'static str, arguments: Arguments, silence: Silence) -> AnswerResource {
        let known = StoredValue::new(None::<(String, Payload)>);
        let asked = Arc::clone(&arguments);
        let ask = move |arguments: String| ask(function, arguments, known);
        let resource = AnswerResource::new_with_options(move || asked(), ask, false);
        if silence == Silence::IsIgnored {
            // The first answer comes with the page, without a question.
            Effect::new(move |_| {
                if let Some(Ok(payload)) = resource.get() {
                    known.set_value(Some((untrack(|| arguments()), payload)));
                }
            });
        }
        resource
    }

    async fn ask(function: &'static str, arguments: String, known: StoredValue<Option<(String, Payload)>>) -> Answer {
        match post(function, arguments.clone()).await {
            Err(ApiError::Unreachable) => {
                let known = known.try_get_value().flatten().filter(|(asked, _)| *asked == arguments);
                known.map(|(_, payload)| payload).ok_or(ApiError::Unreachable)
            }
            answer => answer.map(|text| Payload::of_text(&text)),
        }
    }
}
