//! Content ids of atproto: CIDv1 over SHA-256, of raw bytes (blobs) and of DAG-CBOR (records). The same content has the
//! same id; that is what makes putting a record twice harmless.

use serde_json::Value;
use sha2::{Digest, Sha256};

const RAW: u8 = 0x55;
const DAG_CBOR: u8 = 0x71;
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// The letters of a TID, in their order.
const SORTABLE: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// The id of a blob.
pub(super) fn of_bytes(bytes: &[u8]) -> String {
    cid(RAW, bytes)
}

/// The id of a record.
pub(super) fn of_record(record: &Value) -> String {
    let mut bytes = Vec::new();
    encode(record, &mut bytes);
    cid(DAG_CBOR, &bytes)
}

fn cid(codec: u8, bytes: &[u8]) -> String {
    let mut cid = vec![1, codec, 0x12, 32];
    cid.extend_from_slice(&Sha256::digest(bytes));
    format!("b{}", base32(&cid))
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits)) as usize & 31]));
    }
    text
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|known| *known == letter)?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

/// DAG-CBOR of JSON in the data model of atproto: keys by length and then by letter, `$link` as tag 42.
fn encode(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(0xf6),
        Value::Bool(false) => out.push(0xf4),
        Value::Bool(true) => out.push(0xf5),
        Value::Number(number) => match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => head(0, number, out),
            (None, Some(number)) => head(1, number.unsigned_abs() - 1, out),
            // The data model has no fractions; the check of the record refuses them.
            (None, None) => {
                out.push(0xfb);
                out.extend_from_slice(&number.as_f64().unwrap_or_default().to_be_bytes());
            }
        },
        Value::String(text) => {
            head(3, text.len() as u64, out);
            out.extend_from_slice(text.as_bytes());
        }
        Value::Array(items) => {
            head(4, items.len() as u64, out);
            items.iter().for_each(|item| encode(item, out));
        }
        Value::Object(fields) => {
            let link = fields.get("$link").and_then(Value::as_str).filter(|_| fields.len() == 1);
            if let Some(bytes) = link.and_then(|link| unbase32(link.strip_prefix('b')?)) {
                out.extend_from_slice(&[0xd8, 42]);
                head(2, bytes.len() as u64 + 1, out);
                out.push(0);
                out.extend_from_slice(&bytes);
                return;
            }
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
            head(5, keys.len() as u64, out);
            for key in keys {
                head(3, key.len() as u64, out);
                out.extend_from_slice(key.as_bytes());
                encode(&fields[key], out);
            }
        }
    }
}

fn head(major: u8, number: u64, out: &mut Vec<u8>) {
    let major = major << 5;
    match number {
        0..24 => out.push(major | number as u8),
        24..0x100 => out.extend_from_slice(&[major | 24, number as u8]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend_from_slice(&(number as u16).to_be_bytes());
        }
        0x1_0000..0x1_0000_0000 => {
            out.push(major | 26);
            out.extend_from_slice(&(number as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend_from_slice(&number.to_be_bytes());
        }
    }
}

/// A TID: microseconds since 1970 and a number that keeps two of one moment apart.
pub(super) fn tid(micros: i64, number: u64) -> String {
    let value = (u64::try_from(micros).unwrap_or(0) << 10) | (number & 0x3ff);
    (0..13).rev().map(|place| char::from(SORTABLE[(value >> (place * 5)) as usize & 31])).collect()
}

/// Whether a record key has the form of a TID.
pub(super) fn is_tid(key: &str) -> bool {
    let first = key.bytes().next().is_some_and(|first| b"234567abcdefghij".contains(&first));
    key.len() == 13 && first && key.bytes().all(|letter| SORTABLE.contains(&letter))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_are_those_of_ipld() {
        // The id of no bytes at all, and of an empty map, as every implementation gives them.
        assert_eq!(of_bytes(b""), "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        assert_eq!(of_record(&json!({})), "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
    }

    #[test]
    fn the_order_of_keys_does_not_matter_and_a_change_does() {
        let one = of_record(&json!({"text": "a", "langs": ["en"], "n": 300, "link": {"$link": of_bytes(b"x")}}));
        assert_eq!(one, of_record(&json!({"link": {"$link": of_bytes(b"x")}, "n": 300, "langs": ["en"], "text": "a"})));
        assert_ne!(one, of_record(&json!({"text": "a", "langs": ["en"], "n": 301, "link": {"$link": of_bytes(b"x")}})));
    }

    #[test]
    fn a_tid_sorts_by_time() {
        let (early, late) = (tid(1_700_000_000_000_000, 1), tid(1_700_000_000_000_001, 0));
        assert!(early < late && is_tid(&early) && is_tid(&late), "{early} {late}");
        assert!(!is_tid("self") && !is_tid("zzzzzzzzzzzzz"));
    }
}
