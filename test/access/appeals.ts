import assert from 'node:assert/strict'
import { gradesOver } from '../modules/grades/world.js'
import type { AccessPart } from '../support/access-world.js'
import { insertProject } from '../support/project-rows.js'

/** Of grades of `learner`, in courses for the invited alone. */
export const appealsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/grades/{gradeToAppeal}/appeal            401  201  404  403  404  403  403  403  403  404 : appeal
GET    /api/courses/{published}/appeals              401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/appeals               401  403  404  200  404  200  200  200  200  404
POST   /api/appeals/{openAppeal}/answer              401  403  404  200  404  403  200  200  200  404 : appealAnswer
`,
  objects: ({ app, learner, createObjects }, client) => {
    async function gradeToAppeal(): Promise<string> {
      const courseId = await createObjects(client).enrolled()
      const itemId = await insertProject(app, courseId)
      const place = { courseId, userId: learner.userId, kind: 'project', itemId } as const
      const earned = { points: 8_000, maxPoints: 10_000, source: 'review', reason: 'Baik', actorId: null } as const
      return (await app.database.transaction((...tx) => gradesOver(app).record(...tx, { ...place, ...earned }))).id
    }
    return {
      gradeToAppeal,
      openAppeal: async () => {
        const { status, body, text } = await learner.post(`/api/grades/${await gradeToAppeal()}/appeal`, { reason })
        assert.equal(status, 201, text)
        return body.id
      }
    }
  },
  bodies: () => ({
    appeal: async () => ({ reason }),
    appealAnswer: async () => ({ outcome: 'changed', answer: 'Benar.', points: 95 })
  })
}

const reason = 'Laporan saya kirim tepat waktu.'
