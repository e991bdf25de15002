/** API keys, tokens of forms, signed links. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { damaged, oneOf, outcome } from '../shared/random.mjs';

const require = createRequire(import.meta.url);
const { crypto } = require('../../dist/index.js');

const KEYS = [Buffer.alloc(32, 3), Buffer.alloc(64, 4)];
const links = new crypto.SignedLinks({ keys: KEYS });
const csrf = new crypto.CsrfTokens({ keys: KEYS });
const LINKS = ['/invoices/7.pdf', '/a?b=1&c=%20', '/x?expires=1&signature=2'].map((link, i) => {
  return links.sign(link, { expiresAt: 2_000_000_000_000, ...(i === 1 && { audience: 'jane' }) });
});

export function token() {
  const { key, hash } = crypto.generateApiKey();
  const form = csrf.issue('session');
  const link = oneOf(LINKS);
  const audience = link.startsWith('/a') ? 'jane' : undefined;
  const given = [key, form, link].map((text) => damaged(text, [key, form, ...LINKS], oneOf([0, 1, 1, 2])));
  const now = oneOf([0, 1_999_999_999_999, 2_000_000_000_000]);
  return [
    JSON.stringify(given),
    async () => ({
      parsed: await outcome(() => crypto.parseApiKey(given[0]), key),
      isKey: await outcome(() => crypto.verifyApiKey(given[0], hash), key, hash),
      isForm: await outcome(() => csrf.verify(given[1], 'session'), form),
      isOther: await outcome(() => csrf.verify(given[1], 'another'), form),
      isLink: await outcome(() => links.verify(given[2], { now, audience }), link),
      isStranger: await outcome(() => links.verify(given[2], { now, audience: 'joe' }), link),
    }),
    ({ parsed, isKey, isForm, isOther, isLink, isStranger }) => {
      assert.equal(isKey, given[0] === key);
      assert.equal(parsed?.prefix, isKey ? 'clinic' : undefined);
      assert.equal(isForm, given[1] === form);
      assert.equal(isLink, given[2] === link && now < 2_000_000_000_000);
      assert.deepEqual([isOther, isStranger], [false, false]);
    },
  ];
}
