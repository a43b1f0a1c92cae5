/** Finance: a transfer is recorded, allocated and taken back, an invoice is corrected, and the customer sees all of it. */

import { axe, expect, fillSignIn, hydrated, open, password, test, type Page } from '../fixtures.ts';
import { enterCorporate, julia, lastPart, openInvoice } from '../corporate.ts';
import { fact, heading } from '../steps.ts';

// The browser itself writes down every answer of 4xx.
test.use({ portalLife: 'test', allowConsole: /the server responded with a status of 422/ });

async function enterStaff(page: Page, email: string): Promise<void> {
  await open(page, '/staff/sign-in');
  await fillSignIn(page, email, password);
  await page.waitForURL('**/staff/accounts');
  await hydrated(page);
}

/** Records a transfer of the clinic and stands on its page. */
async function recordTransfer(page: Page, amount: string, reference: string): Promise<void> {
  await page.goto('/staff/payments');
  await hydrated(page);
  await page.getByRole('link', { name: 'Zahlungseingang erfassen' }).click();
  await expect(heading(page)).toHaveText('Zahlungseingang erfassen');
  await page.getByLabel('Kundennummer').fill('KD-20419');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await expect(page.getByText('Stadtklinik gGmbH, KD-20419')).toBeVisible();
  await hydrated(page);
  await page.getByLabel('Betrag').fill(amount);
  await page.getByLabel('Verwendungszweck').fill(reference);
  await axe(page);
  await page.getByRole('button', { name: 'Erfassen' }).click();
  await expect(page.getByText('Der Zahlungseingang ist erfasst.')).toBeVisible();
  await hydrated(page);
}

test('a transfer pays the rest of an invoice, and bounces', async ({ page }) => {
  await enterStaff(page, 'omar@kontor.example');
  await page.goto('/staff/payments');
  await hydrated(page);
  await expect(page.getByRole('table', { name: 'Zahlungseingänge' })).toContainText('Stadtklinik gGmbH');
  await axe(page);
  await recordTransfer(page, '3.853,60', '2. Rate');
  await expect(page.getByText('Vorschlag: Diese Rechnung hat genau diesen offenen Betrag.')).toBeVisible();
  await axe(page);
  await page.getByRole('button', { name: 'Zuordnen' }).click();
  await expect(page.getByText('Die Zuordnung ist gebucht.')).toBeVisible();
  await hydrated(page);
  await axe(page);
  await page.getByRole('table', { name: 'Bezahlte Rechnungen' }).getByRole('link').click();
  await expect(page.getByText(/^3\.853,60.€ per Überweisung vom 21\.11\.2026 bezahlt\.$/)).toBeVisible();
  await axe(page);
  await page.goBack();
  await hydrated(page);
  await page.getByText('Den ganzen Zahlungseingang stornieren').click();
  await page.getByRole('button', { name: 'Zahlungseingang stornieren' }).click();
  await expect(page.getByLabel('Grund').last()).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Grund').last().fill('Von der Bank zurückgerufen');
  await page.getByRole('button', { name: 'Zahlungseingang stornieren' }).click();
  await expect(page.getByText('Die Rücknahme ist gebucht.')).toBeVisible();
  await expect(page.getByText('Von der Bank zurückgerufen').first()).toBeVisible();
});

test('an invoice is corrected after a look at what that does', async ({ page }) => {
  await enterStaff(page, 'omar@kontor.example');
  await page.goto('/staff/payments');
  await hydrated(page);
  await page.getByRole('link', { name: /^Überweisung, / }).click();
  await hydrated(page);
  await page.getByRole('table', { name: 'Bezahlte Rechnungen' }).getByRole('link').click();
  await hydrated(page);
  await page.getByText('Rechnung korrigieren').click();
  await page.getByLabel(/^GoToAssist v5/).fill('1.000,00');
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await expect(page.getByText(/^heute 3\.853,60.€, danach 2\.663,60.€$/)).toBeVisible();
  await hydrated(page);
  await axe(page);
  await page.getByLabel('Grund').fill('Ausfall im Oktober');
  await page.getByRole('button', { name: /^Rechnungskorrektur ausstellen, 1\.190,00/ }).click();
  await expect(page.getByText('Die Rechnungskorrektur ist ausgestellt.')).toBeVisible();
  await expect(page.getByText(/1\.190,00.€ am 21\.11\.2026 mit RUK-2026-00001 gutgeschrieben\. Grund: Ausfall im Oktober/)).toBeVisible();
});

