//! A configuration language: files compute values, which the host gets as its own types.

use cairn::{Engine, Library, Limits, Report, Serde};
use serde::Deserialize;

#[derive(Deserialize, PartialEq, Debug)]
struct Service {
    name: String,
    port: u16,
    replicas: Option<u32>,
    storage: Storage,
}

#[derive(Deserialize, PartialEq, Debug)]
#[serde(rename_all = "lowercase")]
enum Storage {
    Memory,
    Disk { path: String, max_bytes: u64 },
}

const CONFIG: &str = "
    (define base-port 8000)
    (define (service name offset storage)
      `((name . ,name) (port . ,(+ base-port offset)) (replicas . ,(if production? 3 #f)) (storage . ,storage)))
    (list (service \"web\" 80 'memory)
          (service \"store\" 1 `(disk (path . \"/var/store\") (max-bytes . ,(expt 2 40)))))";

/// Reads a configuration. Its text may compute, within limits, and reaches nothing of the system.
fn services(text: &str, production: bool) -> Result<Vec<Service>, Box<Report>> {
    let limits = Limits { fuel: Some(100_000), ..Limits::NONE };
    let mut engine = Engine::builder().memory(16 << 20).limits(limits).build().map_err(|_| Report::from(short()))?;
    let facts = Library::new("facts").visible().constant("production?", production);
    engine.add_library(facts).map_err(Report::from)?;
    engine.value::<Serde<Vec<Service>>>("services.scm", text).map(|Serde(services)| services)
}

fn short() -> cairn::Mismatch {
    cairn::Mismatch::said("no memory for an engine")
}

pub fn run() -> super::Outcome {
    Ok(format!("{:?}", services(CONFIG, true)?))
}

#[test]
fn a_text_becomes_a_struct_or_says_what_is_wrong() {
    let all = services(CONFIG, true).expect("services");
    assert_eq!((all[0].port, all[0].replicas, &all[0].storage), (8080, Some(3), &Storage::Memory));
    assert_eq!(all[1].storage, Storage::Disk { path: "/var/store".to_string(), max_bytes: 1 << 40 });
    assert_eq!(services(CONFIG, false).expect("services")[1].replicas, None);
    let wrong = services(&CONFIG.replace("8000", "80000"), true).expect_err("a port that is too large");
    assert!(wrong.message.contains("element 1: port: "), "{}", wrong.message);
    let missing = services("'(((name . \"x\")))", true).expect_err("fields are missing");
    assert!(missing.message.contains("missing field `port`"), "{}", missing.message);
    assert!(services("(let loop () (loop))", true).is_err());
}
