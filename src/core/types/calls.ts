/* Owns calls to services: which there are, how often and how long each may be tried, and time itself. */
import type { Log } from './job.ts'

/** ServiceName is everything that a run calls over the network. */
export type ServiceName =
  | 'token'
  | 'trustRoot'
  | 'certificateAuthority'
  | 'transparencyLog'
  | 'timestampAuthority'
  | 'artifactStore'
  | 'release'

/** CallPolicy bounds the tries of one call; without `tries`, the deadline of the call is the only end. */
export interface CallPolicy {
  /** Milliseconds that one try may take, from name resolution to the last byte. */
  readonly perTry: number
  readonly tries?: number
}

/** Call is one call that may be made several times. */
export interface Call<T> {
  readonly service: ServiceName
  /** Where the call goes; left out, where only its adapter knows. */
  readonly url?: string
  /** Milliseconds since the epoch after which no further try starts and the running one is given up. */
  readonly deadline: number
  readonly attempt: (signal: AbortSignal) => Promise<T>
  /** Gives up this call alone: no further try starts, and a running one gets a moment to end, for it may be public already. */
  readonly signal?: AbortSignal
}

/** Caller makes a call until it succeeds, fails for good, or its time is used up; rejects with an ActionError. */
export type Caller = <T>(call: Call<T>) => Promise<T>

/** Clock is time and chance as arguments, so that tests need neither. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** A number from 0 up to, but not including, 1. */
  random(): number
}

/** Tools are what nearly every step needs: where people read, time, and the one way to call a service. */
export interface Tools {
  readonly log: Log
  readonly clock: Clock
  readonly call: Caller
}
