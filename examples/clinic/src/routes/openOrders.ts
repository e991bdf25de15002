import type { RequestHandler } from 'express';
import type { AuditLog } from '../audit/auditLog.js';
import { loggedIn } from '../auth.js';
import type { Database } from '../database/connect.js';
import { openOrders } from '../orders.js';

/** `GET /orders/open`: the orders that wait to be made, the oldest first. */
export function listOpenOrders(database: Database, audit: AuditLog): RequestHandler {
  return async (_request, response) => {
    const open = await openOrders(database);
    await audit.append(loggedIn(response).id, 'list.read', 'list/orders');
    response.json(open);
  };
}
