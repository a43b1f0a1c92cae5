/** The first order, by somebody whose browser speaks English. */

import { orderBusiness } from '../first_order.ts';
import { expect, test } from '../fixtures.ts';

test.use({ locale: 'en-GB' });

test('the billing contact orders a larger plan in English', async ({ page, portal }) => {
  await orderBusiness(page, 'en');
  expect(await portal.charges()).toMatchObject([{ status: 'succeeded', amount_minor: 17_056 }]);
});
