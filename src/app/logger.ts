import { type BaseLogger, pino } from 'pino';
import type { Logger } from '#core';
import type { Config } from './config.ts';

/** JSON lines on standard error. What could be a secret never reaches them, whatever a caller hands in. */
export function serverLogger(level: Config['logLevel']): Logger {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'secretAccessKey',
          'sessionToken',
          'token',
          'authorization',
          '*.secretAccessKey',
          '*.sessionToken',
          '*.token',
          '*.authorization',
        ],
        censor: '[redacted]',
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return wrap(logger);
}

type Pino = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'> & { child(fields: object): Pino };

function wrap(logger: Pino): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(fields)),
  };
}
