//! What numbers are by the styles of their cells: ECMA-376 part 1, 18.8.

use std::collections::HashMap;

use super::super::fault::Fault;
use super::super::number_format::{self, Class};
use super::super::package::Part;
use super::super::xml::{Token, Xml};

/// The class of each cell format, in the order in which cells count them.
pub(in super::super) fn read(part: Part) -> Result<Vec<Class>, Fault> {
    let mut xml = Xml::new(part);
    let mut codes = HashMap::new();
    let mut ids = Vec::new();
    let mut is_in_formats = false;
    loop {
        match xml.next()? {
            Token::Start { name: b"numFmt", attributes, .. } => {
                if let (Some(id), Some(code)) =
                    (attributes.number(b"numFmtId"), attributes.text(b"formatCode"))
                {
                    codes.entry(id).or_insert_with(|| number_format::class(&code));
                }
            }
            Token::Start { name: b"cellXfs", is_empty, .. } => is_in_formats = !is_empty,
            Token::End(b"cellXfs") => is_in_formats = false,
            Token::Start { name: b"xf", attributes, .. } if is_in_formats => {
                ids.push(attributes.number(b"numFmtId").unwrap_or(0));
            }
            Token::Over => {
                let class = |id: &u32| codes.get(id).copied().unwrap_or_else(|| number_format::builtin(*id));
                return Ok(ids.iter().map(class).collect());
            }
            _ => {}
        }
    }
}
