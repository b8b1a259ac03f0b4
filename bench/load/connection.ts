import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back: the status, and the pieces of the body, put together only if somebody looks. */
export interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly pieces: readonly Buffer[];
  /** Names and values in turn, as they came; where Node read the answer. */
  readonly headers?: readonly string[];
}

/** One kept-alive HTTP/1.1 connection, one request at a time: as little client as there can be. */
export class Connection {
  readonly #socket: Socket;
  readonly #keep: boolean;
  #head = '';
  #left = -1;
  #chunked = false;
  #status = 0;
  #bytes = 0;
  #pieces: Buffer[] = [];
  #answered: ((answer: Answer) => void) | undefined;
  #failed: ((reason: Error) => void) | undefined;

  private constructor(socket: Socket, keep: boolean) {
    this.#socket = socket;
    this.#keep = keep;
    socket.on('data', (piece) => this.#take(piece));
    socket.on('error', (failure) => this.#failed?.(failure));
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  /** `keep`: whether bodies are wanted, or only their number of bytes. */
  static async open(port: number, keep: boolean): Promise<Connection> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    return new Connection(socket, keep);
  }

  ask(head: Buffer, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      if (body.length > 0 && body.length <= 4096) this.#socket.write(Buffer.concat([head, body]));
      else {
        this.#socket.cork();
        this.#socket.write(head);
        if (body.length > 0) this.#socket.write(body);
        this.#socket.uncork();
      }
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #take(piece: Buffer): void {
    let body = piece;
    if (this.#left < 0) {
      this.#head += piece.toString('latin1');
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.#head.slice(0, end);
      const over = this.#head.length - end - 4;
      this.#status = Number(head.slice(9, 12));
      this.#chunked = /transfer-encoding: chunked/i.test(head);
      this.#left = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      this.#head = '';
      body = piece.subarray(piece.length - over);
    }
    this.#bytes += body.length;
    if (this.#keep && body.length > 0) this.#pieces.push(body);
    this.#left -= body.length;
    // chunked answers are never the ones that are measured: their last piece ends them
    if (this.#chunked ? body.subarray(-5).toString('latin1') === '0\r\n\r\n' : this.#left <= 0) this.#done();
  }

  #done(): void {
    const answer = { status: this.#status, bytes: this.#bytes, pieces: this.#pieces };
    this.#left = -1;
    this.#bytes = 0;
    this.#pieces = [];
    const answered = this.#answered;
    this.#failed = undefined;
    answered?.(answer);
  }
}
