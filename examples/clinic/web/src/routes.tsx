/** Every page: its address, who it is for, and what the navigation calls it. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from './session/session';

export interface PageRoute {
  /** Under `/app`; what is in it after a `:` the page gets as `params`. */
  path: string;
  /** Who may open it: what the clinic's routes allow, said before they are asked. Everybody, if not given. */
  roles?: readonly Role[];
  /** What the navigation calls it; it leads to no other pages. */
  label?: string;
  /** Loaded when it is first opened. */
  page: LazyExoticComponent<ComponentType<{ params: Record<string, string> }>>;
}

const CARERS: readonly Role[] = ['optometrist', 'optician', 'manager'];

export const routes: readonly PageRoute[] = [
  { path: '/', label: 'Overview', page: lazy(() => import('./overview/Overview')) },
  { path: '/studies', label: 'Studies', roles: CARERS, page: lazy(() => import('./studies/Studies')) },
  { path: '/studies/:study', roles: CARERS, page: lazy(() => import('./viewer/Viewer')) },
  { path: '/exports', label: 'Exports', page: lazy(() => import('./exports/Exports')) },
];
