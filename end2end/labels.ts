/** The labels by which tests find things: a part of the contract, see `CONTRIBUTING.md`. No other words stand here. */

import type { Language } from './fixtures.ts';

const german = {
  menu: 'Menü',
  navigation: 'Hauptnavigation',
  subscriptions: 'Abonnements',
  invoices: 'Rechnungen',
  cart: 'Warenkorb',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  options: 'Optionen',
  editSubscription: 'Abonnement bearbeiten',
  plan: 'Plan',
  licences: 'Benutzerlizenzen',
  frequency: 'Abrechnungshäufigkeit',
  monthly: 'Monatlich',
  annually: 'Jährlich',
  calculatePrice: 'Preis berechnen',
  proceedToCheckout: 'Zur Kasse',
  addToCart: 'In den Warenkorb',
  orderSummary: 'Bestellübersicht',
  creditFor: 'Gutschrift',
  subtotal: 'Zwischensumme',
  vat: 'USt. 19 %',
  dueToday: 'Heute fällig',
  billingPeriod: 'Abrechnungszeitraum',
  planPrice: 'Planpreis',
  editOrder: 'Bestellung ändern',
  placeOrder: 'Bestellung aufgeben',
  invoice: 'Rechnung',
};

/** What stands on the buttons, links and fields of a language. */
export type Labels = typeof german;

const english: Labels = {
  menu: 'Menu',
  navigation: 'Main navigation',
  subscriptions: 'Subscriptions',
  invoices: 'Invoices',
  cart: 'Cart',
  signIn: 'Sign in',
  signOut: 'Sign out',
  options: 'Options',
  editSubscription: 'Edit subscription',
  plan: 'Plan',
  licences: 'User licences',
  frequency: 'Billing frequency',
  monthly: 'Monthly',
  annually: 'Annually',
  calculatePrice: 'Calculate price',
  proceedToCheckout: 'Proceed to checkout',
  addToCart: 'Add to cart',
  orderSummary: 'Order summary',
  creditFor: 'Credit',
  subtotal: 'Subtotal',
  vat: 'VAT 19%',
  dueToday: 'Due today',
  billingPeriod: 'Billing period',
  planPrice: 'Plan price',
  editOrder: 'Edit order',
  placeOrder: 'Place order',
  invoice: 'Invoice',
};

export const labels: Record<Language, Labels> = { de: german, en: english };
