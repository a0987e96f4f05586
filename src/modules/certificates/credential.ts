import { fromHundredths } from '../../lib/points.js'
import type { Addresses } from './addresses.js'
import { credentialIdOf } from './serial.js'

/** What a certificate says, in our words. */
export interface CertificateFacts {
  serial: string
  organizationId: string
  issuerName: string
  courseId: string
  courseTitle: string
  title: string
  /** What its holder has shown; empty: that they completed the course. */
  description: string
  recipientName: string
  /** To the second, as the numbers of a JWT are. */
  issuedAt: Date
  expiresAt: Date | null
  projects: readonly AcceptedProject[]
}

/** A project of the course that was accepted. Points are in hundredths. */
export interface AcceptedProject {
  id: string
  number: string
  title: string
  attempt: number
  /** The day, where the course is. */
  acceptedOn: string
  /** None while the grade is not released. */
  scores: readonly AcceptedScore[]
}

export interface AcceptedScore {
  rubricVersionId: string
  criterionId: string
  title: string
  points: number
  maxPoints: number
  level: string | null
}

export const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
] as const
const schemaAddress = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'

export type OpenBadge = ReturnType<typeof openBadge>

/** The certificate as an `OpenBadgeCredential` of Open Badges 3.0. */
export function openBadge(facts: CertificateFacts, addresses: Addresses) {
  const id = credentialIdOf(facts.serial)
  const results = facts.projects.flatMap((project) => project.scores.map((score) => ({ project, score })))
  const resultId = ({ project, score }: (typeof results)[number]) =>
    `${addresses.course(facts.courseId)}#${project.id}-${score.rubricVersionId}-${score.criterionId}`
  return {
    '@context': contexts,
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: facts.title,
    description: `Certificate ${facts.serial}. Whether it is valid: ${addresses.page(facts.serial)}`,
    issuer: issuerProfile({ id: facts.organizationId, name: facts.issuerName }, addresses),
    validFrom: toSecond(facts.issuedAt),
    ...(facts.expiresAt && { validUntil: toSecond(facts.expiresAt) }),
    credentialSubject: {
      // Of this certificate alone: an id of the learner would tie all that they ever get together.
      id: `${id}#recipient`,
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', hashed: false, identityHash: facts.recipientName, identityType: 'name' }],
      licenseNumber: facts.serial,
      achievement: {
        id: addresses.course(facts.courseId),
        type: ['Achievement'],
        achievementType: 'CertificateOfCompletion',
        name: facts.title,
        description: facts.description || completionOf(facts.courseTitle),
        criteria: { narrative: narrativeOf(facts) },
        ...(results.length > 0 && {
          resultDescription: results.map((result) => ({
            id: resultId(result),
            type: ['ResultDescription'],
            name: `${result.project.title}: ${result.score.title}`,
            resultType: 'RawScore',
            valueMin: '0',
            valueMax: pointsText(result.score.maxPoints)
          }))
        })
      },
      ...(results.length > 0 && {
        result: results.map((result) => ({
          type: ['Result'],
          resultDescription: resultId(result),
          value: pointsText(result.score.points)
        }))
      })
    },
    ...(facts.projects.length > 0 && {
      evidence: facts.projects.map((project) => ({
        id: `${id}#${project.number}`,
        type: ['Evidence'],
        name: project.title,
        narrative: evidenceText(project)
      }))
    }),
    credentialSchema: [{ id: schemaAddress, type: '1EdTechJsonSchemaValidator2019' }],
    credentialStatus: { id: addresses.revocations(facts.organizationId), type: '1EdTechRevocationList' }
  }
}

/** Whoever gives the certificates, as a `Profile` of Open Badges. */
export function issuerProfile({ id, name }: { id: string; name: string }, addresses: Addresses) {
  return { id: addresses.issuer(id), type: ['Profile'], name, url: addresses.server }
}

/** What is signed: the members of the credential, and the claims that say the same for who knows JWTs alone (OB 3.0, 8.2). */
export function claimsOf(badge: OpenBadge) {
  return {
    ...badge,
    iss: badge.issuer.id,
    jti: badge.id,
    sub: badge.credentialSubject.id,
    nbf: Date.parse(badge.validFrom) / 1_000,
    ...(badge.validUntil && { exp: Date.parse(badge.validUntil) / 1_000 })
  }
}

/** For who asks for a credential as JSON-LD: the signed JWT in an envelope (VC Data Model 2.0, 4.13). */
export function envelopeOf(jwt: string) {
  return { '@context': contexts[0], id: `data:application/vc+jwt,${jwt}`, type: 'EnvelopedVerifiableCredential' }
}

/** What was signed, for a page that people read: in its own words, where there are some. */
export function wordsOf(jwt: string, courseTitle: string): { description: string; projects: string[] } {
  const [, payload = ''] = jwt.split('.')
  const { credentialSubject, evidence = [] }: OpenBadge = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const { description } = credentialSubject.achievement
  return {
    description: description === completionOf(courseTitle) ? '' : description,
    projects: evidence.map(({ name }) => name)
  }
}

/** An achievement must be described; this is for courses that say nothing of theirs. */
function completionOf(courseTitle: string): string {
  return `Completion of the course “${courseTitle}”.`
}

function narrativeOf({ courseTitle, projects }: CertificateFacts): string {
  const all = `Completed all that the course “${courseTitle}” requires.`
  if (projects.length === 0) return all
  return `${all} Accepted projects: ${projects.map(({ title }) => title).join('; ')}.`
}

function evidenceText({ number, attempt, acceptedOn, scores }: AcceptedProject): string {
  const facts = `Project ${number}, attempt ${attempt}, accepted on ${acceptedOn}.`
  const each = scores.map(({ title, points, maxPoints, level }) => {
    const score = `${title}: ${pointsText(points)} of ${pointsText(maxPoints)}`
    return level === null ? score : `${score} (${level})`
  })
  return each.length > 0 ? `${facts} ${each.join('; ')}.` : facts
}

function pointsText(hundredths: number): string {
  return String(fromHundredths(hundredths))
}

function toSecond(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z')
}
