//! The list of invoices: searched, filtered, summed up, read page by page, and taken along as a file.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use crate::common::{Buyer, World};
use backend::db::invoice_search::{PAGE_SQL, SUMS_SQL};
use backend::db::{Arg, DbError};
use backend::usecases::invoices::search::{InvoicePage, InvoiceQuery, download_invoices, load_papers, search_invoices};
use backend::usecases::invoices::standing::load_standing;
use backend::{args, work};
use billing::invoice::{InvoiceState, InvoiceSummary};
use billing::{Currency, Language};
use std::collections::BTreeSet;

on_both_engines!(in_world:
    a_search_finds_numbers_and_products_whatever_their_case,
    filters_of_year_product_and_state_are_all_kept,
    what_is_corrected_stands_beside_what_corrects_it,
    what_is_overdue_is_found_among_what_is_open,
    pages_show_every_document_once,
    a_download_holds_what_the_list_finds,
    a_file_to_print_holds_every_paper_of_a_year,
    nobody_finds_another_accounts_documents,
    every_document_is_folded_for_the_search,
    a_page_of_ten_thousand_costs_what_a_page_of_ten_costs,
);

fn asking(search: &str, year: &str, product: &str, state: &str) -> InvoiceQuery {
    let [search, year, product, state] = [search, year, product, state].map(str::to_owned);
    InvoiceQuery { search, year, product, state }
}

async fn page(buyer: &Buyer, query: &InvoiceQuery, before: Option<&str>) -> InvoicePage {
    search_invoices(&buyer.backend, &buyer.actor, query, before).await.unwrap()
}

/// All that is found, page by page.
async fn found(buyer: &Buyer, query: &InvoiceQuery) -> Vec<InvoiceSummary> {
    let (mut rows, mut before) = (Vec::new(), None);
    loop {
        let read = page(buyer, query, before.as_deref()).await;
        rows.extend(read.rows);
        match read.older {
            Some(number) => before = Some(number),
            None => return rows,
        }
    }
}

/// How many documents are found, by the sums.
async fn counted(buyer: &Buyer, query: &InvoiceQuery) -> i64 {
    page(buyer, query, None).await.sums.iter().map(|sums| sums.documents).sum()
}

/// Anna, after an order of fewer licences: an invoice and a credit note of today.
async fn anna_with_credit_note(world: &World) -> Buyer {
    let anna = world.anna().await;
    anna.buy("goto-meeting", "professional", "2", "monthly").await;
    anna
}

async fn a_search_finds_numbers_and_products_whatever_their_case(world: World) {
    let anna = anna_with_credit_note(&world).await;
    let all = found(&anna, &InvoiceQuery::default()).await;
    assert_eq!(counted(&anna, &InvoiceQuery::default()).await, i64::try_from(all.len()).unwrap());
    let number = all.last().unwrap().number.clone();
    let by_number = found(&anna, &asking(&number.to_lowercase(), "", "", "")).await;
    assert_eq!(by_number.iter().map(|row| row.number.clone()).collect::<Vec<_>>(), [number]);
    let webinar = found(&anna, &asking("  goto WEBINAR ", "", "", "")).await;
    assert!(!webinar.is_empty() && webinar.iter().all(|row| row.products.contains("GoTo Webinar")));
    // What means something in a pattern is looked for as it stands.
    for nothing in ["%", "_", "goto%meeting", "'; DROP TABLE invoices; --"] {
        assert_eq!(counted(&anna, &asking(nothing, "", "", "")).await, 0, "{nothing}");
    }
}

async fn filters_of_year_product_and_state_are_all_kept(world: World) {
    let anna = anna_with_credit_note(&world).await;
    let all = found(&anna, &InvoiceQuery::default()).await;
    let whole = page(&anna, &InvoiceQuery::default(), None).await;
    assert_eq!(whole.years, [2026, 2025]);
    assert_eq!(whole.sums[0].currency, Currency::EUR);
    assert_eq!(whole.sums[0].total_minor, all.iter().map(|row| row.total_minor).sum::<i64>());
    let of_year = |year: &str| all.iter().filter(|row| row.issued_on.to_string().starts_with(year)).count();
    for year in ["2025", "2026"] {
        assert_eq!(found(&anna, &asking("", year, "", "")).await.len(), of_year(year), "{year}");
    }
    assert_eq!(page(&anna, &asking("", "soon", "", "nonsense"), None).await.sums, whole.sums);
    assert_eq!(counted(&anna, &asking("", "1999", "", "")).await, 0);
    let meeting = found(&anna, &asking("", "", "goto-meeting", "")).await;
    assert!(meeting.iter().all(|row| row.products.contains("GoTo Meeting")) && meeting.len() < all.len());
    let (open, paid) = (counted(&anna, &asking("", "", "", "open")).await, counted(&anna, &asking("", "", "", "paid")).await);
    assert_eq!(open + paid + 1, whole.sums[0].documents);
}

