//! The clinic's documents as PDF: laid out page by page, shaped properly, read out by those who cannot see them, the same
//! bytes for the same input.
//!
//! A document ([`model::Document`]) says what stands in it, not where: paragraphs, lists, tables, columns, frames, pictures,
//! drawings and codes. [`render`] breaks it into lines and pages and writes them. Templates (invoice, receipt, …) are
//! written in TypeScript on this model; `js/contract/pdf.ts` is what they and this crate agree on.
//!
//! # Structure
//!
//! | module | concept |
//! |---|---|
//! | [`model`] | what a document says |
//! | `rows` | rows of long tables, parsed as they are laid out |
//! | `check` | what must hold before layout: all that is named is there, each character can be drawn |
//! | `text` | faces, scripts and directions (UAX #9), shaping with harfrust, where lines break (UAX #14) |
//! | `layout` | blocks, each giving as much of itself as fits and remembering where it was; tables; pages |
//! | `code`, `image`, `drawing` | bar codes and matrix codes; PNG and JPEG; vector shapes |
//! | `write` | marks become page content, tags, links and outline, by krilla |
//! | `finish` | what krilla lacks: objects packed into streams, AES-256, Factur-X in the metadata |
//! | `render` | all of it in a row |
//!
//! Only the page being filled is held, but where a document says "page 3 of 70": then up to 256 pages are, and a longer
//! document is laid out twice. Rows of a long table come as JSON and are parsed some hundred at a time. What grows with the document is the file itself
//! and, where it is tagged, its structure. Fonts, shaping plans and pictures are kept for the process, nothing else outlives
//! a document.
//!
//! # Why krilla
//!
//! Measured on one invoice of 12 rows (process CPU, median): krilla 0.8 5.6 ms as it comes, typst 5.7 ms, printpdf 0.12 5.6 ms
//! but unshaped (its text operators print Arabic and Devanagari wrong, its HTML tables do not repeat their heads), pdfkit
//! with an embedded font 73 ms. On 2,200 rows: krilla 132 ms, tagged 168 ms; typst 879 ms; pdfkit 674 ms. krilla writes PDF/A
//! and PDF/UA, refuses what breaks them, subsets fonts and leaves layout to its user; it brings 69 crates where printpdf
//! brings 117. Through Node, with all that the front door does, the invoice now takes 2.6 ms, and the 2,200 rows, tagged,
//! on 100 pages, 100 ms (`benches/pdf/documents.mjs`). printpdf stays as a dev-dependency without its features: a page written by both
//! says the same to poppler (`tests/differential.rs`).
//!
//! # Example
//!
//! ```
//! use clinicore_pdf::{Rows, model::Document, render};
//! use serde_json::json;
//! use std::ops::ControlFlow;
//!
//! let document: Document = serde_json::from_value(json!({
//!     "about": {
//!         "title": "Prescription", "author": "", "subject": "", "keywords": [], "language": "en",
//!         "created": [2026, 3, 1, 9, 30, 0],
//!     },
//!     "profile": { "name": "accessible" },
//!     "page": { "width": 595.28, "height": 841.89, "margin": [56, 56, 56, 56], "edge": 28 },
//!     "styles": [{ "faces": [0], "size": 10, "color": [31, 41, 51], "lineHeight": 14, "underline": false }],
//!     "content": [
//!         { "type": "paragraph", "text": "Jana Nováková", "style": 0, "align": "start", "heading": 1 },
//!         { "type": "paragraph", "text": "Sphere -1.25, cylinder -0.50", "style": 0, "align": "start" },
//!     ],
//!     "header": [],
//!     "footer": [{
//!         "type": "paragraph", "style": 0, "align": "center",
//!         "text": [{ "text": "Page ", "style": 0 }, { "text": "", "style": 0, "field": "page" }],
//!     }],
//!     "firstHeader": null, "firstFooter": null, "watermark": null, "attachments": [],
//! }))?;
//! let pdf = render(&document, Rows::new(), &[], Vec::new(), &mut |_done, _total| ControlFlow::Continue(()))?;
//! assert!(pdf.starts_with(b"%PDF-1.7"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod check;
mod code;
mod deflate;
mod drawing;
mod error;
pub mod files;
mod finish;
mod image;
mod layout;
pub mod model;
mod render;
mod rows;
mod text;
mod write;

pub use error::Error;
pub use layout::page::MAX_PAGES;
pub use render::render;
pub use rows::Rows;
pub use text::{Face, MAX_FONT_BYTES};
