//! Work on PDF files that are there: count their pages, read their text, put them together, take them apart, stamp them.
//!
//! Files come from outside. They are read where they stand, object by object as these are needed, by a reader of our own:
//! lopdf (0.47) loads every object of a file before it can be asked for the first, without a checkpoint at which to stop,
//! bounds what each stream inflates to but not their sum, and copies a stream once for every entry of the cross-reference
//! table that points at it: measured, a file of 1 MB with 1,500 such entries took 1.5 GB. Here each value, page, byte and
//! inflated byte is counted against [`Limits`], whichever way the file leads.
//!
//! | module | concept |
//! |---|---|
//! | `parse`, `object` | from bytes to objects |
//! | `file`, `xref` | where objects stand, also in a damaged file |
//! | `filter`, `crypt` | compressed and encrypted streams |
//! | `page`, `names`, `outline` | a document's parts |
//! | `copy`, `output` | from one file into another |
//! | `assemble`, `stamp`, `text` | what is done with them |

mod assemble;
mod copy;
mod crypt;
mod file;
mod filter;
mod limits;
mod names;
mod object;
mod outline;
mod output;
mod page;
mod parse;
mod selection;
mod stamp;
mod text;
mod xref;

use crate::error::Error;
use assemble::{Assembly, Taken};
use file::File;
use limits::Work;
use page::pages;
use selection::selected;

pub use limits::{Checkpoint, Limits};
pub use selection::Pages;
pub use stamp::Placement;

/// A file to merge.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file.
    pub data: Vec<u8>,
    /// What opens it, where it is encrypted.
    pub password: Option<String>,
    /// Which of its pages to take.
    pub pages: Pages,
    /// The entry of the outline that leads to the first of them, above the file's own.
    pub title: Option<String>,
}

/// How many pages a file has. What it claims is not asked: they are counted.
///
/// # Errors
///
/// [`Error::BrokenFile`], [`Error::Locked`], [`Error::WrongPassword`], [`Error::Unsupported`], [`Error::BeyondLimit`],
/// [`Error::Cancelled`]; so for all functions of this module.
pub fn page_count(
    data: &[u8],
    password: Option<&str>,
    limits: Limits,
    checkpoint: Checkpoint,
) -> Result<usize, Error> {
    let work = Work::new(limits, checkpoint);
    let count = File::open(data, password, &work)
        .and_then(|file| pages(&file))
        .map_err(|error| error.within("file"))?
        .len();
    work.reach(1, 1)?;
    Ok(count)
}

/// One file of pages of many, in their order. Of a page is kept what makes it look as it does, its links and annotations,
/// of a file its outline, attachments and layers; of the first file its title and the like.
///
/// # Errors
///
/// As [`page_count`], with the path of the file; [`Error::NoSuchPage`].
pub fn merge(sources: &[Source], limits: Limits, checkpoint: Checkpoint) -> Result<Vec<u8>, Error> {
    let work = Work::new(limits, checkpoint);
    let mut assembly = Assembly::new();
    for (at, source) in sources.iter().enumerate() {
        let mut add = || {
            let file = File::open(&source.data, source.password.as_deref(), &work)?;
            let pages = pages(&file)?;
            let path = format!("files[{at}].pages");
            let indices = selected(&source.pages, pages.len(), limits.max_pages, &path)?;
            let title = source.title.as_deref();
            let taken =
                Taken { file: &file, pages: &pages, indices: &indices, title, with_attachments: true };
            // Of each file as much as its pages, though they are not known before: files count, pages move within them.
            let (mut done, all) = (0_u64, indices.len() as u64);
            assembly.add(&taken, || {
                done += 1;
                work.reach(at as u64 * 1000 + done * 1000 / all, sources.len() as u64 * 1000)
            })
        };
        add().map_err(|error: Error| error.within(format_args!("files[{at}]")))?;
    }
    Ok(assembly.finish())
}

/// Files of some of a file's pages each, in the given order; nothing of the other pages is in them.
///
/// # Errors
///
/// As [`page_count`]; [`Error::NoSuchPage`].
pub fn split(
    data: &[u8],
    password: Option<&str>,
    parts: &[Pages],
    limits: Limits,
    checkpoint: Checkpoint,
) -> Result<Vec<Vec<u8>>, Error> {
    let work = Work::new(limits, checkpoint);
    let within = |error: Error| error.within("file");
    let file = File::open(data, password, &work).map_err(within)?;
    let pages = pages(&file).map_err(within)?;
    let chosen = parts
        .iter()
        .enumerate()
        .map(|(at, part)| selected(part, pages.len(), limits.max_pages, &format!("parts[{at}]")));
    let chosen = chosen.collect::<Result<Vec<_>, _>>()?;
    let total = chosen.iter().map(|indices| indices.len() as u64).sum();
    let mut done = 0;
    let part = |indices: &Vec<usize>| {
        let mut assembly = Assembly::new();
        let taken = Taken { file: &file, pages: &pages, indices, title: None, with_attachments: false };
        assembly.add(&taken, || {
            done += 1;
            work.reach(done, total)
        })?;
        Ok(assembly.finish())
    };
    chosen.iter().map(part).collect::<Result<_, Error>>().map_err(within)
}

/// Draws the first page of the file `mark` on pages of a file. All else of the file stays as it is, but for signatures,
/// which end with any change.
///
/// # Errors
///
/// As [`page_count`]; [`Error::NoSuchPage`].
pub fn stamp(
    data: &[u8],
    password: Option<&str>,
    mark: &[u8],
    placement: &Placement,
    limits: Limits,
    checkpoint: Checkpoint,
) -> Result<Vec<u8>, Error> {
    let work = Work::new(limits, checkpoint);
    let mark = File::open(mark, None, &work).map_err(|error| error.within("stamp"))?;
    let file = File::open(data, password, &work).map_err(|error| error.within("file"))?;
    stamp::stamped(&file, &mark, placement)
}

/// The text of pages, one string each: lines in the order they are read, parted by `\n`; what stands apart on a line, as
/// the cells of a table do, by a tab.
///
/// # Errors
///
/// As [`page_count`]; [`Error::NoSuchPage`].
pub fn extract_text(
    data: &[u8],
    password: Option<&str>,
    chosen: &Pages,
    limits: Limits,
    checkpoint: Checkpoint,
) -> Result<Vec<String>, Error> {
    let work = Work::new(limits, checkpoint);
    let within = |error: Error| error.within("file");
    let file = File::open(data, password, &work).map_err(within)?;
    let pages = pages(&file).map_err(within)?;
    let indices = selected(chosen, pages.len(), limits.max_pages, "options.pages")?;
    let mut reader = text::Reader::new(&file);
    let total = indices.len() as u64;
    let mut texts = Vec::with_capacity(indices.len());
    for (done, index) in indices.iter().enumerate() {
        texts.push(reader.page(&pages[*index]).map_err(within)?);
        work.reach(done as u64 + 1, total)?;
    }
    Ok(texts)
}
