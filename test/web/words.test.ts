// Runs once: it reads the sources of the client.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type TypeScript from '../../web/node_modules/typescript/lib/typescript.js'

const web = fileURLToPath(new URL('../../web/', import.meta.url))
// The client's own: the root's is a compiler without an API.
const ts: typeof TypeScript = createRequire(web)('typescript')

/** What a reader sees, or hears. */
const readAttributes = /^(title|alt|placeholder|label|hint|aria-(label|description|roledescription|valuetext))$/
const brand = 'Naik Kelas'

/** Words that stand in the code instead of the messages, with their lines. */
function wordsIn(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const add = (node: TypeScript.Node, words: string) => {
    if (!/\p{L}{2}/u.test(words) || words.trim() === brand) return
    found.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${words.trim()}`)
  }
  /** What an expression in the page may come to: `{isOpen ? 'Close' : 'Open'}`. */
  const addResults = (node: TypeScript.Node): void => {
    if (ts.isStringLiteralLike(node)) add(node, node.text)
    if (ts.isTemplateExpression(node)) {
      for (const { text } of [node.head, ...node.templateSpans.map(({ literal }) => literal)]) add(node, text)
    }
    if (ts.isParenthesizedExpression(node)) addResults(node.expression)
    if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(addResults)
    if (ts.isBinaryExpression(node)) addResults(node.right)
  }
  const visit = (node: TypeScript.Node): void => {
    if (ts.isJsxText(node)) add(node, node.text)
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) addResults(node.expression)
    if (ts.isJsxAttribute(node) && node.initializer && readAttributes.test(node.name.getText())) {
      addResults(ts.isJsxExpression(node.initializer) ? (node.initializer.expression ?? node) : node.initializer)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

describe('the words of the client', () => {
  test('are in its messages, not in its code', () => {
    const names = readdirSync(join(web, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.tsx')
    )
    assert.ok(names.length > 0)
    const found = names.flatMap((name) => wordsIn(name, readFileSync(join(web, 'src', name), 'utf8')))
    assert.deepEqual(found, [])
  })

  test('are found wherever they stand', () => {
    const text = [
      '<p>Selamat datang</p>',
      `<p>{isOpen ? 'Tutup' : t('open')}</p>`,
      `<p>{hasCourses && 'kursus'}</p>`,
      '<button aria-label="Tutup" class="button" />',
      `<input placeholder={'Cari'} />`
    ]
    for (const each of text) assert.equal(wordsIn('x.tsx', `const x = ${each}`).length, 1, each)
    const fine = [
      '<p>{t("welcome")}</p>',
      '<img alt="" src="/app/icons/icon.svg" />',
      '<p>·</p>',
      '<a class="brand">Naik Kelas</a>'
    ]
    for (const each of fine) assert.deepEqual(wordsIn('x.tsx', `const x = ${each}`), [])
  })
})
