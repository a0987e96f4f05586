import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Body, errorAnswers } from '../../http/schemas.js'
import { forbidden } from '../../lib/errors.js'
import { holdsSomewhere, type Permission } from '../../lib/permissions.js'
import { renderMarkdown } from './markdown.js'

/** Whoever may write a lesson somewhere. A long text takes a second to render: that is not for everybody who asks. */
const writers: readonly Permission[] = ['course.create', 'course.update']

/** A lesson of 200,000 characters, each of up to four bytes or escaped. */
const bodyLimit = 1_048_576

const MarkdownBody = Body(
  { source: Type.String({ maxLength: 200_000, description: 'Markdown' }) },
  { examples: [{ source: 'Pasang *Node.js* dahulu.' }] }
)

const MarkdownPreviewSchema = Type.Object(
  { html: Type.String({ description: 'Rendered and sanitised' }) },
  { $id: 'MarkdownPreview', examples: [{ html: '<p>Pasang <em>Node.js</em> dahulu.</p>\n' }] }
)

export const markdownPreviewSchemas = [MarkdownPreviewSchema]

export function markdownPreviewRoutes(): Routes {
  return (app) => {
    app.post(
      '/markdown/preview',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'previewMarkdown',
          summary: 'What a text will look like once it is saved',
          description:
            'For who makes or changes courses. Nothing is kept. What would be refused when it is saved is refused here, with the same words.',
          tags: ['content'],
          body: MarkdownBody,
          response: {
            200: Type.Unsafe<{ html: string }>({ $ref: 'MarkdownPreview#', description: 'The page' }),
            ...errorAnswers(403, 422)
          }
        }
      },
      async (request) => {
        const { grants } = requirePrincipal(request)
        if (!writers.some((permission) => holdsSomewhere(grants, permission))) throw forbidden()
        return { html: renderMarkdown(request.body.source, 'source').html }
      }
    )
  }
}
