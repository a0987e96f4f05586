import Type from 'typebox'
import { Nullable } from '../../../http/schemas.js'

/** What events carry: ids and what the texts need, and no more of a person than these. Webhooks send them as they are. */
export const text = (description: string) => Type.String({ description })
export const textOrNull = (description: string) => Nullable(text(description))
export const number = (description: string) => Type.Integer({ description })
export const truth = (description: string) => Type.Boolean({ description })

export const course = { courseId: text('The course'), courseTitle: text('Its title') }
export const project = { projectId: text('The project'), projectTitle: text('Its title') }
export const submission = { ...project, submissionId: text('The work') }
export const learner = { learnerId: text('Whose it is') }
