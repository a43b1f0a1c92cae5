//! What people operate: the guide's pages on buttons, fields, choices and dialogs.

use super::Section;

/// The pages, in the order of the navigation.
pub const SECTIONS: &[Section] = &[];
