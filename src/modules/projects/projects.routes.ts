import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import type { PresentRubricVersion } from '../rubrics/index.js'
import { ProjectPageSchema, ProjectSchema, presentProject, presentSummary } from './projects.answers.js'
import type { ProjectList } from './projects.list.service.js'
import { CourseParams, ProjectBody, ProjectParams, ProjectPatchBody, ProjectsQuery } from './projects.schemas.js'
import type { ProjectsService } from './projects.service.js'

const tags = ['projects']
const managers = 'For who manages the course.'
/** A brief of 50,000 characters, each of up to four bytes or escaped, and the lists. */
const bodyLimit = 524_288

export interface ProjectsRoutesDeps {
  projects: ProjectsService
  list: ProjectList
  presentRubric: PresentRubricVersion
}

export function projectsRoutes({ projects, list, presentRubric }: ProjectsRoutesDeps): Routes {
  return (app) => {
    app.get(
      '/courses/:id/projects',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listProjects',
          summary: 'The projects of a course, in their order',
          description:
            'For who learns in the course: the published ones, each with how they stand to it, and of those that are not open yet why. For its staff: all; drafts are for who manages the course alone.',
          tags,
          params: CourseParams,
          querystring: ProjectsQuery,
          response: { 200: Ref(ProjectPageSchema, 'A page of projects'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentSummary) }
      }
    )

    app.post(
      '/courses/:id/projects',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createProject',
          summary: 'Add a project to a course',
          description: `${managers} A draft, behind all others, with a number of its own.`,
          tags,
          params: CourseParams,
          body: ProjectBody,
          response: { 201: Ref(ProjectSchema, 'The draft'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request, reply) => {
        const view = await projects.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/projects/${view.project.id}`)
          .header('etag', etagOf(view.project))
          .send(presentProject(view, presentRubric))
      }
    )

    app.get(
      '/projects/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getProject',
          summary: 'One project, with all that there is to know before one hands in',
          description:
            'For the staff of the course, and for who learns in it, once the lesson of the project is open for them. Drafts are for who manages the course. What one has handed in once stays readable.',
          tags,
          params: ProjectParams,
          response: { 200: Ref(ProjectSchema, 'The project'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const view = await projects.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(view.project)).send(presentProject(view, presentRubric))
      }
    )

    app.patch(
      '/projects/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'changeProject',
          summary: 'Change a project, publish it or archive it',
          description: `${managers} Honours \`If-Match\`. Learners of a published course are told when a draft is published. What was handed in keeps the rubric that it is judged by, and how late it was.`,
          tags,
          params: ProjectParams,
          body: ProjectPatchBody,
          response: { 200: Ref(ProjectSchema, 'The project'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const view = await projects.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(view.project)).send(presentProject(view, presentRubric))
      }
    )

    app.delete(
      '/projects/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'archiveProject',
          summary: 'Archive a project',
          description: `${managers} What was handed in stays, and is still reviewed. \`PATCH\` brings it back. Honours \`If-Match\`.`,
          tags,
          params: ProjectParams,
          response: { 204: NoContent, ...errorAnswers(403, 404, 412) }
        }
      },
      async (request, reply) => {
        await projects.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
