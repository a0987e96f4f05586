import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cadences } from '../../../src/db/schema/preferences.js'
import { languages } from '../../../src/lib/languages.js'
import type { EventDefinition } from '../../../src/modules/events/catalogue/define.js'
import {
  catalogue,
  definitionOf,
  type EventInput,
  eventTypes,
  isEventType,
  wordsOf
} from '../../../src/modules/events/catalogue.js'

interface Schema {
  type?: string | string[] | undefined
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
}

/** A value of the schema, in which each text is the name of its field. With `isBare`, null where that is allowed. */
function exampleOf({ type, properties, items, anyOf, enum: values }: Schema, name: string, isBare: boolean): unknown {
  if (anyOf) return exampleOf((isBare ? anyOf.at(-1) : anyOf[0]) ?? {}, name, isBare)
  if (Array.isArray(type)) return isBare && type.includes('null') ? null : exampleOf({ type: type[0] }, name, isBare)
  if (values) return values[0]
  if (properties) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, exampleOf(schema, name, isBare)])
    )
  }
  if (items) return isBare ? [exampleOf(items, name, isBare)] : [0, 1].map(() => exampleOf(items, name, isBare))
  return { integer: 3, number: 2.5, boolean: !isBare, null: null }[type ?? ''] ?? (type === 'null' ? null : `<${name}>`)
}

const dataOf = ({ data }: EventDefinition, isBare = false) =>
  exampleOf(data as Schema, 'data', isBare) as Record<string, unknown>

function undescribed(schema: Schema, path: string): string[] {
  const { properties = {}, items } = schema
  const own = Object.entries(properties).flatMap(([name, field]) => [
    ...(field.description ? [] : [`${path}.${name}`]),
    ...undescribed(field, `${path}.${name}`)
  ])
  return items ? [...own, ...undescribed(items, `${path}[]`)] : own
}

describe('every event of the catalogue', () => {
  for (const type of eventTypes) {
    test(type, () => {
      const definition = definitionOf(type)
      assert.match(type, /^[a-z]+(_[a-z]+)*$/)
      for (const named of [definition.name, definition.concerns]) {
        for (const language of languages) assert.ok(named[language].trim(), language)
        assert.notEqual(named.id, named.en)
      }
      for (const cadence of Object.values(definition.defaults)) assert.ok(cadences.includes(cadence))
      assert.deepEqual(undescribed(definition.data as Schema, type), [])

      for (const isBare of [false, true]) {
        const { title, message, link } = wordsOf({ type, data: dataOf(definition, isBare) })
        for (const texts of [title, message]) {
          // What somebody wrote is in the language that they chose.
          if (type !== 'announcement') assert.notEqual(texts.id, texts.en)
          for (const language of languages) {
            assert.ok(texts[language].trim(), language)
            assert.doesNotMatch(texts[language], /undefined|null|NaN|\[object|[\r\n]/, language)
            assert.doesNotMatch(texts[language], /^\s|\s$| {2}/, language)
          }
        }
        if (type !== 'announcement') assert.ok(link === null || /^\/(?!\/)\S+$/.test(link), String(link))
      }
    })
  }
})

test('no two types have one name in the preferences', () => {
  for (const language of languages) {
    const names = eventTypes.map((type) => definitionOf(type).name[language])
    assert.equal(new Set(names).size, names.length, names.filter((name, i) => names.indexOf(name) !== i).join(', '))
  }
})

test('a role is named in the language of the reader, and a long change is cut short', () => {
  const role = (key: string, title: string, organizationName: string | null = 'SMK 1') => ({
    ...{ key, title, organizationId: organizationName && 'org_1', organizationName }
  })
  const change = (added: unknown[], removed: unknown[]) =>
    wordsOf({ type: 'role_changed', data: { userId: 'usr_1', added, removed } }).message
  assert.deepEqual(change([role('facilitator', 'Facilitator')], [role('learner', 'Learner')]), {
    en: 'You are now Facilitator in SMK 1. You are no longer Learner in SMK 1.',
    id: 'Sekarang kamu Fasilitator di SMK 1. Kamu bukan lagi Peserta di SMK 1.'
  })
  assert.deepEqual(change([role('admin', 'Administrator', null), role('tutor', 'Penjaga lab')], []), {
    en: 'You are now Administrator, Penjaga lab in SMK 1.',
    id: 'Sekarang kamu Administrator, Penjaga lab di SMK 1.'
  })
  const many = Array.from({ length: 10 }, (_, n) => role(`r${n}`, `R${n}`, null))
  const named = 'R0, R1, R2, R3, R4, R5, R6, R7'
  assert.deepEqual(change([], many), {
    en: `You are no longer ${named} and 2 more.`,
    id: `Kamu bukan lagi ${named} dan 2 lainnya.`
  })
})

test('lessons that open together are told together', () => {
  const words = (titles: string[]) => {
    const module = { moduleId: 'mod_1', moduleTitle: 'Dasar', courseId: 'crs_1', courseTitle: 'Web' }
    const lessons = titles.map((title, n) => ({ id: `les_${n}`, title }))
    const { title, message } = wordsOf({ type: 'lesson_released', data: { ...module, lessons } })
    return [title.en, message.en, message.id]
  }
  assert.deepEqual(words(['HTML']), ['New lesson', '“HTML” of “Web” is open.', '“HTML” di “Web” sudah dibuka.'])
  assert.deepEqual(words(['HTML', 'CSS']), [
    'New lessons',
    '2 lessons of “Dasar” in “Web” are open.',
    '2 pelajaran dari “Dasar” di “Web” sudah dibuka.'
  ])
})

test('what is not in the catalogue is no event', () => {
  for (const type of ['constructor', 'toString', '__proto__', 'enrolment', '']) {
    assert.equal(isEventType(type), false, type)
    assert.throws(() => definitionOf(type), /no event of the type/)
  }
  assert.ok(Object.keys(catalogue).length > 40)
})

test('an unknown type, and data of another one, do not compile', () => {
  const told = { audience: null, actorId: null }
  const data = { courseId: 'crs_1', courseTitle: 'Web' }
  const inputs: EventInput[] = [
    { type: 'course_published', data, ...told },
    // @ts-expect-error: no such type
    { type: 'course_publised', data, ...told },
    // @ts-expect-error: data of another type
    { type: 'course_published', data: { cohortId: 'coh_1' }, ...told },
    // @ts-expect-error: a value of another type
    { type: 'course_published', data: { ...data, courseTitle: 1 }, ...told },
    // @ts-expect-error: something is missing
    { type: 'enrolment_rejected', data: { ...data, learnerId: 'usr_1' }, ...told },
    // @ts-expect-error: whom it is told to is not said
    { type: 'course_published', data, actorId: null },
    // @ts-expect-error: an audience that there is not
    { type: 'course_published', data, audience: { schoolId: 'x' }, actorId: null }
  ]
  assert.equal(inputs.length, 7)
})
