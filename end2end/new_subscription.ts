/** The way to a new subscription, step by step as a customer is told to go. */

import type { Locator } from '@playwright/test';
import { expect, hydrated, type Language, type Page } from './fixtures.ts';
import { heading } from './steps.ts';

/** The labels of the way, by which a reader finds its steps. */
export const newLabels = {
  de: { add: 'Neues Abonnement hinzufügen', buy: 'Kaufen', try: 'Testen', next: 'Weiter', startTrial: 'Testversion starten', subscribeNow: 'Jetzt abonnieren' },
  en: { add: 'Add new subscription', buy: 'Buy', try: 'Try', next: 'Next', startTrial: 'Start trial', subscribeNow: 'Subscribe now' },
} as const;

/** The address of all steps. */
export const newAddress = '/billing/subscriptions/new';

/** A product on the first step. */
export function product(page: Page, name: string): Locator {
  return page.getByRole('article', { name });
}

/** From the home page to the choice of a product. */
export async function add(page: Page, language: Language = 'de'): Promise<void> {
  await page.getByRole('link', { name: newLabels[language].add }).click();
  await expect(heading(page)).toHaveText(newLabels[language].add);
  await hydrated(page);
}

/** Buys or tries a product of the first step, and waits for its plans. */
export async function choose(page: Page, name: string, way: 'buy' | 'try', language: Language = 'de'): Promise<void> {
  await product(page, name).getByRole('button', { name: newLabels[language][way] }).click();
  await expect(page.getByRole('button', { name: newLabels[language].next })).toBeVisible();
  await hydrated(page);
}

/** Chooses a plan and licences, and goes on. */
export async function choosePlan(page: Page, plan: string, seats: string, language: Language = 'de'): Promise<void> {
  await page.getByRole('radio', { name: new RegExp(`^${plan} `) }).check();
  await seatsField(page, language).fill(seats);
  await page.getByRole('button', { name: newLabels[language].next }).click();
}

/** The number of licences. */
export function seatsField(page: Page, language: Language = 'de'): Locator {
  return page.getByLabel(language === 'de' ? 'Benutzerlizenzen' : 'User licences', { exact: true });
}
