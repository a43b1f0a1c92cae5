//! Names the device of a browser in a few words, so that people recognise theirs. Coarse on purpose: versions and models
//! are nobody's business.

/// Browsers by a word of their `User-Agent`; what claims to be several comes before what it claims.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] =
    [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

/// `Firefox, Windows`; only what is known of it, and nothing of a program that says nothing.
///
/// ```
/// use backend::usecases::sessions::device::device_words;
/// assert_eq!(device_words("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"), "Firefox, Linux");
/// assert_eq!(device_words("curl/8.5.0"), "");
/// ```
pub fn device_words(user_agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| names.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name);
    // Chrome on an iPhone says so in a word of its own.
    let browser = if user_agent.contains("CriOS") { Some("Chrome") } else { known(&BROWSERS) };
    [browser, known(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::device_words;

    #[test]
    fn browsers_and_systems_are_told_apart() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (user_agent, expected) in [
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/142.0.0.0 Safari/537.36"), "Chrome, Windows"),
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"), "Edge, Windows"),
            (format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/142.0.0.0 Mobile Safari/537.36"), "Chrome, Android"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15".to_owned(), "Safari, macOS"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1".to_owned(),
                "Safari, iPhone",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/142.0 Mobile/15E148 Safari/604.1".to_owned(), "Chrome, iPhone"),
            ("Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(), "Firefox, Windows"),
            (String::new(), ""),
        ] {
            assert_eq!(device_words(&user_agent), expected, "{user_agent}");
        }
    }
}
