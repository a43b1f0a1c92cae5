/** One page of every kind, with something on it: what all pages must do alike is looked at on this tour. */

import { draftQuote, enterCorporate, enterStaff, julia, lastPart, omar, sendDraft } from './corporate.ts';
import { enter, open, type Page } from './fixtures.ts';
import type { Portal } from './portal.ts';
import { editorAddress, order, putInCart } from './steps.ts';

/** A stop of a tour. */
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

/** Where the matter of the two tours below came to lie. */
interface Matter {
  /** Numbers of quotes: one's own, the representative's that waits for an answer, and one that is a draft. */
  own: string;
  offered: string;
  draft: string;
  serviceOrder: string;
  /** The address of a request, behind `/corporate/help` and `/staff/requests`. */
  request: string;
}

const matters = new WeakMap<Portal, Matter>();

/** Signs in at both doors, as Julia and as the operator, and makes what their pages show; that once per portal. */
async function makeMatter(page: Page, portal: Portal): Promise<Matter> {
  await enterCorporate(page, julia);
  await enterStaff(page, omar);
  const known = matters.get(portal);
  if (known !== undefined) return known;
  await open(page, '/corporate/quotes/AN-2026-00002');
  await page.locator('form').filter({ has: page.locator('input[name="seen"]') }).locator('button.primary').click();
  await page.waitForURL('**/corporate/service-orders/SA-2026-*');
  const serviceOrder = lastPart(page);
  await open(page, '/corporate/seats');
  await page.locator('input[name^="seats["]').first().fill('2');
  await page.locator('input[name="replaced"]').check();
  await page.locator('.seats-form button.primary').click();
  await page.waitForURL('**/corporate/quotes/AN-2026-*');
  const own = lastPart(page);
  await open(page, '/corporate/help');
  await page.locator('select[name="subject"]').selectOption('other');
  await page.locator('textarea[name="message"]').fill(serviceOrder);
  await page.getByRole('main').locator('button.primary').click();
  await page.waitForURL(/corporate\/help\/[0-9a-f]+\?done=sent$/);
  const request = lastPart(page);
  const offered = await draftQuote(page, julia, 'new:goto-assist-v5:remote-support:annual', '2');
  await sendDraft(page);
  const draft = await draftQuote(page, julia, 'new:goto-assist-v4:remote-support:annual', '3');
  const matter = { own, offered, draft, serviceOrder, request };
  matters.set(portal, matter);
  return matter;
}

/** The address of the first thing that a page lists whose address begins so. */
async function addressOn(page: Page, address: string, beginning: string): Promise<string> {
  await open(page, address);
  const found = await page.getByRole('main').locator(`a[href^="${beginning}"]:not([href$="/new"])`).first().getAttribute('href');
  if (found === null) throw new Error(`${address} leads to no ${beginning}`);
  return found;
}

/** At the corporate door, on whose pages there is something of everything. */
export async function corporateTour(page: Page, portal: Portal): Promise<Stop[]> {
  const { own, offered, serviceOrder, request } = await makeMatter(page, portal);
  const invoice = await addressOn(page, '/corporate/invoices', '/corporate/invoices/RU-');
  const purchaseOrder = await addressOn(page, '/corporate/purchase-orders', '/corporate/purchase-orders/');
  return [
    { name: 'contracts', address: '/corporate' },
    { name: 'seats', address: '/corporate/seats' },
    { name: 'quotes', address: '/corporate/quotes' },
    { name: 'own quote', address: `/corporate/quotes/${own}` },
    { name: "the representative's quote", address: `/corporate/quotes/${offered}` },
    { name: 'payment of a quote', address: `/corporate/quotes/${own}/payment` },
    { name: 'review of a quote', address: `/corporate/quotes/${own}/review` },
    { name: 'service orders', address: '/corporate/service-orders' },
    { name: 'service order', address: `/corporate/service-orders/${serviceOrder}` },
    { name: 'corporate invoices', address: '/corporate/invoices' },
    { name: 'corporate invoice', address: invoice },
    { name: 'paying an invoice', address: `/corporate/invoices/pay?invoice=${invoice.split('/').at(-1) ?? ''}` },
    { name: 'payment profile', address: '/corporate/payment-profile' },
    { name: 'payment profile, kinds', address: '/corporate/payment-profile?edit=1' },
    { name: 'payment profile, transfer', address: '/corporate/payment-profile?kind=bank_transfer' },
    { name: 'purchase orders', address: '/corporate/purchase-orders' },
    { name: 'new purchase order', address: '/corporate/purchase-orders/new' },
    { name: 'purchase order', address: purchaseOrder },
    { name: 'billing contacts', address: '/corporate/contacts' },
    { name: 'corporate billing details', address: '/corporate/details' },
    { name: 'corporate history', address: '/corporate/history' },
    { name: 'help', address: '/corporate/help' },
    { name: 'request for help', address: `/corporate/help/${request}` },
    { name: 'corporate profile', address: '/corporate/profile' },
  ];
}

