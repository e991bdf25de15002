/** That something is awaited. */
export function Busy({ what = 'Loading …' }: { what?: string }) {
  return (
    <p className="busy" role="status">
      {what}
    </p>
  );
}
