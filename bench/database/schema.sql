-- Read: one row of few, by its key.
CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
-- Written: a row for each write, which tells afterwards which writes are there.
CREATE TABLE entry (id INTEGER PRIMARY KEY, value INTEGER NOT NULL);
-- Makes a database large.
CREATE TABLE filler (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
