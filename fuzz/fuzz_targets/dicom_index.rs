//! Whatever the bytes of a file: an index that lies within them, the same in one piece and in windows, and JSON; or errors.
#![no_main]

use clinicore_dicom::{Element, Limits, Options, WindowScanner, scan, to_json};
use libfuzzer_sys::fuzz_target;
use std::ops::ControlFlow;

fuzz_target!(|data: &[u8]| {
    let limits = Limits { max_elements: 20_000, max_inflated_bytes: 1 << 22, ..Limits::default() };
    let whole = scan(data, &limits);
    if let Ok(data_set) = &whole {
        for element in data_set.elements().iter().chain(data_set.file_meta()) {
            assert!(data_set.value(element).is_some_and(|value| value.len() as u64 == element.length));
        }
    }
    let width = data.first().map_or(1, |first| 1 + usize::from(*first) * 8);
    match by_windows(data, width, limits) {
        None => {}
        Some(parts) => {
            let whole = whole.map(|data_set| [data_set.file_meta(), data_set.elements()].concat());
            assert_eq!(whole.ok(), parts);
        }
    }
    let options = Options { limits, ..Options::default() };
    let _ = to_json(data, &options, &mut |_, _| ControlFlow::Continue(()));
});

/// The index as windows of some width show it; none of an error, nothing of a deflated data set.
fn by_windows(data: &[u8], width: usize, limits: Limits) -> Option<Option<Vec<Element>>> {
    let mut scanner = WindowScanner::new(limits);
    let (mut at, mut wide) = (0, width);
    loop {
        let end = (at + wide).min(data.len());
        let Ok(need) = scanner.advance(&data[at..end], at as u64, end == data.len(), usize::MAX) else {
            return Some(None);
        };
        if scanner.deflated_at().is_some() {
            return None;
        }
        let Some(need) = need else { return Some(Some(scanner.index().0.to_vec())) };
        let need = usize::try_from(need).expect("an offset").min(data.len());
        assert!(need >= at, "never back");
        wide = if need == at || end < data.len() && need < end { wide * 2 } else { width };
        assert!(wide <= (4 * width).max(1 << 19), "128 KiB are always enough");
        at = need;
    }
}
