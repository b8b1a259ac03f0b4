import { createServer } from 'node:http';

// A server that does nothing: takes what it is sent and answers what the parent has told it, as it was told.

/** What it answers. `headers` are names and values in turn, as they are written. */
export type Told = { readonly headers: readonly string[] } & ({ readonly base64: string } | { readonly bytes: number });

let headers: string[] = [];
let answer = Buffer.alloc(0);
const PIECE = 256 * 1024;

const server = createServer((request, response) => {
  request.on('data', () => {});
  request.on('end', () => {
    response.writeHead(200, headers);
    if (answer.length <= 4 * PIECE) return void response.end(answer);
    let at = 0;
    const pour = () => {
      while (at < answer.length) {
        const piece = answer.subarray(at, at + PIECE);
        at += PIECE;
        if (!response.write(piece) && at < answer.length) return void response.once('drain', pour);
      }
      response.end();
    };
    pour();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address ? address.port : 0);
});
process.on('message', (told: Told) => {
  headers = [...told.headers];
  answer = 'base64' in told ? Buffer.from(told.base64, 'base64') : Buffer.alloc(told.bytes, 'x');
  process.send?.('told');
});
process.on('disconnect', () => process.exit(0));
