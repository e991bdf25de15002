//! The invoice as its callers see it. What the pages say, and where, is read back in `__test__/pdf.test.ts`.
#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;

use clinicore_pdf::{
    Date, Error, Invoice, InvoiceLine, InvoiceOptions, MAX_AMOUNT, MAX_LINES, MAX_PAGES, Paper, Party,
    Totals, invoice,
};
use proptest::prelude::*;

fn party() -> Party {
    Party {
        name: "Optik Morgenstern".into(),
        address: vec!["Lindenstraße 12".into(), "10969 Berlin".into()],
        tax_id: Some("DE123456789".into()),
        email: None,
        phone: None,
    }
}

fn line() -> InvoiceLine {
    InvoiceLine {
        description: "Single-vision lens".into(),
        sku: Some("L-160".into()),
        quantity: "2.5".into(),
        unit: Some("pcs".into()),
        unit_price: 8_900,
        discount: 100,
        tax_rate: "19".into(),
    }
}

fn sample(lines: Vec<InvoiceLine>) -> Invoice {
    Invoice {
        number: "2026-00042".into(),
        issue_date: Date { year: 2026, month: 3, day: 1, text: "1 March 2026".into() },
        due_date: None,
        seller: party(),
        buyer: party(),
        lines,
        payment_terms: Some("14 days".into()),
        notes: None,
        totals: None,
    }
}

fn render(data: &Invoice) -> Result<Vec<u8>, Error> {
    invoice(data, &InvoiceOptions::default(), &mut |_, _| ControlFlow::Continue(()))
}

fn pages(file: &[u8]) -> usize {
    String::from_utf8_lossy(file).matches("/Type/Page/").count()
}

#[test]
fn the_same_invoice_gives_the_same_bytes_on_any_thread() {
    let first = render(&sample(vec![line(); 30])).unwrap();
    let threads: Vec<_> =
        (0..4).map(|_| std::thread::spawn(|| render(&sample(vec![line(); 30])).unwrap())).collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
}

#[test]
fn pages_grow_with_the_lines() {
    assert_eq!(pages(&render(&sample(vec![line()])).unwrap()), 1);
    assert!(pages(&render(&sample(vec![line(); 200])).unwrap()) > 5);
}

