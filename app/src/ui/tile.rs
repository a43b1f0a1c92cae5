//! The shell of a tile: like an index card, with a head, matter, and a foot that stays at the lower edge.

use leptos::prelude::*;

/// How a tile is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TileTone {
    /// In use.
    #[default]
    Plain,
    /// Over: an empty outline.
    Ended,
}

impl TileTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "tile",
            Self::Ended => "tile ended",
        }
    }
}

/// A tile. Its children are the matter between head and foot.
#[component]
pub fn Tile(
    /// Id of the heading, once on a page.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    /// The line below the heading.
    #[prop(into)]
    lead: String,
    #[prop(optional)] tone: TileTone,
    /// At the upper right corner.
    #[prop(optional_no_strip)]
    menu: Option<AnyView>,
    /// Badge at the left, a date or a button at the right.
    foot: AnyView,
    children: Children,
) -> impl IntoView {
    let labelled_by = id.clone();
    view! {
        <article class=tone.class() aria-labelledby=labelled_by>
            <div class="tile-head">
                <div>
                    <h2 id=id>{title}</h2>
                    <p>{lead}</p>
                </div>
                {menu}
            </div>
            {children()}
            <div class="tile-foot">{foot}</div>
        </article>
    }
    .into_any()
}

/// A tile while it loads, as high as it will be.
#[component]
pub fn TileSkeleton() -> impl IntoView {
    view! {
        <div class="tile skeleton" aria-hidden="true">
            <div class="tile-head"><div><span class="bone large"></span><span class="bone long"></span></div></div>
            <p class="tile-price"><span class="bone large short"></span></p>
            <div class="period"><span class="bone bar"></span><span class="bone long"></span></div>
            <div class="tile-foot"><span class="bone short"></span></div>
        </div>
    }
    .into_any()
}
