// Runs once: it reads the sources, not a database.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as tables from '../src/db/schema/sqlite.js'
import {
  forbiddenImports,
  foreignWrites,
  importsOf,
  type SourceFile,
  tableOwners,
  tooLong
} from './support/architecture.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = [...readSources('src'), ...readSources('web/src')]

function readSources(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('schema.d.ts')) // made of the contract
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

describe('the sources', () => {
  it('import what design.md allows, and nothing else', () => {
    assert.ok(sources.length > 50)
    assert.deepEqual(forbiddenImports(sources), [])
  })

  it('write the rows of a table in the module that owns it alone', () => {
    assert.deepEqual(Object.keys(tables).sort(), Object.keys(tableOwners).sort(), 'each table has an owner')
    assert.deepEqual(foreignWrites(sources), [])
  })

  it('have at most 300 lines each', () => {
    assert.deepEqual(tooLong(sources, 300), [])
  })

  it('import files that are there', () => {
    const missing = sources.flatMap((file) =>
      importsOf(file)
        .map(({ target }) => target)
        .filter((target) => target.startsWith('src/') && !existsSync(join(root, target)))
        .map((target) => `${file.path} imports ${target}`)
    )
    assert.deepEqual(missing, [])
  })
})

describe('README.md', () => {
  it('names every direct dependency', () => {
    const readme = existsSync(join(root, 'README.md')) ? readFileSync(join(root, 'README.md'), 'utf8') : ''
    const names = ['package.json', 'web/package.json'].flatMap((file) => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<
        'dependencies' | 'devDependencies',
        Record<string, string>
      >
      return Object.keys({ ...dependencies, ...devDependencies })
    })
    assert.deepEqual(
      names.filter((name) => !readme.includes(`\`${name}\``)),
      [],
      'not named in README.md as `name`'
    )
  })
})

describe('the check of the imports', () => {
  const bad: [path: string, text: string, what: RegExp][] = [
    ['src/lib/x.ts', `import { sql } from 'drizzle-orm'`, /Node’s own/],
    ['src/lib/x.ts', `import { a } from '../db/database.js'`, /Node’s own/],
    ['src/lib/x.ts', `import type { A } from '../http/access.js'`, /Node’s own/],
    ['src/db/x.ts', `import Fastify from 'fastify'`, /no Fastify/],
    ['src/db/x.ts', `import cookie from '@fastify/cookie'`, /no Fastify/],
    ['src/db/schema/x.ts', `export * from '../../modules/users/index.js'`, /lib alone/],
    ['src/http/x.ts', `import type { Database } from '../db/database.js'`, /lib alone/],
    ['src/http/x.ts', `import { eq } from 'drizzle-orm/sql'`, /handed functions/],
    ['src/http/x.ts', `const m = await import('../modules/users/index.js')`, /lib alone/],
    ['src/integrations/mail/index.ts', `import { a } from '../github/index.js'`, /lib alone/],
    ['src/integrations/mail/index.ts', `import type { Tx } from '../../db/database.js'`, /lib alone/],
    ['src/jobs/x.ts', `import { a } from '../modules/users/index.js'`, /lib, db and http/],
    ['src/modules/users/index.ts', `import { a } from '../roles/index.js'`, /import type/],
    ['src/modules/users/index.ts', `import { type A, b } from '../roles/index.js'`, /import type/],
    ['src/modules/users/index.ts', `import type { A } from '../roles/roles.service.js'`, /index\.ts/],
    [
      'src/modules/users/index.ts',
      `import {\n  type A,\n  b\n} from '../../integrations/mail/index.js'`,
      /import type/
    ],
    ['src/modules/users/index.ts', `import '../roles/index.js'`, /import type/],
    ['src/modules/users/index.ts', `import type { Config } from '../../config.js'`, /none of the module/],
    ['src/modules/users/index.ts', `import { sql } from 'drizzle-orm'`, /repositories/],
    ['src/modules/users/x.repository.ts', `import type { FastifyRequest } from 'fastify'`, /no HTTP/],
    ['src/modules/users/x.repository.ts', `import { a } from '../../http/etag.js'`, /no HTTP/],
    ['src/modules/users/x.service.ts', `import type { FastifyRequest } from 'fastify'`, /no Fastify/],
    ['src/modules/users/x.service.ts', `import { eq } from 'drizzle-orm'`, /repositories/],
    ['src/modules/users/x.service.ts', `import type { SQL } from 'drizzle-orm'`, /no drizzle/],
    ['src/modules/users/x.service.ts', `import { isUniqueViolation } from '../../db/errors.js'`, /types of db/],
    ['src/modules/users/x.routes.ts', `import type { Database } from '../../db/database.js'`, /no database/],
    ['src/modules/users/x.routes.ts', `import type { SQL } from 'drizzle-orm'`, /no database/],
    ['src/modules/users/x.routes.ts', `import { a } from './users.repository.js'`, /service/],
    ['src/app.ts', `import { a } from '../web/src/a.js'`, /web/],
    ['web/src/pages/a.tsx', `import type { A } from '../../../src/lib/ids.js'`, /own code/],
    ['web/src/pages/home/a.tsx', `import { b } from '../account/b.js'`, /another area/],
    ['web/src/ui/a.tsx', `import { b } from '../pages/account/b.js'`, /another area/],
    ['src/http/x.ts', `const m = await import(name)\nimport { a } from '../db/errors.js'`, /lib alone/]
  ]
  for (const [path, text, what] of bad) {
    it(`finds ${text.replace(/\s+/g, ' ')} in ${path}`, () => {
      const found = forbiddenImports([
        { path, text: `import { join } from 'node:path'\n${text}\nexport const x = 1\n` }
      ])
      assert.equal(found.length, 1, String(found))
      assert.match(found[0] ?? '', what)
    })
  }

  it('lets pass what is allowed', () => {
    const good: [path: string, text: string][] = [
      ['src/lib/x.ts', `import { join } from 'node:path'\nimport { a } from './ids.js'`],
      ['src/db/x.ts', `import { sql } from 'drizzle-orm'\nimport pg from 'pg'\nimport { a } from '../lib/ids.js'`],
      ['src/http/x.ts', `import Fastify from 'fastify'\nimport { a } from '../lib/ids.js'`],
      [
        'src/modules/users/index.ts',
        `import type { A } from '../roles/index.js'\nimport { type B } from '../auth/index.js'`
      ],
      [
        'src/modules/users/x.repository.ts',
        `import { sql } from 'drizzle-orm'\nimport { a } from '../../db/database.js'`
      ],
      [
        'src/modules/users/x.service.ts',
        `import type { Tx } from '../../db/database.js'\nimport { a } from './x.repository.js'`
      ],
      [
        'src/modules/users/x.routes.ts',
        `import { a } from '../../http/etag.js'\nimport type { B } from './x.service.js'`
      ],
      ['src/lib/y.ts', `// import { sql } from 'drizzle-orm'\n/*\nimport { sql } from 'drizzle-orm'\n*/`],
      ['src/app.ts', `import { a } from './modules/users/index.js'`],
      ['web/src/pages.ts', `const page = () => import('./pages/home/HomePage.js')`],
      ['web/src/pages/home/a.tsx', `import { b } from './b.js'\nimport { c } from '../../ui/c.js'`]
    ]
    assert.deepEqual(forbiddenImports(good.map(([path, text]) => ({ path, text }))), [])
  })
})

