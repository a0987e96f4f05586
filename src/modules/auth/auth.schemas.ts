import Type, { type Static } from 'typebox'
import { Body, DateTime, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { languages } from '../../lib/languages.js'
import { permissionCodes } from '../../lib/permissions.js'
import type { User } from '../users/index.js'
import type { Sessions } from './sessions.js'

const UserRef = Type.Unsafe<User>({ $ref: 'User#' })
const Username = Type.String({
  minLength: 1,
  maxLength: 100,
  description: '3 to 50 letters, digits, `.`, `_`, `-`; case does not matter'
})
/** Bounded here, judged by the policy: its limits are in code points of the normal form. */
const Password = Type.String({ minLength: 1, maxLength: 512, description: '8 to 128 characters, not a common one' })
const Token = Type.String({ minLength: 1, maxLength: 100 })

export const RegisterBody = Body(
  {
    username: Username,
    password: Password,
    fullName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    age: Type.Optional(Type.Integer({ minimum: 1, maximum: 150 })),
    language: Type.Optional(OneOf(languages)),
    timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Its name: `Asia/Jakarta`' }))
  },
  { examples: [{ username: 'sari.dewi', password: 'kopi-tubruk-pagi', fullName: 'Sari Dewi', age: 17 }] }
)

export const LoginBody = Body(
  { username: Username, password: Password },
  { examples: [{ username: 'sari.dewi', password: 'kopi-tubruk-pagi' }] }
)

export const PasswordBody = Body(
  { currentPassword: Password, newPassword: Password },
  { examples: [{ currentPassword: 'kopi-tubruk-pagi', newPassword: 'teh-poci-sore-hari' }] }
)

export const ForgotBody = Type.Union(
  [Body({ username: Username }), Body({ email: Type.String({ minLength: 3, maxLength: 254 }) })],
  { examples: [{ email: 'sari@example.sch.id' }] }
)

export const ResetBody = Body(
  { token: Token, newPassword: Password },
  { examples: [{ token: 'b2ZmLXRoZS1yZWNvcmQ', newPassword: 'teh-poci-sore-hari' }] }
)

export const SetupBody = Body(
  { token: Token, username: Username, password: Password },
  { examples: [{ token: 'Zmlyc3Qtc3RhcnQ', username: 'kepala.sekolah', password: 'buku-tulis-biru' }] }
)

const userExample = {
  id: 'usr_01jd3w8q2k0000abcdefghjkmn',
  username: 'sari.dewi',
  fullName: 'Sari Dewi',
  email: null,
  age: 17,
  language: 'id',
  timeZone: 'Asia/Jakarta',
  status: 'active',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  version: 1
}

export const SignedInSchema = Type.Object({ user: UserRef }, { $id: 'SignedIn', examples: [{ user: userExample }] })

export const MeSchema = Type.Object(
  {
    user: UserRef,
    roles: Type.Array(
      Type.Object({
        role: Type.String({ description: 'Its key' }),
        organizationId: Nullable(Type.String({ description: 'Null: on the whole platform' }))
      })
    ),
    permissions: Type.Array(OneOf(permissionCodes), { description: 'Held somewhere' }),
    session: Type.Object({ expiresAt: DateTime() })
  },
  {
    $id: 'Me',
    examples: [
      {
        user: userExample,
        roles: [{ role: 'learner', organizationId: 'org_01jd3w8q2k0000abcdefghjkmn' }],
        permissions: [],
        session: { expiresAt: '2026-12-20T08:00:00.000Z' }
      }
    ]
  }
)

export const CurrentSessionSchema = Type.Object(
  { me: Type.Unsafe<Static<typeof MeSchema> | null>({ anyOf: [{ $ref: 'Me#' }, { type: 'null' }] }) },
  { $id: 'CurrentSession', examples: [{ me: null }] }
)

const sessionExample = {
  id: 'c2Vzc2lvbi1oYXNo',
  device: 'Chrome on Android',
  createdAt: '2026-11-20T08:00:00.000Z',
  lastSeenAt: '2026-11-20T09:30:00.000Z',
  isCurrent: true
}

export const SessionSchema = Type.Object(
  {
    id: Type.String({ description: 'Names the session; it cannot be used as one' }),
    device: Type.String(),
    createdAt: DateTime(),
    lastSeenAt: DateTime(),
    isCurrent: Type.Boolean()
  },
  {
    $id: 'Session',
    examples: [sessionExample]
  }
)

export const SessionListSchema = Type.Object(
  { data: Type.Array(Ref(SessionSchema)) },
  { $id: 'SessionList', examples: [{ data: [sessionExample] }] }
)

type SessionRow = Awaited<ReturnType<Sessions['list']>>[number]

export function presentSessions(rows: readonly SessionRow[]): Static<typeof SessionListSchema> {
  const present = ({ createdAt, lastSeenAt, ...row }: SessionRow) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString()
  })
  return { data: rows.map(present) }
}

export const authSchemas = [SignedInSchema, MeSchema, CurrentSessionSchema, SessionSchema, SessionListSchema]
