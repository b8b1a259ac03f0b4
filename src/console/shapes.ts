/** What the pages in the browser are told by the console's own paths: types only, without imports (`#shapes/console` there). */

export interface Count {
  total: number;
  /** How many are in which state, where things of the kind have one. */
  states: Record<string, number>;
  /** There are more than were counted. */
  more?: true;
}

/** The start page at a glance. A kind that the reader may not list is absent. */
export interface Overview {
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly residentBytes: number;
  readonly counts: Readonly<Record<string, Count>>;
}

/** What the reader's policies allow to be done to resources of a kind: to all that were named, or to some of them where none was. */
export interface Rights {
  /** Operations of AWS's API: `StartApplication`. */
  readonly may: readonly string[];
}
