import type { Vault } from 'clinicore/crypto';
import { invoices } from './invoices.js';
import type { Lists } from './list.js';
import { orders } from './orders.js';
import { patients } from './patients.js';
import { prescriptions } from './prescriptions.js';
import { products } from './products.js';
import { sales } from './sales.js';
import { studies } from './studies.js';

/** All lists, by the names of their files. */
export const listsOf = (vault: Vault): Lists =>
  new Map(Object.entries({ invoices, products, patients: patients(vault), orders, prescriptions, sales, studies }));
