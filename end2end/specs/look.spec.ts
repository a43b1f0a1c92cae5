/** What all pages do alike: fit every screen, keep still while they load, speak one language, print well. */

import { axe, enter, expect, hydrated, open, runsScripts, test, type Language, type Page } from '../fixtures.ts';
import { editorAddress, heading, openMenu, tile } from '../steps.ts';
import { tours, visit } from '../tour.ts';
import { foreignWords } from '../words.ts';

const widths = [360, 390, 768, 1280, 1440];

// One stop of the tour is a page that is not there, and the browser itself writes that down.
test.use({ allowConsole: /the server responded with a status of 404 .*\/nowhere/ });

for (const [door, walk] of tours) {
  test(`no page of ${door} is wider than the screen`, { tag: '@phone' }, async ({ page, portal }) => {
    await visit(page, await walk(page, portal), async ({ name }) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        // Asked until it holds: a phone's browser lays a page out anew some time after its screen was turned.
        const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
        await expect.poll(wide, { message: `${name} at ${width} px`, timeout: 3_000 }).toBeLessThanOrEqual(width);
      }
    });
  });
}

for (const language of ['de', 'en'] as const) {
  test.describe(language === 'de' ? 'in German' : 'in English', () => {
    test.use({ locale: language === 'de' ? 'de-DE' : 'en-GB' });

    for (const [door, walk] of tours) {
      test(`every page of ${door} has one main heading, a title, sound references, and no word of the other language`, { tag: '@desktop' }, async ({ page, portal }) => {
        await visit(page, await walk(page, portal), ({ name }) => expectLanguage(page, language, name));
      });
    }
  });
}

// The specs of the Billing Center look at its pages in the states that matter.
for (const [door, walk] of tours.slice(1)) {
  test(`every page of ${door} can be used by everybody`, { tag: '@script' }, async ({ page, portal }) => {
    test.slow();
    await visit(page, await walk(page, portal), async () => axe(page));
  });
}

async function expectLanguage(page: Page, language: Language, name: string): Promise<void> {
  await expect(page.locator('html'), name).toHaveAttribute('lang', language);
  await expect(heading(page), name).toHaveCount(1);
  await expect(page, name).toHaveTitle(/^.+ · Kontor$/);
  expect(await foreignWords(page, language), name).toEqual([]);
  expect(await brokenReferences(page), name).toEqual([]);
}

/** Ids that stand twice, and references to ids that stand nowhere. */
function brokenReferences(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    const referring = ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for', 'popovertarget'];
    const named = referring.flatMap((name) => [...document.querySelectorAll(`[${name}]`)].flatMap((element) => element.getAttribute(name)?.split(' ') ?? []));
    return [...twice, ...named.filter((id) => !ids.includes(id))];
  });
}

for (const [door, walk] of tours) {
  test(`no link of ${door} leads nowhere`, { tag: ['@desktop', '@noscript'] }, async ({ page, portal }) => {
    const links = new Set<string>();
    await visit(page, await walk(page, portal), async () => {
      const found = await page.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      for (const link of found) links.add(link);
    });
    for (const link of links) {
      if (!link.startsWith('/')) {
        expect(link).toMatch(/^(#main|mailto:\S+@\S+)$/);
        continue;
      }
      expect((await page.request.get(link)).status(), link).toBe(200);
    }
  });

  test(`pages of ${door} keep still while they load`, { tag: '@script' }, async ({ page, portal }) => {
    const stops = await walk(page, portal);
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await visit(page, stops, async ({ name }) => {
      // Two frames, for what hydration may have moved.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
      expect(shifts.reduce((sum, shift) => sum + shift, 0), name).toBeLessThan(0.01);
    });
  });
}

test('the focus follows the reader to the next page', { tag: '@script' }, async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await expect(page.getByRole('main'), 'a loaded page leaves the focus alone').not.toBeFocused();
  await openMenu(page);
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).getByRole('link', { name: 'Zahlungsmethode' }).click();
  await expect(heading(page)).toHaveText('Zahlungsmethode');
  await expect(heading(page)).toBeFocused();
  // Invoices are in another bundle: that page is loaded.
  await open(page, '/billing/invoices');
  await page.getByRole('link', { name: 'RE-2026-00012' }).first().click();
  await expect(heading(page)).toHaveText(/^Rechnung /);
  await expect(heading(page)).toBeFocused();
  await page.goBack();
  await expect(heading(page)).toHaveText('Rechnungen');
  await expect(page).toHaveTitle('Rechnungen · Kontor');
});

