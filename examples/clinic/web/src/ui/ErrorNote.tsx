import { Refused, said } from '../api/problem';
import { Button } from './Button';

/** What went wrong, read out at once, with another try where that may help. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const wait = error instanceof Refused ? error.retryAfterSeconds : undefined;
  return (
    <div className="note bad" role="alert">
      <p>{said(error)}</p>
      {wait !== undefined && <p>It is worth another try in {seconds(wait)}.</p>}
      {onRetry && (
        <Button type="button" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

const seconds = (count: number) => (count === 1 ? 'a second' : `${count.toLocaleString('en-GB')} seconds`);
