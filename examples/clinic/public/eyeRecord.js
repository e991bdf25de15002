/** Records of eye examinations as tables: a row a measurement, a column an eye. */
import { element } from './dom.js';

const KINDS = {
  lensometry: 'Lensometry',
  autorefraction: 'Autorefraction',
  keratometry: 'Keratometry',
  subjectiveRefraction: 'Subjective refraction',
  visualAcuity: 'Visual acuity',
  spectaclePrescription: 'Spectacle prescription',
  axialMeasurements: 'Axial measurements',
  iolCalculation: 'Lens calculation',
  visualField: 'Visual field',
  ophthalmicImage: 'Image',
};

/** Decimals as the file has them, at least two, with their sign. */
function signed(number) {
  const decimals = (String(Math.abs(number)).split('.')[1] ?? '').length;
  const sign = number < 0 ? '−' : number > 0 ? '+' : '';
  return sign + Math.abs(number).toFixed(Math.max(2, decimals));
}

const plain = (value) => String(value).replace('-', '−');
const meaning = ({ meaning, value } = {}) => meaning ?? value;
const prism = ({ amount, base }) =>
  [amount === undefined ? undefined : plain(amount), base ? `base ${base}` : undefined].filter(Boolean).join(' ');
const addition = ({ power, viewingDistance }) =>
  [power === undefined ? '–' : signed(power), viewingDistance ? `at ${viewingDistance} cm` : ''].join(' ').trim();
const meridian = ({ radius, power, axis }) =>
  [
    radius === undefined ? undefined : `${radius.toFixed(2)} mm`,
    power === undefined ? undefined : `${power.toFixed(2)} D`,
    axis === undefined ? undefined : `${plain(axis)}°`,
  ].filter(Boolean);
const probable = (value, probability) =>
  probability === undefined ? plain(value) : [plain(value), `p < ${probability} %`];
const acuity = (value, modifiers) => {
  const more = (modifiers ?? []).filter(Boolean).map((modifier) => (modifier > 0 ? `+${modifier}` : plain(modifier)));
  return [plain(value), ...more].join(' ');
};
const calculation = ({ formula, lens, powers }) => {
  const chosen = powers?.find((power) => power.chosen) ?? powers?.[0];
  return [
    [meaning(formula), lens?.name].filter(Boolean).join(', '),
    chosen && `${signed(chosen.power)} D${chosen.chosen ? ' (chosen)' : ''}`,
    chosen?.predictedRefraction !== undefined && `leaves ${signed(chosen.predictedRefraction)} D`,
  ].filter(Boolean);
};

/** What may be measured of an eye: what it is called, its unit, and how it is written; the unit is left out where it varies. */
const ROWS = [
  ['Sphere', 'D', ({ sphere }) => sphere !== undefined && signed(sphere)],
  ['Cylinder', 'D', ({ cylinder }) => cylinder !== undefined && signed(cylinder)],
  ['Axis', '°', ({ axis }) => axis !== undefined && plain(axis)],
  ['Addition, near', 'D', ({ add }) => add?.near && addition(add.near)],
  ['Addition, intermediate', 'D', ({ add }) => add?.intermediate && addition(add.intermediate)],
  ['Addition, other', 'D', ({ add }) => add?.other && addition(add.other)],
  ['Prism, horizontal', 'Δ', (eye) => eye.prism?.horizontal && prism(eye.prism.horizontal)],
  ['Prism, vertical', 'Δ', (eye) => eye.prism?.vertical && prism(eye.prism.vertical)],
  ['Vertex distance', 'mm', ({ vertexDistance }) => vertexDistance !== undefined && plain(vertexDistance)],
  ['Lens', '', ({ segment }) => segment],
  ['Pupillary distance', 'mm', ({ pupillaryDistance: pd }) => pd?.distance !== undefined && plain(pd.distance)],
  ['… near', 'mm', ({ pupillaryDistance: pd }) => pd?.near !== undefined && plain(pd.near)],
  ['… intermediate', 'mm', ({ pupillaryDistance: pd }) => pd?.intermediate !== undefined && plain(pd.intermediate)],
  ['… other', 'mm', ({ pupillaryDistance: pd }) => pd?.other !== undefined && plain(pd.other)],
  ['Acuity', 'decimal', (eye) => eye.acuity !== undefined && acuity(eye.acuity, eye.modifiers)],
  ['Steep meridian', '', ({ steep }) => steep && meridian(steep)],
  ['Flat meridian', '', ({ flat }) => flat && meridian(flat)],
  ['Pupil', 'mm', ({ pupilSize }) => pupilSize !== undefined && plain(pupilSize)],
  ['Cornea', 'mm', ({ cornealSize }) => cornealSize !== undefined && plain(cornealSize)],
  ['Axial length, optical', 'mm', ({ optical }) => optical?.length !== undefined && plain(optical.length)],
  ['Axial length, ultrasound', 'mm', ({ ultrasound }) => ultrasound?.length !== undefined && plain(ultrasound.length)],
  ['Lens status', '', ({ lensStatus }) => meaning(lensStatus)],
  ['Vitreous', '', ({ vitreousStatus }) => meaning(vitreousStatus)],
  ['Calculations', '', ({ calculations }) => calculations?.flatMap(calculation)],
  [
    'Mean deviation',
    'dB',
    (eye) => eye.meanDeviation !== undefined && probable(eye.meanDeviation, eye.meanDeviationProbability),
  ],
  [
    'Pattern deviation',
    'dB',
    (eye) =>
      eye.patternStandardDeviation !== undefined &&
      probable(eye.patternStandardDeviation, eye.patternStandardDeviationProbability),
  ],
  ['Mean sensitivity', 'dB', ({ meanSensitivity }) => meanSensitivity !== undefined && plain(meanSensitivity)],
  ['Foveal sensitivity', 'dB', ({ fovealSensitivity }) => fovealSensitivity !== undefined && plain(fovealSensitivity)],
  ['False positives', '%', ({ falsePositives }) => falsePositives !== undefined && plain(falsePositives)],
  ['False negatives', '%', ({ falseNegatives }) => falseNegatives !== undefined && plain(falseNegatives)],
  ['Fixation lost', 'times', ({ fixation }) => fixation && `${fixation.lost ?? '–'} of ${fixation.checked ?? '–'}`],
  ['Indexes', '', ({ indexes }) => indexes?.map(({ type, value }) => `${meaning(type) ?? 'Index'}: ${value}`)],
  ['Intraocular pressure', 'mmHg', (eye) => eye.intraocularPressure !== undefined && plain(eye.intraocularPressure)],
  ['Field of view', '°', ({ fieldOfView }) => fieldOfView !== undefined && plain(fieldOfView)],
];

