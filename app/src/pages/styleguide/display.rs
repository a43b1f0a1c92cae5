//! What people read: the guide's pages on tables, figures, papers and states.

mod badges;

use super::Section;

/// The pages, in the order of the navigation.
pub const SECTIONS: &[Section] = &[Section {
    slug: "badges",
    name: ("Marken", "Badges"),
    lead: ("Der Zustand einer Sache in ein, zwei Wörtern.", "The state of a thing in a word or two."),
    view: badges::view,
}];
