/**
 * Finds the cases: a domain is a folder here, and each of its modules that exports `cases` has some.
 *
 * A case has
 * - `name`, and `of`, the functions of the package that it measures, such as `stats.mean` or `Vault.sealMany`;
 * - `input()`, and `contenders`, ours first: each loads what it needs and gives the function that is timed. What cannot run
 *   here is a sentence that says why;
 * - `summary(output)`, what can be compared of an output, and `agree(ours, theirs)`;
 * - `per`, if a call does so many times what is to be told; `bystander`, what else is called meanwhile;
 * - `growth: { family, n, unit }`, if it is a point of a plot of time against n.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

export const domains = ['stats', 'pdf', 'dicom', 'export', 'crypto', 'service'];

/** The cases of a domain, each with its module and its place in it. */
export async function casesOf(domain) {
  const modules = readdirSync(`${here}${domain}`)
    .filter((file) => file.endsWith('.mjs'))
    .sort();
  const found = await Promise.all(
    modules.map(async (file) => {
      const path = `${domain}/${file}`;
      const { cases = [] } = await import(`./${path}`);
      return cases.map((one, index) => ({ ...one, module: path, index }));
    }),
  );
  return found.flat();
}
