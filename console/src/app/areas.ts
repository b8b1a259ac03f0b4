import type { ComponentType } from 'react';

/** A page: loaded when somebody goes there. `path` is wouter's, below `/console`: `/kinesis/:stream`. */
export interface Page {
  readonly path: string;
  readonly load: () => Promise<{ readonly [name: string]: ComponentType }>;
  /** The export that is the page. */
  readonly name: string;
}

/** Something the palette can find. */
export interface Found {
  readonly title: string;
  readonly kind: string;
  readonly path: string;
}

/** A part of the console: its folder in `pages/` says in `area.ts` what it brings. */
export interface Area {
  /** Above its links in the navigation. */
  readonly title: string;
  /** Areas stand in this order. */
  readonly order: number;
  readonly links: readonly { readonly text: string; readonly path: string }[];
  readonly pages: readonly Page[];
  /** Names of what this area keeps, for the palette; asked when the palette opens. */
  readonly resources?: () => Promise<readonly Found[]>;
}

const modules = import.meta.glob<{ readonly area: Area }>('../pages/*/area.ts', { eager: true });

/** Every area: a folder that has an `area.ts` is in the console. */
export const areas: readonly Area[] = Object.values(modules)
  .map(({ area }) => area)
  .sort((a, b) => a.order - b.order);
