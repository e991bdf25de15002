/**
 * The code of a migration guide, to be run. A block of JavaScript in which `// before` and `// after` stand on lines of their
 * own is a pair: what comes before both is part of both, and the value of each is that of its last statement. A comment
 * behind that statement says what it gives: a literal, digits that go on (`0.33…`), an error's code, or `throws`, and in
 * parentheses why. Where neither says anything, both give the same. Blocks without these lines are only run.
 */

export interface Block {
  /** For the title of a test: how its code begins. */
  title: string;
  before?: Half;
  after: Half;
}

export interface Half {
  code: string;
  /** What the comment behind the last statement says. */
  stated?: string;
}

export interface Guide {
  /** `import` lines of all blocks, each as a declaration that awaits `load(package)`. */
  imports: string;
  blocks: Block[];
}

export function guideOf(markdown: string): Guide {
  const sources = [...markdown.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, source]) => source as string);
  return {
    imports: [...new Set(sources.flatMap((source) => [...source.matchAll(IMPORT)].map(declaration)))].join('\n'),
    blocks: sources
      .map((source) => source.replaceAll(IMPORT, '').trim())
      .filter(Boolean)
      .map(block),
  };
}

const IMPORT = /^import (.*) from '(.*)';.*\n/gm;

function declaration([, what, from]: RegExpExecArray): string {
  const module = `await load('${from}')`;
  if (what?.startsWith('* as ')) return `const ${what.slice(5)} = ${module};`;
  if (what?.startsWith('{')) return `const ${what.replaceAll(' as ', ': ')} = ${module};`;
  return `const { default: ${what} } = ${module};`;
}

function block(source: string): Block {
  const [, shared, before, after] =
    /^([\s\S]*?)^\/\/ before\b.*\n([\s\S]*?)^\/\/ after\b.*\n([\s\S]*)$/m.exec(source) ?? [];
  if (before === undefined || after === undefined) return { title: titleOf(source), after: half(source) };
  return { title: titleOf(after), before: half(`${shared}\n${before}`), after: half(`${shared}\n${after}`) };
}

const titleOf = (source: string): string =>
  source
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);

/** The last statement begins where the last line does that is neither indented, nor a comment, nor the end of another. */
function half(source: string): Half {
  const lines = source.trimEnd().split('\n');
  const last = lines.findLastIndex((line) => /^\S/.test(line) && !/^(\/\/|[)}\]])/.test(line));
  const [, stated] = /; \/\/ (.*)$/.exec(lines.at(-1) as string) ?? [];
  if (/^(const|let|for|if|await using) /.test(lines[last] as string)) return { code: lines.join('\n') };
  lines[last] = `return ${lines[last]}`;
  return { code: lines.join('\n'), ...(stated !== undefined && { stated: stated.replace(/ \(.*\)$/, '') }) };
}

/** Runs code as a module would be, with what the guide imports and what the test gives it. */
export async function runHalf(
  { code }: Half,
  imports: string,
  load: (name: string) => unknown,
  given: Record<string, unknown>,
): Promise<unknown> {
  const body = `return (async () => {\n${imports}\nreturn (async () => {\n${code}\n})();\n})();`;
  return new Function('load', ...Object.keys(given), body)(load, ...Object.values(given));
}
