using ExistingServer;

// A token endpoint that knew client_secret_basic, client_secret_post and private_key_jwt, and has learned mutual TLS since: the lines that
// this took end with "added". docs/embedding.md explains them.
Server.Build(WebApplication.CreateBuilder(args)).Run();
