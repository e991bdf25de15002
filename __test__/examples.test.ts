/** Examples compile: those that whoever hovers over a function sees, and those of the README and the guides. */
import { describe, expect, it } from 'vitest';
import { blocksOf, documented, faultsOf } from './examples';

const pages = ['README.md', ...['stats', 'pdf', 'dicom', 'export', 'crypto'].map((domain) => `docs/${domain}.md`)];

describe('the documentation of the public functions and classes', () => {
  it('is looked for in all of them', () => {
    expect(documented.length).toBeGreaterThan(150);
  });

  it.each(documented)('of $name has an example', ({ examples }) => {
    expect(examples.length).toBeGreaterThan(0);
  });
});

describe('an example', () => {
  it.each([...faultsOf([...documented, ...pages.map(blocksOf)])])('of %s compiles', (_name, faults) => {
    expect(faults).toEqual([]);
  });
});

describe('the check of examples', () => {
  const wrong = [
    'await stats.forecast(dailySales, { horizon: 7, seasonLenght: 7 });',
    'pdf.invoices(data);',
    "stats.mean('1, 2');",
    'const = 1;',
  ];
  const faults = [...faultsOf([{ name: 'stats.wrong', examples: wrong }]).values()];

  it.each(wrong.map((code, at) => [code, at] as const))('refuses %s', (_code, at) => {
    expect(faults[at]).not.toEqual([]);
  });
});