/** The fields of a disclosure, unfolded. */
async function unfold(page: Page, summary: string): Promise<void> {
  await page.locator('summary').filter({ hasText: summary }).click();
}

test('a part of a transfer pays a part of an invoice, and is taken back alone', async ({ page, otherBrowser }) => {
  await enterStaff(page, 'omar@kontor.example');
  await recordTransfer(page, '2.000,00', 'Abschlag November');
  const share = page.getByLabel(/^RU-2026-/);
  await expect(share).toHaveAccessibleDescription(/3\.853,60\s€ offen/);
  await share.fill('2.000,01');
  await page.getByRole('button', { name: 'Zuordnen' }).click();
  await expect(page.getByRole('group', { name: /^Noch 2\.000,00/ })).toHaveAccessibleDescription(/.+/);
  await expect(share, 'what was typed stays').toHaveValue('2.000,01');
  await hydrated(page);
  await share.fill('1.500,00');
  await page.getByRole('button', { name: 'Zuordnen' }).click();
  await expect(page.getByText('Die Zuordnung ist gebucht.')).toBeVisible();
  await hydrated(page);
  await expect(fact(page, 'Nicht zugeordnet')).toHaveText(/^500,00\s€$/);
  await expect(page.getByRole('main')).toContainText('Teilweise zugeordnet');
  await expect(page.getByText(/^Noch 500,00\s€ zuzuordnen$/)).toBeVisible();
  const receipt = page.url();
  await axe(page);

  const paid = page.getByRole('table', { name: 'Bezahlte Rechnungen' });
  const invoice = await paid.getByRole('link').innerText();
  const sabine = await otherBrowser();
  await enterCorporate(sabine, 'KD-20419');
  await open(sabine, `/corporate/invoices/${invoice}`);
  const standing = sabine.getByRole('region', { name: 'Stand dieser Rechnung' });
  await expect(standing).toContainText('Teilweise bezahlt');
  await expect(standing).toContainText(/1\.500,00\s€ per Überweisung vom 21\.11\.2026 bezahlt\./);
  await expect(standing).toContainText(/2\.353,60\s€/);

  await page.goto(receipt);
  await hydrated(page);
  await unfold(page, 'Eine Zuordnung zurücknehmen');
  await page.getByRole('button', { name: 'Zuordnung zurücknehmen' }).click();
  await expect(page.getByLabel('Grund').first()).toHaveAttribute('aria-invalid', 'true');
  await hydrated(page);
  await page.getByLabel('Grund').first().fill('Gehört zu einer anderen Rechnung');
  await page.getByRole('button', { name: 'Zuordnung zurücknehmen' }).click();
  await expect(page.getByText('Die Rücknahme ist gebucht.')).toBeVisible();
  await hydrated(page);
  await expect(paid).toContainText('Zurückgenommen am 21.11.2026: Gehört zu einer anderen Rechnung');
  await expect(fact(page, 'Nicht zugeordnet')).toHaveText(/^2\.000,00\s€$/);
  await expect(page.getByRole('button', { name: 'Zuordnung zurücknehmen' }), 'nothing is left to take back').toHaveCount(0);
  await axe(page);
  await sabine.reload();
  await hydrated(sabine);
  await expect(standing).toContainText(/3\.853,60\s€/);
  await expect(standing).toContainText('Zurückgenommen am 21.11.2026: Gehört zu einer anderen Rechnung');
  await axe(sabine);
});

