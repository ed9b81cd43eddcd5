namespace ShardClient.Samples.Quickstart.Servers;

/// <summary>A server that is missing or does not start; shown without a stack trace.</summary>
internal sealed class ServerException(string message) : Exception(message);
