package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.group.GroupState;
import java.util.List;
import java.util.stream.Stream;

/** A group of three, and its view once the admin has taken one out. */
abstract class GroupCase {

  static final long CHANGED = 1_700_000_000_000_000L;

  final People people = new People();
  final E1 e1 = people.e1;
  final GroupState first =
      people.first(
          People.ANNA,
          people.admin(People.ANNA),
          people.member(People.BERT),
          people.member(People.CARL));
  final GroupState withoutCarl =
      people.next(first, People.ANNA, people.admin(People.ANNA), people.member(People.BERT));
  final GroupView view = GroupView.join(e1, dated(CHANGED, first), people);
  final GroupView later = view.advance(e1, dated(CHANGED + 5, withoutCarl), people);

  static List<DatedState> dated(long since, GroupState... states) {
    return Stream.of(states).map(state -> new DatedState(state, since)).toList();
  }
}
