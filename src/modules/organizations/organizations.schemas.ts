import Type, { type Static } from 'typebox'
import { Body, DateTime, listQuery, OneOf, PageOf } from '../../http/schemas.js'
import type { OrganizationRow } from './organizations.repository.js'

const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Slug = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  minLength: 2,
  maxLength: 80,
  description: 'Names it in addresses; made from the name when absent'
})
const Kind = OneOf(['school', 'partner', 'company', 'community'])
const Description = Type.String({ maxLength: 2_000 })

export const organizationIdExample = 'org_01jd3w8q2k0000abcdefghjkmn'

const organizationExample = {
  id: organizationIdExample,
  name: 'SMA Nusantara',
  slug: 'sma-nusantara',
  kind: 'school' as const,
  description: 'Upper secondary school in Bandung',
  isDefault: false,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  version: 1
}

export const OrganizationSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    slug: Type.String(),
    kind: Kind,
    description: Type.String(),
    isDefault: Type.Boolean({ description: 'The one that a caller means who names none' }),
    createdAt: DateTime(),
    updatedAt: DateTime(),
    version: Type.Integer()
  },
  { $id: 'Organization', examples: [organizationExample] }
)

export const OrganizationPageSchema = PageOf(OrganizationSchema, 'OrganizationPage')

export const organizationIdParam = Type.String({
  pattern: '^[a-z0-9_-]+$',
  maxLength: 80,
  description: 'Id or slug',
  examples: ['sma-nusantara']
})

export const OrganizationParams = Type.Object({ id: organizationIdParam })

export const OrganizationsQuery = Type.Object({
  ...listQuery,
  sort: Type.Optional(OneOf(['slug', '-slug'], { default: 'slug' }))
})

export const NewOrganizationBody = Body(
  {
    name: Name,
    slug: Type.Optional(Slug),
    kind: Type.Optional({ ...Kind, default: 'school' }),
    description: Type.Optional(Description)
  },
  { examples: [{ name: 'SMA Nusantara', kind: 'school', description: 'Upper secondary school in Bandung' }] }
)

export const OrganizationChangesBody = Body(
  {
    name: Type.Optional(Name),
    slug: Type.Optional(Slug),
    kind: Type.Optional(Kind),
    description: Type.Optional(Description)
  },
  { minProperties: 1, examples: [{ name: 'SMA Nusantara Raya' }] }
)

export function presentOrganization({
  createdAt,
  updatedAt,
  ...organization
}: OrganizationRow): Static<typeof OrganizationSchema> {
  return { ...organization, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}
