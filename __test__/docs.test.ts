/** The pages of documentation, whatever their subject: where they lead, and that what they name is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const docs = readdirSync(join(root, 'docs'), { encoding: 'utf8', recursive: true }).filter((file) =>
  file.endsWith('.md'),
);
const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...docs.map((file) => `docs/${file}`)];

/** As GitHub makes them of headings. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe.each(pages)('%s', (page) => {
  it('links to files and headings that there are', () => {
    for (const [, target, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
      const path = target ? join(page, '..', target) : page;
      expect(existsSync(join(root, path)), path).toBe(true);
      if (anchor) expect(anchorsOf(read(path)), path).toContain(anchor);
    }
  });
});

describe('the package', () => {
  const { files } = JSON.parse(read('package.json')) as { files: string[] };

  it.each(docs)('ships docs/%s', (file) => {
    expect(files.some((shipped) => `docs/${file}` === shipped || `docs/${file}`.startsWith(`${shipped}/`))).toBe(true);
  });
});

describe('the threat model', () => {
  const named = new Set([...read('docs/threat-model.md').matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => name));
  const typings = read('index.d.ts');

  it.each([...named])('names %s, which there is', (name) => {
    expect(typings).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
