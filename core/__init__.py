"""The Django project, and small tools that know nothing of funding."""
