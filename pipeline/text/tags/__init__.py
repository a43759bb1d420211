"""The tags of hand-tagged templates, as docxtpl users know them: {{ key }}, {% if %}, {%p %}, {%tr for %}."""
