/** A study: its images on the stage, the eye record beside it. */
import { dateOf, first, nameOf, pathOf, search, values } from './dicomweb.js';
import { byId, element } from './dom.js';
import { card } from './eyeRecord.js';
import { FrameView } from './frameView.js';
import { Images } from './images.js';
import { Refused, request, said } from './session.js';

const study = new URLSearchParams(location.search).get('study') ?? '';
const canvas = byId('canvas');
const view = new FrameView(canvas);
const [frame, center, width] = ['frame', 'center', 'width'].map(byId);

/** What is on the stage. */
let image;
/** The frame on it, drawn. */
let shown;

const SIDES = { R: 'Right eye', L: 'Left eye', B: 'Both eyes' };
const sideOf = (instance) =>
  SIDES[first(instance, '00200062') ?? first(instance, '00240113') ?? first(instance, '00200060')] ?? '';
const titleOf = (instance) => first(instance, '0008103E') ?? first(instance, '00080060') ?? 'File';

/** Says what went wrong, on the stage. */
function say(error) {
  if (error.name === 'AbortError') return;
  byId('message').textContent = said(error);
}

/** Draws the frame that is chosen, as it is to be shown. */
async function draw() {
  try {
    const drawn = await image.draw(Number(frame.value));
    if (!drawn) return;
    shown = drawn;
    byId('message').textContent = '';
    view.show(drawn.picture);
    tell();
  } catch (error) {
    say(error);
  }
}

/** What is shown, in the corners and fields. */
function tell() {
  const { window, isInverted } = image;
  byId('frame-number').textContent = `${frame.value} / ${frame.max}`;
  frame.setAttribute('aria-valuetext', `Frame ${frame.value} of ${frame.max}`);
  byId('window').disabled = !window;
  byId('invert').setAttribute('aria-pressed', String(isInverted));
  [center.value, width.value] = window ? [Math.round(window.center), Math.round(window.width)] : ['', ''];
  const { width: columns, height: rows } = shown.picture;
  byId('shown').textContent = [
    `${columns} × ${rows}`,
    window && `C ${center.value}  W ${width.value}`,
    `${Math.round(view.zoom * 100)} %`,
  ]
    .filter(Boolean)
    .join('\n');
  canvas.setAttribute(
    'aria-label',
    [byId('what').textContent, byId('side').textContent, `frame ${frame.value}`].join(', '),
  );
}

/** Puts an image on the stage. */
async function open(instance, button) {
  for (const other of document.querySelectorAll('#list [aria-current]')) other.removeAttribute('aria-current');
  button.setAttribute('aria-current', 'true');
  stop();
  image?.close();
  image = new Images(pathOf(instance));
  Object.assign(frame, { max: first(instance, '00280008') ?? 1, value: 1 });
  byId('controls').classList.toggle('single', frame.max === '1');
  byId('what').textContent = titleOf(instance);
  byId('side').textContent = sideOf(instance);
  byId('download').href = pathOf(instance);
  byId('deidentified').href = `${pathOf(instance)}?deidentify`;
  byId('probe').textContent = '';
  view.fit();
  // Of sections, the one in the middle shows most.
  if (Number(frame.max) > 2) frame.value = String(Math.ceil(Number(frame.max) / 2));
  await draw();
}

let playing;
function stop() {
  clearInterval(playing);
  playing = undefined;
  byId('play').setAttribute('aria-pressed', 'false');
}
function play() {
  if (playing !== undefined) return stop();
  byId('play').setAttribute('aria-pressed', 'true');
  playing = setInterval(() => step(frame.value === frame.max ? 1 - Number(frame.max) : 1), 125);
}

function step(by) {
  if (!image) return;
  frame.value = String(Number(frame.value) + by);
  draw();
}

/** Changes the window, if what is on the stage has one. */
function setWindow(change) {
  if (!image?.window) return;
  image.window = change(image.window);
  draw();
}

const typed = (field, least) =>
  Number.isFinite(field.valueAsNumber) ? Math.max(least, field.valueAsNumber) : undefined;
const ACTIONS = {
  reset: () => image?.reset() && draw(),
  full: () => setWindow(() => image.fullWindow),
  invert: () => {
    if (!image?.window) return;
    image.isInverted = !image.isInverted;
    draw();
  },
  smaller: () => view.zoomBy(1 / 1.25),
  larger: () => view.zoomBy(1.25),
  fit: () => view.fit(),
  play,
};
for (const [id, act] of Object.entries(ACTIONS)) {
  byId(id).addEventListener('click', () => {
    act();
    if (shown) tell();
  });
}
frame.addEventListener('input', draw);
center.addEventListener('change', () => setWindow((now) => ({ ...now, center: typed(center, -1e9) ?? now.center })));
width.addEventListener('change', () => setWindow((now) => ({ ...now, width: typed(width, 1) ?? now.width })));
byId('controls').addEventListener('submit', (event) => event.preventDefault());