describe('the check of the writes', () => {
  const bad: [path: string, text: string][] = [
    ['src/modules/courses/x.repository.ts', 'await tx.insert(users).values(row)'],
    ['src/modules/courses/x.repository.ts', 'await tx\n    .update(tables.users)\n    .set({})'],
    ['src/modules/users/x.repository.ts', 'await queries.delete(sessions).where(x)'],
    ['src/modules/users/x.repository.ts', 'await tx.delete(database.tables.roleAssignments)'],
    ['src/modules/users/x.repository.ts', `await tx.delete(tables['sessions'])`],
    ['src/modules/users/x.repository.ts', 'const { sessions: people } = tables\nawait tx.insert(people).values(row)'],
    [
      'src/modules/users/x.repository.ts',
      'const people = database.tables.sessions\nawait tx.insert(people).values(row)'
    ],
    ['src/modules/users/x.repository.ts', 'await tx.insert(someTable).values(row)'],
    ['src/modules/users/x.repository.ts', 'await tx.select({ a: sql`delete from users` })'],
    ['src/db/x.ts', 'await tx.insert(users).values(row)'],
    ['src/first-start.ts', 'await tx.insert(systemValues).values(row)']
  ]
  for (const [path, text] of bad) {
    it(`finds ${text.replace(/\s+/g, ' ')} in ${path}`, () => {
      assert.equal(foreignWrites([{ path, text }]).length, 1)
    })
  }

  it('lets pass the owner, the base data, and what is no table', () => {
    const text = `await tx.insert(users).values(row)\nawait tx\n  .update(users)\nopen.delete(key)\nhash.update(text)`
    assert.deepEqual(foreignWrites([{ path: 'src/modules/users/x.repository.ts', text }]), [])
    assert.deepEqual(foreignWrites([{ path: 'src/db/base-data.ts', text: 'await tx.insert(roles)' }]), [])
    assert.deepEqual(foreignWrites([{ path: 'src/jobs/x.ts', text: 'await tx.update(jobLeases)' }]), [])
  })
})

describe('the check of the lengths', () => {
  it('counts lines, with or without a line end at the end', () => {
    const file = (lines: number, end: string) => ({ path: `${lines}`, text: Array(lines).fill('x').join('\n') + end })
    assert.deepEqual(tooLong([file(300, '\n'), file(300, ''), file(301, '\n')], 300), ['301 has 301 lines'])
  })
})