#[test]
fn letter_paper_is_612_by_792_points() {
    let options = InvoiceOptions { page_size: Paper::Letter, ..InvoiceOptions::default() };
    let file = invoice(&sample(vec![line()]), &options, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert!(String::from_utf8_lossy(&file).contains("/MediaBox[0 0 612 792]"));
}

#[test]
fn a_character_without_a_glyph_is_refused_with_its_place() {
    let mut lines = vec![line(); 4];
    lines[3].description = "lens \u{628}".into();
    let missing = |argument: &str, code_point: &str| {
        Err(Error::MissingGlyph { argument: argument.into(), code_point: code_point.into() })
    };
    assert_eq!(render(&sample(lines)), missing("data.lines[3].description", "U+0628"));

    let mut data = sample(vec![line()]);
    data.buyer.address[1] = "Praha \u{1F600}".into();
    assert_eq!(render(&data), missing("data.buyer.address[1]", "U+1F600"));

    let mut options = InvoiceOptions::default();
    options.labels.carried_forward = "\u{202E}forward".into();
    let got = invoice(&sample(vec![line()]), &options, &mut |_, _| ControlFlow::Continue(()));
    assert_eq!(got, missing("options.labels.carriedForward", "U+202E"));
}

#[test]
fn totals_that_do_not_add_up_are_refused_with_the_right_ones() {
    // 2.5 x 89.00 - 1.00 = 221.50; 19 % of it is 42.085, so 42.09.
    let mut data = sample(vec![line()]);
    data.totals = Some(Totals { net: 22_150, tax: 4_209, gross: 26_359 });
    assert!(render(&data).is_ok());
    data.totals = Some(Totals { net: 22_150, tax: 4_208, gross: 26_358 });
    let argument = "data.totals.tax".into();
    assert_eq!(render(&data), Err(Error::TotalMismatch { argument, required: 4_209, given: 4_208 }));
}

#[test]
fn taxes_are_rounded_on_the_sum_of_their_rate_not_line_by_line() {
    // EN 16931, BR-CO-17: two lines of 0.03 at 19 % are 0.0114, so 0.01; line by line they would be 0.02.
    let cents = InvoiceLine { quantity: "1".into(), unit_price: 3, discount: 0, ..line() };
    let mut data = sample(vec![cents.clone(), cents]);
    data.totals = Some(Totals { net: 6, tax: 1, gross: 7 });
    assert!(render(&data).is_ok());
}

#[test]
fn amounts_beyond_what_json_holds_exactly_are_refused() {
    let huge = InvoiceLine { quantity: "999999999".into(), unit_price: MAX_AMOUNT, ..line() };
    assert_eq!(
        render(&sample(vec![line(), huge])),
        Err(Error::Overflow { argument: "data.lines[1]".into() })
    );
    let most = InvoiceLine { quantity: "1".into(), unit_price: MAX_AMOUNT, discount: 0, ..line() };
    assert_eq!(render(&sample(vec![most])), Err(Error::Overflow { argument: "data.lines".into() }));
}

#[test]
fn the_number_of_lines_and_of_tax_rates_is_bounded() {
    let must = "have at least one line";
    assert_eq!(render(&sample(vec![])), Err(Error::Invalid { argument: "data.lines".into(), must }));
    let too_many =
        |items, given, limit| Err(Error::TooMany { argument: "data.lines".into(), items, given, limit });
    assert_eq!(render(&sample(vec![line(); MAX_LINES + 1])), too_many("items", 100_001, 100_000));
    let rates =
        |count| (0..count).map(|rate: u32| InvoiceLine { tax_rate: rate.to_string(), ..line() }).collect();
    assert!(render(&sample(rates(20))).is_ok());
    assert_eq!(render(&sample(rates(21))), too_many("different tax rates", 21, 20));
}

#[test]
fn a_block_higher_than_a_page_is_refused() {
    let mut data = sample(vec![line()]);
    data.buyer.address = vec!["Lindenstraße".into(); 200];
    assert_eq!(render(&data), Err(Error::DoesNotFit { argument: "data.buyer".into() }));
}

#[test]
fn a_row_higher_than_a_page_goes_on_over_pages() {
    let description = "lens ".repeat(4_000);
    assert!(pages(&render(&sample(vec![InvoiceLine { description, ..line() }])).unwrap()) > 3);
}

#[test]
fn a_document_has_at_most_10_000_pages_and_is_refused_on_the_way_to_more() {
    // Each row is a page: as high as one, so that no second fits beside it.
    let tall = InvoiceLine { description: format!("a{}b", "\n".repeat(45)), sku: None, ..line() };
    let count_to = |lines: usize| {
        let mut furthest = 0;
        let outcome =
            invoice(&sample(vec![tall.clone(); lines]), &InvoiceOptions::default(), &mut |done, _| {
                furthest = done;
                // The pages have been counted when drawing begins.
                if done > lines as u64 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        (outcome.unwrap_err(), furthest)
    };
    assert_eq!(count_to(9_990).0, Error::Cancelled);
    let (refusal, furthest) = count_to(30_000);
    assert_eq!(refusal, Error::TooManyPages { limit: MAX_PAGES });
    assert!(furthest <= 10_000);
}

#[test]
fn long_rows_have_a_checkpoint_each() {
    let tall = InvoiceLine { description: "a\n".repeat(1_000), ..line() };
    let mut checkpoints = 0;
    invoice(&sample(vec![tall; 20]), &InvoiceOptions::default(), &mut |_, _| {
        checkpoints += 1;
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(checkpoints >= 40);
}

#[test]
fn numbers_that_leave_no_room_for_descriptions_are_refused() {
    let mut lines = vec![line(); 3];
    lines[0].quantity = "-999999999.999999".into();
    lines[0].unit_price = 1;
    lines[1] = InvoiceLine { quantity: "1".into(), unit_price: MAX_AMOUNT, discount: MAX_AMOUNT, ..line() };
    lines[2] =
        InvoiceLine { quantity: "-1".into(), unit_price: MAX_AMOUNT - 2_000_000_000, discount: 0, ..line() };
    for line in &mut lines {
        line.tax_rate = "0".into();
    }
    let mut options = InvoiceOptions::default();
    options.labels.tax_rate = "W".repeat(60);
    let outcome = invoice(&sample(lines), &options, &mut |_, _| ControlFlow::Continue(()));
    assert_eq!(outcome, Err(Error::DoesNotFit { argument: "data.lines".into() }));
}

#[test]
fn work_stops_at_any_checkpoint_and_tells_how_far_it_is() {
    let data = sample(vec![line(); 300]);
    let mut seen = Vec::new();
    invoice(&data, &InvoiceOptions::default(), &mut |done, total| {
        seen.push((done, total));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(seen.len() >= 2 * 300 / 16);
    assert!(seen.is_sorted() && seen.iter().all(|&(done, total)| done < total && total == 600));

    for stop in 0..seen.len() {
        let mut calls = 0;
        let got = invoice(&data, &InvoiceOptions::default(), &mut |_, _| {
            calls += 1;
            if calls > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((got, calls), (Err(Error::Cancelled), stop + 1));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_text_makes_it_panic(
        texts in prop::collection::vec("\\PC{0,60}|[a-zéЖΩ \n-]{0,200}", 8),
        count in 1..40_usize,
    ) {
        let (description, sku) = (texts[0].clone(), Some(texts[1].clone()));
        let mut data = sample(vec![InvoiceLine { description, sku, ..line() }; count]);
        data.number.clone_from(&texts[2]);
        data.buyer.name.clone_from(&texts[3]);
        data.seller.address = vec![texts[4].clone(); 3];
        data.notes = Some(texts[5].repeat(20));
        data.lines[0].unit = Some(texts[6].clone());
        let mut options = InvoiceOptions::default();
        options.labels.amount.clone_from(&texts[7]);
        let outcome = invoice(&data, &options, &mut |_, _| ControlFlow::Continue(()));
        let expected = matches!(outcome, Ok(_) | Err(Error::MissingGlyph { .. } | Error::DoesNotFit { .. }));
        prop_assert!(expected);
    }
}
