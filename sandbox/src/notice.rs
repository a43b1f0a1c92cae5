//! What is to be told by webhook; how it is told and how often is not decided here.

use serde::{Deserialize, Serialize};

/// After this an event that nobody took is given up, in seconds.
pub(crate) const GIVE_UP_SECONDS: i64 = 3 * 24 * 60 * 60;

/// The mark on a change that is to be told: the event's name and time.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Notice {
    pub(crate) id: String,
    /// Seconds since 1970, UTC.
    pub(crate) created: i64,
}

/// What an event is about.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// The key of a charge.
    Charge(String),
    /// The id of a session.
    Session(String),
}

/// An event that was not taken yet.
#[derive(Clone, Debug)]
pub(crate) struct WaitingNotice {
    /// Counts the events from the journal's beginning.
    pub(crate) number: u64,
    pub(crate) notice: Notice,
    pub(crate) subject: Subject,
}

/// How the matter of an event ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoticeEnd {
    Delivered,
    GivenUp,
}

impl WaitingNotice {
    /// The event as it is sent. It holds no result: who receives it asks for the record.
    pub(crate) fn body(&self) -> NoticeBody<'_> {
        let (kind, key, session) = match &self.subject {
            Subject::Charge(key) => ("charge.changed", Some(key.as_str()), None),
            Subject::Session(id) => ("session.changed", None, Some(id.as_str())),
        };
        NoticeBody { id: &self.notice.id, kind, created: self.notice.created, key, session }
    }
}

/// The body of a webhook.
#[derive(Debug, Serialize)]
pub(crate) struct NoticeBody<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    created: i64,
    key: Option<&'a str>,
    session: Option<&'a str>,
}
