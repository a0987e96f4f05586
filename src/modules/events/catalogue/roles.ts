import Type, { type Static } from 'typebox'
import type { BuiltInRoleKey } from '../../../lib/permissions.js'
import { defineEvent } from './define.js'
import { text, textOrNull } from './fields.js'

const RoleInPlace = Type.Object({
  key: text('The role'),
  title: text('Its title'),
  organizationId: textOrNull('Where; null: on the whole platform'),
  organizationName: textOrNull('The name of the organisation')
})
type RoleInPlace = Static<typeof RoleInPlace>

const roles = (description: string) => Type.Array(RoleInPlace, { description })

/** One change of roles may be long: a message names so many, and says how many more there are. */
const maxNamed = 8

/** What people make themselves is called as they call it. */
const indonesianTitles: Record<BuiltInRoleKey, string> = {
  admin: 'Administrator',
  owner: 'Pemilik',
  org_admin: 'Administrator organisasi',
  mentor: 'Mentor',
  facilitator: 'Fasilitator',
  learner: 'Peserta'
}

interface Words {
  titleOf: (role: RoleInPlace) => string
  at: string
  more: (count: number) => string
}

const english: Words = { titleOf: ({ title }) => title, at: 'in', more: (count) => ` and ${count} more` }

const indonesian: Words = {
  titleOf: ({ key, title }) => (Object.hasOwn(indonesianTitles, key) ? indonesianTitles[key as BuiltInRoleKey] : title),
  at: 'di',
  more: (count) => ` dan ${count} lainnya`
}

function enumerate(held: readonly RoleInPlace[], { titleOf, at, more }: Words): string {
  const named = held
    .slice(0, maxNamed)
    .map((role) => titleOf(role) + (role.organizationName ? ` ${at} ${role.organizationName}` : ''))
  return named.join(', ') + (held.length > maxNamed ? more(held.length - maxNamed) : '')
}

/** A sentence for each list that is not empty. */
function sentences(...said: readonly (readonly [string, readonly RoleInPlace[], Words])[]): string {
  const some = said.filter(([, held]) => held.length > 0)
  return some.map(([words, held, language]) => `${words} ${enumerate(held, language)}.`).join(' ')
}

export const roleEvents = {
  role_changed: defineEvent({
    name: { en: 'Changes of your roles', id: 'Perubahan peran' },
    concerns: { en: 'Who is given a role, or loses one', id: 'Yang mendapat atau kehilangan peran' },
    data: Type.Object({
      userId: text('Whose roles they are'),
      added: roles('What they hold now and did not before'),
      removed: roles('What they hold no more')
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your roles have changed', id: () => 'Peranmu berubah' },
    message: {
      en: ({ added, removed }) => sentences(['You are now', added, english], ['You are no longer', removed, english]),
      id: ({ added, removed }) =>
        sentences(['Sekarang kamu', added, indonesian], ['Kamu bukan lagi', removed, indonesian])
    },
    link: () => '/app/profile'
  })
}
