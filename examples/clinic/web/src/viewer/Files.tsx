import { type DicomJson, first, isImage, pathOf, sideOf, titleOf } from '../studies/dicomweb';
import { recordId } from './EyeRecord';

interface Props {
  instances: readonly DicomJson[];
  /** The image on the stage. */
  current: DicomJson | undefined;
  onOpen: (image: DicomJson) => void;
}

/** What a study is made of: images to put on the stage, and examinations, further down. */
export function Files({ instances, current, onOpen }: Props) {
  return (
    <nav className="files screen" aria-label="Images and examinations">
      <ul>
        {instances.map((instance) => (
          <li key={pathOf(instance)}>
            {isImage(instance) ? (
              <button
                type="button"
                aria-current={instance === current ? 'true' : undefined}
                onClick={() => onOpen(instance)}
              >
                <img src={`${pathOf(instance)}/thumbnail?viewport=128,96`} alt="" width={64} height={48} />
                <Facts instance={instance} />
              </button>
            ) : (
              <a href={`#${recordId(instance)}`}>
                <span className="kind">{first(instance, '00080060') ?? '?'}</span>
                <Facts instance={instance} />
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Facts({ instance }: { instance: DicomJson }) {
  const frames = first<number>(instance, '00280008') ?? 1;
  const facts = [first(instance, '00080060'), sideOf(instance), frames > 1 && `${frames} frames`];
  return (
    <span>
      <b>{titleOf(instance)}</b>
      <small>{facts.filter(Boolean).join(' · ')}</small>
    </span>
  );
}
