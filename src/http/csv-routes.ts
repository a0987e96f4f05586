import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../lib/errors.js'
import { contentDisposition } from './content-disposition.js'

export const csv = 'text/csv'
const maxBytes = 1_048_576

/** A table for spreadsheets, in pieces. */
export interface TableFile {
  name: string
  lines: AsyncGenerator<string>
}

/** For a scope of their own, where a body is a table. Returns what each of its routes that takes one needs. */
export function takeTables(app: FastifyInstance) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(csv, { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error: Error) => {
    throw 'code' in error && error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? notATable() : error
  })
  return {
    bodyLimit: maxBytes,
    // The body is read as bytes; its schema is for the contract.
    validatorCompiler: ({ httpPart, schema }: { httpPart?: string; schema: unknown }) =>
      httpPart === 'body' ? () => true : app.validatorCompiler!({ httpPart, schema } as never)
  }
}

/** The table that was sent; empty when nothing was. @throws 415 */
export function tableOf({ body, headers }: FastifyRequest): Uint8Array {
  if (Buffer.isBuffer(body)) return body
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== csv) throw notATable()
  return Buffer.alloc(0)
}

/** For the contract. */
export const tableAnswer = { description: 'The table', content: { [csv]: { schema: { type: 'string' } } } }

export function sendTable(reply: FastifyReply, { name, lines }: TableFile) {
  return reply
    .header('content-disposition', contentDisposition('attachment', name))
    .type(`${csv}; charset=utf-8`)
    .send(Readable.from(lines))
}

function notATable(): AppError {
  return new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', `Send the table as ${csv}`)
}
