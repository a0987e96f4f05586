// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  builtInRoleId,
  builtInRoles,
  covers,
  type Grant,
  hasPower,
  holds,
  holdsOver,
  holdsSomewhere,
  isPermission,
  memberOrganizations,
  organizationsWhere,
  type Permission,
  permissionCodes
} from '../../src/lib/permissions.js'

const grant = (organizationId: string | null, ...codes: Permission[]): Grant => ({
  role: 'x',
  organizationId,
  permissions: new Set(codes)
})
const platform = grant(null, 'course.update')
const inA = grant('org_a', 'course.update', 'user.read')
const learnerInB = grant('org_b')

describe('permissions', () => {
  it('are a closed list of codes', () => {
    for (const code of permissionCodes) {
      assert.match(code, /^[a-z]+\.[a-z]+$/)
      assert.ok(isPermission(code))
    }
    for (const code of ['', 'course', 'course.*', 'toString', '__proto__', 'constructor'])
      assert.ok(!isPermission(code))
  })

  it('hold on the platform, or within their organisation alone', () => {
    assert.ok(holds([platform], 'course.update', 'org_a'))
    assert.ok(holds([platform], 'course.update', null))
    assert.ok(holds([inA], 'course.update', 'org_a'))
    assert.ok(!holds([inA], 'course.update', 'org_b'))
    assert.ok(!holds([inA], 'course.update', null), 'what belongs to no organisation is for the platform')
    assert.ok(!holds([inA], 'course.delete', 'org_a'))
    assert.ok(!holds([], 'course.update', 'org_a'))
    assert.ok(holdsSomewhere([learnerInB, inA], 'user.read'))
    assert.ok(!holdsSomewhere([learnerInB, platform], 'user.read'))
  })

  it('tell the organisations where they hold', () => {
    assert.deepEqual(organizationsWhere([inA, grant('org_c', 'course.update'), inA], 'course.update'), [
      'org_a',
      'org_c'
    ])
    assert.equal(organizationsWhere([inA, platform], 'course.update'), 'all')
    assert.deepEqual(organizationsWhere([platform], 'user.read'), [])
    assert.deepEqual(memberOrganizations([platform, inA, learnerInB, inA]), ['org_a', 'org_b'])
  })

  it('reach those who share an organisation where they hold', () => {
    assert.ok(holdsOver([inA], 'user.read', [grant('org_a')]))
    assert.ok(!holdsOver([inA], 'user.read', [learnerInB]))
    assert.ok(!holdsOver([inA], 'user.read', [platform]), 'who is in no organisation is for the platform')
    assert.ok(holdsOver([platform], 'course.update', []))
  })

  it('are power over others when there is any', () => {
    assert.ok(!hasPower([learnerInB]))
    assert.ok(!hasPower([]))
    assert.ok(hasPower([learnerInB, inA]))
  })

  it('cover a grant only when they carry all of it where it holds', () => {
    assert.ok(covers([inA], inA))
    assert.ok(covers([platform, inA], inA))
    assert.ok(covers([inA], learnerInB), 'nothing is covered by anybody')
    assert.ok(!covers([inA], { ...inA, organizationId: null }))
    assert.ok(!covers([inA], { ...inA, organizationId: 'org_b' }))
    assert.ok(!covers([platform], inA))
    assert.ok(covers([grant('org_a', 'user.read'), grant('org_a', 'course.update')], inA), 'together')
  })
})

describe('the built-in roles', () => {
  const roleOf = (key: string) => new Set<Permission>(builtInRoles.find((role) => role.key === key)?.permissions)

  it('have keys of their own, and permissions that exist, each once', () => {
    assert.equal(new Set(builtInRoles.map(({ key }) => builtInRoleId(key))).size, builtInRoles.length)
    for (const { permissions } of builtInRoles) {
      assert.ok(permissions.every(isPermission))
      assert.equal(new Set(permissions).size, permissions.length)
    }
  })

  it('are in order of their power', () => {
    const order = ['admin', 'owner', 'org_admin', 'facilitator', 'learner'].map(roleOf)
    for (const [i, weaker] of order.slice(1).entries()) {
      for (const code of weaker) assert.ok(order[i]?.has(code), code)
    }
    assert.equal(roleOf('admin').size, permissionCodes.length)
    assert.equal(roleOf('learner').size, 0)
    for (const code of roleOf('mentor')) assert.ok(roleOf('org_admin').has(code), code)
  })

  it('give what concerns the whole platform to administrators alone', () => {
    for (const code of ['role.manage', 'organization.create', 'user.delete'] as const) {
      assert.deepEqual(
        builtInRoles.filter(({ key }) => roleOf(key).has(code)).map(({ key }) => key),
        ['admin']
      )
    }
  })
})