/** Julia pays what is open by card: 2.216,34 €. Answers the invoice's number. */
async function payByCard(page: Page): Promise<string> {
  await enterCorporate(page, julia);
  await open(page, '/corporate/invoices');
  await openInvoice(page, 'GoTo Training').getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await expect(heading(page)).toHaveText('Rechnungen bezahlen');
  await hydrated(page);
  await page.getByRole('button', { name: /^Jetzt bezahlen, 2\.216,34/ }).click();
  await page.waitForURL('**/corporate/invoices/RU-*');
  await hydrated(page);
  return lastPart(page);
}

/** Shows what a credit note of 100,00 € net would do. */
async function previewCredit(page: Page, invoice: string): Promise<void> {
  await open(page, `/staff/invoices/${invoice}`);
  await unfold(page, 'Rechnung korrigieren');
  await page.getByLabel(/^GoTo Training/).fill('100,00');
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await page.waitForURL('**line0=100**');
  await hydrated(page);
  await expect(fact(page, 'Netto')).toHaveText(/^100,00\s€$/);
  await expect(fact(page, 'Brutto')).toHaveText(/^119,00\s€$/);
  await expect(fact(page, 'Schon bezahlt und zurückzugeben')).toHaveText(/^119,00\s€$/);
}

test('a credit note of what was paid becomes credit, and a part of that goes back to the card', async ({ page, portal, otherBrowser }) => {
  const customer = await otherBrowser();
  const invoice = await payByCard(customer);
  await enterStaff(page, 'omar@kontor.example');
  await previewCredit(page, invoice);
  await expect(page.getByLabel('Was geschieht mit dem, was schon bezahlt ist?')).toHaveValue('credit');
  await page.getByRole('button', { name: /^Rechnungskorrektur ausstellen, 119,00/ }).click();
  await expect(page.getByLabel('Grund')).toHaveAttribute('aria-invalid', 'true');
  await expect(fact(page, 'Brutto'), 'the amounts stay').toHaveText(/^119,00\s€$/);
  await hydrated(page);
  await page.getByLabel('Grund').fill('Zwei Tage Ausfall');
  await page.getByRole('button', { name: /^Rechnungskorrektur ausstellen, 119,00/ }).click();
  await expect(page.getByText('Die Rechnungskorrektur ist ausgestellt.')).toBeVisible();
  await hydrated(page);
  const refund = page.getByRole('region', { name: 'Guthaben erstatten' });
  await expect(refund).toContainText(/Das Konto hat heute 119,00\s€ Guthaben\./);

  await unfold(page, 'Guthaben erstatten');
  await refund.getByLabel('Betrag').fill('119,01');
  await refund.getByLabel('Grund').fill('Auf Wunsch des Kunden');
  await refund.getByRole('button', { name: 'Erstatten' }).click();
  await expect(refund.getByLabel('Betrag')).toHaveAttribute('aria-invalid', 'true');
  await hydrated(page);
  await axe(page);
  await refund.getByLabel('Betrag').fill('60,00');
  await expect(refund.getByLabel('Erstattungsweg').locator('option:checked')).toHaveText(/^Auf Visa ••••\s4242 erstatten, Zahlung vom 21\.11\.2026 \(bis zu 2\.216,34\s€\)$/);
  await refund.getByLabel('Grund').fill('Auf Wunsch des Kunden');
  await refund.getByRole('button', { name: 'Erstatten' }).click();
  await expect(page.getByText('Die Erstattung ist veranlasst.')).toBeVisible();
  await hydrated(page);
  await expect(refund).toContainText(/Das Konto hat heute 59,00\s€ Guthaben\./);
  await axe(page);
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 221_634, refunded_minor: 6_000 }]);

  await open(customer, `/corporate/invoices/${invoice}`);
  const standing = customer.getByRole('region', { name: 'Stand dieser Rechnung' });
  await expect(standing).toContainText(/119,00\s€ am 21\.11\.2026 mit RUK-2026-00001 gutgeschrieben\. Grund: Zwei Tage Ausfall/);
  await expect(standing).toContainText(/60,00\s€ am 21\.11\.2026 auf dem Zahlungsweg erstattet\. Grund: Auf Wunsch des Kunden/);
  await axe(customer);
  await open(customer, '/corporate/invoices/RUK-2026-00001');
  await expect(customer.getByRole('main')).toContainText('Zwei Tage Ausfall');
  await expect(customer.getByRole('main')).toContainText(/119,00/);
  await axe(customer);
});

