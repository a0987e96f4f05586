import assert from 'node:assert/strict'
import { type AccessPart, raw, type World } from '../support/access-world.js'

/** A mail that is kept, and the link that ends such mails. */
async function announced({ app, admin, home, createUser }: World) {
  const id = await createUser(home)
  const email = `${id}@example.org`
  assert.equal((await admin.patch(`/api/users/${id}`, { email })).status, 200)
  await admin.post('/api/notifications', { type: 'announcement', title: 'Rapat', message: 'Besok.', userIds: [id] })
  const { body } = await admin.get('/api/mails?limit=1')
  assert.equal(body.data[0]?.to, email)
  const header = app.mails.at(-1)?.headers['List-Unsubscribe'] ?? ''
  return { mail: body.data[0].id as string, token: header.slice(0, -1).split('/').at(-1) ?? '' }
}

export const mailsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/mails                                    401  403  403  403  403  403  403  403  200  403
GET    /api/mails/{mail}                             401  403  403  403  403  403  403  403  200  403
POST   /api/mails/{mail}/send                        401  403  403  403  403  403  403  403  200  403
GET    /api/unsubscribe/{unsubscribe}                200  200  200  200  200  200  200  200  200  200
POST   /api/unsubscribe/{unsubscribe}                200  200  200  200  200  200  200  200  200  200 : oneClick
`,
  objects: (world) => ({
    mail: async () => (await announced(world)).mail,
    unsubscribe: async () => (await announced(world)).token
  }),
  bodies: () => ({
    oneClick: async () =>
      raw({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'List-Unsubscribe=One-Click'
      })
  })
}
