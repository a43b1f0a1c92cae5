//! Rows of cells, drawn as one dashed line each, so that any number of them is one element.

use leptos::attr::custom::{CustomAttr, custom_attribute};
use leptos::prelude::*;

/// A line of that many cells, each with a gap after it, of which the last may be cut. `end` is where the line ends, in per cent of the width.
#[component]
pub fn CellLine(class: &'static str, #[prop(into)] end: String, #[prop(into)] cells: String) -> impl IntoView {
    view! { <line class=class x1="0" x2=end y1="10" y2="10" stroke-dasharray="0.86 0.14" {..path_length(cells)}></line> }
}

/// The attribute has a capital letter, which the macro has no spelling for.
fn path_length(cells: String) -> CustomAttr<&'static str, String> {
    custom_attribute("pathLength", cells)
}
