-- pgbench -f: another text for one row by its key, any of :rows, which counts its writes.
\set id random(1, :rows)
UPDATE item SET text = :value, writes = writes + 1 WHERE id = :id;
