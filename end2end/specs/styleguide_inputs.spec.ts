/** The parts that people operate: each fits every screen, can be operated by keys alone, moves nothing, and says what it does. */

import type { Locator } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { axe, expect, open, runsScripts, test, type Page } from '../fixtures.ts';
import { foreignWords } from '../words.ts';

const sections = ['buttons', 'fields', 'amounts', 'choices', 'dialogs', 'ways', 'messages', 'uploads'];

function address(section: string): string {
  return `/styleguide/${section}`;
}

/** The light frame in the part with this id; the dark one holds the same. */
function part(page: Page, id: string): Locator {
  return page.locator(`#${id}`);
}

for (const language of ['de', 'en'] as const) {
  test.describe(language === 'de' ? 'in German' : 'in English', () => {
    test.use({ locale: language === 'de' ? 'de-DE' : 'en-GB' });

    for (const section of sections) {
      test(`axe finds nothing among ${section}, and no word is of the other language`, { tag: '@desktop' }, async ({ page }) => {
        await open(page, address(section));
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        expect(await foreignWords(page, language)).toEqual([]);
        await axe(page);
      });
    }
  });
}

test('no page of the guide is wider than the screen', { tag: '@phone' }, async ({ page }) => {
  for (const section of sections) {
    await open(page, address(section));
    for (const width of [360, 390, 768, 1024, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(wide, { message: `${section} at ${width} px`, timeout: 3_000 }).toBeLessThanOrEqual(width);
    }
  }
});

test('what a finger presses is large enough', { tag: '@phone' }, async ({ page }) => {
  for (const section of sections) {
    await open(page, address(section));
    const small = await page.getByRole('main').evaluate((main) => {
      const pressed = main.querySelectorAll<HTMLElement>('.guide-frame :is(button, a.button, summary, select, textarea, input:not([type=hidden]), .tabs a, .steps a)');
      const target = (element: HTMLElement) => (element.matches('[type=radio], [type=checkbox]') ? (element.closest('label') ?? element) : element);
      return [...pressed]
        .filter((element) => target(element).checkVisibility({ visibilityProperty: true }))
        .map((element) => ({ text: element.textContent || element.id || element.outerHTML, box: target(element).getBoundingClientRect() }))
        .filter(({ box }) => box.height > 1 && (box.height < 44 || box.width < 44))
        .map(({ text, box }) => `${text.trim()}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
    });
    expect(small, section).toEqual([]);
  }
});

test('a dialog keeps the focus inside and gives it back', { tag: '@script' }, async ({ page }) => {
  await open(page, address('dialogs'));
  const opener = page.getByRole('link', { name: 'Abonnement kündigen' }).first();
  const dialog = page.getByRole('dialog', { name: 'GoTo Meeting kündigen?' });
  for (const leave of ['Escape', 'button', 'cross'] as const) {
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    for (let press = 0; press < 8; press += 1) {
      await page.keyboard.press('Tab');
      // Between the last thing and the first lies the browser's own frame, where the page has no focus at all.
      const place = await page.evaluate(() => document.activeElement?.closest('dialog') !== null || document.activeElement === document.body);
      expect(place, `after ${press + 1} tabs`).toBe(true);
    }
    if (leave === 'Escape') await page.keyboard.press('Escape');
    else if (leave === 'button') await dialog.getByRole('button', { name: 'Behalten' }).click();
    else await dialog.getByRole('button', { name: 'Schließen' }).click();
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  }
});

test('an open dialog is sound for axe too', { tag: '@script' }, async ({ page }) => {
  await open(page, address('dialogs'));
  for (const name of ['Abonnement kündigen', 'Kontakt hinzufügen']) {
    await page.getByRole('link', { name }).first().click();
    const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze();
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html) })), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

test('without script a dialog is a way to a page, and every panel of the tabs is read', { tag: '@noscript' }, async ({ page }) => {
  await open(page, address('dialogs'));
  await page.getByRole('link', { name: 'Abonnement kündigen' }).first().click();
  await expect(page).toHaveURL(/\/styleguide\/dialogs#dialog$/);
  await open(page, address('ways'));
  const panels = part(page, 'tab-panels');
  await expect(panels.getByText('23 von 25 Plätzen sind vergeben.').first()).toBeVisible();
  await expect(panels.getByText('Am 01.03.2026 kamen 5 Plätze hinzu.').first()).toBeVisible();
  await expect(panels.getByRole('heading', { name: 'Verlauf' }).first()).toBeVisible();
  await expect(panels.getByRole('tab')).toHaveCount(0);
});

test('tabs are gone through by arrow keys', { tag: '@script' }, async ({ page }) => {
  await open(page, address('ways'));
  const tabs = page.getByRole('tablist', { name: 'Vertrag' }).first().getByRole('tab');
  const expectOpen = async (place: number): Promise<void> => {
    await expect(tabs.nth(place)).toBeFocused();
    await expect(tabs.nth(place)).toHaveAttribute('aria-selected', 'true');
    const panel = page.locator(`#${await tabs.nth(place).getAttribute('aria-controls')}`);
    await expect(panel).toBeVisible();
    await expect(part(page, 'tab-panels').getByRole('tabpanel').filter({ visible: true })).toHaveCount(2);
  };
  await tabs.first().focus();
  for (const [key, place] of [['ArrowRight', 1], ['ArrowRight', 2], ['ArrowRight', 0], ['ArrowLeft', 2], ['Home', 0], ['End', 2]] as const) {
    await page.keyboard.press(key);
    await expectOpen(place);
  }
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tabpanel').filter({ visible: true }).first(), 'one tab stop for all tabs').toBeFocused();
});

test('the stepper counts by keys and by buttons, and stays in its range', { tag: '@script' }, async ({ page }) => {
  await open(page, address('amounts'));
  const field = page.getByLabel('Benutzerlizenzen').first();
  await field.focus();
  for (const [key, value] of [['ArrowUp', '11'], ['ArrowDown', '10'], ['PageUp', '20'], ['PageDown', '10'], ['PageDown', '1'], ['ArrowDown', '1']] as const) {
    await page.keyboard.press(key);
    await expect(field, key).toHaveValue(value);
  }
  await page.getByRole('button', { name: 'Eine mehr' }).first().click();
  await expect(field).toHaveValue('2');
});

test('a menu opens by key, is gone through by arrows, and gives the focus back', async ({ page }) => {
  await open(page, address('dialogs'));
  const button = part(page, 'menu').getByRole('button', { name: 'Optionen' }).first();
  const edit = page.getByRole('link', { name: 'Abonnement bearbeiten' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(edit).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(edit).toBeFocused();
  if (runsScripts(page)) {
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('button', { name: 'Abonnement kündigen' })).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(edit).toBeFocused();
  }
  await page.keyboard.press('Escape');
  await expect(edit).toBeHidden();
  await expect(button).toBeFocused();
});

test('nothing moves when a button waits and when an error appears', { tag: '@script' }, async ({ page }) => {
  await open(page, address('buttons'));
  const button = part(page, 'pending-button').getByRole('button', { name: 'Senden' }).first();
  const before = await placeOf(button);
  await watchShifts(page);
  await button.click();
  await expect(button).toHaveAttribute('aria-busy', 'true');
  await expect(button).toHaveText('Senden');
  expect(await placeOf(button)).toEqual(before);
  await button.click();
  await expect(part(page, 'pending-button').getByRole('status').filter({ hasText: 'Wird gesendet' }).first()).toBeAttached();
  await expect(button).not.toHaveAttribute('aria-busy');
  await expect(part(page, 'pending-button').locator('output').first(), 'the second press does not count').toHaveText('1');
  expect(await shifts(page)).toBe(0);

  await open(page, address('fields'));
  await watchShifts(page);
  const next = page.getByLabel('Ort').first();
  const place = await placeOf(next);
  await page.getByRole('button', { name: 'Prüfen' }).first().click();
  const field = page.getByLabel('Postleitzahl').first();
  await expect(field).toHaveAccessibleDescription('Geben Sie eine Postleitzahl ein.');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  expect(await placeOf(next)).toEqual(place);
  expect(await shifts(page)).toBe(0);
});

/** Where something lies on the page, wherever the page has been scrolled to. */
function placeOf(locator: Locator): Promise<number[]> {
  return locator.evaluate((element) => {
    const box = element.getBoundingClientRect();
    return [box.x + scrollX, box.y + scrollY, box.width, box.height];
  });
}

/** Counts every shift, also those that follow an input: an answer may take its time. */
async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift' });
  });
}

async function shifts(page: Page): Promise<number> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page.evaluate(() => (window as unknown as { seen: number[] }).seen.reduce((sum, shift) => sum + shift, 0));
}

test('hint and error belong to their field for those who hear it', async ({ page }) => {
  await open(page, address('fields'));
  await expect(page.getByLabel('Umsatzsteuer-Identifikationsnummer').first()).toHaveAccessibleDescription(
    /^Nach DE stehen neun Ziffern\. Hier sind es fünf\. Zwei Buchstaben/,
  );
  await expect(page.getByLabel(/^Abteilung/).first()).not.toHaveAttribute('required');
  await expect(page.getByLabel(/^Abteilung\s+freiwillig$/).first()).toBeVisible();
  await expect(page.getByLabel(/^Ihr Zeichen\s+Pflichtfeld$/).first()).toHaveAttribute('required');
  await open(page, address('choices'));
  await expect(page.getByRole('group', { name: 'Produkt' }).first()).toHaveAccessibleDescription('Wählen Sie ein Produkt.');
  await expect(page.getByRole('radio', { name: /^Lite / }).first()).toBeDisabled();
  await expect(page.getByRole('radio', { name: /^Lite / }).first()).toHaveAccessibleDescription(/Das macht der Kundendienst/);
});

test('the counter counts, and speaks up only when it matters', { tag: '@script' }, async ({ page }) => {
  await open(page, address('fields'));
  const area = part(page, 'text-area');
  const field = area.getByLabel(/^Warum lehnen Sie ab\?/).first();
  const spoken = area.getByRole('status').first();
  await field.fill('Zu teuer.');
  await expect(area.getByText('Noch 491 Zeichen').first()).toBeVisible();
  await expect(spoken).toBeEmpty();
  await field.fill('x'.repeat(460));
  await expect(spoken).toHaveText('Noch 40 Zeichen');
  await field.fill('x'.repeat(1503));
  await expect(spoken).toHaveText('1.003 Zeichen zu viel');
  await expect(field).toHaveValue('x'.repeat(1503));
});

test('amounts are read as they are typed', { tag: '@script' }, async ({ page }) => {
  await open(page, address('amounts'));
  const area = part(page, 'money-field');
  const field = area.getByLabel('Bestellsumme').first();
  const read = area.locator('output').first();
  await expect(field).toHaveAccessibleDescription(/Höchstens zwei Stellen nach dem Komma\. EUR/);
  for (const [typed, amount] of [['1.234,5', '1.234,50 €'], ['12.50', '12,50 €'], ['0', '0,00 €']] as const) {
    await field.fill(typed);
    await expect(read).toHaveText(amount.replace(' €', ' €'));
    await expect(field).not.toHaveAttribute('aria-invalid');
  }
  await field.fill('zwölf');
  await expect(field).toHaveAccessibleDescription(/zum Beispiel 1\.234,50/);
});

test("a date stands in the page's own words beside the browser's", { tag: '@script' }, async ({ page }) => {
  await open(page, address('amounts'));
  const area = part(page, 'date-field');
  await expect(area.getByText('01.03.2027').first()).toBeVisible();
  await area.getByLabel(/^Gültig bis/).first().fill('2027-12-31');
  await expect(area.getByText('31.12.2027').first()).toBeVisible();
});

test('a search can be emptied, and the focus stays in it', { tag: '@script' }, async ({ page }) => {
  await open(page, address('fields'));
  const search = page.getByRole('searchbox', { name: 'Rechnungen durchsuchen' }).first();
  const clear = part(page, 'search').getByRole('button', { name: 'Suche leeren' });
  await expect(clear).toHaveCount(4);
  await clear.nth(0).click();
  await expect(search).toHaveValue('');
  await expect(search).toBeFocused();
  await expect(clear).toHaveCount(3);
});

test('a toast is read out, stays while it is pointed at, and closes', { tag: ['@script', '@desktop'] }, async ({ page }) => {
  await open(page, address('messages'));
  const place = page.locator('.toasts');
  await expect(place, 'it is there before it speaks').toHaveAttribute('role', 'status');
  await page.getByRole('button', { name: 'Meldung zeigen' }).click();
  await expect(place).toContainText('Aus dem Warenkorb entfernt.');
  await place.locator('.toast').hover();
  // Longer than it would stay by itself.
  await page.waitForTimeout(7_000);
  await expect(place, 'while it is pointed at').toContainText('Aus dem Warenkorb entfernt.');
  await page.mouse.move(5, 5);
  await expect(place).toBeEmpty();
  await page.getByRole('button', { name: 'Meldung zeigen' }).click();
  await place.getByRole('button', { name: 'Schließen' }).click();
  await expect(place).toBeEmpty();
});

test('a file is checked, sent with its progress, and taken away', { tag: '@script' }, async ({ page }) => {
  await open(page, address('uploads'));
  const area = part(page, 'upload').locator('.upload').first();
  const field = area.locator('input[type=file]');
  await field.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await expect(field).toHaveAccessibleDescription(/Diese Art von Datei geht hier nicht\. .*PDF, PNG, JPG/);
  await field.setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(5_000_001) });
  await expect(field).toHaveAccessibleDescription(/Die Datei ist zu groß\. Wählen Sie eine mit höchstens 5\sMB\./);
  await field.setInputFiles({ name: 'leer.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
  await expect(field).toHaveAccessibleDescription(/Die Datei ist leer/);
  await field.setInputFiles({ name: 'PO-4711.PDF', mimeType: 'application/pdf', buffer: Buffer.alloc(1_449_000) });
  await expect(area.getByRole('progressbar', { name: /PO-4711\.PDF/ })).toBeVisible();
  await expect(area.getByText(/^Hochgeladen, 1,4\sMB$/).first()).toBeVisible();
  await expect(area.getByRole('status')).toHaveText(/^Hochgeladen, 1,4\sMB$/);
  await area.getByRole('button', { name: 'Entfernen' }).click();
  await expect(field).toBeVisible();
  await expect(field).toBeFocused();
});

test('without script the file field is the plain one', { tag: '@noscript' }, async ({ page }) => {
  await open(page, address('uploads'));
  const field = part(page, 'upload').locator('input[type=file]').first();
  await expect(field).toBeVisible();
  expect(await field.evaluate((input) => getComputedStyle(input).opacity)).toBe('1');
  await expect(page.getByRole('button', { name: /Kopieren/ })).toHaveCount(0);
});

test('a number is copied, and the button says so at the same width', { tag: ['@script', '@desktop'] }, async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, address('uploads'));
  const button = part(page, 'copy').getByRole('button').first();
  await expect(button).toHaveAccessibleName('Kopieren: IBAN');
  const before = await button.boundingBox();
  await button.click();
  await expect(part(page, 'copy').getByRole('status').first()).toHaveText('Kopiert');
  expect((await button.boundingBox())?.width).toBe(before?.width);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('DE02120300000000202051');
});

test('the steps of a way tell what is done and lead back', async ({ page }) => {
  await open(page, address('ways'));
  const way = page.getByRole('list', { name: 'Neues Abonnement' }).nth(2);
  await expect(way.getByRole('link')).toHaveText([/Erledigt: Produkt$/, /Erledigt: Plan$/]);
  await expect(way.locator('[aria-current=step]')).toHaveText('Benutzerlizenzen');
});
