/** So long a client that had its time is still listened to. */
const MORE_MS = 1000;

/**
 * Ends what seems silent, unless something is heard of it in another second. When the whole process was stopped for a while, or kept busy,
 * all timers are due before any socket is read: what waits there would be cut off unanswered, and so would what a client that was stopped
 * with it is about to say. — observed: both stopped for two minutes, every second HTTP/2 request in flight was lost
 */
export function unlessHeard(heard: () => unknown, end: () => void): void {
  const before = heard();
  // sockets are read between timers and what is set for immediately
  const look = () => setImmediate(() => heard() === before && end());
  setTimeout(look, MORE_MS).unref();
}
