//! What the apache-avro crate makes of each probe of a file, a line for a line; test/portability/ask.ts says what stands in the
//! columns of both.

mod base64;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::schema::Schema;
use apache_avro::types::Value;

fn main() {
    // A panic is told of in the probe's line.
    set_hook(Box::new(|_| ()));
    let file = std::env::args().nth(1).expect("the name of a file");
    for line in std::fs::read_to_string(file).expect("a file of probes").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        println!("{}\t{}", columns[0], tell(&columns).join("\t"));
    }
}

fn tell(columns: &[&str]) -> [String; 5] {
    let none = || String::from("-");
    let schema = match guard(|| Schema::parse_str(&base64::decode(columns[1])).map_err(|error| error.to_string())) {
        Ok(schema) => schema,
        Err(error) => return [String::from("refused"), base64::encode(&error), none(), none(), none()],
    };
    let logical = if columns[2] == "1" { logical_type(&schema) } else { none() };
    if columns[3] == "-" {
        return [String::from("accepted"), none(), logical, none(), none()];
    }
    let (what, text) = match guard(|| read(columns[3], &schema, columns[4])) {
        Ok(value) => ("value", value),
        Err(error) => ("failed", error),
    };
    [String::from("accepted"), none(), logical, String::from(what), base64::encode(&text)]
}

/// A panic is nothing else than an error to who wanted to use the schema.
fn guard<T>(ask: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|problem| {
        let text = problem.downcast_ref::<String>().cloned();
        Err(format!("panic: {}", text.or(problem.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default()))
    })
}

/// The name of the schema's variant, which is one of its own for each logical type that the crate knows.
fn logical_type(schema: &Schema) -> String {
    let text = format!("{schema:?}");
    let variant: String = text.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    match variant.as_str() {
        "Int" | "Long" | "Bytes" | "String" | "Fixed" => String::from("-"),
        other => String::from(other),
    }
}

fn read(writer: &str, reader: &Schema, hex: &str) -> Result<String, String> {
    let data: Vec<u8> = match hex {
        "-" => Vec::new(),
        _ => (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")).collect(),
    };
    let own;
    let writer = match writer {
        "=" => reader,
        text => {
            own = Schema::parse_str(&base64::decode(text)).map_err(|error| error.to_string())?;
            &own
        }
    };
    GenericDatumReader::builder(writer)
        .maybe_reader_schema(if std::ptr::eq(writer, reader) { None } else { Some(reader) })
        .build()
        .and_then(|ready| ready.read_value(&mut data.as_slice()))
        .map(|value| to_json(&value))
        .map_err(|error| error.to_string())
}

fn to_json(value: &Value) -> String {
    match value {
        Value::Null => String::from("null"),
        Value::Boolean(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Long(value) => value.to_string(),
        Value::Float(value) => number(f64::from(*value)),
        Value::Double(value) => number(*value),
        Value::Bytes(bytes) | Value::Fixed(_, bytes) => hex(bytes),
        Value::String(text) | Value::Enum(_, text) => quote(text),
        Value::Union(_, value) => to_json(value),
        Value::Array(items) => format!("[{}]", items.iter().map(to_json).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => object(entries.iter().map(|(key, value)| (key.as_str(), value))),
        Value::Record(fields) => object(fields.iter().map(|(name, value)| (name.as_str(), value))),
        other => quote(&format!("{other:?}")),
    }
}

fn object<'a>(entries: impl Iterator<Item = (&'a str, &'a Value)>) -> String {
    let sorted: BTreeMap<&str, &Value> = entries.collect();
    let texts: Vec<String> = sorted.iter().map(|(key, value)| format!("{}:{}", quote(key), to_json(value))).collect();
    format!("{{{}}}", texts.join(","))
}

fn number(value: f64) -> String {
    if value.is_nan() {
        String::from("\"NaN\"")
    } else if value.is_infinite() {
        String::from(if value > 0.0 { "\"Infinity\"" } else { "\"-Infinity\"" })
    } else {
        value.to_string()
    }
}

fn hex(bytes: &[u8]) -> String {
    format!("\"0x{}\"", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
