/** The examples in the documentation of public functions and classes, and what the compiler says of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A function or class that users call, and the examples that its documentation gives. */
export interface Documented {
  /** As users write it: `stats.forecast`. */
  name: string;
  examples: string[];
}

const root = join(import.meta.dirname, '..');
const entry = join(root, 'js/index.ts');
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
  ts.sys,
  root,
);
// Examples are JavaScript: what they leave to chance in a row or a request is not what they are about.
const lenient: ts.CompilerOptions = {
  ...options,
  noEmit: true,
  noImplicitAny: false,
  noUncheckedIndexedAccess: false,
  noUnusedLocals: false,
};

const library = ts.createProgram([entry], lenient);
const checker = library.getTypeChecker();
const exportsOf = (symbol: ts.Symbol): ts.Symbol[] =>
  checker.getExportsOfModule(symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
const main = checker.getSymbolAtLocation(library.getSourceFile(entry) as ts.SourceFile) as ts.Symbol;
const DOMAINS = ['stats', 'pdf', 'dicom', 'export', 'crypto'];

/** Every public function and class. */
export const documented: Documented[] = exportsOf(main).flatMap((symbol) =>
  DOMAINS.includes(symbol.name)
    ? exportsOf(symbol).flatMap((member) => documentedAs(`${symbol.name}.${member.name}`, member))
    : documentedAs(symbol.name, symbol),
);

function documentedAs(name: string, exported: ts.Symbol): Documented[] {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (!(symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class))) return [];
  const members = symbol.flags & ts.SymbolFlags.Class ? [...(symbol.members?.values() ?? [])] : [];
  return [
    { name, examples: examplesOf(symbol) },
    ...members
      .map((member) => ({ name: `${name}.${member.name}`, examples: examplesOf(member) }))
      .filter(({ examples }) => examples.length > 0),
  ];
}

function examplesOf(symbol: ts.Symbol): string[] {
  const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
  return tags.map(({ text }) => ts.displayPartsToString(text));
}

/** The blocks of JavaScript of a page. */
export const blocksOf = (page: string): Documented => ({
  name: page,
  examples: [...readFileSync(join(root, page), 'utf8').matchAll(/^```js\n([\s\S]*?)^```/gm)].map(
    ([, code]) => code as string,
  ),
});

/** What the compiler says of an example, a line each; nothing if it compiles. */
export function faultsOf(all: readonly Documented[]): Map<string, string[]> {
  const sources = new Map(
    all.flatMap(({ name, examples }) =>
      examples.map((code, at) => [
        join(root, 'js', `${name.replace('/', '.')}.${at}.example.ts`),
        { name, code, unknown: new Set<string>() },
      ]),
    ),
  );
  const compile = (old: ts.Program): ts.Program => {
    const host = ts.createCompilerHost(lenient, true);
    const { fileExists, getSourceFile } = host;
    host.fileExists = (path) => sources.has(path) || fileExists.call(host, path);
    host.getSourceFile = (path, version) => {
      const source = sources.get(path);
      return source
        ? ts.createSourceFile(path, moduleOf(source.name, source.code, source.unknown), version, true)
        : (old.getSourceFile(path) ?? getSourceFile.call(host, path, version));
    };
    return ts.createProgram([entry, ...sources.keys()], lenient, host);
  };
  const errors = (program: ts.Program, path: string) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  };
  // First to learn which names an example takes from the service around it, then with these, whatever they are.
  const first = compile(library);
  for (const [path, { unknown }] of sources) {
    for (const { code, file, start, length } of errors(first, path)) {
      if (UNKNOWN_NAME.has(code)) unknown.add((file as ts.SourceFile).text.substr(start as number, length as number));
    }
  }
  const second = compile(first);
  return new Map(
    [...sources.keys()].map((path) => [
      path.slice(join(root, 'js').length + 1, -'.example.ts'.length),
      errors(second, path).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    ]),
  );
}

/** "Cannot find name", also with a suggestion, as a shorthand property, or with types to be installed. */
const UNKNOWN_NAME = new Set([2304, 2552, 18004, 2503, 2580, 2582, 2584]);

/** An example as a module, in which the package, and what its own domain has, are known by name. */
function moduleOf(name: string, code: string, unknown: ReadonlySet<string>): string {
  const [domain] = name.split('.') as [string];
  const own = DOMAINS.includes(domain) ? domain : undefined;
  const members = new Set(
    exportsOf(main)
      .filter((symbol) => symbol.name === own)
      .flatMap((symbol) => exportsOf(symbol).map((member) => member.name)),
  );
  const isOwn = (word: string) => members.has(word);
  return [
    "import * as clinicore from './index';",
    "import { backend, ClinicoreError, configure, crypto, dicom, export as exporting, loadError, pdf, stats } from './index';",
    ...[...unknown].filter(isOwn).map((word) => `import { ${word} } from './${own}';`),
    ...[...unknown].filter((word) => !isOwn(word)).map((word) => `declare const ${word}: any;`),
    'export async function example() {',
    code.replace(/^import .*$/gm, ''),
    '}',
  ].join('\n');
}
