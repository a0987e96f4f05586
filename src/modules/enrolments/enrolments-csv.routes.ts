import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { csv, sendTable, tableAnswer, tableOf, takeTables } from '../../http/csv-routes.js'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { CourseParams } from './enrolments.schemas.js'
import { ImportBody, ImportQuery, ImportReportSchema, presentReport } from './enrolments-csv.schemas.js'
import type { EnrolmentsCsvService } from './enrolments-csv.service.js'

const tags = ['courses']

/** In a scope of their own, where a body is a table. */
export function enrolmentsCsvRoutes(tables: EnrolmentsCsvService): FastifyPluginAsyncTypebox {
  return async (app) => {
    const takesTable = takeTables(app)

    app.post(
      '/courses/:id/enrolments/import',
      {
        config: { access: 'user' },
        ...takesTable,
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
        const table = { bytes: tableOf(request), isDryRun: request.query.dryRun ?? false }
        return presentReport(await tables.importTable(requirePrincipal(request), request.params.id, table))
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
            200: tableAnswer,
            ...errorAnswers(403, 404)
          } as Record<number, unknown>
        }
      },
      async (request, reply) => sendTable(reply, await tables.exportTable(requirePrincipal(request), request.params.id))
    )
  }
}
