import assert from 'node:assert/strict'
import type { AccessPart, World } from '../support/access-world.js'

const criteria = [
  {
    title: 'Rangkaian',
    levels: [
      { title: 'Belum', points: 0 },
      { title: 'Baik', points: 10 }
    ]
  }
]

/** Rubrics of the organisation, made by `mentor`. */
async function rubric({ mentor }: World, { isPublished = true } = {}): Promise<string> {
  const { body, status, text } = await mentor.post('/api/rubrics', { title: 'Robot', criteria })
  assert.equal(status, 201, text)
  if (isPublished) assert.equal((await mentor.post(`/api/rubrics/${body.id}/publish`)).status, 201)
  return body.id
}

export const rubricsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/rubrics                                  401  403  403  200  200  403  200  200  200  200
GET    /api/rubrics?organization={home}              401  403  403  200  200  403  200  200  200  404
POST   /api/rubrics                                  401  403  403  201  201  403  201  201  201  404 : rubric
GET    /api/rubrics/{rubric}                         401  404  404  200  200  404  200  200  200  404
PATCH  /api/rubrics/{rubric}                         401  404  404  200  403  404  200  200  200  404 : rubricTitle
DELETE /api/rubrics/{rubric}                         401  404  404  204  403  404  204  204  204  404
GET    /api/rubrics/{rubric}/versions                401  404  404  200  200  404  200  200  200  404
GET    /api/rubrics/{rubric}/versions/{firstVersion} 401  404  404  200  200  404  200  200  200  404
PUT    /api/rubrics/{rubric}/draft                   401  404  404  200  403  404  200  200  200  404 : criteria
DELETE /api/rubrics/{rubricDraft}/draft              401  404  404  204  403  404  204  204  204  404
POST   /api/rubrics/{rubricDraft}/publish            401  404  404  201  403  404  201  201  201  404
`,
  objects: (world) => ({
    rubric: () => rubric(world),
    rubricDraft: () => rubric(world, { isPublished: false }),
    firstVersion: async () => '1'
  }),
  bodies: ({ home }) => ({
    rubric: async () => ({ title: 'Robot', organizationId: home, criteria }),
    rubricTitle: async () => ({ title: 'Kincir' }),
    criteria: async () => ({ criteria })
  })
}
