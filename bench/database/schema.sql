-- Read and written: one row of few, by its key. Each counts its writes, which tells afterwards whether all are there, and once.
CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT NOT NULL, writes INTEGER NOT NULL DEFAULT 0);
-- Written by parts that insert: a row for each write, which tells afterwards which writes are there.
CREATE TABLE entry (id INTEGER PRIMARY KEY, value INTEGER NOT NULL);
-- Makes a database large.
CREATE TABLE filler (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