test('a credit note sends what was paid back to the card at once', async ({ page, portal, otherBrowser }) => {
  const customer = await otherBrowser();
  const invoice = await payByCard(customer);
  await enterStaff(page, 'omar@kontor.example');
  await previewCredit(page, invoice);
  const ways = page.getByLabel('Was geschieht mit dem, was schon bezahlt ist?');
  const way = ways.getByRole('option', { name: /^Auf Visa ••••\s4242 erstatten/ });
  await ways.selectOption(await way.getAttribute('value'));
  await page.getByLabel('Grund').fill('Doppelt berechnet');
  await page.getByRole('button', { name: /^Rechnungskorrektur ausstellen, 119,00/ }).click();
  await expect(page.getByText('Die Rechnungskorrektur ist ausgestellt.')).toBeVisible();
  await hydrated(page);
  await expect(page.getByRole('region', { name: 'Guthaben erstatten' }), 'nothing is left as credit').toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Stand dieser Rechnung' })).toContainText(/119,00\s€ am 21\.11\.2026 auf dem Zahlungsweg erstattet\./);
  await axe(page);
  expect(await portal.charges()).toMatchObject([{ refunded_minor: 11_900 }]);
});

test('what came by transfer goes back by transfer, by hand', async ({ page }) => {
  await enterStaff(page, 'omar@kontor.example');
  await recordTransfer(page, '3.853,60', '2. Rate');
  await page.getByRole('button', { name: 'Zuordnen' }).click();
  await expect(page.getByText('Die Zuordnung ist gebucht.')).toBeVisible();
  await hydrated(page);
  await page.getByRole('table', { name: 'Bezahlte Rechnungen' }).getByRole('link').click();
  await hydrated(page);
  await unfold(page, 'Rechnung korrigieren');
  await page.getByLabel(/^GoToAssist v5/).fill('100,00');
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await page.waitForURL('**line0=100**');
  await hydrated(page);
  const ways = page.getByLabel('Was geschieht mit dem, was schon bezahlt ist?');
  await expect(ways.getByRole('option', { name: /^Auf / }), 'no card was charged').toHaveCount(0);
  await ways.selectOption('paid_out');
  await page.getByLabel('Grund').fill('Gutschrift wie vereinbart');
  await page.getByRole('button', { name: /^Rechnungskorrektur ausstellen, 119,00/ }).click();
  await expect(page.getByText('Die Rechnungskorrektur ist ausgestellt.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Stand dieser Rechnung' })).toContainText(/119,00\s€ am 21\.11\.2026 per Überweisung erstattet\./);
});

test('a representative sees money and moves none', async ({ page }) => {
  await enterStaff(page, 'rita@kontor.example');
  await page.goto('/staff/payments');
  await hydrated(page);
  await expect(page.getByRole('link', { name: 'Zahlungseingang erfassen' })).toHaveCount(0);
  await page.getByRole('link', { name: /^Überweisung, / }).click();
  await expect(page.getByRole('table', { name: 'Bezahlte Rechnungen' })).toBeVisible();
  await expect(page.getByText('Den ganzen Zahlungseingang stornieren')).toHaveCount(0);
});
