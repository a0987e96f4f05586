// Runs once: it reads the messages, not a database.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'

const folder = fileURLToPath(new URL('../../web/src/messages', import.meta.url))
const parts = readdirSync(join(folder, 'en')).sort()

function read(language: string, part: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, language, part), 'utf8'))
}

/** Indonesian tells numbers apart where English does not, and the other way round: all of them are a number that is handed in. */
const plain = new Set([TYPE.argument, TYPE.number, TYPE.plural])

/** What the message is handed, by name and kind, as `role: select`. */
function argumentsOf(elements: MessageFormatElement[], found = new Set<string>()): Set<string> {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue
    found.add(`${element.value}: ${plain.has(element.type) ? 'plain' : TYPE[element.type]}`)
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const { value } of Object.values(element.options)) argumentsOf(value, found)
    }
    if (element.type === TYPE.tag) argumentsOf(element.children, found)
  }
  return found
}

/** Where the message tells numbers apart: the forms that it has. */
function pluralsOf(elements: MessageFormatElement[]): { forms: string[]; isOrdinal: boolean }[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return pluralsOf(element.children)
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
    const inner = Object.values(element.options).flatMap(({ value }) => pluralsOf(value))
    if (element.type === TYPE.select) return inner
    return [{ forms: Object.keys(element.options), isOrdinal: element.pluralType === 'ordinal' }, ...inner]
  })
}

describe('the messages', () => {
  test('are in both languages, key by key, and none is empty', () => {
    assert.ok(parts.length > 0)
    assert.deepEqual(readdirSync(join(folder, 'id')).sort(), parts)
    for (const part of parts) {
      const [en, id] = [read('en', part), read('id', part)]
      assert.deepEqual(Object.keys(id).sort(), Object.keys(en).sort(), part)
      const empty = [en, id].flatMap((texts) => Object.keys(texts).filter((key) => texts[key]?.trim() === ''))
      assert.deepEqual(empty, [], part)
    }
  })

  test('are handed the same in both', () => {
    const differing = parts.flatMap((part) => {
      const [en, id] = [read('en', part), read('id', part)]
      return Object.keys(en).flatMap((key) => {
        const [first, second] = [en[key] ?? '', id[key] ?? ''].map((text) =>
          [...argumentsOf(parse(text))].sort().join()
        )
        return first === second ? [] : [`${part} ${key}: ${first} and ${second}`]
      })
    })
    assert.deepEqual(differing, [])
  })

  test('have the forms of number that their language has', () => {
    for (const language of ['en', 'id']) {
      const incomplete = parts.flatMap((part) =>
        Object.entries(read(language, part)).flatMap(([key, text]) =>
          pluralsOf(parse(text)).flatMap(({ forms, isOrdinal }) => {
            const { pluralCategories } = new Intl.PluralRules(language, {
              type: isOrdinal ? 'ordinal' : 'cardinal'
            }).resolvedOptions()
            // "=1" says what "one" says in a language in which one is only one.
            const has = (category: string) => forms.includes(category) || (category === 'one' && forms.includes('=1'))
            return pluralCategories.every(has) ? [] : [`${part} ${key}`]
          })
        )
      )
      assert.deepEqual(incomplete, [], language)
    }
  })
})
