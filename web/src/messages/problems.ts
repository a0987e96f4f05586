import { isMessage } from '../ui/messages.js'
import { type Language, language } from './language.js'

type Texts = Readonly<Record<string, string>>

let texts: Record<Language, Texts> | undefined

/**
 * Has the sentences for the many codes that are rarely met, which the first load does without. Without them (there is no
 * network) the status of the answer is what is said.
 */
export async function loadRareProblems(code: string): Promise<void> {
  if (texts || isMessage(`problem.${code}`)) return
  try {
    texts = (await import('./problem-texts.js')).texts
  } catch {
    // What failed is shown all the same.
  }
}

export function rareProblemText(code: string): string | undefined {
  return texts?.[language.value][`problem.${code}`]
}
