/** The parts that people read: what they promise on every page they will stand on, proved on the pages of the style guide. */

import { axe, expect, open, runsScripts, test, type Page } from '../fixtures.ts';
import { tour, visit } from '../tour.ts';

const pages = ['tables', 'charts', 'figures', 'tiles', 'papers', 'history', 'badges', 'waiting', 'frame'];
const light = (page: Page) => page.getByRole('group', { name: 'Hell' });

/** The first table of the guide, in its light frame. */
const invoices = (page: Page) => light(page).getByRole('table', { name: 'Rechnungen', exact: true });
const numbers = (page: Page) => invoices(page).getByRole('rowheader').allTextContents();

for (const language of ['de', 'en'] as const) {
  test.describe(language === 'de' ? 'in German' : 'in English', () => {
    test.use({ locale: language === 'de' ? 'de-DE' : 'en-GB' });

    for (const name of pages) {
      test(`axe finds nothing on the page of ${name}`, { tag: '@script' }, async ({ page }) => {
        await open(page, `/styleguide/${name}`);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await axe(page);
      });
    }
  });
}

test('no page of the guide is wider than the screen', { tag: '@phone' }, async ({ page }) => {
  for (const name of pages) {
    await open(page, `/styleguide/${name}`);
    for (const width of [360, 390, 768, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      await expect.poll(wide, { message: `${name} at ${width} px`, timeout: 3_000 }).toBeLessThanOrEqual(width);
    }
  }
});

test('a table sorts by its heads, and says how', async ({ page }) => {
  await open(page, '/styleguide/tables');
  const head = (name: string) => invoices(page).getByRole('columnheader', { name });
  await head('Betrag').getByRole('link').click();
  await expect(page).toHaveURL(/\?sort=-amount$/);
  await expect(head('Betrag')).toHaveAttribute('aria-sort', 'descending');
  expect(await numbers(page)).toEqual(['RE-2026-00018', 'RE-2026-00015', 'RE-2026-00016', 'RE-2026-00014']);
  if (runsScripts(page)) await expect(head('Betrag').getByRole('link'), 'the focus stays where the reader pressed').toBeFocused();
  await head('Betrag').getByRole('link').click();
  await expect(head('Betrag')).toHaveAttribute('aria-sort', 'ascending');
  expect(await numbers(page)).toEqual(['RK-2026-00002', 'RE-2026-00013', 'RE-2026-00017', 'RE-2026-00014']);
  await expect(head('Nummer')).not.toHaveAttribute('aria-sort');
});

test('a table is filtered and leafed through by links that keep each other', async ({ page }) => {
  await open(page, '/styleguide/tables?sort=amount');
  const filter = light(page).getByRole('navigation', { name: 'Hell', exact: true });
  const older = light(page).getByRole('link', { name: 'Ältere' });
  await older.click();
  await expect(page).toHaveURL(/sort=amount&after=RE-2026-00014$/);
  expect(await numbers(page)).toEqual(['RE-2026-00016', 'RE-2026-00015', 'RE-2026-00018']);
  await expect(older).toHaveCount(0);
  await filter.getByRole('link', { name: 'Offen' }).click();
  await expect(page, 'another filter begins at the first page').toHaveURL(/\?sort=amount&state=open$/);
  await expect(filter.getByRole('link', { name: 'Offen' })).toHaveAttribute('aria-current', 'true');
  expect(await numbers(page)).toEqual(['RE-2026-00016', 'RE-2026-00018']);
  await page.goBack();
  await expect(invoices(page).getByRole('rowheader')).toHaveCount(3);
});

test('on a phone the rows are cards that still are a table, and can still be sorted', { tag: '@phone' }, async ({ page }) => {
  await open(page, '/styleguide/tables');
  const row = invoices(page).getByRole('row').nth(1);
  const number = await row.getByRole('rowheader').boundingBox();
  const what = await row.getByRole('cell', { name: 'GoTo Meeting, GoTo Webinar' }).boundingBox();
  expect(what?.y ?? 0, 'cells stand below each other').toBeGreaterThan((number?.y ?? 0) + 10);
  const shown = await row.getByRole('cell', { name: 'GoTo Meeting, GoTo Webinar' }).evaluate((cell) => getComputedStyle(cell, '::before').content);
  expect(shown, 'each with its name').toBe('"Wofür"');
  await expect(invoices(page).getByRole('link', { name: 'Betrag' })).toBeVisible();
});

test('figures stand below each other, digit by digit', { tag: '@desktop' }, async ({ page }) => {
  await open(page, '/styleguide/tables');
  const amounts = light(page).getByRole('table', { name: 'Leistungen' }).locator('tbody .figure .amount');
  const rights = await amounts.evaluateAll((all) => all.map((amount) => Math.round(amount.getBoundingClientRect().right * 2)));
  expect(new Set(rights).size).toBe(1);
  const digits = await amounts.first().evaluate((amount) => {
    const width = (text: string): number => {
      const probe = document.createElement('span');
      probe.textContent = text;
      amount.append(probe);
      const wide = probe.getBoundingClientRect().width;
      probe.remove();
      return wide;
    };
    return [...'0123456789'].map((digit) => width(digit.repeat(20)));
  });
  expect(Math.max(...digits) - Math.min(...digits), 'all digits are equally wide').toBeLessThan(0.5);
});

test('rows are chosen one by one, or all at once', async ({ page }) => {
  await open(page, '/styleguide/tables');
  const table = light(page).getByRole('table', { name: 'Offene Rechnungen' });
  const first = table.getByRole('checkbox', { name: 'RE-2026-00018 auswählen' });
  await first.check();
  if (runsScripts(page)) {
    const all = table.getByRole('checkbox', { name: 'Alle auswählen' });
    const said = light(page).getByRole('status').filter({ hasText: 'ausgewählt' });
    await expect(said).toHaveText('1 ausgewählt');
    expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
    await all.check();
    await expect(said).toHaveText('3 ausgewählt');
    await expect(table.getByRole('checkbox', { name: 'RE-2026-00016 auswählen' })).toBeChecked();
    await all.uncheck();
    await expect(said).toHaveText('0 ausgewählt');
    await first.check();
  } else {
    await expect(table.getByRole('checkbox', { name: 'Alle auswählen' })).toBeHidden();
  }
  await light(page).getByRole('button', { name: 'Jetzt bezahlen' }).click();
  await expect(page).toHaveURL(/\?light-invoice=RE-2026-00018$/);
});

test('the bar of the chosen rows stays in reach, and lies over no row before one is chosen', { tag: ['@script', '@phone'] }, async ({ page }) => {
  await open(page, '/styleguide/tables');
  const first = light(page).getByRole('table', { name: 'Offene Rechnungen' }).getByRole('checkbox', { name: 'RE-2026-00018 auswählen' });
  const pay = light(page).getByRole('button', { name: 'Jetzt bezahlen' });
  await page.setViewportSize({ width: 390, height: 420 });
  await first.evaluate((box) => box.scrollIntoView({ block: 'center' }));
  await expect(pay).not.toBeInViewport();
  await first.check();
  await expect(pay).toBeInViewport({ ratio: 1 });
});

test('on a phone the pages of the guide are in a menu, which closes where it has led', { tag: '@phone' }, async ({ page }) => {
  await open(page, '/styleguide/tables');
  const charts = page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Diagramme' });
  await expect(charts).toBeHidden();
  await page.getByRole('button', { name: 'Menü' }).click();
  await charts.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diagramme');
  await expect(charts).toBeHidden();
  if (runsScripts(page)) await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('an axis names its amounts as the reader writes them', { tag: ['@noscript', '@desktop'] }, async ({ browser, portal }) => {
  for (const [locale, amount] of [['de-DE', '3.000 €'], ['en-GB', '€3,000']] as const) {
    const page = await browser.newPage({ baseURL: portal.url, locale, javaScriptEnabled: false });
    await page.goto('/styleguide/charts');
    await expect(page.locator('.chart-axis text').first()).toHaveText(amount);
    await page.close();
  }
});

test('a chart is described in a sentence and has all its values in a table', async ({ page }) => {
  await open(page, '/styleguide/charts');
  const year = light(page).getByRole('figure').filter({ hasText: 'Kosten der nächsten 12 Monate' });
  await expect(year.getByRole('img', { name: 'Kosten der nächsten 12 Monate' })).toHaveAccessibleDescription('Zusammen 4.612,44 €, am meisten: Mär mit 2.422,84 €.');
  await expect(year.getByRole('table')).toBeHidden();
  await year.getByText('Als Tabelle').click();
  const table = year.getByRole('table', { name: 'Kosten der nächsten 12 Monate' });
  await expect(table.getByRole('rowheader')).toHaveCount(12);
  await expect(table.getByRole('row', { name: /^Mär/ })).toContainText('2.422,84 €');
  const credit = light(page).getByRole('figure').filter({ hasText: 'Rechnungen und Gutschriften' });
  await credit.getByText('Als Tabelle').click();
  await expect(credit.getByRole('row', { name: /^Feb/ })).toContainText('−61,08 €');
});

test('the labels of a chart never touch each other', async ({ page }) => {
  await open(page, '/styleguide/charts');
  for (const width of [360, 390, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const touching = await page.evaluate(() => {
      const found: string[] = [];
      for (const chart of document.querySelectorAll('.chart-columns')) {
        for (const kind of ['.label', '.told']) {
          const boxes = [...chart.querySelectorAll<SVGTextElement>(`text${kind}`)]
            .filter((text) => getComputedStyle(text).visibility === 'visible')
            .map((text) => ({ text: text.textContent ?? '', box: text.getBoundingClientRect() }));
          boxes.forEach(({ text, box }, place) => {
            const next = boxes[place + 1];
            if (next !== undefined && next.box.left < box.right + 2) found.push(`${text} | ${next.text}`);
          });
        }
      }
      return found;
    });
    expect(touching, `at ${width} px`).toEqual([]);
  }
});

test('a comparison marks what changes in words as well', async ({ page }) => {
  await open(page, '/styleguide/figures');
  const table = light(page).getByRole('table', { name: 'Heute und danach' });
  await expect(table.getByRole('row', { name: /^Plan/ })).toContainText('geändert: Business');
  await expect(table.getByRole('row', { name: /^Abrechnung/ })).not.toContainText('geändert');
});

/** Pairs of ink and ground that stand on each other somewhere, and the contrast that they need. */
const text = 4.5;
const graphic = 3;
const pairs: [string, string[], number][] = [
  ['--ink', ['--paper', '--sheet', '--sheet-sunk', '--sheet-raised', '--petrol-tint', '--brass-tint', '--green-tint', '--red-tint', '--petrol-soft'], text],
  ['--ink-soft', ['--paper', '--sheet', '--sheet-sunk', '--sheet-raised', '--petrol-tint'], text],
  ['--ink-faint', ['--paper', '--sheet', '--sheet-sunk'], text],
  ['--petrol', ['--paper', '--sheet', '--sheet-sunk', '--sheet-raised', '--petrol-tint'], text],
  ['--petrol-deep', ['--paper', '--sheet', '--petrol-tint'], text],
  ['--on-petrol', ['--petrol', '--petrol-deep'], text],
  ['--brass', ['--paper', '--sheet', '--brass-tint'], text],
  ['--green', ['--paper', '--sheet', '--sheet-sunk', '--green-tint'], text],
  ['--red', ['--paper', '--sheet', '--sheet-raised', '--red-tint'], text],
  ['--panel-ink', ['--panel'], text],
  ['--panel-ink-soft', ['--panel'], text],
  ['--panel-brass', ['--panel'], graphic],
  ['--line-control', ['--paper', '--sheet', '--sheet-raised'], graphic],
];

for (const theme of ['light', 'dark'] as const) {
  test(`every ink of the ${theme} theme can be read on its ground`, { tag: ['@script', '@desktop'] }, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await open(page, '/styleguide');
    const names = [...new Set(pairs.flatMap(([ink, grounds]) => [ink, ...grounds]))];
    const colours = await page.evaluate((wanted) => {
      const found = wanted.map((name) => {
        // One element for each: a colour that changes would still be on its way.
        const probe = document.createElement('span');
        probe.style.color = `var(${name})`;
        document.body.append(probe);
        const colour = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
        probe.remove();
        return [name, colour] as const;
      });
      return Object.fromEntries(found);
    }, names);
    const weak = pairs.flatMap(([ink, grounds, least]) =>
      grounds
        .map((ground) => ({ pair: `${ink} on ${ground}`, contrast: contrast(colours[ink] ?? [], colours[ground] ?? []), least }))
        .filter(({ contrast: found, least: needed }) => !(found >= needed)),
    );
    expect(weak).toEqual([]);
  });
}

/** The contrast of WCAG 2, from 1 to 21. */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [red = NaN, green = NaN, blue = NaN] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('nothing moves while a page loads', { tag: '@script' }, async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    interface Shifted {
      node: Node | null;
      previousRect: DOMRectReadOnly;
      currentRect: DOMRectReadOnly;
    }
    const place = ({ x, y, width, height }: DOMRectReadOnly) => [x, y, width, height].map(Math.round).join(',');
    const told = ({ node, previousRect, currentRect }: Shifted) =>
      `${node?.nodeName} "${node?.textContent?.slice(0, 20)}" ${place(previousRect)} → ${place(currentRect)}`;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as unknown as { value: number; sources: Shifted[] };
        shifts.push(`${value}: ${sources.map(told).join('; ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const name of pages) {
    await open(page, `/styleguide/${name}`);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const shifts = await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
    expect(shifts, name).toEqual([]);
  }
});

test('a reader who wants no motion sees none', { tag: ['@script', '@desktop'] }, async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '/styleguide/tables');
  const longest = await page.evaluate(() => {
    const seconds = (list: string): number => Math.max(...list.split(',').map(parseFloat));
    return Math.max(...[...document.querySelectorAll('*')].map((element) => {
      const style = getComputedStyle(element);
      return Math.max(seconds(style.animationDuration), seconds(style.transitionDuration));
    }));
  });
  expect(longest, 'seconds').toBeLessThan(0.001);
  // Not even a short one: it would run on every element, each time a style changes.
  const glides = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0).length);
  expect(glides, 'elements with a transition').toBe(0);
});

test('invoice, order and cart are printed on one sheet without any chrome', { tag: ['@noscript', '@desktop'] }, async ({ page, portal }) => {
  const printed = (await tour(page, portal)).filter(({ name }) => ['invoice', 'order', 'cart'].includes(name));
  expect(printed).toHaveLength(3);
  await visit(page, printed, async ({ name }) => {
    await page.emulateMedia({ media: 'print' });
    for (const chrome of [page.getByRole('banner'), page.getByRole('contentinfo'), page.getByRole('navigation'), page.getByRole('button')]) {
      await expect(chrome.filter({ visible: true }), name).toHaveCount(0);
    }
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(paper.match(/\/Type\s*\/Page\b/g), name).toHaveLength(1);
    await page.emulateMedia({ media: 'screen' });
  });
});
