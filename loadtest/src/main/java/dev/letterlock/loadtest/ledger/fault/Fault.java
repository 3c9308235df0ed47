package dev.letterlock.loadtest.ledger.fault;

/**
 * One planned fault.
 *
 * @param pauseMillis from the recovery from the fault before to this one
 * @param lengthMillis how long it lasts, or what leads to it
 * @param victims seed by which the devices are chosen that die, where some do
 */
public record Fault(FaultKind kind, int pauseMillis, int lengthMillis, long victims) {}
