//! Time passes: subscriptions renew, trials end, and every day leaves behind what it should.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use crate::common::World;
use backend::args;

on_both_engines!(in_world:
    a_month_renews_on_its_day_and_is_charged,
    a_trial_is_reminded_of_twice_and_ends_by_itself,
);

async fn a_month_renews_on_its_day_and_is_charged(world: World) {
    let anna = world.anna().await;
    let before = world.documents_since(anna.account(), "2026-11-22").await;
    assert_eq!(before, Vec::<String>::new());
    // The period began on 1 November.
    world.pass_to("2026-11-30").await;
    assert_eq!(world.documents_since(anna.account(), "2026-11-22").await, Vec::<String>::new());
    world.pass_to("2026-12-01").await;
    let issued = world.documents_since(anna.account(), "2026-11-22").await;
    // 10 × 14,00 € and 19 %.
    assert_eq!(issued, ["RE-2026-00013 2026-12-01 GoTo Meeting 16660 0"]);
    assert!(world.standing(anna.account()).await.contains(&"goto-meeting active 2026-12-01 2027-01-01".to_owned()));
    assert_eq!(world.numbers("SELECT amount_minor AS value FROM payments WHERE invoice_id IS NOT NULL", args![]).await, [16_660]);
    assert_eq!(world.subjects_to("anna@nordlicht.example").await, ["Ihre Rechnung RE-2026-00013"]);
    let mail = world.newest_mail_to("anna@nordlicht.example").await;
    assert!(mail.contains("RE-2026-00013 vom 01.12.2026: GoTo Meeting, 166,60\u{a0}€\n    bezahlt"), "{mail}");
}

async fn a_trial_is_reminded_of_twice_and_ends_by_itself(world: World) {
    let carla = world.buyer("carla@solo.example").await;
    // Five days are left: the first reminder was to come two days ago.
    assert_eq!(world.standing(carla.account()).await, ["goto-training trial_running 2026-10-27 2026-11-26"]);
    world.pass_to("2026-11-25").await;
    assert_eq!(
        world.subjects_to("carla@solo.example").await,
        ["Ihre Testversion endet in 5 Tagen: GoTo Training Pro", "Ihre Testversion endet morgen: GoTo Training Pro"]
    );
    world.pass_to("2026-11-26").await;
    assert_eq!(world.standing(carla.account()).await, ["goto-training trial_ended 2026-10-27 2026-11-26"]);
    assert_eq!(world.subjects_to("carla@solo.example").await.last().unwrap(), "Ihre Testversion ist beendet: GoTo Training Pro");
    assert_eq!(world.calendar(carla.account()).await, Vec::<String>::new());
    // Nothing was ever owed.
    assert_eq!(world.documents_since(carla.account(), "2026-01-01").await, Vec::<String>::new());
}
