import Type, { type Static } from 'typebox'
import { Body, Id, Nullable } from '../../http/schemas.js'
import type { ReviewerRow } from './reviewers.repository.js'

export const maxReviewers = 100

export const ReviewersParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})

export const ReviewersBody = Body(
  {
    userIds: Type.Array(Id('user'), {
      maxItems: maxReviewers,
      description: 'All who review besides the mentor; each holds `submission.review` in the organisation of the course'
    })
  },
  { examples: [{ userIds: ['usr_01jd3w8q2k0000abcdefghjkmn'] }] }
)

export const ReviewersSchema = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
        isMentor: Type.Boolean({ description: 'A reviewer without being listed' }),
        mayReview: Type.Boolean({ description: 'Whether they still hold a role by which they may' })
      })
    )
  },
  {
    $id: 'Reviewers',
    description: 'Who reviews the work of a course: its mentor first, the others by their names',
    examples: [
      {
        data: [
          {
            user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
            isMentor: true,
            mayReview: true
          }
        ]
      }
    ]
  }
)

export const reviewerSchemas = [ReviewersSchema]

export function presentReviewers(rows: readonly ReviewerRow[]): Static<typeof ReviewersSchema> {
  return {
    data: rows.map(({ userId, username, fullName, isMentor, mayReview }) => ({
      user: { id: userId, username, fullName },
      isMentor,
      mayReview
    }))
  }
}
