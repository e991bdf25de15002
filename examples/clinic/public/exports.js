/** Lists as files, and the archive of a month. */
import { byId } from './dom.js';
import { downloads } from './download.js';
import { request, said } from './session.js';

const list = byId('list');
const archive = byId('archive');

downloads(list, (fields) => {
  const period = ['from', 'to'].map((end) => [end, fields.get(end)]).filter(([, day]) => day);
  return `/exports/${fields.get('list')}.${fields.get('format')}?${new URLSearchParams(period)}`;
});
downloads(
  archive,
  (fields) => `/exports/archive/${fields.get('month')}.zip?pdf=${fields.has('pdf')}`,
  // In the body: addresses are logged.
  (fields) => ({ method: 'POST', body: new URLSearchParams({ password: fields.get('password') }) }),
);

try {
  const { lists } = await (await request('/exports')).json();
  const { list: choice } = list.elements;
  choice.replaceChildren(...lists.map(({ name, title }) => new Option(title, name)));
  const onChoice = () => {
    const { columns, periodOf } = lists[choice.selectedIndex];
    byId('columns').textContent = `Columns: ${columns.join(', ')}.`;
    // Disabled fields are not sent.
    Object.assign(byId('period'), { disabled: periodOf === null, hidden: periodOf === null });
    byId('period').querySelector('legend').textContent = `When they were ${periodOf}`;
  };
  choice.addEventListener('change', onChoice);
  onChoice();
} catch (error) {
  list.querySelector('.status').textContent = said(error);
}
