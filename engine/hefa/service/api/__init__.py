"""The routes under /api/v1, a module a subject; what they answer are records of the desk."""
