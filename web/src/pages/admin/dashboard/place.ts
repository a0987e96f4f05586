/** Of which organisation the figures are; of all when absent. */
export interface Place {
  organizationId?: string
}