/** At the staff's door as the operator sees it, who sees all of it. */
export async function staffTour(page: Page, portal: Portal): Promise<Stop[]> {
  const { offered, draft, serviceOrder, request } = await makeMatter(page, portal);
  const account = '/staff/accounts/KD-20417';
  const change = await addressOn(page, account, `${account}/subscriptions/`);
  return [
    { name: 'accounts', address: '/staff/accounts' },
    { name: 'accounts, searched', address: '/staff/accounts?search=nord' },
    { name: 'new account', address: '/staff/accounts/new' },
    { name: 'account', address: account },
    { name: 'account, documents', address: `${account}/documents` },
    { name: 'account, business', address: `${account}/business` },
    { name: 'account, history', address: `${account}/history` },
    { name: 'scheduled change', address: change },
    { name: 'requests', address: '/staff/requests' },
    { name: 'request', address: `/staff/requests/${request}` },
    { name: 'scheduled changes', address: '/staff/changes' },
    { name: 'quotes of the staff', address: '/staff/quotes' },
    { name: 'quote builder', address: '/staff/quotes/new?account=KD-20418' },
    { name: 'draft of a quote', address: `/staff/quotes/${draft}` },
    { name: 'quote of the staff', address: `/staff/quotes/${offered}` },
    { name: 'queue of service orders', address: '/staff/service-orders' },
    { name: 'service order of the staff', address: `/staff/service-orders/${serviceOrder}` },
    { name: 'purchase orders of the staff', address: '/staff/purchase-orders' },
    { name: 'purchase order of the staff', address: await addressOn(page, '/staff/purchase-orders', '/staff/purchase-orders/') },
    { name: 'payments', address: '/staff/payments' },
    { name: 'new payment', address: '/staff/payments/new' },
    { name: 'new payment of an account', address: '/staff/payments/new?account=KD-20419' },
    { name: 'payment', address: await addressOn(page, '/staff/payments?search=Stadtklinik', '/staff/payments/') },
    { name: 'jobs', address: '/staff/jobs' },
    { name: 'outbox', address: '/staff/outbox' },
    { name: 'mail', address: await addressOn(page, '/staff/outbox', '/staff/outbox/') },
    { name: 'price list', address: '/staff/catalogue' },
    { name: 'calendar', address: '/staff/clock' },
    { name: 'security', address: '/staff/security' },
  ];
}

/** Pages that nobody has to sign in for. */
const outside: Stop[] = [
  { name: 'sign-in', address: '/sign-in' },
  { name: 'forgotten password', address: '/forgot-password' },
  { name: 'corporate sign-in', address: '/corporate/sign-in' },
  { name: 'corporate forgotten password', address: '/corporate/forgot-password' },
  { name: "the staff's sign-in", address: '/staff/sign-in' },
];

/** Nobody is signed in. */
async function outsideTour(page: Page): Promise<Stop[]> {
  await page.context().clearCookies();
  return outside;
}

/** The tours by what they lead through. */
export const tours: [string, (page: Page, portal: Portal) => Promise<Stop[]>][] = [
  ['the Billing Center', tour],
  ['the corporate door', corporateTour],
  ["the staff's door", staffTour],
  ['what is before the doors', outsideTour],
];

/** Opens every stop in turn. */
export async function visit(page: Page, stops: Stop[], look: (stop: Stop) => Promise<void>): Promise<void> {
  for (const stop of stops) {
    await open(page, stop.address);
    await look(stop);
  }
}
