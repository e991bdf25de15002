/** The rules of the house that a compiler does not check. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const crates = readdirSync(join(root, 'crates'));

describe('unsafe code', () => {
  it.each(crates.filter((name) => name !== 'node'))('is forbidden in crates/%s', (name) => {
    expect(read(`crates/${name}/src/lib.rs`)).toContain('#![forbid(unsafe_code)]');
  });
});

describe('the panic guard', () => {
  const sources = readdirSync(join(root, 'crates/node/src'), { encoding: 'utf8', recursive: true }).filter((file) =>
    file.endsWith('.rs'),
  );
  const exports = sources.flatMap((file) =>
    [
      ...read(`crates/node/src/${file}`).matchAll(
        /#\[napi[^\]]*\]\s*(?:#\[\w[^\n]*\n\s*)*pub fn (\w+)[\s\S]*?\n {0,4}\}\n/g,
      ),
    ].map(([body, name]) => ({ export: `${file.replace('.rs', '')}.${name}`, body })),
  );

  it('is looked for in every export', () => {
    expect(exports.length).toBeGreaterThanOrEqual(9);
  });

  // Constructors and the version only hand out what napi made.
  it.each(exports.filter(({ export: name }) => name !== 'lib.version' && !name.endsWith('.new')))(
    'stands around $export',
    ({ body }) => {
      expect(body).toMatch(/guard::export\(|\.start(::<[^>]*>)?\(/);
    },
  );
});

describe('package.json', () => {
  const { exports: paths, files } = JSON.parse(read('package.json'));

  it('gives every subpath types and code that the package ships', () => {
    for (const target of Object.values(paths)) {
      for (const path of typeof target === 'string' ? [target] : Object.values(target as object)) {
        const shipped = path === './package.json' || files.some((entry: string) => path.startsWith(`./${entry}`));
        expect(shipped, path).toBe(true);
      }
    }
  });
});
