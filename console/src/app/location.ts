import type { BaseLocationHook } from 'wouter';
import { useBrowserLocation } from 'wouter/use-browser-location';
import { routable } from '../components/named.ts';

/** Where the browser is, in a form that survives the router's decoding: see `named`. */
export const useLocation: BaseLocationHook = (options) => {
  const [path, navigate] = useBrowserLocation(options);
  return [routable(path), navigate];
};
