import type { Http2Server } from 'node:http2';
import { createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type SecureContext, type TLSSocket, type Server as TlsServer } from 'node:tls';
import { direct } from './direct-socket.ts';
import type { KeyPair } from './ports.ts';
import { unlessHeard } from './silence.ts';

const TLS_HANDSHAKE = 0x16;
/** `PRI`: how an HTTP/2 client that was told nothing begins. */
const PREFACE = Buffer.from('PRI * HTTP/2.0');

export interface ServerCertificates {
  /** For clients that name no server, because they were given an address. */
  readonly ofThisMachine: KeyPair;
  forName(name: string): Promise<SecureContext>;
}

export interface ListenerOptions {
  /** Takes a connection over which HTTP/1 is spoken. */
  readonly http1: (socket: Socket) => void;
  readonly http2: Http2Server;
  /** Called when somebody speaks TLS; without it TLS is not spoken. */
  readonly tls?: () => Promise<ServerCertificates>;
  /** Milliseconds a client may stay silent before it has said what it speaks. */
  readonly greetingTimeout: number;
}

/**
 * One port for everything: the first bytes tell TLS from plaintext and HTTP/2 from HTTP/1.1. The AWS SDK for Java
 * speaks HTTP/2 over TLS without having negotiated it, so ALPN alone would not do. — observed, AWS SDK for Java 2.31 (Netty)
 */
export function sniffingListener(options: ListenerOptions): NetServer {
  const { http1, http2 } = options;

  const toHttp2 = (socket: Socket) => {
    // node serves HTTP/2 on a TLS socket only if ALPN chose it
    if ('alpnProtocol' in socket) (socket as { alpnProtocol: string }).alpnProtocol = 'h2';
    socket.once('end', () => socket.end()); // no stream outlives its client's half
    http2.emit('connection', socket);
  };

  const hand = (socket: Socket) => {
    const { alpnProtocol } = socket as Partial<TLSSocket>;
    if (alpnProtocol === 'h2') return toHttp2(socket);
    if (alpnProtocol === 'http/1.1') return http1(socket);
    return peek(socket, options.greetingTimeout, (first) => {
      if (first.subarray(0, 3).equals(PREFACE.subarray(0, 3))) toHttp2(socket);
      else http1(socket);
    });
  };

  let tls: Promise<TlsServer> | undefined;
  const toTls = async (socket: Socket, certificates: () => Promise<ServerCertificates>) => {
    tls ??= certificates().then((made) => tlsServer(made, options.greetingTimeout, hand));
    try {
      (await tls).emit('connection', socket);
    } catch {
      tls = undefined; // the next one tries again
      socket.destroy();
    }
  };

  // not read before it is known how
  return createNetServer({ noDelay: true, allowHalfOpen: true, pauseOnConnect: true }, (accepted) => {
    const socket = direct(accepted);
    socket.on('error', () => socket.destroy());
    peek(socket, options.greetingTimeout, (first) => {
      if (first[0] !== TLS_HANDSHAKE) hand(socket);
      else if (options.tls) void toTls(socket, options.tls);
      else socket.destroy();
    });
  });
}

function tlsServer(certificates: ServerCertificates, timeout: number, hand: (socket: TLSSocket) => void): TlsServer {
  const server = createTlsServer({
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: timeout,
    minVersion: 'TLSv1.2',
    cert: certificates.ofThisMachine.certPem,
    key: certificates.ofThisMachine.keyPem,
    SNICallback: (name, done) => {
      certificates.forName(name).then(
        (context) => done(null, context),
        (failure: Error) => done(failure),
      );
    },
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    hand(socket);
  });
  server.on('tlsClientError', (_failure, socket) => socket.destroy());
  return server;
}

/** Looks at the first bytes and puts them back. */
function peek(socket: Socket, timeout: number, then: (first: Buffer) => void): void {
  let silent = true;
  const gone = () => socket.destroy();
  const timer = setTimeout(() => unlessHeard(() => silent, gone), timeout);
  timer.unref();
  const look = () => {
    const first: Buffer | null = socket.read();
    if (first === null) {
      if (!socket.destroyed) socket.once('readable', look);
      return;
    }
    silent = false;
    clearTimeout(timer);
    socket.off('end', gone);
    socket.unshift(first);
    then(first);
  };
  socket.once('close', () => clearTimeout(timer));
  socket.once('end', gone);
  socket.once('readable', look);
}
