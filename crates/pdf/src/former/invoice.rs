//! What an invoice says, and what its lines add up to.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Error;
use crate::former::flow::Checkpoint;
use crate::former::font::Face;
use crate::former::locale::NumberFormat;
use crate::former::money::{Decimal, MAX_AMOUNT};

/// The most lines an invoice may have.
pub const MAX_LINES: usize = 100_000;
/// The most different tax rates an invoice may have: their breakdown stays together on one page.
pub const MAX_TAX_RATES: usize = 20;
/// How many lines are checked between two checkpoints: some hundred microseconds.
pub(crate) const LINES_PER_CHECKPOINT: usize = 256;

/// A calendar day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Date {
    /// The year, such as 2026.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
    /// The day as it is printed.
    pub text: String,
}

/// Who sells or buys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// The name.
    pub name: String,
    /// The address, line by line.
    pub address: Vec<String>,
    /// The tax or VAT number.
    pub tax_id: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}

/// One item of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceLine {
    /// What is sold; may hold line breaks.
    pub description: String,
    /// The article number.
    pub sku: Option<String>,
    /// How many, as a decimal of up to 9 digits and 6 decimals; negative for a return.
    pub quantity: String,
    /// What is counted, such as `pcs`.
    pub unit: Option<String>,
    /// Price of one, in minor units.
    pub unit_price: i64,
    /// What is taken off the line, in minor units.
    pub discount: i64,
    /// Tax in percent, as a decimal of up to 3 digits and 4 decimals.
    pub tax_rate: String,
}

/// Totals that the caller expects, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Totals {
    /// Sum of the lines without tax.
    pub net: i64,
    /// Sum of the taxes.
    pub tax: i64,
    /// What is to be paid.
    pub gross: i64,
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// When it was issued; also the PDF's creation date.
    pub issue_date: Date,
    /// When it is to be paid.
    pub due_date: Option<Date>,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Party,
    /// What is sold, at least one line.
    pub lines: Vec<InvoiceLine>,
    /// How to pay; may hold line breaks.
    pub payment_terms: Option<String>,
    /// Anything else; may hold line breaks.
    pub notes: Option<String>,
    /// If given, must be what the lines add up to.
    pub totals: Option<Totals>,
}

macro_rules! labels {
    ($($(#[$doc:meta])* $field:ident $key:literal: $english:literal,)*) => {
        /// The words of the template, in the language of the document.
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        pub struct InvoiceLabels {
            $($(#[$doc])* #[serde(rename = $key)] pub $field: String,)*
        }

        /// English.
        impl Default for InvoiceLabels {
            fn default() -> Self {
                Self { $($field: $english.to_owned(),)* }
            }
        }

        impl InvoiceLabels {
            fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$((concat!("options.labels.", $key), self.$field.as_str()),)*].into_iter()
            }
        }
    };
}

labels! {
    /// Heading of the document.
    title "title": "Invoice",
    /// Before the invoice's number.
    number "number": "Invoice no.",
    /// Before the date of issue.
    issue_date "issueDate": "Date",
    /// Before the date it is to be paid.
    due_date "dueDate": "Due date",
    /// Above the buyer.
    bill_to "billTo": "Bill to",
    /// Before a tax number.
    tax_id "taxId": "Tax ID",
    /// Head of the column of descriptions.
    description "description": "Description",
    /// Head of the column of quantities.
    quantity "quantity": "Quantity",
    /// Head of the column of prices.
    unit_price "unitPrice": "Unit price",
    /// Head of the column of discounts.
    discount "discount": "Discount",
    /// Head of the column of tax rates.
    tax_rate "taxRate": "Tax",
    /// Head of the column of amounts.
    amount "amount": "Amount",
    /// Before the running sum at the end of a page.
    carried_forward "carriedForward": "Carried forward",
    /// Before the running sum at the start of a page.
    brought_forward "broughtForward": "Brought forward",
    /// Before the sum without tax.
    subtotal "subtotal": "Subtotal",
    /// Before a tax; `{rate}` and `{base}` stand for the rate and the amount it is on.
    tax "tax": "Tax {rate} on {base}",
    /// Before what is to be paid.
    total "total": "Total",
    /// Above the payment terms.
    payment_terms "paymentTerms": "Payment terms",
    /// Above the notes.
    notes "notes": "Notes",
    /// Number of the page; `{page}` and `{pages}` stand for it and for how many there are.
    page "page": "Page {page} of {pages}",
}

/// How an invoice looks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceOptions {
    /// Language of the document, a BCP 47 tag.
    pub language: String,
    /// How numbers are printed.
    pub numbers: NumberFormat,
    /// The template's words.
    pub labels: InvoiceLabels,
    /// The paper.
    pub page_size: Paper,
    /// Red, green and blue of headings and rules.
    pub accent_color: [u8; 3],
}

/// English on A4.
impl Default for InvoiceOptions {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            numbers: NumberFormat::default(),
            labels: InvoiceLabels::default(),
            page_size: Paper::A4,
            accent_color: [15, 98, 119],
        }
    }
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// An invoice whose texts can be drawn and whose amounts are known.
pub(crate) struct Bill {
    /// Quantity, tax rate and net amount of each line.
    pub lines: Vec<BillLine>,
    pub taxes: Vec<Tax>,
    pub totals: Totals,
}

