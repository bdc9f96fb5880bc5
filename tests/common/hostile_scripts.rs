//! Reads the hostile scripts of `tests/hostile`: a file has scripts one after the other, each below
//! a line `=== name`. `CAIRN_HOSTILE_EVERY=1` takes all of them instead of a sample.

fn all() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).expect("the folder of scripts") {
        let path = file.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(&path).expect("a text");
            let stem = path.file_stem().expect("a name").display().to_string();
            let parts = text.split("=== ").skip(1).filter_map(|script| script.split_once('\n'));
            all.extend(parts.map(|(name, script)| (format!("{stem}/{name}"), script.to_string())));
        }
    }
    all.sort();
    all
}

/// Each n-th of the scripts, with its name, beginning with one that depends on the test.
pub fn sample(first: usize) -> impl Iterator<Item = (String, String)> {
    let every = std::env::var("CAIRN_HOSTILE_EVERY").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let all = all();
    assert!(all.len() >= 300, "{} scripts", all.len());
    all.into_iter().skip(first % every).step_by(every)
}
