//! What can be chosen: the options of selects, segments and check lists.

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub label: String,
    /// A sentence below, where there is room for one.
    pub hint: Option<String>,
    /// Why it cannot be chosen now.
    pub blocked: Option<String>,
}

impl Choice {
    /// An option with a label and nothing else.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, blocked: None }
    }

    /// The same with a sentence below.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, not to be chosen now, and why.
    #[must_use]
    pub fn blocked(mut self, reason: impl Into<String>) -> Self {
        self.blocked = Some(reason.into());
        self
    }
}
