import { eq } from 'drizzle-orm'
import type { AccessPart } from '../support/access-world.js'

const text = { title: 'Libur besok', message: 'Tidak ada sesi besok pagi.' }

export const broadcastsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/broadcasts                               401  200  200  200  200  200  200  200  200  200
POST   /api/broadcasts                               401  403  403  403  403  403  403  403  201  403 : broadcastToAll
POST   /api/broadcasts                               401  403  403  403  403  201  201  201  201  403 : broadcastToOrganization
POST   /api/broadcasts                               401  403  403  403  403  201  201  201  201  403 : broadcastToRole
POST   /api/broadcasts                               401  422  422  201  422  201  201  201  201  422 : broadcastToCourse
POST   /api/broadcasts                               401  422  422  201  422  201  201  201  201  422 : broadcastToCohort
POST   /api/broadcasts                               401  422  422  422  422  201  201  201  201  422 : broadcastToUsers
POST   /api/broadcasts/preview                       401  403  403  403  403  403  403  403  200  403 : previewOfAll
POST   /api/broadcasts/preview                       401  422  422  200  422  200  200  200  200  422 : previewOfCourse
GET    /api/broadcasts/{plannedByMentor}             401  404  404  200  404  200  200  200  200  404
PATCH  /api/broadcasts/{plannedByMentor}             401  404  404  200  404  403  403  403  403  404 : otherTitle
POST   /api/broadcasts/{plannedByMentor}/cancel      401  404  404  200  404  200  200  200  200  404
POST   /api/broadcasts/{failedByMentor}/resume       401  404  404  200  404  200  200  200  200  404
GET    /api/broadcasts/{plannedForAll}               401  404  404  404  404  404  404  404  200  404
POST   /api/broadcasts/{plannedForAll}/cancel        401  404  404  404  404  404  404  404  200  404
`,
  objects: ({ app, admin, mentor, learner }) => {
    const inAnHour = () => new Date(app.clock.now().getTime() + 3_600_000).toISOString()
    const plan = async (writer: typeof admin, audience: object) =>
      (await writer.post('/api/broadcasts', { ...text, audience, sendAt: inAnHour() })).body.id as string
    const courseOfMentor = async () => {
      const { body } = await mentor.post('/api/courses', { title: 'Merakit robot', description: 'Dari nol.' })
      await mentor.post(`/api/courses/${body.id}/publish`)
      await mentor.post(`/api/courses/${body.id}/enrolments`, { userIds: [learner.userId] })
      return body.id as string
    }
    return {
      plannedByMentor: async () => plan(mentor, { courseId: await courseOfMentor() }),
      plannedForAll: () => plan(admin, { all: true }),
      failedByMentor: async () => {
        const id = await plan(mentor, { courseId: await courseOfMentor() })
        const { broadcasts } = app.database.tables
        await app.database.transaction(async (tx) => {
          await tx.update(broadcasts).set({ state: 'failed' }).where(eq(broadcasts.id, id))
        })
        return id
      }
    }
  },
  bodies: ({ app, home, mentor, learner }, { enrolled }) => ({
    broadcastToAll: async () => ({ ...text, audience: { all: true } }),
    broadcastToOrganization: async () => ({ ...text, audience: { organizationId: home } }),
    broadcastToRole: async () => ({ ...text, audience: { role: 'mentor', organizationId: home } }),
    broadcastToCourse: async () => ({ ...text, audience: { courseId: await enrolled() } }),
    broadcastToCohort: async () => {
      const courseId = await enrolled()
      const day = (n: number) => new Date(app.clock.now().getTime() + n * 86_400_000).toISOString().slice(0, 10)
      const cohort = { name: 'Angkatan 1', startsOn: day(2), endsOn: day(30) }
      const { body } = await mentor.post(`/api/courses/${courseId}/cohorts`, cohort)
      await mentor.post(`/api/cohorts/${body.id}/members`, { userId: learner.userId })
      return { ...text, audience: { cohortId: body.id } }
    },
    broadcastToUsers: async () => ({ ...text, audience: { userIds: [learner.userId] } }),
    previewOfAll: async () => ({ audience: { all: true } }),
    previewOfCourse: async () => ({ audience: { courseId: await enrolled() } }),
    otherTitle: async () => ({ title: 'Libur lusa' })
  })
}
