//! Seeds of the targets of `clinicore-crypto`.

use std::io::Result;

use clinicore_fuzz::audit::log_of;

use super::{keep, root};

pub fn seeds() -> Result<()> {
    logs()?;
    passwords()?;
    for (context, field) in [("", ""), ("patients/phone/42", "+49 151 1234567"), ("é", &"a".repeat(100))] {
        let cut = u8::try_from(context.len()).expect("short");
        keep("vault", &[&[0, 70, 1, cut], context.as_bytes(), field.as_bytes()].concat())?;
        keep("vault", &[&[0, 0, 0, cut], &[3, 1, 2][..], context.as_bytes(), field.as_bytes()].concat())?;
    }
    for hash in 0..3 {
        let key = b"12345678901234567890";
        keep("otp", &[&[hash, 10, 0, 3], &59_u64.to_be_bytes()[..], key].concat())?;
        keep("otp", &[&[hash, 21, 2, 30], &u64::MAX.to_be_bytes()[..], &key.repeat(8)].concat())?;
    }
    Ok(())
}

const SAID: [&str; 6] = [
    r#"2026-03-01T09:30:00.000Z","data":{"action":"patient.read","patient":42,"staff":7}"#,
    r#"1970-01-01T00:00:00.000Z","data":[null,true,false,"",{},[]]"#,
    r#"2024-02-29T23:59:59.999Z","data":"\"\\\b\t\n\f\r\u0000\u001fé""#,
    "2026-03-01T09:30:00.000Z\",\"data\":{\"\\r\":1,\"1\":2,\"\u{80}\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\u{fb33}\":7}",
    r#"9999-12-31T12:00:00.000Z","data":[0,-1,0.000001,1e-7,123456789012345680000,1e+21,5e-324,-1.5]"#,
    r#"2026-03-01T09:30:00.000Z","data":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"#,
];

fn logs() -> Result<()> {
    let log = log_of(SAID.iter().map(|said| said.as_bytes()));
    keep("audit", &[&[0, 2], &*log].concat())?;
    let sealed = br#"{"checkpoint":{"at":"2026-03-01T10:00:00.000Z","hash":"","mac":"","seq":6}}"#;
    keep("audit", &[&[0, 9][..], sealed, b"\n", &log, sealed].concat())?;
    keep("audit", &[&[1, 3], SAID.join("\n").as_bytes()].concat())?;
    SAID.iter().try_for_each(|said| keep("audit", &[&[1, 1], said.as_bytes()].concat()))
}

fn passwords() -> Result<()> {
    let json = std::fs::read(root().join("../__test__/golden/crypto/bcrypt_libxcrypt.json"))?;
    let golden: serde_json::Value = serde_json::from_slice(&json)?;
    let mut hashes = Vec::new();
    texts(&golden, &mut hashes);
    for hash in hashes.iter().filter(|text| text.starts_with("$2")).step_by(40) {
        keep("password", &[&[1, 3], &b"abc"[..], hash.as_bytes()].concat())?;
    }
    // RFC 9106, section 5.3.
    let parts = [&[0, 32, 3, 4, 32, 16, 12][..], &[2; 16], &[4; 12], &[3; 8], &[1; 32]];
    keep("password", &parts.concat())
}

fn texts<'a>(value: &'a serde_json::Value, into: &mut Vec<&'a str>) {
    match value {
        serde_json::Value::String(text) => into.push(text),
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        serde_json::Value::Object(members) => members.values().for_each(|item| texts(item, into)),
        _ => {}
    }
}
