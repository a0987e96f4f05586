import assert from 'node:assert/strict'
import type { AccessPart } from '../support/access-world.js'
import { insertProject } from '../support/project-rows.js'

/** `task`: a project of `{enrolled}`; `handedIn`: what the learner handed in there; `output`: what they logged. */
export const submissionsAccess: AccessPart = {
  table: `
                                                          anon lrnr othr ment othm faci orga owne admi else
POST   /api/projects/{task}/start                          401  201  404  403  404  403  403  403  403  404
GET    /api/projects/{begun}/submission                    401  200  404  404  404  404  404  404  404  404
PUT    /api/projects/{task}/draft                          401  200  404  403  404  403  403  403  403  404 : items
POST   /api/projects/{task}/outputs                        401  201  404  403  404  403  403  403  403  404 : output
POST   /api/projects/{task}/submissions                    401  201  404  403  404  403  403  403  403  404 : items
GET    /api/projects/{task}/submissions                    401  403  404  200  404  200  200  200  200  404
GET    /api/me/submissions                                 401  200  200  200  200  200  200  200  200  200
GET    /api/submissions/{handedIn}                         401  200  404  200  404  200  200  200  200  404
GET    /api/submissions/{handedIn}/history                 401  200  404  200  404  200  200  200  200  404
GET    /api/submissions/{handedIn}/outputs                 401  200  404  200  404  200  200  200  200  404
GET    /api/submissions/{handedIn}/attempts                401  200  404  200  404  200  200  200  200  404
GET    /api/submissions/{handedIn}/attempts/{firstOne}     401  200  404  200  404  200  200  200  200  404
POST   /api/submissions/{handedIn}/withdraw                401  200  404  403  404  403  403  403  403  404
DELETE /api/outputs/{output}                               401  204  404  403  404  403  403  403  403  404
`,
  objects: ({ app, learner, createObjects }, client) => {
    const task = async () => insertProject(app, await createObjects(client).enrolled())
    const post = async (url: string, body: object) => {
      const { status, body: made, text } = await learner.post(url, body)
      assert.equal(status, 201, text)
      return made
    }
    return {
      task,
      begun: async () => {
        const id = await task()
        await post(`/api/projects/${id}/start`, {})
        return id
      },
      handedIn: async () => (await post(`/api/projects/${await task()}/submissions`, { items: [item] })).submissionId,
      firstOne: async () => '1',
      output: async () => (await post(`/api/projects/${await task()}/outputs`, { what: 'Sensor' })).id
    }
  },
  bodies: () => ({
    items: async () => ({ items: [item] }),
    output: async () => ({ what: 'Sensor', minutes: 30 })
  })
}

const item = { deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/sari/robot' }
