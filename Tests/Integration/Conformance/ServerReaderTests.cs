using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

[Collection(MySqlFixture.Name)]
public sealed class ServerReaderTests(MySqlFixture fixture) : ReaderTests(new ServerConformanceDatabase(fixture));
