//! Lists of the staff a page at a time: one row more than a page is read, which tells whether there is a next one.

/// Cuts what was read to a page; answers the last row of it, if others come after.
pub(crate) fn cut_to_page<T>(rows: &mut Vec<T>, page: i64) -> Option<&T> {
    let most = usize::try_from(page).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| has_more)
}
