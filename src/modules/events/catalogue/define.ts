import type { Static, TObject } from 'typebox'
import type { Cadence } from '../../../db/schema/preferences.js'
import type { InEachLanguage } from '../../../lib/languages.js'

/** One type of event: what it carries, whom it concerns, and what they are told. */
export interface EventDefinition<S extends TObject = TObject> {
  /** What the preferences call it. */
  name: InEachLanguage<string>
  /** Whom it concerns. */
  concerns: InEachLanguage<string>
  /** What happened, in values that a program can use: the texts are made of them, and webhooks carry them. */
  data: S
  /** For users who have not chosen. */
  defaults: { inApp: Cadence; mail: Cadence }
  title: InEachLanguage<(data: Static<S>) => string>
  message: InEachLanguage<(data: Static<S>) => string>
  /** Where it leads, a path of ours or an address. */
  link: (data: Static<S>) => string | null
}

export function defineEvent<S extends TObject>(definition: EventDefinition<S>): EventDefinition<S> {
  return definition
}
