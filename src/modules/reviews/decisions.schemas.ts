import Type, { type Static } from 'typebox'
import { Body, OneOf } from '../../http/schemas.js'
import { draftExample, GivenScores, Summary } from './drafts.schemas.js'
import { decisions } from './submission-reviews.schemas.js'

export const DecisionBody = Body(
  {
    decision: OneOf(decisions),
    scores: Type.Optional(GivenScores),
    summary: Type.Optional(Summary)
  },
  {
    description: 'What is left out is taken from the draft',
    examples: [{ decision: 'accept', ...draftExample }]
  }
)
export type DecisionFields = Static<typeof DecisionBody>
