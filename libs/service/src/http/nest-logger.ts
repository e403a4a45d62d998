import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@app/observability';

const textOf = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));

/** Lets Nest speak through our logger; what it calls log is debug here, because it tells of every route and module. */
export function nestLogger(log: Logger): LoggerService {
  const at =
    (level: 'trace' | 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      if (message instanceof Error) log[level]({ err: message, nest: rest }, message.message);
      else log[level]({ nest: rest }, textOf(message));
    };
  return {
    log: at('debug'),
    verbose: at('trace'),
    debug: at('debug'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
  };
}
