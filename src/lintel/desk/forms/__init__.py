"""Forms made from how events are declared: described, laid out, filled in, read and shown."""