pub(crate) struct BillLine {
    pub quantity: Decimal,
    pub tax_rate: Decimal,
    pub net: i64,
}

/// The tax of one rate: EN 16931 BT-117 = BT-116 × BT-119 / 100, rounded.
pub(crate) struct Tax {
    pub rate: Decimal,
    pub base: i64,
    pub amount: i64,
}

impl Bill {
    /// Checks an invoice in the order of its fields and adds it up.
    pub(crate) fn of(
        data: &Invoice,
        options: &InvoiceOptions,
        checkpoint: Checkpoint<'_>,
    ) -> Result<Self, Error> {
        drawable("data.number", &data.number)?;
        party("data.seller", &data.seller)?;
        party("data.buyer", &data.buyer)?;

        let count = data.lines.len();
        if count == 0 {
            return Err(Error::Invalid { argument: "data.lines".into(), must: "have at least one line" });
        }
        at_most(count, MAX_LINES, "items")?;
        let mut lines = Vec::with_capacity(count);
        let mut bases = BTreeMap::new();
        let mut net = 0;
        for (index, line) in data.lines.iter().enumerate() {
            if index % LINES_PER_CHECKPOINT == 0 && checkpoint(0, 2 * count as u64).is_break() {
                return Err(Error::Cancelled);
            }
            let checked = BillLine::of(line, index)?;
            net = amount(i128::from(net) + i128::from(checked.net), || format!("data.lines[{index}]"))?;
            let (_, base) = bases.entry(checked.tax_rate.at_scale(4)).or_insert((checked.tax_rate, 0_i128));
            *base += i128::from(checked.net);
            lines.push(checked);
        }
        at_most(bases.len(), MAX_TAX_RATES, "different tax rates")?;

        let whole = || "data.lines".to_owned();
        let taxes = bases
            .into_values()
            .map(|(rate, base)| {
                let base = amount(base, whole)?;
                Ok(Tax { rate, base, amount: amount(rate.percent_of(base), whole)? })
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let tax = amount(taxes.iter().map(|tax| i128::from(tax.amount)).sum(), whole)?;
        let totals = Totals { net, tax, gross: amount(i128::from(net) + i128::from(tax), whole)? };
        agree(data.totals, totals)?;

        drawable_if("data.paymentTerms", data.payment_terms.as_deref())?;
        drawable_if("data.notes", data.notes.as_deref())?;
        options.labels.named().try_for_each(|(path, label)| drawable(path, label))?;
        options.printed(data).try_for_each(|text| drawable("options.locale", text))?;
        Ok(Self { lines, taxes, totals })
    }
}

impl BillLine {
    fn of(line: &InvoiceLine, index: usize) -> Result<Self, Error> {
        let path = |field: &str| format!("data.lines[{index}]{field}");
        let invalid = |field, must| Error::Invalid { argument: path(field), must };
        // Paths are built only for what is wrong: a long invoice has hundreds of thousands of fields.
        let texts = [
            (".description", Some(&line.description)),
            (".sku", line.sku.as_ref()),
            (".unit", line.unit.as_ref()),
        ];
        for (field, text) in texts {
            if let Some(c) = text.and_then(|text| missing(text)) {
                return Err(missing_glyph(path(field), c));
            }
        }
        let quantity = Decimal::parse(&line.quantity, 9, 6)
            .ok_or_else(|| invalid(".quantity", "be a decimal such as 2 or 2.5"))?;
        let tax_rate = Decimal::parse(&line.tax_rate, 3, 4)
            .filter(|rate| !rate.is_negative())
            .ok_or_else(|| invalid(".taxRate", "be a percentage such as 19 or 7.5"))?;
        for (field, value) in [(".unitPrice", line.unit_price), (".discount", line.discount)] {
            if !(0..=MAX_AMOUNT).contains(&value) {
                return Err(invalid(field, "be an amount of 0 to 2^53 - 1 minor units"));
            }
        }
        let net = amount(quantity.times(line.unit_price) - i128::from(line.discount), || path(""))?;
        Ok(Self { quantity, tax_rate, net })
    }
}

impl InvoiceOptions {
    /// What the locale adds to the page.
    fn printed<'a>(&'a self, data: &'a Invoice) -> impl Iterator<Item = &'a str> {
        let numbers = &self.numbers;
        [
            &data.issue_date.text,
            data.due_date.as_ref().map_or(&data.issue_date.text, |date| &date.text),
            &numbers.plain.decimal,
            &numbers.plain.group,
            &numbers.amount.decimal,
            &numbers.amount.group,
            &numbers.money.prefix,
            &numbers.money.suffix,
            &numbers.negative_money.prefix,
            &numbers.negative_money.suffix,
            &numbers.percent.prefix,
            &numbers.percent.suffix,
        ]
        .into_iter()
        .map(String::as_str)
    }
}

fn party(path: &str, party: &Party) -> Result<(), Error> {
    drawable(&format!("{path}.name"), &party.name)?;
    for (index, line) in party.address.iter().enumerate() {
        drawable(&format!("{path}.address[{index}]"), line)?;
    }
    drawable_if(&format!("{path}.taxId"), party.tax_id.as_deref())?;
    drawable_if(&format!("{path}.email"), party.email.as_deref())?;
    drawable_if(&format!("{path}.phone"), party.phone.as_deref())
}

fn drawable(path: &str, text: &str) -> Result<(), Error> {
    missing(text).map_or(Ok(()), |c| Err(missing_glyph(path.to_owned(), c)))
}

fn drawable_if(path: &str, text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), |text| drawable(path, text))
}

