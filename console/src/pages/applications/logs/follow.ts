import { type LogLine, lineOf } from './line.ts';

/** As many lines as are kept in the page; older ones make room. */
export const KEPT = 100_000;

interface Event {
  readonly timestamp?: number | undefined;
  readonly message?: string | undefined;
}

export interface Page {
  readonly events: readonly Event[];
  /** Where newer events go on; the token that was given, where there are none yet. */
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

export interface Source {
  /** Without a token the newest page. */
  page(token?: string): Promise<Page>;
  /** Tells, as often as something may have come in, until it ends; then it is asked for again. */
  bell(): AsyncIterable<void>;
}

export interface Told {
  /** Written before all that was told. */
  readonly older: readonly LogLine[];
  readonly newer: readonly LogLine[];
}

/**
 * Tells a log: the newest page first, since that is what is looked for, then what is older, and what comes in as it comes. Newer events are
 * read when the bell rings, from where the last reading ended, one reading at a time: none twice, none left out, and a log that is written
 * faster than it can be shown is read in fewer, larger steps. The bell itself only says when. A `tell` that waits holds all of it back.
 */
export async function follow(
  source: Source,
  live: boolean,
  signal: AbortSignal,
  tell: (told: Told) => Promise<void>,
): Promise<void> {
  let ids = 0;
  let told = 0;
  const first = await source.page();
  const lines = first.events.map((event) => lineOf(event, ids++));
  await tell({ older: [], newer: lines });
  told = lines.length;

  const past = async (): Promise<void> => {
    let id = 0;
    for (let token = first.older; token !== undefined && told < KEPT && !signal.aborted; ) {
      const { events, older } = await source.page(token);
      if (events.length === 0 || signal.aborted) return;
      id -= events.length;
      const from = id;
      told += events.length;
      await tell({ older: events.map((event, i) => lineOf(event, from + i)), newer: [] });
      token = older === token ? undefined : older;
    }
  };
  let next = first.newer;
  const present = async (): Promise<void> => {
    while (!signal.aborted) {
      const { events, newer } = await source.page(next);
      if (signal.aborted) return;
      if (events.length > 0) await tell({ older: [], newer: events.map((event) => lineOf(event, ids++)) });
      if (newer === next) return;
      next = newer;
    }
  };
  const coming = async (): Promise<void> => {
    while (!signal.aborted) {
      // between two bells nothing rang
      await present();
      for await (const _ of source.bell()) {
        if (signal.aborted) return;
        await present();
      }
    }
  };
  await Promise.all([past(), ...(live ? [coming()] : [])]);
}
