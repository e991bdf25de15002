//! Which pages are meant.

use crate::error::Error;

/// Ranges of pages, each from one (the first is 1) to another or to the last; none of them means all pages.
pub type Pages = Vec<(u64, Option<u64>)>;

/// The pages' indices in the order of the ranges; `argument` is where these were given.
pub(super) fn selected(pages: &Pages, count: usize, limit: u64, argument: &str) -> Result<Vec<usize>, Error> {
    if pages.is_empty() {
        return Ok((0..count).collect());
    }
    let count = count as u64;
    let mut indices = Vec::new();
    for (from, to) in pages {
        let to = to.unwrap_or_else(|| count.max(*from));
        if *from == 0 || to > count {
            return Err(Error::NoSuchPage { argument: argument.to_owned(), given: to, pages: count });
        }
        if indices.len() as u64 + (to.saturating_sub(*from)) >= limit {
            return Err(Error::BeyondLimit {
                argument: argument.to_owned(),
                items: "pages",
                limit,
                option: "maxPages",
            });
        }
        indices.extend((from - 1..to).filter_map(|index| usize::try_from(index).ok()));
    }
    Ok(indices)
}
