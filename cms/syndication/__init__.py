"""What other sites may take from this one: feeds, embeds, sitemaps. Only of what everybody may see."""
