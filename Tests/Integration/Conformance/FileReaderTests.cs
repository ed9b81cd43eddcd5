namespace ShardClient.Tests.Integration.Conformance;

public sealed class FileReaderTests() : ReaderTests(new FileConformanceDatabase());
