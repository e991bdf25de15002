/** Every page: its address, who it is for, and what the navigation calls it. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from './session/session';

export interface PageRoute {
  /** Under `/app`; what is in it after a `:` the page gets as `params`. */
  path: string;
  /** Who may open it: what the clinic's routes allow, said before they are asked. Everybody, if not given. */
  roles?: readonly Role[];
  /** What the navigation calls it; to pages without, others lead. */
  label?: string;
  /** Loaded when it is first opened. */
  page: LazyExoticComponent<ComponentType<{ params: Record<string, string> }>>;
}

const CARERS: readonly Role[] = ['optometrist', 'optician', 'manager'];
const SELLERS: readonly Role[] = ['optician', 'manager'];
const DESK: readonly Role[] = ['reception', 'manager'];
const MANAGERS: readonly Role[] = ['manager'];

type Documents = typeof import('./documents/Printed');
/** A page that is a document. */
const printed = (name: keyof Documents) =>
  lazy(() => import('./documents/Printed').then((documents) => ({ default: documents[name] })));

export const routes: readonly PageRoute[] = [
  { path: '/', label: 'Overview', page: lazy(() => import('./overview/Overview')) },
  { path: '/patients', label: 'Patients', page: lazy(() => import('./patients/Patients')) },
  { path: '/patients/:id', page: lazy(() => import('./patients/Patient')) },
  { path: '/patients/:id/dossier', roles: MANAGERS, page: printed('Dossier') },
  { path: '/prescriptions/:id', roles: CARERS, page: printed('Prescription') },
  { path: '/orders/:id', roles: SELLERS, page: printed('OrderSheet') },
  { path: '/invoices', label: 'Invoices', roles: DESK, page: lazy(() => import('./invoices/Invoices')) },
  { path: '/invoices/:id', roles: DESK, page: lazy(() => import('./invoices/Invoice')) },
  { path: '/invoices/:id/receipt', roles: DESK, page: printed('Receipt') },
  { path: '/invoices/:id/e-invoice', roles: DESK, page: printed('EInvoice') },
  { path: '/studies', label: 'Studies', roles: CARERS, page: lazy(() => import('./studies/Studies')) },
  { path: '/studies/:study', roles: CARERS, page: lazy(() => import('./viewer/Viewer')) },
  { path: '/sales', label: 'Sales ahead', roles: SELLERS, page: lazy(() => import('./sales/Sales')) },
  { path: '/sales/:sku', roles: SELLERS, page: lazy(() => import('./sales/ProductSales')) },
  { path: '/exports', label: 'Exports', page: lazy(() => import('./exports/Exports')) },
  { path: '/prices', label: 'Price list', roles: MANAGERS, page: lazy(() => import('./prices/Prices')) },
  { path: '/staff', label: 'Staff', roles: MANAGERS, page: lazy(() => import('./staff/Staff')) },
  { path: '/audit', label: 'Audit log', roles: MANAGERS, page: lazy(() => import('./audit/Audit')) },
  { path: '/system', label: 'System', roles: MANAGERS, page: lazy(() => import('./system/System')) },
  { path: '/account', label: 'Your account', page: lazy(() => import('./account/Account')) },
];
