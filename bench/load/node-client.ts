import { Agent, type IncomingMessage, request as send } from 'node:http';
import type { Answer } from './connection.ts';
import { type Plain, signedHeaders, type Target, targetOf } from './requests.ts';

/** One kept-alive connection of Node's own HTTP client, one request at a time: what the AWS SDK for JavaScript sends with. */
export class NodeClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #target: Target;

  constructor(target: Target) {
    this.#target = target;
  }

  ask(plain: Plain): Promise<Answer> {
    const { method, body } = plain;
    const { port } = this.#target;
    const headers = signedHeaders(this.#target, plain);
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, agent: this.#agent, method, path: targetOf(plain), headers };
      const request = send(options, (response) => void answerOf(response).then(resolve, reject));
      request.on('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function answerOf(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    response.on('data', (piece: Buffer) => {
      pieces.push(piece);
      bytes += piece.length;
    });
    response.on('end', () => resolve({ status: response.statusCode as number, bytes, pieces, headers: response.rawHeaders }));
    response.on('error', reject);
  });
}
