"""What works inside the portal: importing it brings Django up, with the settings of the environment."""

import django

django.setup()
