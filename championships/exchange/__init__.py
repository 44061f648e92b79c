"""Files in and out: season packages, timing files, presets of rule books."""
