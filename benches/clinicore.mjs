/** The package as a contender: on one of its backends, or both. */

/** A contender that does `work(clinicore, input)`. */
export const on = (backend, work) => async () => {
  process.env.CLINICORE_BACKEND = backend;
  const { default: clinicore } = await import('clinicore');
  return (input) => work(clinicore, input);
};

/** Ours come first: all others are compared with them. */
export const both = (work) => ({ clinicore: on('native', work), 'clinicore, JavaScript': on('js', work) });
