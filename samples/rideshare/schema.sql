-- What RideShare keeps. Users owns `users`, Rides owns `rides` and `riders`; the last two tables are the counters of both.

CREATE TABLE users (
  userId INTEGER PRIMARY KEY,            -- orders the list
  username TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL
);

CREATE TABLE rides (
  rideId INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never given twice
  created_by TEXT NOT NULL,              -- no reference: rides stay when their user goes
  timestamp TEXT NOT NULL,               -- as it was sent
  moment INTEGER NOT NULL,               -- the same in seconds since 1970
  source INTEGER NOT NULL,
  destination INTEGER NOT NULL
);
CREATE INDEX rides_between ON rides (source, destination, moment);

CREATE TABLE riders (
  riderId INTEGER PRIMARY KEY,           -- orders those who joined
  rideId INTEGER NOT NULL REFERENCES rides ON DELETE CASCADE,
  username TEXT NOT NULL,
  UNIQUE (rideId, username)
);

CREATE TABLE counters (
  service TEXT PRIMARY KEY NOT NULL,
  requests INTEGER NOT NULL
);

CREATE TABLE counted_batches (
  replica TEXT PRIMARY KEY NOT NULL,
  batch INTEGER NOT NULL                 -- the last one that is in `counters`
);