/// The first character that cannot be drawn; a line break is no character.
fn missing(text: &str) -> Option<char> {
    text.split('\n').find_map(Face::first_missing)
}

fn missing_glyph(argument: String, c: char) -> Error {
    Error::MissingGlyph { argument, code_point: format!("U+{:04X}", c as u32) }
}

fn at_most(given: usize, limit: usize, items: &'static str) -> Result<(), Error> {
    if given <= limit {
        return Ok(());
    }
    Err(Error::TooMany { argument: "data.lines".into(), items, given: given as u64, limit: limit as u64 })
}

fn amount(value: i128, argument: impl FnOnce() -> String) -> Result<i64, Error> {
    i64::try_from(value)
        .ok()
        .filter(|amount| amount.abs() <= MAX_AMOUNT)
        .ok_or_else(|| Error::Overflow { argument: argument() })
}

fn agree(expected: Option<Totals>, totals: Totals) -> Result<(), Error> {
    let Some(expected) = expected else { return Ok(()) };
    for (field, required, given) in [
        ("net", totals.net, expected.net),
        ("tax", totals.tax, expected.tax),
        ("gross", totals.gross, expected.gross),
    ] {
        if required != given {
            return Err(Error::TotalMismatch { argument: format!("data.totals.{field}"), required, given });
        }
    }
    Ok(())
}
