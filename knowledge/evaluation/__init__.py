"""What every evaluation needs: counting, gates, the page and its plots, the report in words."""
