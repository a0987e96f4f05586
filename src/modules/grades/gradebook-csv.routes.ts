import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { csv, sendTable, tableAnswer, tableOf, takeTables } from '../../http/csv-routes.js'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { CourseParams, tags } from './gradebook.schemas.js'
import { GradeImportBody, GradeImportQuery, GradeImportSchema, presentImport } from './gradebook-csv.schemas.js'
import type { GradebookCsvService } from './gradebook-csv.service.js'

/** In a scope of their own, where a body is a table. */
export function gradebookCsvRoutes(tables: GradebookCsvService): FastifyPluginAsyncTypebox {
  return async (app) => {
    const takesTable = takeTables(app)

    app.post(
      '/courses/:id/gradebook/import',
      {
        config: { access: 'user', audited: true },
        ...takesTable,
        schema: {
          operationId: 'importGrades',
          summary: 'Set the grades of a table by hand',
          description:
            'For who manages the course. At most 5,000 rows. All of it is done or nothing: with a row that cannot be it is a 422 `ROWS_REFUSED`. With `dryRun` each row is answered for, with what would change and what is wrong, and nothing is done. What is as it was changes nothing: a table that was exported can be imported as it is. Each learner is told once.',
          tags,
          consumes: [csv],
          params: CourseParams,
          querystring: GradeImportQuery,
          body: GradeImportBody,
          response: { 200: Ref(GradeImportSchema, 'What became of each row'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request) => {
        const { dryRun: isDryRun = false, reason = 'Imported' } = request.query
        const table = { bytes: tableOf(request), isDryRun, reason: reason.trim() }
        return presentImport(await tables.importTable(requirePrincipal(request), request.params.id, table))
      }
    )

    app.get(
      '/courses/:id/gradebook/export',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'exportGrades',
          summary: 'The gradebook of a course as a table for spreadsheets',
          description:
            'For the staff of the course: its learners, what counts of each item, also what is not released, and the totals in per cent. Cells that a spreadsheet would take for a formula begin with an apostrophe, which the import takes away again.',
          tags,
          params: CourseParams,
          response: { 200: tableAnswer, ...errorAnswers(403, 404) } as Record<number, unknown>
        }
      },
      async (request, reply) => sendTable(reply, await tables.exportTable(requirePrincipal(request), request.params.id))
    )
  }
}
