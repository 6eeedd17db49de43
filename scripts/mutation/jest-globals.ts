/*
 * Owns what `@jest/globals` is in a mutation run: jest's own describe, it and expect, without the jest around them.
 */
import circus from 'jest-circus'

export { expect } from 'expect'
export const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus
