//! What happens when, if an invoice stays open: a line for each day.

use crate::texts::{Locale, td_string, use_language, use_locale};
use billing::dunning::DunningAction;
use billing::format;
use billing::standing::PlannedStep;
use chrono::NaiveDate;
use leptos::prelude::*;

/// The days and what is done then; nothing without steps.
#[component]
pub fn DunningPlan(steps: Vec<PlannedStep>) -> impl IntoView {
    let (locale, language) = (use_locale(), use_language());
    if steps.is_empty() {
        return ().into_any();
    }
    let line = |(day, words): (NaiveDate, String)| {
        view! { <li><time datetime=day.to_string()>{format::date(day, language)}</time>" "<span>{words}</span></li> }
    };
    view! {
        <div class="plan-ahead">
            <p>{td_string!(locale, open_invoices.ahead)}</p>
            <ol>{by_day(locale, &steps).into_iter().map(line).collect_view()}</ol>
        </div>
    }
    .into_any()
}

/// What falls on one day is one line.
fn by_day(locale: Locale, steps: &[PlannedStep]) -> Vec<(NaiveDate, String)> {
    let mut days: Vec<(NaiveDate, String)> = Vec::new();
    for step in steps {
        let words = words_of(locale, step.action);
        match days.last_mut() {
            Some((day, text)) if *day == step.on => *text = format!("{text} {words}"),
            _ => days.push((step.on, words)),
        }
    }
    days
}

fn words_of(locale: Locale, action: DunningAction) -> String {
    match action {
        DunningAction::Retry => td_string!(locale, open_invoices.step.retry).to_owned(),
        DunningAction::Remind { level } => td_string!(locale, open_invoices.step.remind, level = level).to_string(),
        DunningAction::Suspend => td_string!(locale, open_invoices.step.suspend).to_owned(),
        DunningAction::End => td_string!(locale, open_invoices.step.end).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_falls_on_one_day_is_one_line() {
        let day = |text: &str| text.parse().unwrap_or_default();
        let step = |on, action| PlannedStep { on: day(on), action };
        let steps =
            [step("2026-12-08", DunningAction::Retry), step("2026-12-08", DunningAction::Remind { level: 1 }), step("2026-12-22", DunningAction::Suspend)];
        let expected = [
            (day("2026-12-08"), "We try to charge it again. Reminder 1 by e-mail.".to_owned()),
            (day("2026-12-22"), "Access is suspended until it is paid.".to_owned()),
        ];
        assert_eq!(by_day(Locale::en, &steps), expected);
    }
}
