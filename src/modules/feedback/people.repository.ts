import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Grant } from '../../lib/permissions.js'

/** Somebody who may be told, with what they may do in the organisation. */
export interface Candidate {
  id: string
  usernameKey: string
  grants: Grant[]
}

/** Who holds a review of the submission, has decided one, or has commented on it. */
export async function listParticipants({ tables }: Database, tx: Tx, submissionId: string): Promise<string[]> {
  const { reviewRequests, reviews, comments, commentThreads } = tables
  const reviewers = await tx
    .select({ status: reviewRequests.status, claimedBy: reviewRequests.claimedBy, reviewerId: reviews.reviewerId })
    .from(reviewRequests)
    .leftJoin(reviews, and(eq(reviews.requestId, reviewRequests.id), sql`${reviews.decision} is not null`))
    .where(eq(reviewRequests.submissionId, submissionId))
  const authors = await tx
    .selectDistinct({ id: comments.authorId })
    .from(comments)
    .innerJoin(commentThreads, eq(commentThreads.id, comments.threadId))
    .where(eq(commentThreads.submissionId, submissionId))
  const held = reviewers.map(({ status, claimedBy }) => (status === 'claimed' ? claimedBy : null))
  const decided = reviewers.map(({ reviewerId }) => reviewerId)
  const all = [...held, ...decided, ...authors.map(({ id }) => id)]
  return [...new Set(all.filter((id) => id !== null))]
}

/** Those whom one of the ids or of the folded usernames means, and who can sign in. */
export async function findCandidates(
  { tables: { users, roleAssignments, roles } }: Database,
  tx: Tx,
  { ids, usernameKeys, organizationId }: { ids: string[]; usernameKeys: string[]; organizationId: string }
): Promise<Candidate[]> {
  const holdsThere = or(isNull(roleAssignments.organizationId), eq(roleAssignments.organizationId, organizationId))
  const rows = await tx
    .select({
      id: users.id,
      usernameKey: users.usernameKey,
      role: roles.key,
      organizationId: roleAssignments.organizationId,
      permissions: roles.permissions
    })
    .from(users)
    .leftJoin(roleAssignments, and(eq(roleAssignments.userId, users.id), holdsThere))
    .leftJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(
      and(
        or(
          // An empty list would be a `false` between the two, and SQLite would read all users.
          ids.length > 0 ? inArray(users.id, ids) : undefined,
          usernameKeys.length > 0 ? inArray(users.usernameKey, usernameKeys) : undefined
        ),
        eq(users.status, 'active'),
        isNull(users.deletedAt)
      )
    )
  const found = new Map<string, Candidate>()
  for (const { id, usernameKey, role, organizationId, permissions } of rows) {
    const candidate = found.get(id) ?? { id, usernameKey, grants: [] }
    found.set(id, candidate)
    if (role && permissions) candidate.grants.push({ role, organizationId, permissions: new Set(permissions) })
  }
  return [...found.values()]
}
