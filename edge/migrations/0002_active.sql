-- R16: whether somebody may sign in and take conversations. The owner's switch.
ALTER TABLE staff ADD COLUMN is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1));
