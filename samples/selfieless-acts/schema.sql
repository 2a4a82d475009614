-- What SelfieLessActs keeps in a database. Users owns `users`, Acts the next four tables; the last two are the counters of both.

CREATE TABLE users (
  userId INTEGER PRIMARY KEY,            -- orders the list
  username TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL
);

CREATE TABLE categories (
  categoryId INTEGER PRIMARY KEY,        -- orders the list
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE acts (
  number INTEGER PRIMARY KEY,            -- orders acts of one moment by their upload
  actId TEXT NOT NULL UNIQUE,            -- digits without leading zeros: ids have no upper bound
  categoryId INTEGER NOT NULL REFERENCES categories ON DELETE CASCADE,
  username TEXT NOT NULL,                -- no reference: acts stay when their user goes
  timestamp TEXT NOT NULL,               -- as it was sent
  moment INTEGER NOT NULL,               -- the same in seconds since 1970
  caption TEXT NOT NULL,
  upvotes INTEGER NOT NULL DEFAULT 0,
  small_image TEXT,                      -- the image, base64, when it is small
  large_image TEXT,                      -- otherwise the name of its pieces
  pieces INTEGER NOT NULL DEFAULT 0      -- and how many there are
);
CREATE INDEX acts_latest ON acts (categoryId, moment, number);

CREATE TABLE image_pieces (
  image TEXT NOT NULL,
  piece INTEGER NOT NULL,                -- from 0
  content TEXT NOT NULL,
  PRIMARY KEY (image, piece)
);

CREATE TABLE loose_images (              -- large images of no act: on their way into one, or their act is gone and somebody may still read them
  image TEXT PRIMARY KEY NOT NULL,
  since INTEGER NOT NULL                 -- seconds since 1970; after an hour the pieces go
);
CREATE INDEX loose_images_oldest ON loose_images (since);

CREATE TABLE counters (
  service TEXT PRIMARY KEY NOT NULL,
  requests INTEGER NOT NULL
);

CREATE TABLE counted_batches (
  replica TEXT PRIMARY KEY NOT NULL,
  batch INTEGER NOT NULL                 -- the last one that is in `counters`
);
