import { applyMode, Mode } from '@cloudscape-design/global-styles';
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const KEY = 'millrace.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const chosen = (): Theme | undefined => {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : undefined;
};
const theme = (): Theme => chosen() ?? (system.matches ? 'dark' : 'light');

function apply(): void {
  applyMode(theme() === 'dark' ? Mode.Dark : Mode.Light);
  for (const listener of listeners) listener();
}

/** Follows the system until somebody chooses. */
export function startTheme(): void {
  apply();
  system.addEventListener('change', apply);
}

export function chooseTheme(next: Theme): void {
  localStorage.setItem(KEY, next);
  apply();
}

export const useTheme = (): Theme =>
  useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, theme);
