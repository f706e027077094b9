"""Between HTTP and the domain: what a route takes and gives, the one table of errors, the OpenAPI document."""
