/**
 * Says that something failed without saying on what: the kind of each error in the chain and where it was thrown. The
 * message is left out, since a database driver writes the query's values, which are patients' data, into it.
 */
export function logError(what: string, error: unknown): void {
  const lines = [what];
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    lines.push(`  ${at.name}${typeof code === 'string' ? ` ${code}` : ''}`);
    lines.push(...(at.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)));
  }
  console.error(lines.join('\n'));
}

/** A line of what the service is doing. */
export function log(line: string): void {
  console.log(line);
}
