/** One page of every kind, with something on it: what all pages must do alike is looked at on this tour. */

import { enter, open, password, type Page } from './fixtures.ts';
import type { Portal } from './portal.ts';
import { editorAddress, order, putInCart } from './steps.ts';

/** A stop of the tour. */
export interface Stop {
  name: string;
  address: string;
}

const prepared = new WeakMap<Portal, Stop[]>();

/** Signs Anna in and, once per portal, orders one thing and puts another into the cart, so that every page has its matter. */
export async function tour(page: Page, portal: Portal): Promise<Stop[]> {
  const known = prepared.get(portal);
  await enter(page, 'anna@nordlicht.example');
  if (known !== undefined) return known;
  const placed = await order(page, 'GoTo Meeting', { seats: '1' });
  await putInCart(page, 'GoTo Webinar', { plan: 'Pro', seats: '3' });
  const editor = await editorAddress(page, 'GoTo Meeting');
  const stops = [
    { name: 'subscriptions', address: '/billing' },
    { name: 'editor', address: editor },
    { name: 'editor with a price', address: `${editor}?plan=enterprise&seats=9876&interval=annual` },
    { name: 'editor with an error', address: `${editor}?plan=business&seats=-1&interval=annual` },
    { name: 'new subscription', address: '/billing/subscriptions/new' },
    { name: 'new subscription, plan', address: '/billing/subscriptions/new?product=goto-training&offer=buy&plan=pro&seats=0' },
    { name: 'new subscription, billing', address: '/billing/subscriptions/new?product=goto-training&offer=buy&plan=pro&seats=3' },
    { name: 'new subscription, trial', address: '/billing/subscriptions/new?product=goto-training&offer=try&plan=pro&seats=3' },
    { name: 'cart', address: '/billing/cart' },
    { name: 'checkout', address: '/billing/checkout' },
    { name: 'order', address: placed },
    { name: 'invoices', address: '/billing/invoices' },
    { name: 'invoice', address: '/billing/invoices/RE-2026-00013' },
    { name: 'credit note', address: '/billing/invoices/RK-2026-00001' },
    { name: 'licences', address: '/billing/licences' },
    { name: 'billing details', address: '/billing/details' },
    { name: 'billing contacts, online', address: '/billing/contacts' },
    { name: 'profile', address: '/billing/profile' },
    { name: 'customer care', address: '/billing/customer-care' },
    { name: 'proposals', address: '/billing/proposals' },
    { name: 'not found', address: '/billing/nowhere' },
  ];
  prepared.set(portal, stops);
  return stops;
}

/** Signs in at the corporate door, whose pages have all their matter in the demonstration. */
export async function corporateTour(page: Page): Promise<Stop[]> {
  await open(page, '/corporate/sign-in');
  await page.locator('input[autocomplete="username"]').fill('KD-20417');
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/corporate');
  return [
    { name: 'contracts', address: '/corporate' },
    { name: 'seats', address: '/corporate/seats' },
    { name: 'quotes', address: '/corporate/quotes' },
    { name: 'service orders', address: '/corporate/service-orders' },
    { name: 'corporate invoices', address: '/corporate/invoices' },
    { name: 'payment profile', address: '/corporate/payment-profile' },
    { name: 'billing contacts', address: '/corporate/contacts' },
    { name: 'corporate billing details', address: '/corporate/details' },
    { name: 'help', address: '/corporate/help' },
    { name: 'corporate profile', address: '/corporate/profile' },
  ];
}

/** Pages that nobody has to sign in for. */
export const outside: Stop[] = [{ name: 'sign-in', address: '/sign-in' }];

/** Opens every stop in turn. */
export async function visit(page: Page, stops: Stop[], look: (stop: Stop) => Promise<void>): Promise<void> {
  for (const stop of stops) {
    await open(page, stop.address);
    await look(stop);
  }
}
