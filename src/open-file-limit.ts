/** How many files (and sockets) this process may have open; undefined where the system does not say. */
export function openFileLimit(): number | undefined {
  const report = process.report.getReport() as unknown as { userLimits?: { open_files?: { soft?: number | string } } }
  const limit = Number(report.userLimits?.open_files?.soft)
  return Number.isFinite(limit) ? limit : undefined
}
