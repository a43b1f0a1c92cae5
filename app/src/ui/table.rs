//! Tables of rows. A column may sort: its head is then a link to the same list in that order. Where the table has no room
//! for its columns, each row becomes a card. Searching, sorting and paging are the caller's, by the address.

use super::icon::Icon;
use super::list_query::{Direction, ListQuery};
use super::selection::{SelectAll, SelectRow, Selection};
use leptos::prelude::*;

/// What a column holds; it decides side, weight and place on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnKind {
    Text,
    Number,
    Figure,
    State,
}

impl ColumnKind {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Number => Some("number"),
            Self::Figure => Some("number figure"),
            Self::State => Some("state"),
        }
    }

    /// Text is looked up from A, figures from the largest.
    const fn first_direction(self) -> Direction {
        match self {
            Self::Text | Self::State => Direction::Ascending,
            Self::Number | Self::Figure => Direction::Descending,
        }
    }
}

/// A column. The first of a table names the row.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    label: &'static str,
    kind: ColumnKind,
    key: Option<&'static str>,
}

impl Column {
    /// Words or dates, to the left.
    pub const fn text(label: &'static str) -> Self {
        Self { label, kind: ColumnKind::Text, key: None }
    }

    /// A number, to the right.
    pub const fn number(label: &'static str) -> Self {
        Self { label, kind: ColumnKind::Number, key: None }
    }

    /// The number that matters: on a card it stands beside the row's name.
    pub const fn figure(label: &'static str) -> Self {
        Self { label, kind: ColumnKind::Figure, key: None }
    }

    /// A badge.
    pub const fn state(label: &'static str) -> Self {
        Self { label, kind: ColumnKind::State, key: None }
    }

    /// Lets the column's head sort: `key` is its name in the address.
    #[must_use]
    pub const fn sorted_by(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }
}

/// A row: one view for each column. `id` is what its check box sends.
pub struct Row {
    /// What its check box sends, and what it is called.
    pub id: String,
    /// A cell for each column.
    pub cells: Vec<AnyView>,
}

impl Row {
    /// A row that cannot be chosen.
    pub const fn new(cells: Vec<AnyView>) -> Self {
        Self { id: String::new(), cells }
    }
}

/// How a table behaves where it is narrow, and where its rows lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableShape {
    /// Rows become cards.
    #[default]
    Folding,
    /// Rows become cards, and the whole row follows the link in its first cell.
    Leading,
    /// Stays a table: two or three short columns.
    Plain,
}

impl TableShape {
    const fn class(self) -> &'static str {
        match self {
            Self::Folding => "ledger cards",
            Self::Leading => "ledger cards leading",
            Self::Plain => "ledger",
        }
    }
}

/// The table.
#[component]
pub fn Table(
    /// What the table lists; said to screen readers.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Stands below a double line: the sum of the rows.
    #[prop(optional)]
    sum: Option<Row>,
    #[prop(optional)] shape: TableShape,
    /// Lets rows be chosen.
    #[prop(optional)]
    selection: Option<Selection>,
) -> impl IntoView {
    let columns = StoredValue::new(columns);
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let row = |row: Row| columns.with_value(|columns| table_row(columns, row, selection));
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    // The sum is no choice, but it has the column.
    let sum = sum.map(|sum| view! { <tfoot role="rowgroup">{columns.with_value(|columns| table_row(columns, sum, selection))}</tfoot> });
    let heads = columns.with_value(|columns| column_heads(columns));
    view! {
        <div class="table-frame">
            // The roles keep it a table where its rows are shown as cards.
            <table class=shape.class() role="table">
                <caption class="hidden-text">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {selection.map(|selection| view! { <th role="columnheader" scope="col" class="pick"><SelectAll selection ids/></th> })}
                        {heads}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
                {sum}
            </table>
        </div>
    }
    .into_any()
}

fn column_heads(columns: &[Column]) -> Vec<AnyView> {
    let list = ListQuery::here();
    let sort = list.sort();
    let head = |column: &Column| {
        let Some(key) = column.key else {
            return view! { <th role="columnheader" scope="col" class=column.kind.class()>{column.label}</th> }.into_any();
        };
        let direction = sort.as_ref().filter(|sort| sort.key == key).map(|sort| sort.direction);
        let icon = match direction {
            None => "sort",
            Some(Direction::Ascending) => "sort-up",
            Some(Direction::Descending) => "sort-down",
        };
        let href = list.address_sorted_by(key, column.kind.first_direction());
        view! {
            <th role="columnheader" scope="col" class=column.kind.class() aria-sort=direction.map(Direction::aria)>
                // The reader keeps the place, and the link the focus.
                <a href=href data-noscroll=""><span>{column.label}</span><Icon name=icon/></a>
            </th>
        }
        .into_any()
    };
    columns.iter().map(head).collect()
}

fn table_row(columns: &[Column], row: Row, selection: Option<Selection>) -> impl IntoView + use<> {
    let Row { id, cells } = row;
    let cell = |(place, (column, cell)): (usize, (&Column, AnyView))| {
        if place == 0 {
            return view! { <th role="rowheader" scope="row">{cell}</th> }.into_any();
        }
        view! { <td role="cell" class=column.kind.class() data-label=column.label>{cell}</td> }.into_any()
    };
    let cells: Vec<_> = columns.iter().zip(cells).enumerate().map(cell).collect();
    let pick = selection.map(|selection| {
        let choice = (!id.is_empty()).then(|| view! { <SelectRow selection id/> });
        view! { <td role="cell" class="pick">{choice}</td> }
    });
    view! { <tr role="row">{pick}{cells}</tr> }
}

/// A table while its rows load: the same heads, grey bars for words, as high as it will be.
#[component]
pub fn TableSkeleton(columns: Vec<Column>, rows: usize) -> impl IntoView {
    let heads = columns.iter().map(|column| view! { <th class=column.kind.class()>{column.label}</th> }).collect_view();
    // On a card the words stand beside what they name, as they will; the first cell is the row's name.
    let cell = |(place, column): (usize, &Column)| {
        let label = (place > 0).then_some(column.label);
        view! { <td class=column.kind.class() data-label=label><span class="bone long"></span></td> }
    };
    let cells = || columns.iter().enumerate().map(cell).collect_view();
    view! {
        <div class="table-frame" aria-hidden="true">
            <table class="ledger cards skeleton" role="presentation">
                <thead><tr>{heads}</tr></thead>
                <tbody>{(0..rows).map(|_| view! { <tr>{cells()}</tr> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
