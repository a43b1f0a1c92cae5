//! Invoices and credit notes as one file to keep and to print: a page that carries its own style and its own picture, and
//! needs neither the portal nor the network.

use crate::pages::billing_center::invoice::Paper;
use crate::pages::not_found::Home;
use billing::Language;
use billing::invoice::InvoiceDocument;
use leptos::prelude::*;

/// What the papers look like on screen and on paper; without the typefaces, which would be larger than all papers.
const STYLE: [&str; 5] = [
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/components/ledger.css"),
    include_str!("../../style/pages/invoice.css"),
    include_str!("../../style/print.css"),
];
const ICONS: &str = include_str!("../../style/static/icons.svg");

/// The file.
pub fn paper_file(documents: Vec<InvoiceDocument>, language: Language, title: &str) -> String {
    file_of(|| documents.into_iter().map(|document| view! { <Paper document/> }.into_any()).collect(), language, title)
}

/// A file of whatever is drawn like papers.
pub(crate) fn file_of(sheets: impl FnOnce() -> Vec<AnyView>, language: Language, title: &str) -> String {
    let draw = || {
        // Papers link to each other below the home of a door; here there is none to be found out.
        provide_context(Home { address: "/billing", text: |_| "" });
        sheets().into_iter().map(RenderHtml::to_html).collect()
    };
    let papers: String = Owner::new().with(draw);
    // Links in it would lead nowhere: it is read where the portal is not.
    let papers = papers.replace("/icons.svg#brand", "#brand").replace("href=\"/billing/invoices/", "href=\"#title-");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" data-theme=\"light\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body class=\"papers\">\n<svg hidden>{}</svg>\n<main class=\"page narrow\">\n{papers}\n</main>\n</body>\n</html>\n",
        language.code(),
        escaped(title),
        STYLE.concat(),
        brand(),
    )
}

/// The one icon that papers show.
fn brand() -> &'static str {
    ICONS.lines().find(|line| line.starts_with("<symbol id=\"brand\"")).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_needs_nothing_else() {
        let file = paper_file(Vec::new(), Language::De, "A & B <c>");
        assert!(file.contains("<symbol id=\"brand\""), "{file}");
        assert!(file.contains("<title>A &amp; B &lt;c></title>"), "{file}");
        for foreign in ["@import", "url(\"/", "url(/", "src=", "<link", "<script"] {
            assert!(!file.contains(foreign), "{foreign}");
        }
    }
}
