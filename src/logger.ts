import { pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
import type { Config } from './config.js'

/** JSON in production, readable in a terminal. What is logged of a request is decided in `http/request-log.ts`. */
export function createLogger({ production, logLevel }: Pick<Config, 'production' | 'logLevel'>) {
  const options = {
    level: logLevel,
    redact: { paths: ['err.query', 'err.parameters', 'err.params', 'err.cause.detail'], remove: true }
  }
  return production
    ? pino(options)
    : pino(options, PinoPretty({ colorize: process.stdout.isTTY, ignore: 'pid,hostname', sync: true }))
}
