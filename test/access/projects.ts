import assert from 'node:assert/strict'
import { dayMs } from '../../src/lib/clock.js'
import type { AccessPart, World } from '../support/access-world.js'

const fields = { title: 'Robot', brief: 'Buat robot.', deliverables: [{ title: 'Kode', kind: 'repository' }] }

/** Projects of a course that `learner` takes, where nobody else is enrolled. */
function makerOf({ app, mentor, learner, createCourse }: World) {
  const inDays = (days: number) => new Date(app.clock.now().getTime() + days * dayMs).toISOString()

  async function course(): Promise<string> {
    const id = await createCourse({})
    const { status } = await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
    assert.equal(status, 201)
    return id
  }

  async function project({ isOpen = true, isExtended = false } = {}): Promise<string> {
    const made = await mentor.post(`/api/courses/${await course()}/projects`, { ...fields, dueAt: inDays(1) })
    const { id } = made.body
    assert.equal(made.status, 201, made.text)
    if (isOpen) assert.equal((await mentor.patch(`/api/projects/${id}`, { status: 'published' })).status, 200)
    const extension = { dueAt: inDays(2), reason: 'Sakit.' }
    const url = `/api/projects/${id}/extensions/${learner.userId}`
    if (isExtended) assert.equal((await mentor.put(url, extension)).status, 200)
    return id
  }

  return { course, project, inDays }
}

export const projectsAccess: AccessPart = {
  table: `
                                                            anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{projectCourse}/projects                 401  200  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/projects                         401  404  404  200  404  200  200  200  200  404
POST   /api/courses/{projectCourse}/projects                 401  403  403  201  403  403  201  201  201  403 : project
POST   /api/courses/{draft}/projects                         401  404  404  201  404  404  201  201  201  404 : project
GET    /api/projects/{openProject}                           401  200  403  200  403  200  200  200  200  403
GET    /api/projects/{draftProject}                          401  404  404  200  404  404  200  200  200  404
PATCH  /api/projects/{openProject}                           401  403  403  200  403  403  200  200  200  403 : projectTitle
PATCH  /api/projects/{draftProject}                          401  404  404  200  404  404  200  200  200  404 : projectTitle
DELETE /api/projects/{openProject}                           401  403  403  204  403  403  204  204  204  403
DELETE /api/projects/{draftProject}                          401  404  404  204  404  404  204  204  204  404
GET    /api/projects/{openProject}/extensions                401  403  403  200  403  200  200  200  200  403
PUT    /api/projects/{openProject}/extensions/{learner}      401  403  403  200  403  403  200  200  200  403 : extension
PUT    /api/projects/{openProject}/extensions/{someone}      401  403  403  404  403  403  404  404  404  403 : extension
DELETE /api/projects/{extendedProject}/extensions/{learner}  401  403  403  204  403  403  204  204  204  403
DELETE /api/projects/{openProject}/extensions/{learner}      401  403  403  404  403  403  404  404  404  403
`,
  objects: (world) => {
    const make = makerOf(world)
    return {
      projectCourse: make.course,
      openProject: () => make.project(),
      draftProject: () => make.project({ isOpen: false }),
      extendedProject: () => make.project({ isExtended: true })
    }
  },
  bodies: (world) => ({
    project: async () => fields,
    projectTitle: async () => ({ title: 'Kincir' }),
    extension: async () => ({ dueAt: makerOf(world).inDays(3), reason: 'Sakit.' })
  })
}
