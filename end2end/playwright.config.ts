/** The four ways in which every spec is run. Each spec file gets its own server: see `fixtures.ts`. */

import { existsSync } from 'node:fs';
import { defineConfig, type PlaywrightTestOptions } from '@playwright/test';

const desktop: Partial<PlaywrightTestOptions> = { viewport: { width: 1280, height: 900 } };
const phone: Partial<PlaywrightTestOptions> = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

/** A test with such a tag is only for the projects that fit; all others run in all four. */
function without(...tags: ('@script' | '@noscript' | '@desktop' | '@phone')[]): RegExp {
  return new RegExp(`(${tags.join('|')})\\b`);
}

/** Debian's browser. Elsewhere `KONTOR_CHROMIUM` names one; nothing is ever downloaded. */
const chromium = process.env.KONTOR_CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) {
  throw new Error(`no browser at ${chromium}: install chromium, or name one in KONTOR_CHROMIUM`);
}

/**
 * Parts of the browser that no test looks at. Each of its windows would render the suggestions below the address
 * line beforehand, which costs more than most pages. The others Playwright names too, but the last list counts.
 */
const unused = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'PaintHolding', 'HttpsUpgrades', 'MediaRouter', 'OptimizationHints'];

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Tests of one file share a server and run in order; files run side by side.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
    // A trace films every test, which takes a third of the whole run; KONTOR_TRACE=true keeps those of failures.
    trace: process.env.KONTOR_TRACE === 'true' ? 'retain-on-failure' : 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: chromium,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu', `--disable-features=${unused.join()}`],
    },
  },
  projects: [
    { name: 'desktop-js', use: { ...desktop, javaScriptEnabled: true }, grepInvert: without('@noscript', '@phone') },
    { name: 'desktop-noscript', use: { ...desktop, javaScriptEnabled: false }, grepInvert: without('@script', '@phone') },
    { name: 'phone-js', use: { ...phone, javaScriptEnabled: true }, grepInvert: without('@noscript', '@desktop') },
    { name: 'phone-noscript', use: { ...phone, javaScriptEnabled: false }, grepInvert: without('@script', '@desktop') },
  ],
});
