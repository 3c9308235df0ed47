package dev.letterlock.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A test that mostly waits, for somebody's interval or patience, and so runs beside the others of
 * its class that do. It shares nothing with them. Classes still run one after the other, since each
 * answers for its own leaks ({@link NoLeaksExtension}).
 */
@Test
@Execution(ExecutionMode.CONCURRENT)
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WaitingTest {}