async fn what_is_corrected_stands_beside_what_corrects_it(world: World) {
    let anna = anna_with_credit_note(&world).await;
    let rows = found(&anna, &asking("", "2026", "goto-meeting", "corrected")).await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    let credit_note = rows.iter().find(|row| row.total_minor < 0).unwrap();
    let invoice = rows.iter().find(|row| row.total_minor > 0).unwrap();
    assert_eq!(credit_note.corrects.as_ref(), Some(&invoice.number));
    assert_eq!(invoice.corrected_by.as_ref(), Some(&credit_note.number));
    assert_eq!((&invoice.corrects, &credit_note.corrected_by), (&None, &None));
    let standing = load_standing(&anna.backend, &anna.actor, &invoice.number).await.unwrap();
    assert_eq!(standing.corrections.join(" "), credit_note.number);
}

async fn what_is_overdue_is_found_among_what_is_open(world: World) {
    let anna = world.anna().await;
    let numbers: Vec<String> = found(&anna, &InvoiceQuery::default()).await.into_iter().take(2).map(|row| row.number).collect();
    for number in &numbers {
        world.open_by_hand(number, 100).await;
    }
    world.change("UPDATE invoices SET overdue_since = '2026-11-20' WHERE number = $1", args![&numbers[1]]).await;
    let open = found(&anna, &asking("", "", "", "open")).await;
    assert_eq!(open.iter().map(InvoiceSummary::state).collect::<Vec<_>>(), [InvoiceState::Open, InvoiceState::Overdue]);
    let overdue = found(&anna, &asking("", "", "", "overdue")).await;
    assert_eq!(overdue.iter().map(|row| row.number.clone()).collect::<Vec<_>>(), [numbers[1].clone()]);
    assert_eq!(page(&anna, &asking("", "", "", "overdue"), None).await.sums[0].open_minor, 100);
}

async fn pages_show_every_document_once(world: World) {
    let anna = world.anna().await;
    for _ in 0..6 {
        anna.buy("goto-meeting", "professional", "6", "monthly").await;
        anna.buy("goto-meeting", "professional", "10", "monthly").await;
    }
    let seen: Vec<String> = found(&anna, &InvoiceQuery::default()).await.into_iter().map(|row| row.number).collect();
    let all = "SELECT number AS value FROM invoices WHERE account_id = $1 ORDER BY issued_on DESC, number DESC";
    assert_eq!(seen, world.texts(all, args![anna.account()]).await);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), seen.len());
    assert!(seen.len() > 22, "{}", seen.len());
}

async fn a_download_holds_what_the_list_finds(world: World) {
    let anna = anna_with_credit_note(&world).await;
    let query = asking("meeting", "2026", "", "");
    let list = found(&anna, &query).await;
    let file = download_invoices(&anna.backend, &anna.actor, &query, Language::De).await.unwrap();
    let lines: Vec<&str> = file.content.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), list.len() + 1);
    for (line, row) in lines[1..].iter().zip(&list) {
        assert!(line.starts_with(&format!("{};", row.number)), "{line}");
    }
}

async fn a_file_to_print_holds_every_paper_of_a_year(world: World) {
    let anna = anna_with_credit_note(&world).await;
    let query = asking("", "2026", "", "");
    let mut listed: Vec<String> = found(&anna, &query).await.into_iter().map(|row| row.number).collect();
    listed.reverse();
    let papers = load_papers(&anna.backend, &anna.actor, &query).await.unwrap();
    assert_eq!(papers.iter().map(|paper| paper.number.clone()).collect::<Vec<_>>(), listed);
    assert!(load_papers(&anna.backend, &anna.actor, &asking("", "1999", "", "")).await.is_err());
}

