import Type from 'typebox'
import { Body, Id, Nullable, proseOrNothing } from '../../http/schemas.js'
import { Places } from './queue.schemas.js'

export const NextBody = Nullable(
  Body(Places, {
    description: 'From where; without any of it, from all courses that the caller reviews',
    examples: [{ courseId: 'crs_01jd3w8q2k0000abcdefghjkmn' }]
  })
)

const Reason = Type.String({ maxLength: 1_000, pattern: proseOrNothing, description: 'It stands in the history' })

export const ReleaseBody = Nullable(
  Body(
    { reason: Type.Optional(Reason) },
    {
      description: 'A manager who takes it back from somebody gives a reason',
      examples: [{ reason: 'Pak Budi sakit.' }]
    }
  )
)

export const ReassignBody = Body(
  {
    userId: Id('user', { description: 'Another reviewer of the course' }),
    reason: Type.Optional(Reason)
  },
  { examples: [{ userId: 'usr_01jd3w8q2k0000abcdefghjkmn', reason: 'Pak Budi sakit.' }] }
)
