package dev.letterlock.storage.mongo;

import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.LeaseStoreContract;
import dev.letterlock.storage.StoreContract;

class MongoLeaseStoreTest extends StoreContract implements LeaseStoreContract {
  @Override
  public LeaseStore leases() {
    return stores().leases();
  }
}
