export const eventSchemas: readonly unknown[] = []
