/**
 * Gives items in order and in the meantime begins those that follow: at most so many are on their way, and the first is given
 * as soon as it is ready, even while the source of the others is waited for.
 *
 * @param ready what an item waits for before it is given
 */
export async function* ahead<T>(
  source: AsyncGenerator<T>,
  most: number,
  ready: (item: T) => Promise<unknown>,
): AsyncGenerator<T> {
  const begun: T[] = [];
  let pulling: Promise<void> | undefined;
  let isOver = false;
  const pull = async () => {
    const { done, value } = await source.next();
    pulling = undefined;
    if (done) isOver = true;
    else begun.push(value);
  };
  try {
    for (;;) {
      if (!isOver && begun.length < most) {
        pulling ??= pull();
        // Told when it is waited for.
        pulling.catch(() => {});
      }
      const [first] = begun;
      if (first === undefined) {
        if (isOver) return;
        await pulling;
      } else if ((await firstOf(ready(first), pulling)) === 'ready') {
        begun.shift();
        yield first;
      }
    }
  } finally {
    // Not waited for: it ends when the source answers, which may be never.
    source.return(undefined).catch(() => {});
  }
}

async function firstOf(ready: Promise<unknown>, pulling: Promise<void> | undefined): Promise<'ready' | 'pulled'> {
  const isReady = ready.then(() => 'ready' as const);
  return pulling ? Promise.race([isReady, pulling.then(() => 'pulled' as const)]) : isReady;
}
