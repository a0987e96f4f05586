/** What one word of a search is looked for by. */
export interface SearchWord {
  /** The word itself and its plain forms: what finds it by these is what was meant. */
  near: string[]
  /** What other words may begin with, in a title or a name. */
  beginnings: string[]
  /** The same in a text, where a few letters are the beginning of something in each. */
  longBeginnings: string[]
  /** Roots that the word is made of, as far as rules without a dictionary can tell: what it finds comes last. */
  roots: string[]
}

const maxWords = 8
/** Of one letter there are too many words that begin with it. */
const minBeginning = 2
/** Of letters that stand for sounds; a word of two signs is a whole word elsewhere. */
const minLongBeginning = 4
/** A shorter rest of a word is most often no root but a chance. */
const minRoot = 4
/** From here on a root says enough to find all that begins with it. */
const minRootBeginning = 6

/**
 * The words of a search, each once, in the form in which both databases keep them: small letters without accents. Neither
 * database stems: each has its own rules, and those for English make of “kelas” (class) a “kela” that finds coconuts. Here
 * one set of rules serves both languages and both databases, and is applied to what is asked, never to what is kept.
 */
export function parseSearch(query: string): SearchWord[] {
  const words = foldForSearch(query).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words)].slice(0, maxWords).map(formsOf)
}

/** As the databases do it when they index: letters with accents become their letter, compatibility forms stay. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
}

function formsOf(word: string): SearchWord {
  const { length } = [...word]
  const isShort = /^[a-z0-9]/.test(word) && length < minLongBeginning
  const beginnings = length < minBeginning ? [] : [word]
  const plain = { near: [word], beginnings, longBeginnings: isShort ? [] : beginnings, roots: [] }
  if (isShort) return length < 3 ? plain : { ...plain, near: [word, `${word}s`] }
  if (!/^[a-z]+$/.test(word)) return plain
  const bare = withoutClitic(word)
  const near = new Set([word, ...bare, ...englishForms(word)])
  const stems = [...bare, ...[word, ...bare].flatMap(withoutSuffix)].filter(isRoot)
  const roots = [...stems, ...[word, ...stems].flatMap(withoutPrefix).filter(isRoot), ...englishRelatives(word)]
  return {
    near: [...near],
    beginnings: [word],
    longBeginnings: [...new Set([word, ...stems.filter((stem) => stem.length >= minRootBeginning)])],
    roots: [...new Set(roots)].filter((root) => !near.has(root))
  }
}

function isRoot({ length }: string): boolean {
  return length >= minRoot
}

/** Indonesian: bukunya (their book) → buku, belajarlah (do learn) → belajar. */
function withoutClitic(word: string): string[] {
  const [, stem = ''] = word.match(/^(\w{4,})nya$/) ?? word.match(/^(\w{5,})[lk]ah$/) ?? []
  return stem ? [stem] : []
}

/** Indonesian: latihan (exercise) → latih, gunakan (use) → guna or gunak, mulai (begin) → mula. */
function withoutSuffix(word: string): string[] {
  return ['kan', 'an', 'i'].filter((suffix) => word.endsWith(suffix)).map((suffix) => word.slice(0, -suffix.length))
}

/** What each Indonesian prefix hides of the root: menulis (to write) → tulis, pengajar (teacher) → ajar, berlatih → latih. */
const prefixes: readonly [pattern: RegExp, root: (rest: string) => string[]][] = [
  [/^(?:di|ber|ter)(\w+)$/, (rest) => [rest]],
  [/^[mp]e([lrwymn]\w+)$/, (rest) => [rest]],
  [/^[mp]em([bf]\w+)$/, (rest) => [rest]],
  [/^[mp]em([aiueo]\w+)$/, (rest) => [`p${rest}`]],
  [/^[mp]en([dcj]\w+)$/, (rest) => [rest]],
  [/^[mp]en([aiueo]\w+)$/, (rest) => [`t${rest}`]],
  [/^[mp]eny([aiueo]\w+)$/, (rest) => [`s${rest}`]],
  [/^[mp]eng([gh]\w+)$/, (rest) => [rest]],
  [/^[mp]eng([aiueo]\w+)$/, (rest) => [rest, `k${rest}`]]
]

function withoutPrefix(word: string): string[] {
  return prefixes.flatMap(([pattern, rootOf]) => {
    const rest = word.match(pattern)?.[1]
    return rest === undefined ? [] : rootOf(rest)
  })
}

/** English: studies → study, classes → class, tests → test, running → run and runs, coded → code and codes. */
function englishForms(word: string): string[] {
  if (word.endsWith('ies')) return [`${word.slice(0, -3)}y`]
  const [, base = ''] = word.match(/^(\w{3,})(?:ing|ed)$/) ?? []
  if (base) {
    const bases = [base, `${base}e`, ...(base.at(-1) === base.at(-2) ? [base.slice(0, -1)] : [])]
    return bases.flatMap((form) => [form, `${form}s`])
  }
  if (!/[^su]s$/.test(word)) return []
  const singular = word.slice(0, -1)
  return /(?:s|x|z|ch|sh)es$/.test(word) ? [singular, word.slice(0, -2)] : [singular]
}

/** What does not begin with the word though it is made of it: study → studies, code → coding. */
function englishRelatives(word: string): string[] {
  if (/[^aiueo]y$/.test(word)) return [`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`]
  return word.endsWith('e') ? [`${word.slice(0, -1)}ing`] : []
}
