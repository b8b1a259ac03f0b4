import { SlowPattern } from './errors.ts';

/** CPU time that regular expressions have in one turn of the event loop: others wait meanwhile. */
const MOST_MICROS = 500_000;
/** After so much of it, work that can go on later gives way. */
const ENOUGH_MICROS = 25_000;
/** The CPU time is looked at after so many instructions × characters, 20 ms where each character takes its longest. */
const CHECKED_WORK = 200_000;

let unchecked = 0;
let began: number | undefined;

const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const nextTurn = () => new Promise<void>((done) => setImmediate(done));

/**
 * A program of `instructions` is about to look at so many characters. Throws where this turn of the event loop has given regular
 * expressions enough; the next one to be tried has its own time again.
 */
export function charge(instructions: number, characters: number): void {
  unchecked += instructions * characters;
  if (unchecked < CHECKED_WORK) return;
  unchecked = 0;
  if (began === undefined) {
    began = cpuMicros();
    setImmediate(() => {
      began = undefined;
      unchecked = 0;
    });
    return;
  }
  if (cpuMicros() - began < MOST_MICROS) return;
  began = cpuMicros();
  throw new SlowPattern();
}

/** Whether regular expressions have taken so long in this turn that it is for others to go on. */
export const isTurnOver = (): boolean => began !== undefined && cpuMicros() - began > ENOUGH_MICROS;

/** Whether a program may take long on a text of so many characters. */
export const isLong = (instructions: number, characters: number): boolean => instructions * characters > CHECKED_WORK;

/** Those events that match. Where that takes long, other requests have their turn in between. */
export async function matching<Event extends { readonly message: string }>(
  events: readonly Event[],
  matches: (message: string) => boolean,
): Promise<Event[]> {
  const found: Event[] = [];
  for (const event of events) {
    if (matches(event.message)) found.push(event);
    if (isTurnOver()) await nextTurn();
  }
  return found;
}
