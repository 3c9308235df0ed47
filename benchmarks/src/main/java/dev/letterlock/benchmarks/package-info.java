/** Programs and measurements that stand beside the product and are not published. */
@NullMarked
package dev.letterlock.benchmarks;

import org.jspecify.annotations.NullMarked;
