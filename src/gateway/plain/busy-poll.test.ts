import { describe, expect, test } from 'vitest';
import { fakeClock } from '#core';
import { BusyPoll } from './busy-poll.ts';

/** A loop that is turned by hand. */
function loop() {
  let now = 0;
  let next: (() => void) | undefined;
  const poll = new BusyPoll({ ...fakeClock(), elapsed: () => now }, (then) => {
    next = then;
  });
  return {
    poll,
    isLooking: () => next !== undefined,
    /** Goes on by so many milliseconds, and turns the loop until it would sleep, or is in the midst of it. */
    pass(millis: number) {
      for (const end = now + millis; now < end; now += 0.01) {
        const then = next;
        next = undefined;
        then?.();
      }
    },
    request(client: object) {
      poll.came(client);
      poll.answered(client);
    },
  };
}

describe('busy polling', () => {
  const client = {};
  const other = {};

  test('the next request of who came back soon is looked for', () => {
    const { request, pass, isLooking } = loop();
    request(client);
    expect(isLooking()).toBe(false);
    pass(0.3);
    request(client);
    expect(isLooking()).toBe(true);
    pass(0.3);
    expect(isLooking()).toBe(true);
    request(client);
    pass(0.4);
    expect(isLooking()).toBe(true);
  });

  test('the loop sleeps when nothing has come for half a millisecond, and until somebody has come back soon again', () => {
    const { request, pass, isLooking } = loop();
    request(client);
    request(client);
    pass(0.6);
    expect(isLooking()).toBe(false);
    request(client);
    expect(isLooking()).toBe(false);
    request(client);
    expect(isLooking()).toBe(true);
  });

  test('nothing is looked for while somebody is being answered, or among several clients', () => {
    const { poll, request, pass, isLooking } = loop();
    request(client);
    request(client);
    poll.came(client);
    pass(0.1);
    expect(isLooking()).toBe(false);
    poll.answered(client);
    expect(isLooking()).toBe(true);
    pass(0.1);
    for (let turn = 0; turn < 4; turn++) {
      request(other);
      pass(0.1);
      request(client);
      pass(0.1);
      expect(isLooking()).toBe(false);
    }
  });
});
