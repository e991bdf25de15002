import { createContext, useContext } from 'react';

/** Whether this is not the page that the browser has loaded: there, the focus is the browser's business. */
export const Navigated = createContext(false);

export const useNavigated = (): boolean => useContext(Navigated);
