"""The bundled encoder, and others: texts become vectors."""
