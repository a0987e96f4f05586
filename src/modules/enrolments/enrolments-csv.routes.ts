import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { contentDisposition } from '../../http/content-disposition.js'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { AppError } from '../../lib/errors.js'
import { CourseParams } from './enrolments.schemas.js'
import { ImportBody, ImportQuery, ImportReportSchema, presentReport } from './enrolments-csv.schemas.js'
import type { EnrolmentsCsvService } from './enrolments-csv.service.js'

const tags = ['courses']
const csv = 'text/csv'
const maxBytes = 1_048_576

/** In a scope of their own, where a body is a table. */
export function enrolmentsCsvRoutes(tables: EnrolmentsCsvService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(csv, { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) =>
      done(null, body)
    )
    app.setErrorHandler((error: Error) => {
      throw 'code' in error && error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? notATable() : error
    })

    app.post(
      '/courses/:id/enrolments/import',
      {
        config: { access: 'user' },
        bodyLimit: maxBytes,
        validatorCompiler: ({ httpPart, schema }) =>
          httpPart === 'body' ? () => true : app.validatorCompiler!({ httpPart, schema } as never),
        schema: {
          operationId: 'importEnrolments',
          summary: 'Enrol those of a table',
          description:
            'For who manages the course or holds `enrolment.manage`. At most 5,000 rows. Rows with a fault are left out and named, the others are done all at once; with `dryRun` the report is the same and nothing is done.',
          tags,
          consumes: [csv],
          params: CourseParams,
          querystring: ImportQuery,
          body: ImportBody,
          response: { 200: Ref(ImportReportSchema, 'What became of each row'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request) => {
        const actor = requirePrincipal(request)
        const body: unknown = request.body
        if (!Buffer.isBuffer(body) && !isTable(request.headers['content-type'])) throw notATable()
        const table = { bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0), isDryRun: request.query.dryRun ?? false }
        return presentReport(await tables.importTable(actor, request.params.id, table))
      }
    )

    app.get(
      '/courses/:id/enrolments/export',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'exportEnrolments',
          summary: 'All enrolments of a course as a table for spreadsheets',
          description:
            'For who manages the course or holds `enrolment.read`. Cells that a spreadsheet would take for a formula begin with an apostrophe, which the import takes away again.',
          tags,
          params: CourseParams,
          response: {
            200: { description: 'The table', content: { [csv]: { schema: { type: 'string' } } } },
            ...errorAnswers(403, 404)
          } as Record<number, unknown>
        }
      },
      async (request, reply) => {
        const { name, lines } = await tables.exportTable(requirePrincipal(request), request.params.id)
        return reply
          .header('content-disposition', contentDisposition('attachment', name))
          .type(`${csv}; charset=utf-8`)
          .send(Readable.from(lines))
      }
    )
  }
}

function isTable(type: string | undefined): boolean {
  return type?.split(';', 1)[0]?.trim().toLowerCase() === csv
}

function notATable(): AppError {
  return new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', `Send the table as ${csv}`)
}
