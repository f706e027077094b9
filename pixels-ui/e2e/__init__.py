"""The pages in real Chromium, on a whole site as it is served."""
