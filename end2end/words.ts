/** Words that give away that a page has forgotten to translate something. */

import type { Language, Page } from './fixtures.ts';

/** Words of a language that stand in no text of the other, and in no name of the demo data. */
const telltales: Record<Language, string[]> = {
  de: [
    'und', 'oder', 'der', 'das', 'Sie', 'Ihr', 'Ihre', 'ist', 'nicht', 'wird', 'noch', 'heute', 'bis', 'mit', 'für', 'am', 'im', 'je', 'zzgl', 'inkl', 'USt',
    'Abonnement', 'Abonnements', 'Rechnung', 'Rechnungen', 'Rechnungskorrektur', 'Warenkorb', 'Artikel', 'Bestellung', 'Bestellübersicht', 'Kasse',
    'Zahlung', 'Zahlungsmethode', 'Lizenz', 'Lizenzen', 'Benutzerlizenz', 'Benutzerlizenzen', 'Plätze', 'monatlich', 'jährlich', 'Monatlich', 'Jährlich',
    'Guthaben', 'Gutschrift', 'Zwischensumme', 'Gesamtbetrag', 'fällig', 'Abmelden', 'Anmelden', 'Kennwort', 'Kundendienst', 'Optionen', 'Sprache', 'Menü',
    'Aktiv', 'Testversion', 'bezahlt', 'Bezahlt', 'offen', 'Deutschland', 'Nächste', 'Letzte', 'Umsatzsteuer', 'Teilnehmende', 'Aufzeichnung', 'Drucken',
  ],
  en: [
    'the', 'and', 'or', 'your', 'you', 'is', 'are', 'not', 'of', 'to', 'with', 'from', 'today', 'until', 'VAT',
    'Subscription', 'Subscriptions', 'Invoice', 'Invoices', 'Credit', 'Cart', 'cart', 'item', 'items', 'Order', 'order', 'summary', 'Checkout', 'checkout',
    'payment', 'Payment', 'licence', 'licences', 'seats', 'monthly', 'annually', 'Monthly', 'Annually', 'Subtotal', 'Total', 'due', 'Sign', 'Password',
    'Customer', 'Options', 'Language', 'Menu', 'Active', 'trial', 'paid', 'Paid', 'open', 'Germany', 'Next', 'Latest', 'Loading', 'attendees', 'Print',
  ],
};

/**
 * Words of the other language on a page: in what is read, in what is read out, and in what is hidden at the moment.
 * Parts that say themselves which language they speak, such as an invoice, are left out.
 */
export async function foreignWords(page: Page, language: Language): Promise<string[]> {
  const texts = await page.locator('body').evaluate((body, own) => {
    const found: string[] = [];
    const read = (element: Element): void => {
      if (element.matches('script, style, noscript') || (element.getAttribute('lang') ?? own) !== own) return;
      for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-label']) found.push(element.getAttribute(name) ?? '');
      for (const child of element.childNodes) {
        if (child instanceof Element) read(child);
        else if (child instanceof Text) found.push(child.data);
      }
    };
    read(body);
    return found;
  }, language);
  const words = texts.join(' ').match(/\p{L}+/gu) ?? [];
  const other = new Set(telltales[language === 'de' ? 'en' : 'de']);
  return [...new Set(words.filter((word) => other.has(word)))];
}
