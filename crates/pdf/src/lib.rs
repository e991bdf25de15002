//! The clinic's documents as PDF: laid out page by page, shaped properly, the same bytes for the same input.
//!
//! [`invoice`] is the first of them.
//!
//! # Structure
//!
//! | module | concept |
//! |---|---|
//! | `invoice` | what an invoice says, and what its lines add up to |
//! | `template` | the documents, one a file: what stands where |
//! | `table`, `flow` | rows and paragraphs over any number of pages |
//! | `text`, `font` | where lines break (UAX #14); shaping with harfrust; the embedded Noto Sans |
//! | `sink` | the finished page: written by krilla, or only counted |
//! | `money`, `locale` | exact amounts, and how they are printed |
//!
//! Laying out happens twice, first to count the pages ("page 3 of 7" stands on page 3), so that the layout of one page is
//! all that is ever held, however long the document. Fonts and shaping plans are made once for the process; nothing of
//! a document outlives it.
//!
//! # Why krilla
//!
//! Measured on one invoice (process CPU): krilla 0.8 5.6 ms untuned; printpdf 0.12 as fast but unshaped (its text
//! operators print Arabic and Devanagari wrong, its HTML tables do not repeat their heads); typst 5.7 ms; pdfkit with an
//! embedded font 73 ms. krilla writes PDF/A and PDF/UA, refuses what breaks them, and leaves layout to its user.
//!
//! # Example
//!
//! ```
//! use clinicore_pdf::{Date, Invoice, InvoiceLine, InvoiceOptions, Party, invoice};
//! use std::ops::ControlFlow;
//!
//! let party = |name: &str, city: &str| Party {
//!     name: name.into(),
//!     address: vec![city.into()],
//!     tax_id: None,
//!     email: None,
//!     phone: None,
//! };
//! let data = Invoice {
//!     number: "2026-00042".into(),
//!     issue_date: Date { year: 2026, month: 3, day: 1, text: "1 March 2026".into() },
//!     due_date: None,
//!     seller: party("Optik Morgenstern", "10969 Berlin"),
//!     buyer: party("Jana Nováková", "110 00 Praha 1"),
//!     lines: vec![InvoiceLine {
//!         description: "Single-vision lens".into(),
//!         sku: None,
//!         quantity: "2".into(),
//!         unit: Some("pcs".into()),
//!         unit_price: 8_900,
//!         discount: 0,
//!         tax_rate: "19".into(),
//!     }],
//!     payment_terms: None,
//!     notes: None,
//!     totals: None,
//! };
//! let file = invoice(&data, &InvoiceOptions::default(), &mut |_done, _total| ControlFlow::Continue(()))?;
//! assert!(file.starts_with(b"%PDF-1.7"));
//! # Ok::<(), clinicore_pdf::Error>(())
//! ```
#![forbid(unsafe_code)]

mod check;
mod code;
mod drawing;
mod error;
mod former;
mod image;
mod layout;
pub mod model;
mod render;
mod rows;
mod text;
mod write;

pub use error::Error;
pub use former::flow::MAX_PAGES;
pub use former::invoice::{
    Date, Invoice, InvoiceLabels, InvoiceLine, InvoiceOptions, MAX_LINES, MAX_TAX_RATES, Paper, Party, Totals,
};
pub use former::locale::{Affixes, NumberFormat, Separators};
pub use former::money::MAX_AMOUNT;
pub use former::template::invoice::invoice;
pub use render::render;
pub use rows::Rows;
pub use text::{Face, MAX_FONT_BYTES};