const SIDES = [
  ['right', 'Right', 'OD'],
  ['left', 'Left', 'OS'],
  ['both', 'Both', 'OU'],
  ['unspecified', 'Not said', ''],
];

/** The measurements of a record: of each row its label, unit and a text, lines of text or nothing for each side. */
export function measurementsOf(record) {
  const sides = SIDES.filter(([side]) => side === 'right' || side === 'left' || record[side]);
  const rows = ROWS.map(([label, unit, write]) => ({
    label,
    unit,
    cells: sides.map(([side]) => (record[side] && write(record[side])) || undefined),
  }));
  return { sides, rows: rows.filter(({ cells }) => cells.some(Boolean)) };
}

const lines = (cell) =>
  Array.isArray(cell) ? cell.map((line) => element('div', { textContent: line })) : [cell ?? '–'];

/** A record as a card of the page; `path` is where its file is. */
export function card(record, title, path) {
  const { sides, rows } = measurementsOf(record);
  const { conflicts, device, measuredAt } = record;
  const heading = [KINDS[record.kind] ?? record.kind, title].filter(Boolean);
  const head = element(
    'tr',
    {},
    element('td'),
    sides.map(([, name, short]) =>
      element('th', { scope: 'col' }, name, ' ', element('small', { textContent: short })),
    ),
  );
  const body = rows.map(({ label, unit, cells }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, label, ' ', element('small', { textContent: unit })),
      cells.map((cell) => element('td', { className: cell === undefined ? 'none' : '' }, lines(cell))),
    ),
  );
  return element(
    'article',
    { className: 'record' },
    element('h3', { textContent: heading[0] }),
    element('p', {
      className: 'facts',
      textContent: factsOf(measuredAt, device, heading[1] === heading[0] ? undefined : heading[1]),
    }),
    conflicts.length > 0 && warningsOf(conflicts),
    rows.length > 0 && element('table', {}, element('thead', {}, head), element('tbody', {}, body)),
    element(
      'p',
      { className: 'links' },
      element('a', { href: `${path}/fhir`, download: '', textContent: 'Download as FHIR' }),
      element('a', { href: path, download: '', textContent: 'The DICOM file' }),
    ),
  );
}

function factsOf(measuredAt, { manufacturer, model }, title) {
  const instrument = [manufacturer, model].filter(Boolean).join(' ');
  return [title, measuredAt?.slice(0, 16).replace('T', ', '), instrument].filter(Boolean).join(' · ');
}

function warningsOf(conflicts) {
  const title = conflicts.length === 1 ? '1 finding to look at' : `${conflicts.length} findings to look at`;
  const items = conflicts.map(({ eye, message, value }) =>
    element(
      'li',
      {},
      eye && element('b', { textContent: `${SIDES.find(([side]) => side === eye)?.[1]}: ` }),
      value === undefined ? message : `${message} (the file says ${plain(value)})`,
    ),
  );
  const label = { className: 'findings', role: 'note', 'aria-label': 'Findings' };
  return element('section', label, element('strong', { textContent: title }), element('ul', {}, items));
}
