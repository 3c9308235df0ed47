package dev.letterlock.storage;

import java.time.Instant;

/**
 * What a database says of data that was moved into it.
 *
 * @param id random, of this one move
 * @param from where the data was, for people
 * @param begun in whole milliseconds
 * @param finished whether all of it is here
 */
public record MoveRecord(String id, String from, Instant begun, boolean finished) {}
