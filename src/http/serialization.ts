import fastJson, { type AnySchema, type Schema } from 'fast-json-stringify'
import type { FastifyInstance } from 'fastify'

type Schemas = Record<string, unknown>
type Write = (data: unknown) => string

/** By what their schemas say: the answers of many routes are of one form, above all the errors. */
const writers = new Map<string, Write>()

/**
 * Fastify makes the writers of all answers at the start, each with every shared schema that there is: with two hundred
 * routes that takes seconds. Here a writer is made when its first answer is to be written, with the schemas that it names.
 */
export function registerSerialization(app: FastifyInstance): void {
  app.setSerializerCompiler(({ schema }) => {
    let write: Write | undefined
    return (data) => {
      write ??= writerOf(schema, namedBy(schema, app.getSchemas()))
      return write(data)
    }
  })
}

function writerOf(schema: unknown, named: Schemas): Write {
  const key = JSON.stringify([schema, named])
  const write = writers.get(key) ?? fastJson(schema as AnySchema, { schema: named as Record<string, Schema> })
  writers.set(key, write)
  return write
}

/** The shared schemas that a schema refers to, and those that these refer to. */
function namedBy(schema: unknown, shared: Schemas, found: Schemas = {}): Schemas {
  if (typeof schema !== 'object' || schema === null) return found
  const { $ref } = schema as { $ref?: unknown }
  const id = typeof $ref === 'string' ? $ref.split('#', 1)[0] : undefined
  if (id && !(id in found) && id in shared) {
    found[id] = shared[id]
    namedBy(shared[id], shared, found)
  }
  for (const part of Object.values(schema)) namedBy(part, shared, found)
  return found
}
