/** How far something is: a share from 0 to 1, or, where nobody knows, that it goes on. */
export function ProgressBar({ label, share, says }: { label: string; share?: number | undefined; says?: string }) {
  return (
    <div className="progress">
      <progress aria-label={label} max={1} {...(share !== undefined && { value: share })} />
      {/* Read with the bar; said at each step, it would drown out everything else. */}
      <p className="quiet">{says ?? (share === undefined ? '' : `${Math.floor(100 * share)} %`)}</p>
    </div>
  );
}
