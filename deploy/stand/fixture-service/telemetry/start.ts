/** A service that wants its telemetry first has this file; the fixture has none to start. */
export {};