test('the keyboard reaches the matter without the header', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Zum Inhalt springen' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test("a tile's menu opens and closes by keyboard", async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  const button = tile(page, 'GoTo Webinar').getByRole('button', { name: 'Optionen' });
  const entry = tile(page, 'GoTo Webinar').getByRole('link', { name: 'Abonnement bearbeiten' });
  await expect(entry).toBeHidden();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(entry).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(entry).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(entry).toBeHidden();
  await expect(button).toBeFocused();
});

test('the language switch keeps the page, and the choice stays', async ({ page, otherBrowser }) => {
  await enter(page, 'dora@leer.example', '/billing/invoices');
  await switchTo(page, 'English');
  await expect(page).toHaveURL(/\/billing\/invoices$/);
  await expect(heading(page)).toHaveText('Invoices');
  const elsewhere = await otherBrowser();
  await enter(elsewhere, 'dora@leer.example');
  await expect(heading(elsewhere), 'it goes with the person').toHaveText('Subscriptions');
  await page.context().clearCookies({ name: 'kontor_session' });
  await open(page, '/sign-in');
  await expect(heading(page), 'and stays on the device').toHaveText('Sign in');
});

test('the language switch keeps what the address says', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await open(page, `${await editorAddress(page, 'GoTo Webinar')}?plan=pro&seats=7&interval=monthly`);
  for (const [language, title] of [['English', 'Edit subscription'], ['Deutsch', 'Abonnement bearbeiten']] as const) {
    await switchTo(page, language);
    await expect(heading(page)).toHaveText(title);
    await expect(page).toHaveURL(/\?plan=pro&seats=7&interval=monthly$/);
    await expect(page.getByRole('textbox')).toHaveValue('7');
  }
});

async function switchTo(page: Page, language: 'English' | 'Deutsch'): Promise<void> {
  await openMenu(page);
  await page.getByRole('button', { name: language }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'English' ? 'en' : 'de');
  await hydrated(page);
}

test('a printed invoice is a sheet of paper and nothing else', async ({ page }) => {
  await enter(page, 'anna@nordlicht.example', '/billing/invoices/RE-2026-00012');
  await expect(page.getByRole('button', { name: 'Drucken' })).toHaveCount(runsScripts(page) ? 1 : 0);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const chrome of [page.getByRole('banner'), page.getByRole('contentinfo'), page.getByRole('link', { name: 'Rechnungen' }), page.getByRole('button')]) {
    await expect(chrome.filter({ visible: true })).toHaveCount(0);
  }
  await expect(page.getByRole('article', { name: 'Rechnung RE-2026-00012' })).toBeVisible();
  const ink = await page.getByRole('heading', { level: 1 }).evaluate((title) => getComputedStyle(title).color);
  const [red = 255, green = 255, blue = 255] = (ink.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  expect(red + green + blue, `${ink} is dark enough to print`).toBeLessThan(200);
});

for (const [door, walk] of tours) {
  test(`what a finger presses at ${door} is large enough`, { tag: '@phone' }, async ({ page, portal }) => {
    const measure = async ({ name }: { name: string }): Promise<void> => {
      await openMenu(page);
      const small = await page.evaluate(() => {
        const pressed = document.querySelectorAll<HTMLElement>('button:not([aria-hidden=true]), a.button, summary, input:not([type=hidden]), .site-nav a, .menu a');
        const target = (element: HTMLElement) => (element.matches('input[type=radio], input[type=checkbox]') ? (element.closest('label') ?? element) : element);
        return [...pressed]
          .filter((element) => target(element).checkVisibility({ visibilityProperty: true }))
          .map((element) => ({ text: element.textContent || element.id || element.outerHTML, box: target(element).getBoundingClientRect() }))
          .filter(({ box }) => box.height > 1 && (box.height < 44 || box.width < 44))
          .map(({ text, box }) => `${text.trim()}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
      });
      expect(small, name).toEqual([]);
    };
    await visit(page, await walk(page, portal), measure);
  });
}

test('the sum and its button stay in reach while the editor scrolls', { tag: '@phone' }, async ({ page }) => {
  await enter(page, 'anna@nordlicht.example');
  await open(page, `${await editorAddress(page, 'GoTo Webinar')}?plan=pro&seats=7&interval=monthly`);
  for (const place of ['top', 'middle', 'bottom'] as const) {
    await page.evaluate((at) => scrollTo(0, { top: 0, middle: document.body.scrollHeight / 2, bottom: document.body.scrollHeight }[at]), place);
    await expect(page.getByRole('button', { name: /^(Zur Kasse|In den Warenkorb)$/ }), place).toBeInViewport({ ratio: 1 });
  }
});
