namespace ShardClient.Tests.Integration.Conformance;

public sealed class FileTransactionObjectTests() : TransactionObjectTests(new FileConformanceDatabase());
