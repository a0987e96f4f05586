import { pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
import type { Config } from './config.js'

/** JSON in production, readable in a terminal. What is logged of a request is decided in `http/request-log.ts`. */
export function createLogger({ production, logLevel }: Pick<Config, 'production' | 'logLevel'>) {
  const options = {
    level: logLevel,
    redact: { paths: ['err.query', 'err.parameters', 'err.params', 'err.cause.detail'], remove: true },
    serializers: { err: withoutValues }
  }
  return production
    ? pino(options)
    : pino(options, PinoPretty({ colorize: process.stdout.isTTY, ignore: 'pid,hostname', sync: true }))
}

const maxCauses = 10

/** An error as it is logged. Drizzle writes the values of a statement that failed into its message: names, hashes, keys. */
export function withoutValues(error: Error): { message: string; stack: string } {
  const shown = pino.stdSerializers.err(error)
  let cause: unknown = error
  for (let i = 0; i < maxCauses && cause instanceof Error; i++, cause = cause.cause) {
    if (!('params' in cause)) continue
    const values = `\nparams: ${cause.params}`
    shown.message = shown.message.replaceAll(values, '')
    shown.stack = shown.stack.replaceAll(values, '')
  }
  return shown
}
