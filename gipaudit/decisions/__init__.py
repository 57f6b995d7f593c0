"""What people decided beside the rules: whose a file is, what it really prints, marks that they give, and waivers.

They write it into ``decisions.yaml``, one file for all. A decision never acts in silence: its effect is shown with
who made it, when and why, and one without effect is told with its place.
"""