const KEYS = {
  ArrowRight: () => step(1),
  ArrowDown: () => step(1),
  ArrowLeft: () => step(-1),
  ArrowUp: () => step(-1),
  PageDown: () => step(10),
  PageUp: () => step(-10),
  Home: () => step(1 - Number(frame.value)),
  End: () => step(Number(frame.max) - Number(frame.value)),
  '+': ACTIONS.larger,
  '-': ACTIONS.smaller,
  0: ACTIONS.fit,
  r: ACTIONS.reset,
  a: ACTIONS.full,
  i: ACTIONS.invert,
  ' ': play,
};
canvas.addEventListener('keydown', (event) => {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
  if (!act || !shown) return;
  event.preventDefault();
  act();
  tell();
});

canvas.addEventListener('pointerdown', (event) => {
  if (event.button > 1) return;
  canvas.setPointerCapture(event.pointerId);
  event.preventDefault();
  canvas.focus();
});
canvas.addEventListener('pointermove', (event) => {
  if (!shown) return;
  if (!canvas.hasPointerCapture(event.pointerId)) {
    byId('probe').textContent = probed(event);
    return;
  }
  const isMoving = event.shiftKey || event.buttons === 4 || !image.window;
  if (isMoving) return view.moveBy(event.movementX, event.movementY);
  // The whole width of the stage goes once through the values that there are.
  const per = image.fullWindow.width / canvas.clientWidth;
  setWindow((now) => ({
    center: now.center + event.movementY * per,
    width: Math.max(1, now.width + event.movementX * per),
  }));
});
canvas.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault();
    if (event.ctrlKey || Number(frame.max) === 1)
      view.zoomBy(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
    else step(Math.sign(event.deltaY));
    if (shown) tell();
  },
  { passive: false },
);
canvas.addEventListener('dblclick', ACTIONS.fit);

/** The value under the mouse. */
function probed({ offsetX, offsetY }) {
  const at = view.pixelAt(offsetX, offsetY);
  const value = at && shown.valueAt?.(at.column, at.row);
  return value === undefined ? '' : `${at.column}, ${at.row}\n${value}`;
}

/** An entry of the list on the left. */
function entry(instance) {
  const isImage = first(instance, '00280010') !== undefined;
  const frames = first(instance, '00280008');
  const facts = [first(instance, '00080060'), sideOf(instance), frames > 1 && `${frames} frames`]
    .filter(Boolean)
    .join(' · ');
  const text = element(
    'span',
    {},
    element('b', { textContent: titleOf(instance) }),
    element('small', { textContent: facts }),
  );
  if (!isImage)
    return element(
      'li',
      {},
      element(
        'a',
        { href: `#${recordId(instance)}` },
        element('span', { className: 'kind', textContent: first(instance, '00080060') ?? '?' }),
        text,
      ),
    );
  const picture = element('img', {
    src: `${pathOf(instance)}/thumbnail?viewport=128,96`,
    alt: '',
    width: 64,
    height: 48,
  });
  const button = element('button', { type: 'button' }, picture, text);
  button.addEventListener('click', () => open(instance, button));
  return element('li', {}, button);
}

const recordId = (instance) => `record-${first(instance, '00080018')}`;

/** The record of an examination, or why there is none. */
async function recordOf(instance) {
  const path = pathOf(instance);
  let made;
  try {
    made = card(await (await request(`${path}/eye-record`)).json(), titleOf(instance), path);
  } catch (error) {
    made = element('p', { className: 'facts', textContent: `${titleOf(instance)}: ${wordsOf(error)}` });
  }
  made.id = recordId(instance);
  return made;
}

/** Of the study's files, images and measurements of eyes: the rest of a record has no page here. */
async function start() {
  const [about] = await search(`/studies?StudyInstanceUID=${encodeURIComponent(study)}`);
  if (!about || !study) throw new Refused('There is no such study');
  document.title = `${nameOf(about)} · The example clinic`;
  byId('patient').textContent = nameOf(about);
  const born = dateOf(about, '00100030');
  byId('about').textContent = [
    first(about, '00100020'),
    born && `born ${born}`,
    first(about, '00081030'),
    dateOf(about, '00080020'),
  ]
    .filter(Boolean)
    .join(' · ');

  const instances = await search(`/studies/${study}/instances?limit=1000`);
  byId('list').replaceChildren(...instances.map(entry));
  const button = document.querySelector('#list button');
  document.body.classList.toggle('without-image', !button);
  button?.click();
  const examinations = instances.filter((instance) => values(instance, '00280010').length === 0);
  const cards = await Promise.all(examinations.map(recordOf));
  byId('records').replaceChildren(...cards);
  if (byId('records').childElementCount === 0) byId('records').textContent = 'Nothing was measured in this study.';
}

start().catch(say);
