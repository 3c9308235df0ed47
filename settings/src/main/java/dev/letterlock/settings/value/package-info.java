/** What the text of a setting can be: types that read it or say in words why it cannot be used. */
@NullMarked
package dev.letterlock.settings.value;

import org.jspecify.annotations.NullMarked;
