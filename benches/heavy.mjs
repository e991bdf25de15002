/** A contender whose package is too heavy to be installed by everybody who works on this: why it is left out, where it is not there. */
export function heavy(name, contender) {
  try {
    import.meta.resolve(name);
  } catch {
    return `npm install --no-save ${name}`;
  }
  return contender;
}