async fn nobody_finds_another_accounts_documents(world: World) {
    let (anna, dora) = (world.anna().await, Buyer::sign_in(&world, "dora@leer.example").await);
    let hers = found(&anna, &InvoiceQuery::default()).await[0].number.clone();
    let none = page(&dora, &asking(&hers, "", "", ""), None).await;
    assert_eq!((none.rows.len(), none.sums.len(), none.years.len()), (0, 0, 0));
    assert!(search_invoices(&dora.backend, &dora.actor, &InvoiceQuery::default(), Some(&hers)).await.is_err());
    assert!(load_papers(&dora.backend, &dora.actor, &InvoiceQuery::default()).await.is_err());
}

async fn every_document_is_folded_for_the_search(world: World) {
    let columns = "SELECT CAST(COUNT(*) AS BIGINT) AS value FROM invoices WHERE search_folded = '' OR search_folded <> lower(search_folded)";
    assert_eq!(world.number(columns, args![]).await, 0);
}

const TEN_THOUSAND: &str = "INSERT INTO invoices (id, account_id, kind, number, series, year, sequence, issued_on, issued_at, currency, net_minor, tax_minor, \
    total_minor, open_minor, products, content, search_folded) \
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) \
    SELECT 'many-' || CAST(n.i AS TEXT), m.account_id, 'invoice', 'XX-' || CAST(10000 + n.i AS TEXT), 'XX', 2000, n.i, \
    '20' || CAST(10 + n.i % 15 AS TEXT) || '-' || CAST(10 + n.i % 3 AS TEXT) || '-' || CAST(10 + n.i % 19 AS TEXT), 0, m.currency, 100, 19, 119, 0, \
    m.products, m.content, 'xx-' || CAST(10000 + n.i AS TEXT) || ' goto meeting' FROM n CROSS JOIN (SELECT * FROM invoices WHERE number = $1) m";

async fn a_page_of_ten_thousand_costs_what_a_page_of_ten_costs(world: World) {
    let anna = world.anna().await;
    let queries = [asking("", "", "", ""), asking("xx-1999", "2012", "goto-meeting", "paid"), asking("", "", "", "corrected")];
    let statements = async |before: Option<&str>| {
        let start = anna.backend.db.statements();
        for query in &queries {
            page(&anna, query, before).await;
        }
        anna.backend.db.statements() - start
    };
    let few = statements(None).await;
    assert_eq!(few, 3 * 4, "the page, its sums, the oldest and the newest day");
    assert_eq!(world.change(TEN_THOUSAND, args!["RE-2026-00001"]).await, 10_000);
    assert_eq!(statements(None).await, few);
    assert_eq!(statements(Some("XX-15000")).await, few + 3, "and the day of the document at which the page begins");
    let sums = page(&anna, &asking("", "", "", ""), None).await.sums;
    assert_eq!(sums[0].documents, 10_000 + 13);
    if anna.backend.db.file().is_some() {
        plans_use_the_index(&anna).await;
    }
    // They were never issued, so the books are to be without them.
    world.change("DELETE FROM invoices WHERE series = 'XX'", args![]).await;
}

/// SQLite says how it would answer: along the index, without sorting, and for the sums without a look at a document.
async fn plans_use_the_index(anna: &Buyer) {
    let found: Vec<Arg> = args![anna.account(), "2026-01-01", "2027-01-01", "%meeting%", "", "paid"];
    let of_page: Vec<Arg> = found.iter().cloned().chain(args!["2026-06-01", "RE-2026-00005", 21_i64]).collect();
    for (sql, args, along) in [(PAGE_SQL, of_page, "USING INDEX invoices_searched"), (SUMS_SQL, found, "USING COVERING INDEX invoices_searched")] {
        let explained: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {sql}").into_boxed_str());
        let plan: Result<Vec<String>, DbError> =
            anna.backend.db.read(work!(tx, &args => tx.all(explained, args.clone(), |row| row.text("detail")).await)).await;
        let plan = plan.unwrap().join("\n");
        assert!(plan.contains(along) && !plan.contains("SCAN i"), "{plan}");
        assert!(!(sql == PAGE_SQL && plan.contains("B-TREE FOR ORDER BY")), "{plan}");
    }
}
