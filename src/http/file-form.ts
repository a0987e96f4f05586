import multipart from '@fastify/multipart'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, invalid } from '../lib/errors.js'
import { checkText } from './json-body.js'

/** A form that brings one file, after the fields that say what to do with it. */
export interface FileForm {
  fields: { organizationId?: string }
  /** As the client called it: it may be anything. */
  name: string
  /** What the client says that it is: in lower case, without parameters. */
  declaredType: string
  /** To be read once, to its end: it throws there when the form breaks off, or brings more than it should. */
  bytes: AsyncIterable<Uint8Array>
}

const fileField = 'file'
const fieldPatterns: Record<keyof FileForm['fields'], RegExp> = { organizationId: /^org_[0-9a-z]{1,32}$/ }
const maxFieldBytes = 200

/** For the routes of this scope: bodies are forms with a file, and nothing else. */
export async function acceptFileForms(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  await app.register(multipart, {
    // The name as it was sent: cut to its last part, it would hide that it climbs out of its folder.
    preservePath: true,
    throwFileSizeLimit: false,
    limits: {
      files: 1,
      fields: 1,
      parts: 2,
      fieldSize: maxFieldBytes,
      headerPairs: 20,
      fileSize: Number.POSITIVE_INFINITY
    }
  })
  app.setErrorHandler((error: FastifyError, request) => {
    leaveUnread(request)
    throw explain(error)
  })
}

/** @throws 400 naming the field; 415 */
export async function readFileForm(request: FastifyRequest): Promise<FileForm> {
  if (!request.isMultipart()) throw notAForm()
  const parts = request.parts()
  const fields: FileForm['fields'] = {}
  for (;;) {
    const { value: part, done } = await parts.next()
    if (done) throw invalid(fileField, 'is required')
    if (part.type === 'field') {
      fields[fieldName(part.fieldname)] = fieldValue(part)
      continue
    }
    if (part.fieldname !== fileField) throw invalid(shown(part.fieldname), 'is not a known field')
    return {
      fields,
      name: part.filename ?? '',
      declaredType: part.mimetype.split(';', 1)[0]?.trim().toLowerCase() ?? '',
      bytes: bytesOf(part.file, parts)
    }
  }
}

async function* bytesOf(file: AsyncIterable<Buffer>, rest: AsyncIterator<unknown>): AsyncGenerator<Uint8Array> {
  yield* file
  if (!(await rest.next()).done) throw invalid(fileField, 'must be the last field of the form')
}

function fieldName(name: string): keyof FileForm['fields'] {
  if (name === fileField) throw invalid(fileField, 'must be a file, with a name')
  if (!Object.hasOwn(fieldPatterns, name)) throw invalid(shown(name), 'is not a known field')
  return name as keyof FileForm['fields']
}

function fieldValue({ fieldname, value }: { fieldname: string; value: unknown }): string {
  const name = fieldName(fieldname)
  checkText({ [name]: value }, 'body')
  if (typeof value === 'string' && fieldPatterns[name].test(value)) return value
  throw invalid(name, 'has characters or a form that it must not have')
}

/** The name of a field is the client's. */
function shown(name: unknown): string {
  return typeof name === 'string' && /^[\w.-]{1,100}$/.test(name) ? name : 'body'
}

/**
 * What still comes of a refused upload is read and thrown away, for a while (`body-time.ts`): a client that is still
 * sending would be cut off before it has read the answer.
 */
function leaveUnread({ raw }: FastifyRequest): void {
  raw.unpipe()
  raw.resume()
}

function explain(error: FastifyError): Error {
  if (error instanceof AppError) return error
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return notAForm()
    case 'FST_PARTS_LIMIT':
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return invalid(fileField, 'must be one, after at most one other field')
    case 'FST_PROTO_VIOLATION':
      return invalid('body', 'has a field that it must not have')
    case 'FST_MP_PREMATURE_CLOSE':
      return broken()
    default:
      // The parser's own errors about a form that breaks off know no status.
      return /multipart|terminated early|boundary|header/i.test(error.message) && !error.statusCode ? broken() : error
  }
}

function notAForm(): AppError {
  return new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data')
}

function broken(): AppError {
  const message = 'The body is not a whole form'
  return new AppError(400, 'MALFORMED_BODY', message, { details: { body: [message] } })
}
