-- pgbench -f: one row by its key, any of :rows.
\set id random(1, :rows)
SELECT text FROM item WHERE id = :id;
