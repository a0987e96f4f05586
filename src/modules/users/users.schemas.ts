import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, searchQuery } from '../../http/schemas.js'
import { languages } from '../../lib/languages.js'
import type { UserRow } from './users.repository.js'

const Username = Type.String({
  minLength: 1,
  maxLength: 100,
  description: '3 to 50 letters, digits, `.`, `_`, `-`; case does not matter'
})
const FullName = Nullable(Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }))
const Email = Nullable(Type.String({ format: 'email', maxLength: 254 }))
const Age = Nullable(Type.Integer({ minimum: 1, maximum: 150 }))
const Language = OneOf(languages, { description: 'In which they are written to' })
const TimeZone = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Of their quiet hours and digests: its name, such as `Asia/Jakarta`'
})
const Status = OneOf(['active', 'disabled'], { description: 'Who is disabled cannot sign in' })
/** Bounded here, judged by the policy: its limits are in code points of the normal form. */
const Password = Type.String({ minLength: 1, maxLength: 512, description: '8 to 128 characters, not a common one' })

const profile = {
  fullName: Type.Optional(FullName),
  email: Type.Optional(Email),
  age: Type.Optional(Age),
  language: Type.Optional(Language),
  timeZone: Type.Optional(TimeZone)
}

const userExample = {
  id: 'usr_01jd3w8q2k0000abcdefghjkmn',
  username: 'sari.dewi',
  fullName: 'Sari Dewi',
  email: 'sari@example.sch.id',
  age: 17,
  language: 'id' as const,
  timeZone: 'Asia/Jakarta',
  status: 'active' as const,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  version: 1
}

export const UserSchema = Type.Object(
  {
    id: Type.String(),
    username: Type.String(),
    fullName: Nullable(Type.String()),
    email: Nullable(Type.String()),
    age: Nullable(Type.Integer()),
    language: Language,
    timeZone: TimeZone,
    status: Status,
    createdAt: DateTime(),
    updatedAt: DateTime(),
    version: Type.Integer()
  },
  { $id: 'User', examples: [userExample] }
)

export type User = Static<typeof UserSchema>

export const UserPageSchema = PageOf(UserSchema, 'UserPage')

export const UserParams = Type.Object({ id: Id('user', { examples: [userExample.id] }) })

export const userSorts = ['username', '-username', 'createdAt', '-createdAt'] as const

export const UsersQuery = Type.Object({
  ...listQuery,
  ...searchQuery,
  sort: Type.Optional(OneOf(userSorts, { default: 'username' })),
  status: Type.Optional(Status),
  organizationId: Type.Optional(Id('organization', { description: 'Only its members' }))
})

export const NewUserBody = Body(
  {
    username: Username,
    password: Type.Optional({ ...Password, description: 'Without one the user signs in after a link to reset it' }),
    ...profile,
    organizationId: Type.Optional(Id('organization', { description: 'The default one when absent' })),
    role: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9_-]+$',
        maxLength: 64,
        default: 'learner',
        description: 'Key or id of the role in the organisation'
      })
    )
  },
  { examples: [{ username: 'sari.dewi', password: 'kopi-tubruk-pagi', fullName: 'Sari Dewi', age: 17 }] }
)

export const UserProfileBody = Body(
  { username: Username, ...profile },
  { examples: [{ username: 'sari.dewi', fullName: 'Sari Dewi', email: 'sari@example.sch.id', age: 18 }] }
)

export const UserChangesBody = Body(
  {
    username: Type.Optional(Username),
    ...profile,
    status: Type.Optional(Status),
    password: Type.Optional({ ...Password, description: 'Of somebody else; one’s own: `POST /api/auth/password`' })
  },
  { minProperties: 1, examples: [{ age: 18 }, { language: 'id', timeZone: 'Asia/Makassar' }, { status: 'disabled' }] }
)

export function presentUser(user: Omit<UserRow, 'usernameKey' | 'emailKey' | 'searchKey' | 'deletedAt'>): User {
  const { id, username, fullName, email, age, language, timeZone, status, createdAt, updatedAt, version } = user
  return {
    id,
    username,
    fullName,
    email,
    age,
    language,
    timeZone,
    status,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    version
  }
}
