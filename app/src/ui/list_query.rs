//! What the address says about a list: search, filter, order, page. Every state of a list is an address, so that it works
//! without script, can be sent to somebody, and is found again by going back.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::params::ParamsMap;

/// Keys that name a place in a list; they mean nothing once order or filter have changed.
const PLACES: [&str; 2] = ["before", "after"];
/// The key of the order.
const SORT: &str = "sort";

/// A direction of sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Direction {
    /// What `aria-sort` calls it.
    pub const fn aria(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// An order: a column's key and a direction. In the address `sort=amount`, or `sort=-amount` for largest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub key: String,
    /// Which comes first.
    pub direction: Direction,
}

impl Sort {
    /// Reads the value of the address; an empty one is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, direction) = match text.strip_prefix('-') {
            Some(key) => (key, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        (!key.is_empty()).then(|| Self { key: key.to_owned(), direction })
    }

    fn as_text(&self) -> String {
        match self.direction {
            Direction::Ascending => self.key.clone(),
            Direction::Descending => format!("-{}", self.key),
        }
    }
}

/// An address with its query.
#[derive(Clone, Debug)]
pub struct ListQuery {
    path: String,
    query: ParamsMap,
}

impl ListQuery {
    /// The present address, read once: a list is made anew with every page that it loads.
    pub fn here() -> Self {
        let location = use_location();
        Self { path: location.pathname.get_untracked(), query: location.query.get_untracked() }
    }

    /// A value of the query, if it is not empty.
    pub fn value(&self, key: &str) -> Option<String> {
        self.query.get(key).filter(|value| !value.is_empty())
    }

    /// The order that is asked for.
    pub fn sort(&self) -> Option<Sort> {
        self.value(SORT).and_then(|text| Sort::parse(&text))
    }

    /// The address that shows the same list with another value, from its beginning; `None` takes the value out.
    pub fn address_with(&self, key: &'static str, value: Option<&str>) -> String {
        let mut query = self.query.clone();
        for place in PLACES.into_iter().chain([key]) {
            query.remove(place);
        }
        if let Some(value) = value {
            query.insert(key, value.to_owned());
        }
        // The hyphen needs no escape; people read addresses.
        format!("{}{}", self.path, query.to_query_string().replace("%2D", "-"))
    }

    /// The address of another view of the same list, from its beginning: a file of it.
    pub fn address_at(&self, path: &str) -> String {
        Self { path: path.to_owned(), query: self.query.clone() }.address_with("", None)
    }

    /// The address that sorts by a column: in its own direction first, then in the other.
    pub fn address_sorted_by(&self, key: &str, first: Direction) -> String {
        let direction = self.sort().filter(|sort| sort.key == key).map_or(first, |sort| sort.direction.other());
        let sort = Sort { key: key.to_owned(), direction };
        self.address_with(SORT, Some(&sort.as_text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ListQuery {
        let mut query = ParamsMap::new();
        for (key, value) in pairs {
            query.insert(*key, (*value).to_owned());
        }
        ListQuery { path: "/list".to_owned(), query }
    }

    #[test]
    fn a_column_sorts_in_its_direction_first_and_then_turns() {
        let list = query(&[("state", "open")]);
        assert_eq!(list.address_sorted_by("amount", Direction::Descending), "/list?state=open&sort=-amount");
        let sorted = query(&[("state", "open"), ("sort", "-amount")]);
        assert_eq!(sorted.address_sorted_by("amount", Direction::Descending), "/list?state=open&sort=amount");
        assert_eq!(sorted.address_sorted_by("name", Direction::Ascending), "/list?state=open&sort=name");
    }

    #[test]
    fn another_order_or_filter_begins_at_the_first_page() {
        let list = query(&[("before", "RE-1"), ("sort", "amount")]);
        assert_eq!(list.address_with("state", Some("paid")), "/list?sort=amount&state=paid");
        assert_eq!(list.address_with("sort", None), "/list");
        assert_eq!(list.address_at("/list.csv"), "/list.csv?sort=amount");
    }

    #[test]
    fn an_empty_order_is_none() {
        assert_eq!((Sort::parse(""), Sort::parse("-")), (None, None));
        assert_eq!(query(&[("sort", "")]).sort(), None);
    }
}
