/** Modalities, such as OPT. */
export function Kinds({ kinds }: { kinds: readonly string[] }) {
  return (
    <ul className="kinds">
      {kinds.map((kind) => (
        <li key={kind} className="kind">
          {kind}
        </li>
      ))}
    </ul>
  );
}
